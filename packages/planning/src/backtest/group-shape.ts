import type { Grid } from './backtest-grid.ts';
import type { BacktestSeries } from './backtest-input.ts';

/** Smoothing per week of the three levels that a series chooses from by its own past errors. */
export const weeklyAlphas = [0.05, 0.12, 0.3] as const;
/** How fast the profile of a week follows, per week. */
const weekdayAlpha = 0.08;
/** A season is believed in full only where a group sells much more than so many units in three weeks. */
const seasonShrinkUnits = 50;
const seasonMin = 0.4;
const seasonMax = 2.5;
const weeksOfYear = 52;

export const alphaOf = (grid: Grid, choice: number): number =>
  1 - (1 - (weeklyAlphas[choice] ?? 0.12)) ** (1 / grid.periodsPerWeek);

/** Sales of a group, period by period; what is not known of a series counts as what it sold of late. */
function totalsOf(members: readonly BacktestSeries[], grid: Grid): Float64Array {
  const totals = new Float64Array(grid.periodCount);
  const alpha = alphaOf(grid, 1);
  for (const { soldUnits, isShort } of members) {
    let level = 0;
    let weight = 0;
    for (let period = 0; period < grid.periodCount; period++) {
      const sold = soldUnits[period] ?? Number.NaN;
      const isKnown = !Number.isNaN(sold) && isShort?.[period] !== 1;
      if (isKnown) {
        level = level * (1 - alpha) + sold * alpha;
        weight = weight * (1 - alpha) + alpha;
      }
      totals[period] = (totals[period] ?? 0) + (isKnown ? sold : weight > 0 ? level / weight : 0);
    }
  }
  return totals;
}

/** Weekday factors as known at the start of each period: seven numbers with mean 1 for each. */
function weekdayFactors(totals: Float64Array, grid: Grid): Float64Array {
  const factors = new Float64Array(7 * (grid.periodCount + 1)).fill(1);
  if (grid.periodDays === 7) return factors;
  const sums = new Float64Array(7);
  const weights = new Float64Array(7);
  for (let period = 0; period < grid.periodCount; period++) {
    const weekday = (grid.firstWeekday + period) % 7;
    sums[weekday] = (sums[weekday] ?? 0) * (1 - weekdayAlpha) + (totals[period] ?? 0) * weekdayAlpha;
    weights[weekday] = (weights[weekday] ?? 0) * (1 - weekdayAlpha) + weekdayAlpha;
    const means = sums.map((sum, day) => ((weights[day] ?? 0) > 0 ? sum / (weights[day] ?? 1) : 0));
    const mean = means.reduce((sum, value) => sum + value, 0) / 7;
    const isLearnt = period >= 20 && mean > 0;
    for (let day = 0; day < 7; day++)
      factors[7 * (period + 1) + day] = isLearnt ? Math.max(0.02, (means[day] ?? 0) / mean) : 1;
  }
  return factors;
}

export type GroupShape = {
  /** Factors of the seven weekdays as known at the start of each period. */
  weekdays: Float64Array;
  /** Expected demand of so many periods from each period on, as a multiple of the level now; one per smoothing. */
  multiples(coverPeriods: number): Float64Array[];
};

/** Level of the totals without their weekdays, as known at the start of each period. */
function levelsOf(totals: Float64Array, weekdays: Float64Array, grid: Grid, alpha: number): Float64Array {
  const levels = new Float64Array(grid.periodCount + 1);
  let level = 0;
  let weight = 0;
  for (let period = 0; period < grid.periodCount; period++) {
    const weekday = (grid.firstWeekday + period) % 7;
    level = level * (1 - alpha) + (alpha * (totals[period] ?? 0)) / (weekdays[7 * period + weekday] ?? 1);
    weight = weight * (1 - alpha) + alpha;
    levels[period + 1] = level / weight;
  }
  return levels;
}

/** Running sums, so that the mean around a period costs the same whatever its width. */
function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let index = 0; index < values.length; index++)
    sums[index + 1] = (sums[index] ?? 0) + (values[index] ?? 0);
  return sums;
}

/**
 * The shape of a year and of a week, learnt from all series of a group together and at each period only from what lay
 * before it. The season of a coming week is what the group sold in three weeks around it a year earlier beside its
 * level a year earlier, shrunk to none where the group sells little.
 */
export function groupShapeOf(members: readonly BacktestSeries[], grid: Grid): GroupShape {
  const totals = totalsOf(members, grid);
  const weekdays = weekdayFactors(totals, grid);
  const sums = runningSums(totals);
  const lag = weeksOfYear * grid.periodsPerWeek;
  const half = Math.floor((3 * grid.periodsPerWeek) / 2);
  const learntFrom = totals.findIndex((total) => total > 0) + 4 * grid.periodsPerWeek;
  const levels = weeklyAlphas.map((_, choice) => levelsOf(totals, weekdays, grid, alphaOf(grid, choice)));
  const season = (now: number, target: number, level: number): number => {
    const then = target - lag;
    if (now - lag < learntFrom || !(level > 0)) return 1;
    const from = Math.max(0, then - half);
    const end = Math.min(now, then + half + 1);
    if (end <= from) return 1;
    const units = (sums[end] ?? 0) - (sums[from] ?? 0);
    const ratio = units / (end - from) / level;
    const belief = units / (units + seasonShrinkUnits);
    return Math.min(seasonMax, Math.max(seasonMin, 1 + belief * (ratio - 1)));
  };
  const known = new Map<number, Float64Array[]>();
  return {
    weekdays,
    multiples(coverPeriods) {
      const found = known.get(coverPeriods);
      if (found !== undefined) return found;
      const made = levels.map((level) => {
        const multiples = new Float64Array(grid.periodCount);
        for (let now = 0; now < grid.periodCount; now++) {
          const then = level[Math.max(0, now - lag)] ?? 0;
          let sum = 0;
          for (let ahead = 0; ahead < coverPeriods; ahead++) {
            const weekday = (grid.firstWeekday + now + ahead) % 7;
            sum += (weekdays[7 * now + weekday] ?? 1) * season(now, now + ahead, then);
          }
          multiples[now] = sum;
        }
        return multiples;
      });
      known.set(coverPeriods, made);
      return made;
    },
  };
}
