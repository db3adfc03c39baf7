import { DomainError } from '@coplan/kernel';
import { coversOf, type Grid, gridOf, type Span, spanOf } from './backtest-grid.ts';
import type { BacktestInput, BacktestPolicy, BacktestSeries } from './backtest-input.ts';
import { type GroupShape, groupShapeOf } from './group-shape.ts';
import { leadTimesOf } from './lead-times.ts';
import { orderPlansOf } from './policy-orders.ts';
import { addSums, emptySums, type PolicySums } from './policy-sums.ts';
import { haveOneSweep, sweepOf } from './policy-sweep.ts';
import { emptyTrace, type ReplayTrace, replayOrders } from './replay-orders.ts';
import { requirePolicy } from './require-policy.ts';
import { forecastAlong, type RollingForecast } from './rolling-forecast.ts';

/** One series under both policies. */
export type ItemOutcome = { seriesIndex: number; today: PolicySums; alternative: PolicySums };

/** What a set of series adds to a backtest; parts of the same backtest add up with `finishBacktest`. */
export type BacktestPart = {
  today: PolicySums;
  alternative: PolicySums;
  /** The alternative's kind of policy from lean to generous, then today's where it is of another kind. */
  alternativeSweep: PolicySums[];
  todaySweep: PolicySums[];
  items: ItemOutcome[];
  /** Series with too little history to be replayed. */
  skippedIndexes: number[];
  /** Series times days whose demand had to be estimated. */
  estimatedDays: number;
};

function requireInput({ series, periodCount, today, alternative }: BacktestInput): void {
  requirePolicy(today);
  requirePolicy(alternative);
  series.forEach(({ soldUnits, isShort, leadPeriods, unitCost, holdingCost, shortageCost }, index) => {
    const wrong =
      soldUnits.length !== periodCount || (isShort !== undefined && isShort.length !== periodCount)
        ? 'its history is not as long as the grid'
        : !Number.isInteger(leadPeriods) || leadPeriods < 0
          ? 'its lead time is not a whole number of periods'
          : !(unitCost >= 0 && holdingCost >= 0 && shortageCost >= 0)
            ? 'a cost is below zero or missing'
            : undefined;
    if (wrong !== undefined)
      throw new DomainError('invalid', 'planning.backtest-series', { index }, `series ${index}: ${wrong}`);
  });
}

/** Everything about one series that does not depend on a policy. */
type Prepared = {
  covers: Int32Array;
  coverMax: number;
  span: Span;
  forecast: RollingForecast;
  demand: Float64Array;
  leads: Int32Array;
  estimatedCount: number;
};

/** What is not known is what was expected just before it, in whole units; what ran short was at least what was sold. */
function demandOf(series: BacktestSeries, forecast: RollingForecast, span: Span) {
  const demand = new Float64Array(series.soldUnits.length);
  let carried = 0;
  let estimatedCount = 0;
  for (let period = span.from; period < span.end; period++) {
    const sold = series.soldUnits[period] ?? Number.NaN;
    const isKnown = !Number.isNaN(sold);
    if (isKnown && series.isShort?.[period] !== 1) {
      demand[period] = sold;
      continue;
    }
    carried += forecast.next[period] ?? 0;
    const whole = Math.floor(carried);
    carried -= whole;
    demand[period] = isKnown ? Math.max(sold, whole) : whole;
    if (period >= span.countedFrom) estimatedCount += 1;
  }
  return { demand, estimatedCount };
}

function withForecastsMade(
  input: BacktestInput,
  index: number,
  forecast: RollingForecast,
  covers: Int32Array,
) {
  const { forecastAt } = input;
  if (forecastAt === undefined) return;
  covers.forEach((cover, period) => {
    const made = cover === 0 ? undefined : forecastAt(index, period, cover);
    if (made === undefined) return;
    forecast.mean[period] = made.mean;
    forecast.variance[period] = made.variance;
  });
}

function prepare(input: BacktestInput, index: number, grid: Grid, shapeOf: (group: string) => GroupShape) {
  const series = input.series[index];
  if (series === undefined) return undefined;
  const covers = coversOf(series, grid);
  const coverMax = covers.reduce((most, cover) => Math.max(most, cover), 0);
  if (coverMax === 0) return undefined;
  const span = spanOf(series, grid, coverMax);
  if (span === undefined) return undefined;
  const shape = shapeOf(series.group);
  const forecast = forecastAlong(series, { grid, shape, covers, coverMax });
  withForecastsMade(input, index, forecast, covers);
  const deviation = series.leadDeviationPeriods ?? 0;
  if (deviation > 0)
    covers.forEach((cover, period) => {
      if (cover === 0) return;
      const perPeriod = (forecast.mean[period] ?? 0) / cover;
      forecast.variance[period] = (forecast.variance[period] ?? 0) + (perPeriod * deviation) ** 2;
    });
  const leads = leadTimesOf({
    leadPeriods: series.leadPeriods,
    leadDeviationPeriods: deviation,
    periodCount: grid.periodCount,
    seed: input.seed,
    seriesNumber: index,
  });
  return { covers, coverMax, span, forecast, leads, ...demandOf(series, forecast, span) };
}

