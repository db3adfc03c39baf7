import { daysBetween } from '@coplan/kernel';
import type {
  FactSource,
  OrderChance,
  ReplenishmentPolicy,
  ReplenishmentRule,
  ServiceTarget,
  Sourced,
} from '@coplan/planning';
import type { PlanCase } from './plan-case.ts';

const daysPerYear = 365;

/** Days that stock may lie after its delivery; 0 where that is not limited. */
export const shelfDaysOf = ({ planning }: Pick<PlanCase, 'planning'>): number =>
  planning?.policy.shelfLifeDays ?? 0;

function sourceOf({ planning, itemLocationId, today }: PlanCase): FactSource {
  if (planning === undefined)
    return {
      kind: 'policy',
      id: itemLocationId,
      label: 'Planning policy of the item at this location',
      asOf: today,
    };
  const { isGeneral, version, changedAt } = planning;
  const whose = isGeneral ? 'General planning policy' : 'Planning policy of the item at this location';
  return { kind: 'policy', id: itemLocationId, label: `${whose}, version ${version}`, asOf: changedAt };
}

type Chosen = NonNullable<PlanCase['planning']>['policy'];

function ruleOf({ rule }: Chosen, source: FactSource): ReplenishmentRule {
  const sourced = (value: number): Sourced<number> => ({ value, source });
  switch (rule.kind) {
    case 'time-phased':
      return { kind: 'time-phased' };
    case 'reorder-up-to':
      return { kind: 'reorder-up-to', coverDays: sourced(rule.coverDays) };
    case 'min-max':
      return {
        kind: 'min-max',
        minimumMilli: sourced(rule.minimumMilli),
        maximumMilli: sourced(rule.maximumMilli),
      };
    case 'reorder-quantity':
      return {
        kind: 'reorder-quantity',
        quantityMilli: sourced(rule.quantityMilli),
        ...(rule.reorderMilli === undefined ? {} : { reorderMilli: sourced(rule.reorderMilli) }),
      };
    case 'base-stock':
      return rule.levelMilli === undefined
        ? { kind: 'base-stock' }
        : { kind: 'base-stock', levelMilli: sourced(rule.levelMilli) };
  }
}

/** Holding is charged for the days that an order has to last. */
function targetOf(plan: PlanCase, target: Chosen['target'], { current, next }: OrderChance): ServiceTarget {
  switch (target.kind) {
    case 'service-level':
      return { kind: 'service-level', level: plan.policy.serviceLevel };
    case 'fill-rate':
      return { kind: 'fill-rate', fillRate: target.fillRate };
    case 'cost-optimal': {
      const priceMicros = Math.max(1, plan.terms.unitPriceMicros);
      const coverDays = daysBetween(current.deliverOn, next.deliverOn);
      return {
        kind: 'cost-ratio',
        shortageMicros: Math.max(1, Math.round(priceMicros * target.shortageRatio)),
        holdingMicros: Math.max(
          1,
          Math.round((priceMicros * target.holdingRatioPerYear * coverDays) / daysPerYear),
        ),
      };
    }
  }
}

/** The engine's policy: what the buyer chose, else time-phased with the service level of the item-location. */
export function policyOfCase(
  plan: PlanCase,
  chance: OrderChance,
  planningDaysMin: number,
): ReplenishmentPolicy {
  const { policy, planning, today } = plan;
  const source = sourceOf(plan);
  const sourced = (value: number): Sourced<number> => ({ value, source });
  const chosen = planning?.policy;
  const shelfDays = shelfDaysOf(plan);
  const untilShelfEnd = daysBetween(today, chance.current.deliverOn) + shelfDays;
  return {
    ...(chosen === undefined ? {} : { rule: ruleOf(chosen, source) }),
    target: {
      value: targetOf(plan, chosen?.target ?? { kind: 'service-level' }, chance),
      source,
    },
    safetyStock: {
      kind: 'forecast-quantile',
      ...(chosen?.leadTimeDeviationDays === undefined
        ? {}
        : { leadTimeDeviationDays: chosen.leadTimeDeviationDays }),
    },
    ...(policy.presentationMilli === null
      ? {}
      : { presentationStockMilli: sourced(policy.presentationMilli) }),
    ...(policy.maxStockMilli === null ? {} : { maxStockMilli: sourced(policy.maxStockMilli) }),
    ...(shelfDays === 0 ? {} : { shelfLifeDays: sourced(shelfDays) }),
    planningHorizonDays: shelfDays === 0 ? planningDaysMin : Math.max(planningDaysMin, untilShelfEnd),
    unmetDemand: plan.isStore ? 'lost' : 'backordered',
  };
}
