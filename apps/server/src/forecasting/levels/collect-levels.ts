import { addDays, daysBetween, type LocalDate, startOfIsoWeek } from '@coplan/kernel';
import type { PublishedForecast } from '../find-forecasts.ts';
import type { HistorySeries } from '../forecast-batch.ts';

/** Whole weeks that all forecasts of a version reach. */
export type WeekAxis = { from: LocalDate; weeks: number };

/** A level of the hierarchy: a label per bottom series, null where it has none. */
export type LevelLabels = { name: string; labels: (string | null)[] };

/** Everything that the levels of a version are computed from; plain JSON. */
export type LevelsInput = {
  axis: WeekAxis;
  /** Means of the bottom series in thousandths, row-major: all weeks of the first series, then of the second. */
  bottomMilli: number[];
  /** Variance of a week's forecast error per bottom series, in squared units. */
  bottomVariances: number[];
  levels: LevelLabels[];
  /** Weekly demand of every label of every level, in units, up to the first forecast week. */
  histories: { level: string; label: string; demand: number[] }[];
};

const historyWeeksMax = 208;
/** Weeks without stock are filled with the mean of so many weeks before: a total needs all its parts. */
const fillWeeks = 8;

const ceilMonday = (day: LocalDate): LocalDate => {
  const monday = startOfIsoWeek(day);
  return monday === day ? day : addDays(monday, 7);
};

/** From the latest start of a forecast to the earliest end; undefined where that is not a whole week. */
export function weekAxisOf(latestStart: LocalDate, earliestEnd: LocalDate): WeekAxis | undefined {
  const from = ceilMonday(latestStart);
  const weeks = Math.floor(daysBetween(from, earliestEnd) / 7);
  return weeks < 1 ? undefined : { from, weeks };
}

type Dated = { values: ArrayLike<number>; bucketDays: 1 | 7; startsOn: LocalDate };

/** Sums per week of an axis; NaN where a part is not known. */
function perWeek({ values, bucketDays, startsOn }: Dated, { from, weeks }: WeekAxis): Float64Array {
  const result = new Float64Array(weeks);
  const periods = 7 / bucketDays;
  const offset = daysBetween(startsOn, from) / bucketDays;
  for (let week = 0; week < weeks; week++) {
    let sum = 0;
    for (let index = 0; index < periods; index++)
      sum += values[offset + week * periods + index] ?? Number.NaN;
    result[week] = sum;
  }
  return result;
}

/** Weekly demand in units, filled where it is not known; from its first week on. */
function filledHistory(
  { soldMilli, inStock, bucketDays, startsOn }: HistorySeries,
  axis: WeekAxis,
): Float64Array {
  const demand = Float64Array.from(soldMilli, (sold, index) =>
    sold === null || inStock[index] !== true ? Number.NaN : Math.max(0, sold) / 1000,
  );
  const history = perWeek({ values: demand, bucketDays, startsOn }, axis);
  for (let week = 0; week < history.length; week++) {
    if (!Number.isNaN(history[week])) continue;
    const before = history.subarray(Math.max(0, week - fillWeeks), week);
    history[week] = before.length === 0 ? 0 : before.reduce((sum, value) => sum + value, 0) / before.length;
  }
  return history;
}

/** Gathers the series of a version batch by batch, so that only sums are kept. */
export type LevelsCollector = {
  add(
    history: HistorySeries,
    forecast: PublishedForecast,
    labels: Readonly<Record<string, string | null>>,
  ): void;
  finish(): LevelsInput;
};

export function collectLevels(axis: WeekAxis, levelNames: readonly string[]): LevelsCollector {
  const pastAxis: WeekAxis = { from: addDays(axis.from, -7 * historyWeeksMax), weeks: historyWeeksMax };
  const bottomMilli: number[] = [];
  const bottomVariances: number[] = [];
  const levels = levelNames.map((name): LevelLabels => ({ name, labels: [] }));
  const sums = levelNames.map(() => new Map<string, Float64Array>());
  let oldest = axis.from;
  return {
    add(history, forecast, labels) {
      const { bucketDays, startsOn, meanMilli, spread } = forecast;
      bottomMilli.push(...perWeek({ values: meanMilli, bucketDays, startsOn }, axis));
      const periodVariance =
        spread.sdMilli.reduce((sum, sd) => sum + (sd / 1000) ** 2, 0) / Math.max(1, spread.sdMilli.length);
      bottomVariances.push((7 / bucketDays) * periodVariance);
      const past = filledHistory(history, pastAxis);
      if (history.startsOn < oldest) oldest = history.startsOn;
      levels.forEach(({ name, labels: known }, index) => {
        const label = labels[name] ?? null;
        known.push(label);
        if (label === null) return;
        const total = sums[index]?.get(label);
        if (total === undefined) sums[index]?.set(label, past.slice());
        else
          for (let week = 0; week < past.length; week++) total[week] = (total[week] ?? 0) + (past[week] ?? 0);
      });
    },
    finish() {
      const historyWeeks = Math.min(
        historyWeeksMax,
        Math.floor(daysBetween(ceilMonday(oldest), axis.from) / 7),
      );
      const histories = levels.flatMap(({ name }, index) =>
        [...(sums[index] ?? [])].map(([label, demand]) => ({
          level: name,
          label,
          demand: Array.from(demand.subarray(historyWeeksMax - historyWeeks)),
        })),
      );
      return { axis, bottomMilli, bottomVariances, levels, histories };
    },
  };
}
