import { groupFeatureNames, writeGroupFeatures } from './group-features.ts';
import { type PooledColumns, type PooledSeries, recentMean } from './pooled-series.ts';

const meanWindows = [3, 6, 13, 26, 52] as const;
const lagCount = 3;
/** More demands than this say nothing new; an unbounded count would tell the calendar, not the item. */
const demandsMax = 24;
/** Older items are alike. */
const ageMax = 26;
/** Season means are taken from the periods around the same one, so far to either side. */
const seasonNeighbours = 1;

/** Names of the features, in their order; the drivers of the batch follow at the end. */
export const featureNames = ({ driverNames, amountNames, dimensions }: PooledColumns): string[] => [
  'smoothed-0.05',
  'smoothed-0.2',
  'smoothed-0.4',
  'level',
  ...meanWindows.map((periods) => `mean-${periods}`),
  ...Array.from({ length: lagCount }, (_, lag) => `lag-${lag + 1}`),
  'occurrence-0.1',
  'occurrence-0.25',
  'gap',
  'gap-expected',
  'demands',
  'age',
  'variation',
  'response',
  'periods-ahead',
  'season-slot',
  'season-lag',
  'season-ratio',
  'season-growth',
  'second-season-slot',
  'second-season-ratio',
  'driver-effect',
  'driver-effect-before',
  ...driverNames.flatMap((name) => [name, `${name}-change`]),
  ...amountNames.flatMap((name) => [`${name}-against-recent`, `${name}-against-usual`, `${name}-usual`]),
  ...dimensions.flatMap(groupFeatureNames),
];

/** Mean of the plain demand around a past period, of what an origin knows; NaN where nothing. */
const meanAround = (series: PooledSeries, centre: number, reach: number, origin: number): number => {
  const from = Math.max(0, centre - reach);
  const to = Math.min(origin, centre + reach + 1);
  if (to <= from) return Number.NaN;
  const count = series.observed[to]! - series.observed[from]!;
  return count === 0 ? Number.NaN : (series.sum[to]! - series.sum[from]!) / count;
};

/** The same season's demand against the demand around it, one season (or several, if needed) earlier. */
const seasonRatio = (
  series: PooledSeries,
  origin: number,
  target: number,
  season: number,
  reach: number,
): number => {
  const centre = target - season * Math.ceil((target - origin + 1) / season);
  if (season <= 1 || centre < 0) return Number.NaN;
  const around = meanAround(series, centre, Math.max(3, Math.floor(season / 4)), origin);
  return around > 0 ? meanAround(series, centre, reach, origin) / around : Number.NaN;
};

/** Demand around a period of an earlier season against the level that was known as long before it as now. */
const seasonGrowth = (
  series: PooledSeries,
  { origin, target, lagged, season }: { origin: number; target: number; lagged: number; season: number },
): number => {
  const level = series.level[origin - target + lagged];
  if (season <= 1 || level === undefined || !(level > 0)) return Number.NaN;
  return meanAround(series, lagged, season > 12 ? seasonNeighbours : 0, origin) / level;
};

/**
 * Writes the features of one forecast: made at `origin` (so many periods known), of the period `target`
 * (counted from 0). Amounts are relative to the level, so that twice the demand has the same features.
 */
export const writeFeatures = (
  series: PooledSeries,
  origin: number,
  target: number,
  row: Float64Array,
): void => {
  const { smoothed, occurrence, plain, observed, demands, input } = series;
  const level = series.level[origin]!;
  let at = 0;
  row[at++] = smoothed[0]![origin]! / level;
  row[at++] = smoothed[2]![origin]! / level;
  row[at++] = smoothed[3]![origin]! / level;
  row[at++] = Math.log(level);
  for (const periods of meanWindows) row[at++] = recentMean(series, origin, periods) / level;
  for (let lag = 1; lag <= lagCount; lag++)
    row[at++] = lag > origin ? Number.NaN : plain[origin - lag]! / level;
  row[at++] = occurrence[0]![origin]!;
  row[at++] = occurrence[1]![origin]!;
  row[at++] = series.gap[origin]!;
  row[at++] = series.gap[origin]! * occurrence[0]![origin]!;
  row[at++] = Math.min(demandsMax, demands[origin]!);
  row[at++] = Math.min(ageMax, origin - series.firstOrigin);
  const mean = series.sum[origin]! / observed[origin]!;
  row[at++] =
    mean > 0
      ? Math.sqrt(Math.max(0, series.squares[origin]! / observed[origin]! / mean ** 2 - 1))
      : Number.NaN;
  row[at++] = series.response[origin]!;
  row[at++] = target - origin + 1;
  const { length } = input.history;
  const season = input.seasonPeriods;
  const second = input.secondSeasonPeriods ?? 1;
  // Slots are counted from the end of the history, where all series of a batch stand in the same period.
  row[at++] = season > 1 ? slotOf(target - length, season) : Number.NaN;
  const lagged = target - season * Math.ceil((target - origin + 1) / season);
  row[at++] = season > 1 && lagged >= 0 ? plain[lagged]! / level : Number.NaN;
  row[at++] = seasonRatio(series, origin, target, season, season > 12 ? seasonNeighbours : 0);
  row[at++] = seasonGrowth(series, { origin, target, lagged, season });
  row[at++] = second > 1 ? slotOf(target - length, second) : Number.NaN;
  row[at++] = seasonRatio(series, origin, target, second, second > 60 ? 7 : seasonNeighbours);
  row[at++] = series.logFactors[target]!;
  row[at++] = target > 0 ? series.logFactors[target - 1]! : 0;
  for (const [index, values] of series.drivers.entries()) {
    row[at++] = values === undefined ? 0 : values[target]!;
    row[at++] = values === undefined ? 0 : values[target]! - series.driverAverages[index]![origin]!;
  }
  for (const [index, values] of series.amounts.entries()) {
    row[at++] = values === undefined ? Number.NaN : values[target]! - series.amountAverages[index]![origin]!;
    row[at++] = values === undefined ? Number.NaN : values[target]!;
    row[at++] = series.logUsual[index]!;
  }
  for (const group of series.groups) at = writeGroupFeatures(group, { origin, target, season }, row, at);
};

const slotOf = (offset: number, season: number): number => ((offset % season) + season) % season;
