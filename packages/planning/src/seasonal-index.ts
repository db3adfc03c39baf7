import { type DemandPanel, weekOfYear } from './demand-panel.ts';

const yearWeeks = 53;
/** Years of evidence at which an index counts half: one good year moves it by two thirds. */
const shrinkYears = 0.5;

/** Market activity of each week up to `lastWeek`: sales of what was in stock over its usual sales. */
function activityOf(panel: DemandPanel, lastWeek: number): Float64Array {
  const usual = panel.sales.map((series) => {
    let sum = 0;
    let count = 0;
    for (let week = 0; week <= lastWeek; week++) {
      const sold = series[week] ?? Number.NaN;
      if (Number.isNaN(sold)) continue;
      sum += sold;
      count += 1;
    }
    return count === 0 ? 0 : sum / count;
  });
  const activity = new Float64Array(lastWeek + 1).fill(Number.NaN);
  for (let week = 0; week <= lastWeek; week++) {
    let sold = 0;
    let expected = 0;
    panel.sales.forEach((series, index) => {
      const units = series[week] ?? Number.NaN;
      if (Number.isNaN(units)) return;
      sold += units;
      expected += usual[index] ?? 0;
    });
    if (expected > 0 && sold > 0) activity[week] = Math.log(sold / expected);
  }
  return activity;
}

/** Growth of the log activity a week, from weeks that lie a year apart; 0 within the first year and a bit. */
function weeklyGrowth(activity: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let week = 52; week < activity.length; week++) {
    const growth = (activity[week] ?? 0) - (activity[week - 52] ?? 0);
    if (Number.isNaN(growth)) continue;
    sum += growth;
    count += 1;
  }
  return sum / (count + 13) / 52;
}

/**
 * Factor of each week of the year (0–52) for all series together, from weeks up to `lastWeek` only: log activity
 * without its growth, averaged over the years, smoothed over neighbouring weeks and shrunk towards 1.
 */
export function seasonalIndex(panel: DemandPanel, lastWeek: number): Float64Array {
  const activity = activityOf(panel, lastWeek);
  const growth = weeklyGrowth(activity);
  const sums = new Float64Array(yearWeeks);
  const counts = new Float64Array(yearWeeks);
  let total = 0;
  let observed = 0;
  activity.forEach((value, week) => {
    if (Number.isNaN(value)) return;
    total += value - growth * week;
    observed += 1;
  });
  const mean = observed === 0 ? 0 : total / observed;
  activity.forEach((value, week) => {
    if (Number.isNaN(value)) return;
    const slot = weekOfYear(panel.startsOn, week);
    sums[slot] = (sums[slot] ?? 0) + value - growth * week - mean;
    counts[slot] = (counts[slot] ?? 0) + 1;
  });
  return Float64Array.from({ length: yearWeeks }, (_, week) => {
    let sum = 0;
    let count = 0;
    for (const [distance, weight] of [
      [-1, 0.5],
      [0, 1],
      [1, 0.5],
    ] as const) {
      const slot = (week + distance + yearWeeks) % yearWeeks;
      sum += weight * (sums[slot] ?? 0);
      count += weight * (counts[slot] ?? 0);
    }
    return Math.exp(sum / (count + 2 * shrinkYears));
  });
}
