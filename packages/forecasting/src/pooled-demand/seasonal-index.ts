import type { DemandPanel } from './demand-panel.ts';
import { kernelMean } from './kernel-mean.ts';
import { placesOfYear, sharpSeasonOf, type YearPlaces } from './moving-peaks.ts';

/** Weights of a week and its neighbours, by distance. */
const smoothKernel = [1, 0.8, 0.5, 0.2];
const market16 = 0.5 ** (1 / 16);
const market5 = 0.5 ** (1 / 5);

/** What all series have in common, as logarithms; learnt from weeks up to one week only. */
export type Market = {
  /** Sales of what was in stock over its usual sales, by week of the panel; NaN where nothing was in stock. */
  activity: Float64Array;
  /** The broad season by week of the year; what single weeks add to it by week of the panel and the weeks ahead. */
  smoothSeason: Float64Array;
  sharpSeason: Float64Array;
  /** Activity without its season over the last months and weeks. */
  level16: number;
  level5: number;
};

function usualSales(series: Float64Array, lastWeek: number): number {
  let sum = 0;
  let count = 0;
  for (let week = 0; week <= lastWeek; week++) {
    const sold = series[week] ?? Number.NaN;
    if (Number.isNaN(sold)) continue;
    sum += sold;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Large series are weighed down, so that one promotion of a best-seller is not taken for the whole market. */
function activityOf(panel: DemandPanel, lastWeek: number): Float64Array {
  const sold = new Float64Array(lastWeek + 1);
  const expected = new Float64Array(lastWeek + 1);
  for (const series of panel.sales) {
    const usual = usualSales(series, lastWeek);
    const weight = 1 / (1 + 0.3 * usual);
    for (let week = 0; week <= lastWeek; week++) {
      const units = series[week] ?? Number.NaN;
      if (Number.isNaN(units)) continue;
      sold[week] = (sold[week] ?? 0) + weight * units;
      expected[week] = (expected[week] ?? 0) + weight * usual;
    }
  }
  return sold.map((units, week) => {
    const usual = expected[week] ?? 0;
    return usual > 0 ? Math.log((units + 1) / (usual + 1)) : Number.NaN;
  });
}

/** Growth of the log activity a week, from weeks that lie a year apart, shrunk towards none. */
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

function latestLevel(values: Float64Array, decay: number): number {
  let sum = 0;
  let weight = 4;
  let share = 1;
  for (let week = values.length - 1; week >= 0; week--, share *= decay) {
    const value = values[week] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += share * value;
    weight += share;
  }
  return sum / weight;
}

/**
 * Activity, season and level of all series together from weeks up to `lastWeek`. `places` says where every week lies
 * in its year: log activity without its growth is averaged by it over the years, smoothed over neighbours (broadly,
 * and again narrowly on what is left) and shrunk towards none.
 */
export function marketOf(panel: DemandPanel, places: YearPlaces, lastWeek: number): Market {
  const activity = activityOf(panel, lastWeek);
  const growth = weeklyGrowth(activity);
  const known = activity.filter((value) => !Number.isNaN(value));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const sums = new Float64Array(placesOfYear);
  const counts = new Float64Array(placesOfYear);
  const centre = (activity.length - 1) / 2;
  const detrended = activity.map((value, week) => value - mean - growth * (week - centre));
  detrended.forEach((value, week) => {
    if (Number.isNaN(value)) return;
    const place = places.ofYear[week] ?? 0;
    sums[place] = (sums[place] ?? 0) + value;
    counts[place] = (counts[place] ?? 0) + 1;
  });
  const smoothSeason = kernelMean(sums, counts, smoothKernel);
  const broad = (week: number): number => smoothSeason[places.ofYear[week] ?? 0] ?? 0;
  const sharpSeason = sharpSeasonOf(
    detrended.map((value, week) => value - broad(week)),
    places,
  );
  const plain = activity.map((value, week) => value - broad(week) - (sharpSeason[week] ?? 0));
  const level16 = latestLevel(plain, market16);
  return { activity, smoothSeason, sharpSeason, level16, level5: latestLevel(plain, market5) };
}
