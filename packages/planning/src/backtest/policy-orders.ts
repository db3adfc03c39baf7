import type { Grid } from './backtest-grid.ts';
import type { BacktestPolicy, BacktestSeries, OwnPolicy } from './backtest-input.ts';
import { type LevelTargets, levelTargetsOf, writeOrderLevels } from './order-levels.ts';
import type { RollingForecast } from './rolling-forecast.ts';

const levelMin = 0.001;
const levelMax = 0.9999;

/** What one policy orders for one series at each review: when the position is at or below `reorder`, up to `upTo`. */
export type OrderPlan = {
  reorder: Float64Array;
  upTo: Float64Array;
  /** Orders are whole multiples of it instead of the series' packs. */
  lotUnits: number | undefined;
};

type Wanted =
  | { by: 'level'; level: number; orderDays: number }
  | { by: 'missed'; share: number; orderDays: number }
  | { by: 'days'; minDays: number; maxDays: number }
  | { by: 'units'; reorderUnits: number; upToUnits: number };

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

/** A position above the reorder point by this little is enough: lots of (r, Q) stop there. */
const justAbove = 1e-6;

function wantedByOwn(own: OwnPolicy, series: BacktestSeries, about: Ordering): Wanted {
  if (own.kind === 'fixed-levels')
    return { by: 'units', reorderUnits: own.minimumUnits, upToUnits: own.maximumUnits };
  if (own.kind !== 'fixed-quantity') return wantedBy(own, series, about);
  const { reorderUnits } = own;
  return reorderUnits === undefined
    ? { by: 'level', level: series.serviceLevel, orderDays: 0 }
    : { by: 'units', reorderUnits, upToUnits: reorderUnits + justAbove };
}

function wantedBy(policy: BacktestPolicy, series: BacktestSeries, about: Ordering): Wanted {
  const reviewPeriods = Math.max(1, about.coverMax - series.leadPeriods);
  switch (policy.kind) {
    case 'as-planned':
      return wantedByOwn(series.ownPolicy ?? { kind: 'service-level' }, series, about);
    case 'service-level':
      return { by: 'level', level: policy.level ?? series.serviceLevel, orderDays: 0 };
    case 'reorder-point':
      return { by: 'level', level: policy.level, orderDays: policy.orderDays };
    case 'cost-optimal': {
      const { shortageFactor, orderDays = 0 } = policy;
      const { unmetDemand } = about;
      const level = costOptimalLevel(series, { shortageFactor, reviewPeriods, unmetDemand });
      return { by: 'level', level, orderDays };
    }
    case 'fill-rate': {
      const share = ((1 - policy.fillRate) * reviewPeriods) / about.coverMax;
      return { by: 'missed', share, orderDays: policy.orderDays ?? 0 };
    }
    case 'min-max':
      return { by: 'days', minDays: policy.minDays, maxDays: policy.maxDays };
  }
}

/** Lots of a series that is planned by them today; other policies order its packs. */
const lotsOf = (policy: BacktestPolicy, { ownPolicy }: BacktestSeries): number | undefined =>
  policy.kind === 'as-planned' && ownPolicy?.kind === 'fixed-quantity' ? ownPolicy.quantityUnits : undefined;

/** Reorder point and order-up-to level of one review. */
function reachOf(one: Wanted, reached: number, perDay: number): [reorder: number, upTo: number] {
  if (one.by === 'units') return [one.reorderUnits, one.upToUnits];
  if (one.by === 'days') return [one.minDays * perDay, one.maxDays * perDay];
  return [reached, reached + one.orderDays * perDay];
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
  const plans = policies.map((policy): OrderPlan => {
    const [reorder, upTo] = [new Float64Array(grid.periodCount), new Float64Array(grid.periodCount)];
    return { reorder, upTo, lotUnits: lotsOf(policy, series) };
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
      const [reorder, upTo] = reachOf(one, row[columns[index] ?? 0] ?? 0, perDay);
      plan.reorder[period] = within(reorder, mean, series);
      plan.upTo[period] = within(
        Math.max(reorder + (plan.lotUnits === undefined ? 0 : justAbove), upTo),
        mean,
        series,
      );
    }
  }
  return plans;
}
