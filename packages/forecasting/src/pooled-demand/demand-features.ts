import { type DemandPanel, groupMembers, yearPlaces } from './demand-panel.ts';
import type { YearPlaces } from './moving-peaks.ts';
import { type Market, marketOf } from './seasonal-index.ts';

/** Half-lives of the levels in weeks, long to short; each is shrunk towards the one before it. */
const halfLivesWeeks = [60, 16, 5, 1.5] as const;
/** Weeks of the prior level that are mixed into each level. */
const priorWeeks = 2;
/** Sales of last year are read over the week and two on either side. */
const lastYearReachWeeks = 2;

export const featureNames = [
  'constant',
  'level 60',
  'level 16',
  'level 5',
  'level 1.5',
  'broad season',
  'single weeks',
  'market 16',
  'market 5',
  'group 16',
  'group 5',
  'last year own',
  'last year group',
] as const;

/** Coefficients to start from: the long level times the season. */
export const featurePrior = Float64Array.from([0, 0.97, 0.6, 0.4, 0.1, 0.8, 0.6, 0.5, 0.1, 0.2, 0.2, 0, 0.2]);

/**
 * How firmly each coefficient holds to its prior. What all series share in a week counts as one observation and not
 * as hundreds, so market and season hold firmly; so do the shorter levels, which tell nearly the same.
 */
export const featureRidges = Float64Array.from([
  5, 5, 1500, 1500, 1500, 600, 600, 300, 300, 1500, 1500, 1500, 1500,
]);

/** Exponentially weighted levels of deseasonalised sales, unknown weeks left out; one array per half-life. */
function levelsOf(
  series: readonly Float64Array[],
  lastWeek: number,
  startMean: (index: number) => number,
): Float64Array[] {
  const result = halfLivesWeeks.map(() => new Float64Array(series.length));
  series.forEach((sales, index) => {
    let prior = startMean(index);
    halfLivesWeeks.forEach((halfLife, level) => {
      const decay = 0.5 ** (1 / halfLife);
      let sum = priorWeeks * prior;
      let weight = priorWeeks;
      let share = 1;
      for (let week = lastWeek; week >= 0 && share > 1e-4; week--, share *= decay) {
        const sold = sales[week] ?? Number.NaN;
        if (Number.isNaN(sold)) continue;
        sum += share * sold;
        weight += share;
      }
      prior = sum / weight;
      (result[level] as Float64Array)[index] = prior;
    });
  });
  return result;
}

const meanOf = (values: readonly Float64Array[], lastWeek: number): number => {
  let sum = 0;
  let count = 0;
  for (const series of values) {
    for (let week = 0; week <= lastWeek; week++) {
      const value = series[week] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
  }
  return count === 0 ? 1 : Math.max(0.01, sum / count);
};

/** What is known at the end of a week: levels and season, nothing later. */
export type Snapshot = {
  lastWeek: number;
  market: Market;
  levels: Float64Array[];
  groupLevels: Float64Array[];
  panel: DemandPanel;
} & Grouping;

export type Grouping = {
  groupOf: Int32Array;
  /** Sales per member in stock and week, NaN where none was, and how many were. */
  groupSales: Float64Array[];
  groupCounts: Float64Array[];
  placeOf: Int32Array;
  placeCount: number;
  places: YearPlaces;
};

/** Group sales per member in stock, so that a store without stock does not look like lower demand. */
export function groupingOf(panel: DemandPanel, weeksAheadMax: number): Grouping {
  const { groupOf, members } = groupMembers(panel.groups);
  const groupSales = members.map((series) =>
    Float64Array.from({ length: panel.weekCount }, (_, week) => {
      let sum = 0;
      let count = 0;
      for (const index of series) {
        const sold = panel.sales[index]?.[week] ?? Number.NaN;
        if (Number.isNaN(sold)) continue;
        sum += sold;
        count += 1;
      }
      return count === 0 ? Number.NaN : sum / count;
    }),
  );
  const groupCounts = members.map((series) =>
    Float64Array.from(
      { length: panel.weekCount },
      (_, week) => series.filter((index) => !Number.isNaN(panel.sales[index]?.[week] ?? Number.NaN)).length,
    ),
  );
  const stores = groupMembers(panel.places);
  return {
    groupOf,
    groupSales,
    groupCounts,
    placeOf: stores.groupOf,
    placeCount: stores.members.length,
    places: yearPlaces(panel, weeksAheadMax),
  };
}

export function snapshotAt(panel: DemandPanel, lastWeek: number, grouping: Grouping): Snapshot {
  const { groupOf, groupSales, places } = grouping;
  const market = marketOf(panel, places, lastWeek);
  const factors = market.activity.map((value) => (Number.isNaN(value) ? 1 : Math.exp(value)));
  const without = (series: Float64Array): Float64Array => {
    const plain = new Float64Array(factors.length);
    for (let week = 0; week < plain.length; week++)
      plain[week] = (series[week] ?? Number.NaN) / (factors[week] ?? 1);
    return plain;
  };
  const plain = panel.sales.map(without);
  const groupPlain = groupSales.map(without);
  const overall = meanOf(plain, lastWeek);
  const groupLevels = levelsOf(groupPlain, lastWeek, () => overall);
  const levels = levelsOf(plain, lastWeek, (index) => groupLevels[0]?.[groupOf[index] ?? 0] ?? overall);
  return { ...grouping, lastWeek, market, levels, groupLevels, panel };
}

/** Log of last year's sales around a week over what the level and season of then suggest, shrunk towards 0. */
export function lastYearRatio(
  sales: Float64Array,
  targetWeek: number,
  snapshot: Snapshot,
  level: number,
  priorUnits: number,
  reachWeeks = lastYearReachWeeks,
): number {
  let sold = priorUnits;
  let expected = priorUnits;
  for (let distance = -reachWeeks; distance <= reachWeeks; distance++) {
    const week = targetWeek - 52 + distance;
    if (week < 0 || week > snapshot.lastWeek) continue;
    const units = sales[week] ?? Number.NaN;
    if (Number.isNaN(units)) continue;
    sold += units;
    expected += level * Math.exp(snapshot.market.activity[week] ?? 0);
  }
  return Math.log(sold / expected);
}

/** Writes the features of one series for the week `weeksAhead` after the snapshot; one per `featureNames`. */
export function writeFeatures(
  target: Float64Array,
  offset: number,
  snapshot: Snapshot,
  series: number,
  weeksAhead: number,
): void {
  const { levels, groupLevels, groupOf, panel, lastWeek, market, groupSales, places } = snapshot;
  const group = groupOf[series] ?? 0;
  const level = (index: number): number => Math.log((levels[index]?.[series] ?? 0) + 0.02);
  const groupLevel = (index: number): number => Math.log((groupLevels[index]?.[group] ?? 0) + 0.02);
  const week = lastWeek + weeksAhead;
  const long = levels[0]?.[series] ?? 0;
  const values = [
    1,
    level(0),
    level(1) - level(0),
    level(2) - level(1),
    level(3) - level(2),
    market.smoothSeason[places.ofYear[week] ?? 0] ?? 0,
    market.sharpSeason[week] ?? 0,
    market.level16,
    market.level5 - market.level16,
    groupLevel(1) - groupLevel(0),
    groupLevel(2) - groupLevel(1),
    lastYearRatio(panel.sales[series] ?? new Float64Array(), week, snapshot, long, 3),
    lastYearRatio(groupSales[group] ?? new Float64Array(), week, snapshot, groupLevels[0]?.[group] ?? 0, 3),
  ];
  target.set(values, offset);
}