function shapesOf(input: BacktestInput, grid: Grid): (group: string) => GroupShape {
  const members = Map.groupBy(input.series, ({ group }) => group);
  const known = new Map<string, GroupShape>();
  return (group) => {
    const found = known.get(group) ?? groupShapeOf(members.get(group) ?? [], grid);
    known.set(group, found);
    return found;
  };
}

function replayOne(
  input: BacktestInput,
  grid: Grid,
  about: {
    series: BacktestSeries;
    prepared: Prepared;
    policies: readonly BacktestPolicy[];
    sums: readonly PolicySums[];
  },
  traces?: readonly ReplayTrace[],
): void {
  const { series, prepared, policies, sums } = about;
  const { covers, coverMax, span, forecast, demand, leads } = prepared;
  const { unmetDemand = input.unmetDemand } = series;
  const plans = orderPlansOf(series, forecast, policies, {
    grid,
    covers,
    coverMax,
    from: span.from,
    end: span.end,
    unmetDemand,
  });
  const { periodsPerWeek, countedFrom: weeksFrom } = grid;
  const common = { series, demand, covers, leads, span, unmetDemand, periodsPerWeek, weeksFrom };
  plans.forEach((plan, index) => {
    const into = sums[index];
    if (into !== undefined) replayOrders({ ...common, plan }, into, traces?.[index]);
  });
}

const weekCountOf = (grid: Grid): number =>
  Math.ceil((grid.periodCount - grid.countedFrom) / grid.periodsPerWeek);

/**
 * Replays every series under today's and the alternative policy and along the frontier of each. Orders at a period
 * depend on nothing at or after it, except that the season of a group is learnt from all its series up to then.
 * The same input gives the same bytes. Throws `DomainError` for a policy or a series that cannot be replayed.
 */
export function replayBacktest(input: BacktestInput): BacktestPart {
  requireInput(input);
  const grid = gridOf(input);
  const shapeOf = shapesOf(input, grid);
  const { today, alternative } = input;
  const alternatives = sweepOf(alternative);
  const policies = [...alternatives, ...(haveOneSweep(today, alternative) ? [] : sweepOf(today))];
  const weekCount = weekCountOf(grid);
  const swept = policies.map(() => emptySums(weekCount));
  const total = { today: emptySums(weekCount), alternative: emptySums(weekCount) };
  const items: ItemOutcome[] = [];
  const skippedIndexes: number[] = [];
  let estimatedDays = 0;
  input.series.forEach((series, seriesIndex) => {
    const prepared = prepare(input, seriesIndex, grid, shapeOf);
    if (prepared === undefined) {
      skippedIndexes.push(seriesIndex);
      return;
    }
    const own = { today: emptySums(weekCount), alternative: emptySums(weekCount) };
    replayOne(input, grid, {
      series,
      prepared,
      policies: [today, alternative, ...policies],
      sums: [own.today, own.alternative, ...swept],
    });
    addSums(total.today, own.today);
    addSums(total.alternative, own.alternative);
    items.push({ seriesIndex, ...own });
    estimatedDays += prepared.estimatedCount * input.periodDays;
  });
  return {
    ...total,
    alternativeSweep: swept.slice(0, alternatives.length),
    todaySweep: swept.slice(alternatives.length),
    items,
    skippedIndexes,
    estimatedDays,
  };
}

/** One series under both policies, period by period; what is not known of its demand is marked as estimated. */
export type SeriesTrace = {
  from: number;
  countedFrom: number;
  end: number;
  isEstimated: Uint8Array;
  today: ReplayTrace;
  alternative: ReplayTrace;
};

/** Replays one series as `replayBacktest` does, and keeps every period. `undefined`: it is not replayed. */
export function traceSeries(input: BacktestInput, seriesIndex: number): SeriesTrace | undefined {
  requireInput(input);
  const grid = gridOf(input);
  const series = input.series[seriesIndex];
  const prepared = prepare(input, seriesIndex, grid, shapesOf(input, grid));
  if (series === undefined || prepared === undefined) return undefined;
  const weekCount = weekCountOf(grid);
  const [today, alternative] = [emptyTrace(grid.periodCount), emptyTrace(grid.periodCount)];
  replayOne(
    input,
    grid,
    {
      series,
      prepared,
      policies: [input.today, input.alternative],
      sums: [emptySums(weekCount), emptySums(weekCount)],
    },
    [today, alternative],
  );
  const isEstimated = Uint8Array.from(series.soldUnits, (sold, period) =>
    Number.isNaN(sold) || series.isShort?.[period] === 1 ? 1 : 0,
  );
  return { ...prepared.span, isEstimated, today, alternative };
}
