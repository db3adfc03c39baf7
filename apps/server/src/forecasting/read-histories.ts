import { daysBetween, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import { listPlannedItemLocations } from '../catalog/index.ts';
import { readSalesHistory } from '../inventory/index.ts';
import type { Database } from '../platform/index.ts';
import type { ForecastCandidate } from './find-changed-series.ts';
import type { HistorySeries } from './forecast-batch.ts';

export type HistoryEnds = { daily: LocalDate | null; weekly: LocalDate | null; seriesCount: number };

/** The moment of a forecast, or the day that it looks back to: nothing of that day or later is evidence. */
export type ForecastMoment = { now: Date; asOf: LocalDate | null };

/** The first day that is not whole yet, there where it is latest among the organisation's places. */
export async function latestDayOf(db: Database, { now, asOf }: ForecastMoment): Promise<LocalDate> {
  if (asOf !== null) return asOf;
  const zones = await db.read<{ timeZone: string }>(
    `select distinct time_zone as "timeZone" from locations
     where org_id = (select current_setting('app.org')::uuid) and time_zone is not null`,
  );
  const days = zones.map(({ timeZone }) => localDateAt(now, timeZone)).sort();
  return days.at(-1) ?? localDateAt(now, 'UTC');
}

/** The day before which periods are whole: weeks begin on Monday, and the running one has not ended. */
export const wholeBefore = (day: LocalDate, bucketDays: 1 | 7): LocalDate =>
  bucketDays === 7 ? startOfIsoWeek(day) : day;

/** The day after the last day of sales, per bucket size. A series that ended earlier is unknown since, not zero. */
export async function findHistoryEnds(db: Database): Promise<HistoryEnds> {
  const rows = await db.read<{ bucketDays: 1 | 7; endsBefore: LocalDate; seriesCount: number }>(
    `select bucket_days as "bucketDays", max(starts_on + period_count * bucket_days)::text as "endsBefore",
       count(*)::integer as "seriesCount"
     from sales_series where org_id = (select current_setting('app.org')::uuid) group by bucket_days`,
  );
  const endOf = (bucketDays: 1 | 7) => rows.find((row) => row.bucketDays === bucketDays)?.endsBefore ?? null;
  return {
    daily: endOf(1),
    weekly: endOf(7),
    seriesCount: rows.reduce((sum, row) => sum + row.seriesCount, 0),
  };
}

/**
 * The sales of item-locations up to where they were found to end; where days and weeks are known, days are taken. Only
 * periods that were whole at the place at that moment: a part of a week is no evidence of a week, and what came later
 * is not even read into the snapshot.
 */
export async function readHistories(
  db: Database,
  candidates: readonly ForecastCandidate[],
): Promise<HistorySeries[]> {
  const itemLocationIds = candidates.map(({ itemLocationId }) => itemLocationId);
  const [places, histories] = await Promise.all([
    listPlannedItemLocations(db, { itemLocationIds }),
    readSalesHistory(db, { itemLocationIds }),
  ]);
  const placeOf = new Map(places.map((place) => [place.itemLocationId, place]));
  const finest = new Map(histories.toReversed().map((history) => [history.itemLocationId, history]));
  return candidates.flatMap(({ itemLocationId, endsBefore, forecastFrom }): HistorySeries[] => {
    const place = placeOf.get(itemLocationId);
    const history = finest.get(itemLocationId);
    if (place === undefined || history === undefined) return [];
    const { bucketDays, startsOn } = history;
    const wholeCount = Math.max(0, Math.floor(daysBetween(startsOn, endsBefore) / bucketDays));
    const soldMilli = history.soldMilli.slice(0, wholeCount);
    const inStock = history.inStock.slice(0, wholeCount);
    const { itemId, locationId, supplierId } = place;
    const facts = { bucketDays, startsOn, forecastFrom, soldMilli, inStock };
    return [{ itemLocationId, itemId, locationId, supplierId, ...facts }];
  });
}
