import { addDays } from '@coplan/kernel';
import type { NettingStory } from './netting-steps.ts';
import { addStockSteps, receiptInputs } from './netting-steps.ts';
import type { RuleNeed } from './order-rule.ts';
import { addStep, amount, type StepTrace, said } from './proof-steps.ts';
import type { FactSource, ReplenishmentRule } from './replenishment-input.ts';
import type { ProofInput } from './replenishment-result.ts';

/** How a rule is called in a sentence. */
export const ruleNames: Readonly<Record<ReplenishmentRule['kind'], string>> = {
  'time-phased': 'time-phased planning',
  'min-max': 'minimum and maximum',
  'reorder-up-to': 'reorder level and order-up-to level',
  'reorder-quantity': 'reorder level and fixed quantity',
  'base-stock': 'base stock',
};

function addForecastLevel(trace: StepTrace, story: NettingStory, need: RuleNeed): void {
  const { input, chance, risk, level, safetyMilli } = story;
  const { fromForecast, rule } = need;
  if (fromForecast === undefined) return;
  addStep(trace, {
    ruleId: 'demand.until-next',
    text: () =>
      `${said(fromForecast.demandMilli, input)} are expected to be needed from ${input.today} until the next order arrives on ${chance.next.deliverOn}.`,
    inputs: () => [amount('demand', fromForecast.demandMilli, input, input.forecast.source)],
    quantityMilli: fromForecast.demandMilli,
  });
  addStep(trace, {
    ruleId: 'stock.safety',
    text: () =>
      fromForecast.floorMilli > safetyMilli
        ? `${said(fromForecast.floorMilli, input)} must stay on the shelf, more than the safety stock of ${said(safetyMilli, input)}.`
        : `${said(safetyMilli, input)} of safety stock: ${risk.text} at level ${level.toFixed(4)}, less its mean.`,
    inputs: () => [
      { name: 'target level', value: level, unit: 'ratio', source: input.policy.target.source },
      amount('safety stock', safetyMilli, input, risk.source),
      ...(input.policy.presentationStockMilli === undefined
        ? []
        : [
            amount(
              'presentation stock',
              input.policy.presentationStockMilli.value,
              input,
              input.policy.presentationStockMilli.source,
            ),
          ]),
    ],
    quantityMilli: trace.quantityMilli + fromForecast.floorMilli,
  });
  if (rule.kind !== 'reorder-up-to') return;
  addStep(trace, {
    ruleId: 'policy.level',
    text: () =>
      `The order-up-to level lies ${rule.coverDays.value} days of demand, ${said(fromForecast.coverMilli, input)}, above the reorder level of ${said(trace.quantityMilli, input)}.`,
    inputs: () => [
      { name: 'days covered', value: rule.coverDays.value, unit: 'day', source: rule.coverDays.source },
    ],
    quantityMilli: trace.quantityMilli + fromForecast.coverMilli,
  });
}

function givenLevel(need: RuleNeed): { name: string; source: FactSource } | undefined {
  const { rule } = need;
  if (rule.kind === 'min-max') return { name: 'maximum', source: rule.maximumMilli.source };
  if (rule.kind === 'base-stock' && rule.levelMilli !== undefined)
    return { name: 'base stock', source: rule.levelMilli.source };
  if (rule.kind === 'reorder-quantity' && rule.reorderMilli !== undefined)
    return { name: 'reorder level', source: rule.reorderMilli.source };
  return undefined;
}

function triggerInputs(story: NettingStory, need: RuleNeed): ProofInput[] {
  const { input } = story;
  const { rule } = need;
  if (rule.kind === 'min-max')
    return [amount('minimum', rule.minimumMilli.value, input, rule.minimumMilli.source)];
  if (need.reorderMilli === undefined) return [];
  const source =
    rule.kind === 'reorder-quantity' && rule.reorderMilli !== undefined
      ? rule.reorderMilli.source
      : input.forecast.source;
  return [amount('reorder level', need.reorderMilli, input, source)];
}

function addTriggerSteps(trace: StepTrace, story: NettingStory, need: RuleNeed): void {
  const { input } = story;
  const { rule, positionMilli, reorderMilli } = need;
  if (reorderMilli !== undefined) {
    const isDue = positionMilli <= reorderMilli;
    addStep(trace, {
      ruleId: 'policy.trigger',
      text: () =>
        isDue
          ? `Stock and what is on its way, ${said(positionMilli, input)}, are not above the reorder level of ${said(reorderMilli, input)}: it is time to order.`
          : `Stock and what is on its way, ${said(positionMilli, input)}, are above the reorder level of ${said(reorderMilli, input)}: nothing is ordered yet.`,
      inputs: () => triggerInputs(story, need),
      quantityMilli: isDue ? trace.quantityMilli : Math.min(0, trace.quantityMilli),
    });
    if (!isDue || rule.kind !== 'reorder-quantity') return;
    addStep(trace, {
      ruleId: 'policy.lots',
      text: () =>
        `${said(need.needMilli, input)}, in lots of ${said(rule.quantityMilli.value, input)}, raise the position above the reorder level.`,
      inputs: () => [amount('order quantity', rule.quantityMilli.value, input, rule.quantityMilli.source)],
      quantityMilli: need.needMilli,
    });
  }
}

/** The steps from nothing to what a rule on the inventory position asks for. */
export function addRuleSteps(trace: StepTrace, story: NettingStory, need: RuleNeed): void {
  const { input, facts } = story;
  const given = givenLevel(need);
  if (given === undefined) addForecastLevel(trace, story, need);
  else {
    addStep(trace, {
      ruleId: 'policy.level',
      text: () =>
        `The policy “${ruleNames[need.rule.kind]}” sets ${said(need.levelMilli, input)} as ${given.name}.`,
      inputs: () => [amount(given.name, need.levelMilli, input, given.source)],
      quantityMilli: need.levelMilli,
    });
  }
  addStockSteps(trace, story);
  const horizonEnd = addDays(input.today, facts.receiptsMilli.length);
  addStep(trace, {
    ruleId: 'receipts.on-order',
    text: () => `${said(need.receiptsMilli, input)} are on their way and due before ${horizonEnd}.`,
    inputs: () => receiptInputs(input, input.today, horizonEnd),
    quantityMilli: trace.quantityMilli - need.receiptsMilli,
  });
  addTriggerSteps(trace, story, need);
  const missing = trace.quantityMilli;
  addStep(trace, {
    ruleId: 'net.requirement',
    text: () =>
      missing > 0
        ? `${said(missing, input)} are to be ordered by the policy.`
        : 'Nothing is to be ordered by the policy.',
    inputs: () => [],
    quantityMilli: Math.max(0, missing),
  });
}
