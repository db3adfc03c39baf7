import type { PlanningPolicy } from '../../app/api-types.ts';

export type RuleKind = PlanningPolicy['rule']['kind'];
export type TargetKind = PlanningPolicy['target']['kind'];
type Field = number | string;

/** The fields of the form; an empty one is not given. Quantities in whole units, ratios in percent. */
export type PolicyChoice = {
  rule: RuleKind;
  minimum: Field;
  maximum: Field;
  coverDays: Field;
  quantity: Field;
  reorder: Field;
  level: Field;
  target: TargetKind;
  fillPercent: Field;
  shortagePercent: Field;
  holdingPercent: Field;
  leadTimeDeviationDays: Field;
  shelfLifeDays: Field;
};

const fieldOf = (value: number | undefined, factor = 1): Field =>
  value === undefined ? '' : Math.round(value * factor * 1e6) / 1e6;

/** The form of a policy. */
export function choiceOf({
  rule,
  target,
  leadTimeDeviationDays,
  shelfLifeDays,
}: PlanningPolicy): PolicyChoice {
  const milli = (value: number | undefined): Field => fieldOf(value, 1 / 1000);
  return {
    rule: rule.kind,
    minimum: milli(rule.kind === 'min-max' ? rule.minimumMilli : undefined),
    maximum: milli(rule.kind === 'min-max' ? rule.maximumMilli : undefined),
    coverDays: rule.kind === 'reorder-up-to' ? rule.coverDays : 14,
    quantity: milli(rule.kind === 'reorder-quantity' ? rule.quantityMilli : undefined),
    reorder: milli(rule.kind === 'reorder-quantity' ? rule.reorderMilli : undefined),
    level: milli(rule.kind === 'base-stock' ? rule.levelMilli : undefined),
    target: target.kind,
    fillPercent: target.kind === 'fill-rate' ? fieldOf(target.fillRate, 100) : 98,
    shortagePercent: target.kind === 'cost-optimal' ? fieldOf(target.shortageRatio, 100) : 30,
    holdingPercent: target.kind === 'cost-optimal' ? fieldOf(target.holdingRatioPerYear, 100) : 20,
    leadTimeDeviationDays: fieldOf(leadTimeDeviationDays),
    shelfLifeDays: fieldOf(shelfLifeDays),
  };
}

const numberOf = (value: Field): number | undefined => (typeof value === 'number' ? value : undefined);
const milliOf = (value: Field): number | undefined => {
  const number = numberOf(value);
  return number === undefined ? undefined : Math.round(number * 1000);
};

function ruleOf(choice: PolicyChoice): PlanningPolicy['rule'] | undefined {
  switch (choice.rule) {
    case 'time-phased':
      return { kind: 'time-phased' };
    case 'min-max': {
      const [minimumMilli, maximumMilli] = [milliOf(choice.minimum), milliOf(choice.maximum)];
      if (minimumMilli === undefined || maximumMilli === undefined) return undefined;
      return { kind: 'min-max', minimumMilli, maximumMilli };
    }
    case 'reorder-up-to': {
      const coverDays = numberOf(choice.coverDays);
      return coverDays === undefined ? undefined : { kind: 'reorder-up-to', coverDays };
    }
    case 'reorder-quantity': {
      const [quantityMilli, reorderMilli] = [milliOf(choice.quantity), milliOf(choice.reorder)];
      if (quantityMilli === undefined) return undefined;
      return {
        kind: 'reorder-quantity',
        quantityMilli,
        ...(reorderMilli === undefined ? {} : { reorderMilli }),
      };
    }
    case 'base-stock': {
      const levelMilli = milliOf(choice.level);
      return { kind: 'base-stock', ...(levelMilli === undefined ? {} : { levelMilli }) };
    }
  }
}

function targetOf(choice: PolicyChoice): PlanningPolicy['target'] | undefined {
  if (choice.target === 'service-level') return { kind: 'service-level' };
  if (choice.target === 'fill-rate') {
    const percent = numberOf(choice.fillPercent);
    return percent === undefined ? undefined : { kind: 'fill-rate', fillRate: percent / 100 };
  }
  const [shortage, holding] = [numberOf(choice.shortagePercent), numberOf(choice.holdingPercent)];
  if (shortage === undefined || holding === undefined) return undefined;
  return { kind: 'cost-optimal', shortageRatio: shortage / 100, holdingRatioPerYear: holding / 100 };
}

/** The policy of a form; `undefined` while a number is missing. */
export function policyOf(choice: PolicyChoice): PlanningPolicy | undefined {
  const [rule, target] = [ruleOf(choice), targetOf(choice)];
  if (rule === undefined || target === undefined) return undefined;
  const leadTimeDeviationDays = numberOf(choice.leadTimeDeviationDays);
  const shelfLifeDays = numberOf(choice.shelfLifeDays);
  return {
    rule,
    target,
    ...(leadTimeDeviationDays === undefined ? {} : { leadTimeDeviationDays }),
    ...(shelfLifeDays === undefined ? {} : { shelfLifeDays }),
  };
}
