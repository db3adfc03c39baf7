import type { BacktestSeries, OwnPolicy } from '@coplan/planning';
import type { PlanningPolicy } from '../../catalog/index.ts';
import type { BacktestBatchInput, BacktestPlace } from './backtest-batch.ts';

/** The target as a policy of the engine; costs chosen for the item stand for those of the request. */
function byTarget(
  { target }: PlanningPolicy,
  { shortageRatio, holdingRatioPerYear }: Pick<BacktestBatchInput, 'shortageRatio' | 'holdingRatioPerYear'>,
  orderDays: number,
  serviceLevel: number,
): OwnPolicy {
  const more = orderDays > 0 ? { orderDays } : {};
  switch (target.kind) {
    case 'service-level':
      return orderDays > 0
        ? { kind: 'reorder-point', level: serviceLevel, orderDays }
        : { kind: 'service-level', level: serviceLevel };
    case 'fill-rate':
      return { kind: 'fill-rate', fillRate: target.fillRate, ...more };
    case 'cost-optimal': {
      const chosen = target.shortageRatio / target.holdingRatioPerYear;
      return {
        kind: 'cost-optimal',
        shortageFactor: (chosen * holdingRatioPerYear) / shortageRatio,
        ...more,
      };
    }
  }
}

/** What an item-location is planned by today, as the replay takes it. */
export function ownPolicyOf(
  { planning, serviceLevel }: Pick<BacktestPlace, 'planning' | 'serviceLevel'>,
  costs: Pick<BacktestBatchInput, 'shortageRatio' | 'holdingRatioPerYear' | 'periodDays'>,
): Pick<BacktestSeries, 'ownPolicy' | 'leadDeviationPeriods'> {
  if (planning === null) return {};
  const { rule, leadTimeDeviationDays } = planning;
  const deviation =
    leadTimeDeviationDays === undefined
      ? {}
      : { leadDeviationPeriods: leadTimeDeviationDays / costs.periodDays };
  const own = (ownPolicy: OwnPolicy) => ({ ...deviation, ownPolicy });
  switch (rule.kind) {
    case 'time-phased':
      return own(byTarget(planning, costs, 0, serviceLevel));
    case 'reorder-up-to':
      return own(byTarget(planning, costs, rule.coverDays, serviceLevel));
    case 'min-max':
      return own({
        kind: 'fixed-levels',
        minimumUnits: rule.minimumMilli / 1000,
        maximumUnits: rule.maximumMilli / 1000,
      });
    case 'reorder-quantity':
      return own({
        kind: 'fixed-quantity',
        quantityUnits: rule.quantityMilli / 1000,
        ...(rule.reorderMilli === undefined ? {} : { reorderUnits: rule.reorderMilli / 1000 }),
      });
    case 'base-stock':
      return rule.levelMilli === undefined
        ? own(byTarget(planning, costs, 0, serviceLevel))
        : own({
            kind: 'fixed-levels',
            minimumUnits: rule.levelMilli / 1000,
            maximumUnits: rule.levelMilli / 1000,
          });
  }
}
