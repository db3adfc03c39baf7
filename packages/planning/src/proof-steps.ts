import { formatMilli } from '@coplan/kernel';
import type { FactSource, ReplenishmentInput } from './replenishment-input.ts';
import type { ProofInput, ProofStep, RuleId } from './replenishment-result.ts';

/** Raised whenever a rule would answer differently; a stored proof names the version it was made with. */
export const ruleVersions: Readonly<Record<RuleId, number>> = {
  'calendar.slot': 1,
  'demand.cover': 1,
  'demand.until-next': 1,
  'stock.safety': 1,
  'stock.on-hand': 1,
  'stock.unavailable': 1,
  'receipts.before-delivery': 1,
  'demand.before-delivery': 1,
  'demand.lost': 1,
  'receipts.in-cover': 1,
  'receipts.late': 1,
  'receipts.on-order': 1,
  'policy.level': 1,
  'policy.trigger': 1,
  'policy.lots': 1,
  'net.requirement': 1,
  'terms.nearest-layer': 1,
  'terms.minimum': 1,
  'terms.multiple': 1,
  'terms.layer': 1,
  'terms.pallet': 1,
  'terms.price-break': 1,
  'limit.max-stock': 1,
  'limit.shelf-life': 1,
  'limit.order-maximum': 1,
  'limit.supply': 1,
  'limit.below-minimum': 1,
};

/** JSON knows no -0; a proof that holds one would differ from itself after storing. */
export const withoutMinusZero = (value: number): number => value + 0;

/** Collects steps; each begins where the one before it ended. A quiet trace keeps only the quantity. */
export type StepTrace = { steps: ProofStep[]; quantityMilli: number; isQuiet: boolean };

export const startTrace = (): StepTrace => ({ steps: [], quantityMilli: 0, isQuiet: false });

/** For quantities without a proof: the rules are the same, their sentences are not written. */
export const startQuietTrace = (quantityMilli: number): StepTrace => ({
  steps: [],
  quantityMilli: withoutMinusZero(quantityMilli),
  isQuiet: true,
});

/** Text and inputs are asked for before the quantity changes, and only where the steps are kept. */
export function addStep(
  trace: StepTrace,
  step: { ruleId: RuleId; text: () => string; inputs: () => ProofInput[]; quantityMilli: number },
): void {
  if (!trace.isQuiet) {
    trace.steps.push({
      ruleId: step.ruleId,
      ruleVersion: ruleVersions[step.ruleId],
      text: step.text(),
      inputs: step.inputs(),
      quantityBeforeMilli: trace.quantityMilli,
      quantityAfterMilli: withoutMinusZero(step.quantityMilli),
    });
  }
  trace.quantityMilli = withoutMinusZero(step.quantityMilli);
}

/** A quantity as people read it: "12 EA". */
export const said = (amountMilli: number, input: Pick<ReplenishmentInput, 'unit'>): string =>
  `${formatMilli(amountMilli)} ${input.unit}`;

/** A quantity as an input of a step, in whole base units with up to three decimals. */
export const amount = (
  name: string,
  amountMilli: number,
  input: Pick<ReplenishmentInput, 'unit'>,
  source: FactSource,
): ProofInput => ({ name, value: withoutMinusZero(amountMilli / 1000), unit: input.unit, source });
