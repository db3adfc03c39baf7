import { lastYearRatio, type Snapshot } from './demand-features.ts';

/** What the trees read of a series and its group at a snapshot, and further down for one distance ahead. */
export const seriesFeatures = [
  'level 60',
  'level 16',
  'level 5',
  'level 1.5',
  'group 60',
  'group 16',
  'group 5',
  'group 1.5',
  'group last week',
  'group week before',
  'group last two weeks',
  'group last four weeks',
  'own last week',
  'own last two weeks',
  'own last four weeks',
  'own last eight weeks',
  'zeros in 13 weeks',
  'zeros in 52 weeks',
  'weeks since a sale',
  'weeks since an outage',
  'in stock in 13 weeks',
  'dispersion',
  'group unrest',
  'place last week',
  'place last four weeks',
] as const;

export const aheadFeatures = [
  'last year own, three weeks',
  'last year own, five weeks',
  'last year group, five weeks',
  'group a year before',
  'group the week before that',
  'group the week after that',
] as const;

const yearWeeks = 52;
const saleWeeksMax = 60;
const outageWeeksMax = 104;

const activityAt = ({ market }: Snapshot, week: number): number => {
  const value = market.activity[week] ?? Number.NaN;
  return Number.isNaN(value) ? 1 : Math.exp(value);
};

/** Log of what a group sold in each week over what its long level and the market suggest, shrunk by two units. */
export function groupRatiosOf(snapshot: Snapshot): Float64Array[] {
  const activity = Float64Array.from({ length: snapshot.lastWeek + 1 }, (_, week) =>
    activityAt(snapshot, week),
  );
  return snapshot.groupSales.map((sales, group) =>
    activity.map((factor, week) => {
      const count = snapshot.groupCounts[group]?.[week] ?? 0;
      if (count === 0) return Number.NaN;
      const expected = count * (snapshot.groupLevels[0]?.[group] ?? 0) * factor;
      return Math.log((count * (sales[week] ?? 0) + 2) / (expected + 2));
    }),
  );
}

/** Log of what each place sold in the last weeks over the long levels of its series, large series weighed down. */
function placeRatiosOf(snapshot: Snapshot, weeks: number): Float64Array {
  const sold = new Float64Array(snapshot.placeCount).fill(3);
  const expected = new Float64Array(snapshot.placeCount).fill(3);
  snapshot.panel.sales.forEach((sales, series) => {
    const place = snapshot.placeOf[series] ?? 0;
    for (let week = snapshot.lastWeek - weeks + 1; week <= snapshot.lastWeek; week++) {
      const units = sales[week] ?? Number.NaN;
      if (Number.isNaN(units)) continue;
      const usual = (snapshot.levels[0]?.[series] ?? 0) * activityAt(snapshot, week);
      const weight = 1 / (1 + 0.3 * usual);
      sold[place] = (sold[place] ?? 0) + weight * units;
      expected[place] = (expected[place] ?? 0) + weight * usual;
    }
  });
  return sold.map((units, place) => Math.log(units / (expected[place] ?? 3)));
}

