import type { Snapshot } from './demand-features.ts';
import {
  aheadFeatures,
  groupRatiosOf,
  seriesFeatures,
  writeAheadFeatures,
  writeSeriesFeatures,
} from './tree-features.ts';

/** Feature columns of all series at all snapshots, one set per distance; what does not depend on it is shared. */
export function columnsOf(snapshots: readonly Snapshot[], distanceCount: number): Float64Array[][] {
  const seriesCount = snapshots[0]?.panel.sales.length ?? 0;
  const columns = (count: number) =>
    Array.from({ length: count }, () => new Float64Array(snapshots.length * seriesCount));
  const common = columns(seriesFeatures.length);
  const ahead = Array.from({ length: distanceCount }, () => columns(aheadFeatures.length));
  snapshots.forEach((snapshot, index) => {
    const ratios = groupRatiosOf(snapshot);
    writeSeriesFeatures(common, index * seriesCount, snapshot, ratios);
    ahead.forEach((own, distance) => {
      writeAheadFeatures(own, index * seriesCount, snapshot, ratios, distance + 1);
    });
  });
  return ahead.map((own) => [...common, ...own]);
}

/** What all series have in common, which only the trees that stand alone read. */
const marketFeatures = [
  'activity last week',
  'activity of four weeks',
  'activity a year before',
  'activity on the same Monday of the month a year before',
  'week of the year',
  'Monday of the month',
  'weeks ahead',
] as const;

const yearWeeks = 52;

/** The week about a year before that starts on the same Monday of its month; 52 weeks before where none does. */
function sameMondayBefore(week: number, ofMonth: Int32Array): number {
  const weeksBack = [yearWeeks, yearWeeks + 1, yearWeeks - 1].find(
    (weeks) => ofMonth[week - weeks] === ofMonth[week],
  );
  return week - (weeksBack ?? yearWeeks);
}

/** Columns of `marketFeatures` for so many weeks ahead, rows as in `columnsOf`. */
export function marketColumnsOf(snapshots: readonly Snapshot[], weeksAhead: number): Float64Array[] {
  const seriesCount = snapshots[0]?.panel.sales.length ?? 0;
  const columns = marketFeatures.map(() => new Float64Array(snapshots.length * seriesCount));
  snapshots.forEach(({ market, lastWeek, places }, index) => {
    const activity = (week: number): number => market.activity[week] ?? Number.NaN;
    const lastFour = [0, 1, 2, 3].map((back) => activity(lastWeek - back));
    const week = lastWeek + weeksAhead;
    const values = [
      activity(lastWeek),
      lastFour.reduce((sum, value) => sum + value, 0) / lastFour.length,
      activity(week - yearWeeks),
      activity(sameMondayBefore(week, places.ofMonth)),
      places.ofYear[week] ?? 0,
      (places.ofMonth[week] ?? 0) % 5,
      weeksAhead,
    ];
    values.forEach((value, feature) => {
      columns[feature]?.fill(value, index * seriesCount, (index + 1) * seriesCount);
    });
  });
  return columns;
}

const recentWeeks = 6;

/** Log of each of the last weeks over its level, of a series and then of its group; rows as in `columnsOf`. */
export function recentColumnsOf(snapshots: readonly Snapshot[]): Float64Array[] {
  const seriesCount = snapshots[0]?.panel.sales.length ?? 0;
  const columns = Array.from(
    { length: 2 * recentWeeks },
    () => new Float64Array(snapshots.length * seriesCount),
  );
  snapshots.forEach((snapshot, index) => {
    const { market, lastWeek, panel, levels, groupOf } = snapshot;
    const ratios = groupRatiosOf(snapshot);
    for (let back = 0; back < recentWeeks; back++) {
      const week = lastWeek - back;
      const factor = Math.exp(market.activity[week] || 0);
      const own = columns[back] as Float64Array;
      const group = columns[recentWeeks + back] as Float64Array;
      panel.sales.forEach((sales, series) => {
        const row = index * seriesCount + series;
        const sold = (sales[week] ?? Number.NaN) / factor;
        own[row] = Math.log((sold + 1) / ((levels[1]?.[series] ?? 0) + 1));
        group[row] = ratios[groupOf[series] ?? 0]?.[week] ?? Number.NaN;
      });
    }
  });
  return columns;
}
