import { DomainError } from '@coplan/kernel';
import type { NettingFacts } from './net-requirement.ts';
import type { ReplenishmentInput, ReplenishmentRule } from './replenishment-input.ts';

/** What a rule on the inventory position asks for, in thousandths. */
export type RuleNeed = {
  rule: Exclude<ReplenishmentRule, { kind: 'time-phased' }>;
  /** Free stock and every receipt within the planning horizon, less what is owed. */
  positionMilli: number;
  receiptsMilli: number;
  /** Ordered only at or below this position; absent where every review orders. */
  reorderMilli?: number;
  /** Where an order raises the position to; for fixed quantities the reorder level, which it must pass. */
  levelMilli: number;
  /** How the level came about where the forecast gives it: demand until the next delivery, and what must stay. */
  fromForecast?: { demandMilli: number; floorMilli: number; coverMilli: number };
  /** What to order before terms and limits; 0: nothing. */
  needMilli: number;
};

const sumOf = (values: readonly number[], until: number): number => {
  let sum = 0;
  for (let day = 0; day < Math.min(until, values.length); day++) sum += values[day] ?? 0;
  return sum;
};

function requireRule({ unit, policy }: ReplenishmentInput): void {
  const { rule } = policy;
  if (rule === undefined || rule.kind === 'time-phased') return;
  const refuse = (message: string): never => {
    throw new DomainError('invalid', 'planning.rule', { kind: rule.kind, unit }, message);
  };
  if (rule.kind === 'min-max' && !(rule.maximumMilli.value > rule.minimumMilli.value))
    refuse(
      `the maximum of ${rule.maximumMilli.value / 1000} ${unit} must lie above the minimum of ${rule.minimumMilli.value / 1000}: correct the policy`,
    );
  if (rule.kind === 'reorder-quantity' && !(rule.quantityMilli.value > 0))
    refuse('the fixed order quantity must be above zero: correct the policy');
  if (rule.kind === 'reorder-up-to' && !(rule.coverDays.value > 0))
    refuse('an order must cover at least a day more than the reorder level: correct the policy');
}

function levelsOf(
  rule: RuleNeed['rule'],
  facts: NettingFacts,
): Pick<RuleNeed, 'reorderMilli' | 'levelMilli' | 'fromForecast'> {
  const demandMilli = sumOf(facts.demandMilli, facts.nextDeliverDay);
  const { floorMilli } = facts;
  const lastsMilli = demandMilli + floorMilli;
  const fromForecast = { demandMilli, floorMilli, coverMilli: 0 };
  switch (rule.kind) {
    case 'min-max':
      return { reorderMilli: rule.minimumMilli.value, levelMilli: rule.maximumMilli.value };
    case 'base-stock':
      return rule.levelMilli === undefined
        ? { levelMilli: lastsMilli, fromForecast }
        : { levelMilli: rule.levelMilli.value };
    case 'reorder-quantity':
      return rule.reorderMilli === undefined
        ? { reorderMilli: lastsMilli, levelMilli: lastsMilli, fromForecast }
        : { reorderMilli: rule.reorderMilli.value, levelMilli: rule.reorderMilli.value };
    case 'reorder-up-to': {
      const coverMilli = Math.round((demandMilli * rule.coverDays.value) / facts.nextDeliverDay);
      return {
        reorderMilli: lastsMilli,
        levelMilli: lastsMilli + coverMilli,
        fromForecast: { ...fromForecast, coverMilli },
      };
    }
  }
}

/**
 * What a rule on the inventory position orders: (min, max), (R, s, S), (R, Q) or base stock (Silver, Pyke & Thomas,
 * chapter 7). Levels that are not given follow from the forecast until the next delivery and the safety stock.
 * `undefined` for time-phased netting. Throws `DomainError` (invalid) for a rule that cannot hold.
 */
export function ruleNeedOf(input: ReplenishmentInput, facts: NettingFacts): RuleNeed | undefined {
  const { rule } = input.policy;
  if (rule === undefined || rule.kind === 'time-phased') return undefined;
  requireRule(input);
  const receiptsMilli = sumOf(facts.receiptsMilli, facts.receiptsMilli.length);
  const positionMilli = facts.startMilli + receiptsMilli;
  const levels = levelsOf(rule, facts);
  const { reorderMilli, levelMilli } = levels;
  const isDue = reorderMilli === undefined || positionMilli <= reorderMilli;
  let needMilli = isDue ? Math.max(0, levelMilli - positionMilli) : 0;
  if (isDue && rule.kind === 'reorder-quantity') {
    const lotMilli = rule.quantityMilli.value;
    needMilli = (Math.floor((levelMilli - positionMilli) / lotMilli) + 1) * lotMilli;
  }
  return { rule, positionMilli, receiptsMilli, needMilli, ...levels };
}

/** What is missing before terms and limits, below zero where there is more than enough. */
export const missingMilliOf = (rule: RuleNeed | undefined, netting: { missingMilli: number }): number =>
  rule === undefined ? netting.missingMilli : rule.needMilli;
