import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { findPeriod, type RecordedPeriod } from './find-period.ts';
import { aboutAccuracy, measureWeeks, type OwnAccuracyRow } from './get-accuracy.ts';
import { readWeeks, type WeekRow } from './read-weeks.ts';

export const getAccuracyWeeksInput = z.object({ ...aboutAccuracy, key: z.string().max(200).default('') });

export type AccuracyWeek = {
  startsOn: LocalDate;
  /** null where no item at a place counts in that week. */
  actualMilli: number | null;
  naiveMilli: number | null;
  statisticalMilli: number | null;
  /** What was planned with. */
  buyerMilli: number | null;
  /** Of single items at places. */
  cellWape: number | null;
  biasRatio: number | null;
  countedCount: number;
  excludedCount: number;
};

export type Calibration = {
  level: number;
  /** Share of item-weeks that came at or below the quantile. */
  share: number;
  count: number;
};

export type AccuracyWeeks = {
  period: RecordedPeriod | null;
  weeks: AccuracyWeek[];
  measures: Omit<OwnAccuracyRow, 'key' | 'label' | 'description'>;
  calibration: Calibration[];
};

function weekOf(row: WeekRow): AccuracyWeek {
  const isCounted = row.countedCount > 0;
  const over = (value: number): number | null => (row.actualMilli > 0 ? value / row.actualMilli : null);
  return {
    startsOn: row.startsOn,
    actualMilli: isCounted ? row.actualMilli : null,
    naiveMilli: isCounted ? row.naiveMilli : null,
    statisticalMilli: isCounted ? row.statisticalMilli : null,
    buyerMilli: isCounted ? row.buyerMilli : null,
    cellWape: over(row.buyerErrorMilli),
    biasRatio: over(row.buyerMilli - row.actualMilli),
    countedCount: row.countedCount,
    excludedCount: row.stockOutCount + row.noActualCount + row.noForecastCount,
  };
}

/** Weeks with other quantile levels than the newest are left out: shares of different levels cannot be added. */
function calibrationOf(rows: readonly WeekRow[]): Calibration[] {
  const measured = rows.filter(({ quantileCount }) => quantileCount > 0);
  const levels = measured.at(-1)?.levels ?? [];
  const alike = measured.filter((row) => String(row.levels) === String(levels));
  const count = alike.reduce((sum, row) => sum + row.quantileCount, 0);
  return levels.map((level, index) => {
    const below = alike.reduce((sum, row) => sum + (row.belowCounts[index] ?? 0), 0);
    return { level: Math.round(level * 1000) / 1000, share: below / count, count };
  });
}

/** One key week by week, and how often demand came at or below each quantile that had been promised for it. */
export async function getAccuracyWeeks(
  { db }: Context,
  { level, lagPeriods, weekCount, key }: z.output<typeof getAccuracyWeeksInput>,
): Promise<AccuracyWeeks> {
  const period = await findPeriod(db, weekCount);
  const found = period === null ? undefined : await readWeeks(db, { level, lagPeriods, period, keys: [key] });
  const rows = found?.get(key) ?? [];
  return { period, weeks: rows.map(weekOf), measures: measureWeeks(rows), calibration: calibrationOf(rows) };
}
