import type { Grid } from './backtest-grid.ts';
import type { BacktestSeries } from './backtest-input.ts';
import { alphaOf, type GroupShape, weeklyAlphas } from './group-shape.ts';

/** Variance as a multiple of the mean before errors are known, and how many weeks of errors it weighs. */
const priorDispersion = 2;
const priorWeeks = 3;
const errorDecayPerWeek = 0.04;
/** The middle smoothing is left only for one whose errors are clearly smaller. */
const reluctance = 1.03;

export type RollingForecast = {
  /** Expected demand and variance of the periods that an order placed now must last; 0 where none is placed. */
  mean: Float64Array;
  variance: Float64Array;
  /** Expected demand of the period itself, seen from its start. */
  next: Float64Array;
};

/** Sums of what is known and how many periods are, so that a window costs the same whatever its width. */
function windowsOf({ soldUnits, isShort }: BacktestSeries, periodCount: number) {
  const sums = new Float64Array(periodCount + 1);
  const counts = new Int32Array(periodCount + 1);
  for (let period = 0; period < periodCount; period++) {
    const sold = soldUnits[period] ?? Number.NaN;
    const isKnown = !Number.isNaN(sold) && isShort?.[period] !== 1;
    sums[period + 1] = (sums[period] ?? 0) + (isKnown ? sold : 0);
    counts[period + 1] = (counts[period] ?? 0) + (isKnown ? 1 : 0);
  }
  return { sums, counts };
}

type Lane = { alpha: number; level: number; weight: number; errors: number; made: Float64Array };

/**
 * Forecasts of one series as they could have been made at each period: the mean of late (three speeds, the one whose
 * own forecasts over the cover were nearest so far), the shape of its group, and a variance in proportion to the mean
 * learnt from the errors of earlier forecasts of the same cover. Nothing at or after a period is looked at. Periods
 * without stock or record teach nothing.
 */
export function forecastAlong(
  series: BacktestSeries,
  { grid, shape, covers, coverMax }: { grid: Grid; shape: GroupShape; covers: Int32Array; coverMax: number },
): RollingForecast {
  const { periodCount, periodsPerWeek } = grid;
  const forecast: RollingForecast = {
    mean: new Float64Array(periodCount),
    variance: new Float64Array(periodCount),
    next: new Float64Array(periodCount),
  };
  const { sums, counts } = windowsOf(series, periodCount);
  const lanes = weeklyAlphas.map((_, choice): Lane => {
    return {
      alpha: alphaOf(grid, choice),
      level: 0,
      weight: 0,
      errors: 0,
      made: new Float64Array(periodCount),
    };
  });
  const whole = shape.multiples(coverMax);
  const one = shape.multiples(1);
  const decay = 1 - (1 - errorDecayPerWeek) ** (1 / periodsPerWeek);
  let errorWeight = 0;
  for (let now = 0; now < periodCount; now++) {
    const then = now - coverMax;
    const knownCount = (counts[now] ?? 0) - (counts[Math.max(0, then)] ?? 0);
    const isJudged = then >= 0 && 2 * knownCount >= coverMax && (lanes[1]?.made[then] ?? 0) > 0;
    const actual = isJudged ? (((sums[now] ?? 0) - (sums[then] ?? 0)) * coverMax) / knownCount : 0;
    if (isJudged) errorWeight = errorWeight * (1 - decay) + 1;
    let best = 1;
    lanes.forEach((lane, choice) => {
      if (isJudged) {
        const made = Math.max(0.2, lane.made[then] ?? 0);
        lane.errors = lane.errors * (1 - decay) + (actual - made) ** 2 / made;
      }
      const level = lane.weight > 0 ? lane.level / lane.weight : 0;
      lane.made[now] = level * (whole[choice]?.[now] ?? 0);
    });
    const middle = lanes[1]?.errors ?? 0;
    if ((lanes[0]?.errors ?? 0) * reluctance < middle) best = 0;
    if ((lanes[2]?.errors ?? 0) * reluctance < Math.min(middle, lanes[best]?.errors ?? 0)) best = 2;
    writeForecast(forecast, now, { lane: lanes[best], best, errorWeight });
    learn(now);
  }
  return forecast;

  function writeForecast(
    into: RollingForecast,
    now: number,
    { lane, best, errorWeight }: { lane: Lane | undefined; best: number; errorWeight: number },
  ): void {
    const level = lane !== undefined && lane.weight > 0 ? lane.level / lane.weight : 0;
    into.next[now] = level * (one[best]?.[now] ?? 0);
    const cover = covers[now] ?? 0;
    if (cover === 0) return;
    const mean = level * (shape.multiples(cover)[best]?.[now] ?? 0);
    const prior = priorWeeks * periodsPerWeek;
    const dispersion = (prior * priorDispersion + (lane?.errors ?? 0)) / (prior + errorWeight);
    into.mean[now] = mean;
    into.variance[now] = Math.max(1, dispersion) * mean;
  }

  function learn(now: number): void {
    const sold = series.soldUnits[now] ?? Number.NaN;
    if (Number.isNaN(sold) || series.isShort?.[now] === 1) return;
    const weekday = (grid.firstWeekday + now) % 7;
    const plain = sold / (shape.weekdays[7 * now + weekday] ?? 1);
    lanes.forEach((lane) => {
      const { alpha } = lane;
      lane.level = lane.level * (1 - alpha) + alpha * plain;
      lane.weight = lane.weight * (1 - alpha) + alpha;
    });
  }
}
