import type { Grid } from './backtest-grid.ts';
import type { BacktestPolicy, BacktestSeries } from './backtest-input.ts';
import { type LevelTargets, levelTargetsOf, writeOrderLevels } from './order-levels.ts';
import type { RollingForecast } from './rolling-forecast.ts';

const levelMin = 0.001;
const levelMax = 0.9999;

/** What one policy orders for one series at each review: when the position is at or below `reorder`, up to `upTo`. */
export type OrderPlan = { reorder: Float64Array; upTo: Float64Array };

type Wanted =
  | { by: 'level'; level: number; orderDays: number }
  | { by: 'missed'; share: number }
  | { by: 'days'; minDays: number; maxDays: number };

/** The probability of lasting at which one unit more costs as much as it saves. */
export function costOptimalLevel(
  { shortageCost, holdingCost }: Pick<BacktestSeries, 'shortageCost' | 'holdingCost'>,
  about: { shortageFactor: number; reviewPeriods: number; unmetDemand: 'lost' | 'backordered' },
): number {
  const shortage = shortageCost * about.shortageFactor;
  // A lost sale is lost once and the unit left over is held until the next delivery; what is owed costs each period.
  const held = about.unmetDemand === 'lost' ? about.reviewPeriods : 1;
  const level = shortage / (shortage + holdingCost * held);
  return Math.min(levelMax, Math.max(levelMin, Number.isNaN(level) ? levelMax : level));
}

function wantedBy(policy: BacktestPolicy, series: BacktestSeries, about: Ordering): Wanted {
  const reviewPeriods = Math.max(1, about.coverMax - series.leadPeriods);
  switch (policy.kind) {
    case 'service-level':
      return { by: 'level', level: policy.level ?? series.serviceLevel, orderDays: 0 };
    case 'reorder-point':
      return { by: 'level', level: policy.level, orderDays: policy.orderDays };
    case 'cost-optimal': {
      const { shortageFactor } = policy;
      const { unmetDemand } = about;
      return {
        by: 'level',
        level: costOptimalLevel(series, { shortageFactor, reviewPeriods, unmetDemand }),
        orderDays: 0,
      };
    }
    case 'fill-rate':
      return { by: 'missed', share: ((1 - policy.fillRate) * reviewPeriods) / about.coverMax };
    case 'min-max':
      return { by: 'days', minDays: policy.minDays, maxDays: policy.maxDays };
  }
}

export type Ordering = {
  grid: Grid;
  covers: Int32Array;
  coverMax: number;
  from: number;
  end: number;
  unmetDemand: 'lost' | 'backordered';
};

function columnOf(wanted: Wanted, targets: LevelTargets): number {
  if (wanted.by === 'level') return targets.levels.indexOf(wanted.level);
  if (wanted.by === 'missed') return targets.levels.length + targets.missedShares.indexOf(wanted.share);
  return -1;
}

/** Stock that must always be there, and the most there may be, whatever the policy. */
const within = (units: number, mean: number, { presentationUnits, maxStockUnits }: BacktestSeries): number =>
  Math.min(
    Math.max(units, presentationUnits === undefined ? 0 : mean + presentationUnits),
    maxStockUnits ?? Infinity,
  );

/**
 * The order plans of many policies for one series over its replay. The distribution of demand is counted up once for
 * each review and all policies; a policy only reads its column.
 */
export function orderPlansOf(
  series: BacktestSeries,
  forecast: RollingForecast,
  policies: readonly BacktestPolicy[],
  about: Ordering,
): OrderPlan[] {
  const { covers, from, end, grid } = about;
  const wanted = policies.map((policy) => wantedBy(policy, series, about));
  const targets = levelTargetsOf(
    wanted.flatMap((one) => (one.by === 'level' ? [one.level] : [])),
    wanted.flatMap((one) => (one.by === 'missed' ? [one.share] : [])),
  );
  const columns = wanted.map((one) => columnOf(one, targets));
  const width = targets.levels.length + targets.missedShares.length;
  const row = new Float64Array(width);
  const plans = policies.map((): OrderPlan => {
    return { reorder: new Float64Array(grid.periodCount), upTo: new Float64Array(grid.periodCount) };
  });
  for (let period = from; period < end; period++) {
    const cover = covers[period] ?? 0;
    if (cover === 0) continue;
    const mean = forecast.mean[period] ?? 0;
    writeOrderLevels({ mean, variance: forecast.variance[period] ?? 0 }, targets, row, 0);
    const perDay = mean / cover / grid.periodDays;
    for (let index = 0; index < plans.length; index++) {
      const one = wanted[index];
      const plan = plans[index];
      if (one === undefined || plan === undefined) continue;
      const reached = one.by === 'days' ? one.minDays * perDay : (row[columns[index] ?? 0] ?? 0);
      const more =
        one.by === 'days'
          ? one.maxDays * perDay
          : reached + (one.by === 'level' ? one.orderDays * perDay : 0);
      plan.reorder[period] = within(reached, mean, series);
      plan.upTo[period] = within(Math.max(reached, more), mean, series);
    }
  }
  return plans;
}