/** Mean of the known values of the last weeks; NaN where none is known. */
function meanOfLast(values: Float64Array, lastWeek: number, weeks: number): number {
  let sum = 0;
  let count = 0;
  for (let week = Math.max(0, lastWeek - weeks + 1); week <= lastWeek; week++) {
    const value = values[week] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** Variance of the known weeks of a year; NaN below six of them. */
function spreadOfYear(values: Float64Array, lastWeek: number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let week = Math.max(0, lastWeek - yearWeeks + 1); week <= lastWeek; week++) {
    const value = values[week] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    sum += value;
    squares += value * value;
    count += 1;
  }
  if (count < 6) return { mean: Number.NaN, variance: Number.NaN };
  return { mean: sum / count, variance: Math.max(0, squares / count - (sum / count) ** 2) };
}

/** Log of a series' last weeks over its level of the last months, shrunk by one unit. */
function ownRatio(plain: Float64Array, lastWeek: number, weeks: number, level: number): number {
  let sold = 1;
  let expected = 1;
  let count = 0;
  for (let week = Math.max(0, lastWeek - weeks + 1); week <= lastWeek; week++) {
    const units = plain[week] ?? Number.NaN;
    if (Number.isNaN(units)) continue;
    sold += units;
    expected += level;
    count += 1;
  }
  return count === 0 ? Number.NaN : Math.log(sold / expected);
}

function weeksBack(lastWeek: number, weeksMax: number, isOver: (week: number) => boolean): number {
  for (let back = 0; back < weeksMax; back++) if (lastWeek - back < 0 || isOver(lastWeek - back)) return back;
  return weeksMax;
}

/** Share of the known weeks without a sale among the last ones; NaN where none is known. */
function zeroShare(sales: Float64Array, lastWeek: number, weeks: number): number {
  let zeros = 0;
  let count = 0;
  for (let week = Math.max(0, lastWeek - weeks + 1); week <= lastWeek; week++) {
    const units = sales[week] ?? Number.NaN;
    if (Number.isNaN(units)) continue;
    count += 1;
    if (units === 0) zeros += 1;
  }
  return count === 0 ? Number.NaN : zeros / count;
}

function knownWeeks(sales: Float64Array, lastWeek: number, weeks: number): number {
  let count = 0;
  for (let week = Math.max(0, lastWeek - weeks + 1); week <= lastWeek; week++)
    if (!Number.isNaN(sales[week] ?? Number.NaN)) count += 1;
  return count;
}

/** Writes `seriesFeatures` of every series at a snapshot into the columns, from `firstRow` on. */
export function writeSeriesFeatures(
  columns: readonly Float64Array[],
  firstRow: number,
  snapshot: Snapshot,
  groupRatios: readonly Float64Array[],
): void {
  const { lastWeek, levels, groupLevels, groupOf, placeOf, panel } = snapshot;
  const place1 = placeRatiosOf(snapshot, 1);
  const place4 = placeRatiosOf(snapshot, 4);
  const activity = Float64Array.from({ length: lastWeek + 1 }, (_, week) => activityAt(snapshot, week));
  const unrest = groupRatios.map((ratios) => Math.sqrt(spreadOfYear(ratios, lastWeek).variance));
  panel.sales.forEach((sales, series) => {
    const group = groupOf[series] ?? 0;
    const own = levels.map((level) => Math.log((level[series] ?? 0) + 0.02));
    const shared = groupLevels.map((level) => Math.log((level[group] ?? 0) + 0.02));
    const ratios = groupRatios[group] ?? new Float64Array();
    const plain = activity.map((factor, week) => (sales[week] ?? Number.NaN) / factor);
    const level16 = levels[1]?.[series] ?? 0;
    const year = spreadOfYear(plain, lastWeek);
    const values = [
      own[0],
      (own[1] ?? 0) - (own[0] ?? 0),
      (own[2] ?? 0) - (own[1] ?? 0),
      (own[3] ?? 0) - (own[2] ?? 0),
      shared[0],
      (shared[1] ?? 0) - (shared[0] ?? 0),
      (shared[2] ?? 0) - (shared[1] ?? 0),
      (shared[3] ?? 0) - (shared[2] ?? 0),
      ratios[lastWeek],
      ratios[lastWeek - 1],
      meanOfLast(ratios, lastWeek, 2),
      meanOfLast(ratios, lastWeek, 4),
      ownRatio(plain, lastWeek, 1, level16),
      ownRatio(plain, lastWeek, 2, level16),
      ownRatio(plain, lastWeek, 4, level16),
      ownRatio(plain, lastWeek, 8, level16),
      zeroShare(sales, lastWeek, 13),
      zeroShare(sales, lastWeek, yearWeeks),
      weeksBack(lastWeek, saleWeeksMax, (week) => (sales[week] ?? 0) > 0),
      weeksBack(lastWeek, outageWeeksMax, (week) => Number.isNaN(sales[week] ?? Number.NaN)),
      knownWeeks(sales, lastWeek, 13) / 13,
      year.variance / (year.mean + 0.05),
      unrest[group],
      place1[placeOf[series] ?? 0],
      place4[placeOf[series] ?? 0],
    ];
    values.forEach((value, feature) => {
      (columns[feature] as Float64Array)[firstRow + series] = value ?? Number.NaN;
    });
  });
}

/** Writes `aheadFeatures` of every series for the week so far after a snapshot, as `writeSeriesFeatures` does. */
export function writeAheadFeatures(
  columns: readonly Float64Array[],
  firstRow: number,
  snapshot: Snapshot,
  groupRatios: readonly Float64Array[],
  weeksAhead: number,
): void {
  const { lastWeek, levels, groupLevels, groupOf, panel, groupSales } = snapshot;
  const week = lastWeek + weeksAhead;
  panel.sales.forEach((sales, series) => {
    const group = groupOf[series] ?? 0;
    const ratios = groupRatios[group] ?? new Float64Array();
    const long = levels[0]?.[series] ?? 0;
    const shared = groupSales[group] ?? new Float64Array();
    const values = [
      lastYearRatio(sales, week, snapshot, long, 1, 1),
      lastYearRatio(sales, week, snapshot, long, 3),
      lastYearRatio(shared, week, snapshot, groupLevels[0]?.[group] ?? 0, 3),
      ratios[week - yearWeeks],
      ratios[week - yearWeeks - 1],
      ratios[week - yearWeeks + 1],
    ];
    values.forEach((value, feature) => {
      (columns[feature] as Float64Array)[firstRow + series] = value ?? Number.NaN;
    });
  });
}
