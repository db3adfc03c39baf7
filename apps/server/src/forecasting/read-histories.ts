import type { LocalDate } from '@coplan/kernel';
import { listPlannedItemLocations } from '../catalog/index.ts';
import { readSalesHistory } from '../inventory/index.ts';
import type { Database } from '../platform/index.ts';
import type { HistorySeries } from './forecast-batch.ts';

export type HistoryEnds = { daily: LocalDate | null; weekly: LocalDate | null; seriesCount: number };

/** The day after the last day of sales, per bucket size. A series that ended earlier is unknown since, not zero. */
export async function findHistoryEnds(db: Database): Promise<HistoryEnds> {
  const rows = await db.read<{ bucketDays: 1 | 7; endsBefore: LocalDate; seriesCount: number }>(
    `select bucket_days as "bucketDays", max(starts_on + cardinality(sold_milli) * bucket_days)::text as "endsBefore",
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

/** A page of planned item-locations with their sales, by id; where days and weeks are known, days are taken. */
export async function readHistories(
  db: Database,
  page: { afterId: string | undefined; limit: number },
): Promise<{ series: HistorySeries[]; lastId: string | undefined }> {
  const planned = await listPlannedItemLocations(db, {
    limit: page.limit,
    ...(page.afterId === undefined ? {} : { afterId: page.afterId }),
  });
  const itemLocationIds = planned.map((place) => place.itemLocationId);
  const histories = await readSalesHistory(db, { itemLocationIds });
  const finest = new Map(histories.toReversed().map((history) => [history.itemLocationId, history]));
  const series = planned.flatMap(({ itemLocationId, itemId, locationId, supplierId }): HistorySeries[] => {
    const history = finest.get(itemLocationId);
    if (history === undefined) return [];
    const { bucketDays, startsOn, soldMilli, inStock } = history;
    return [{ itemLocationId, itemId, locationId, supplierId, bucketDays, startsOn, soldMilli, inStock }];
  });
  return { series, lastId: planned.length < page.limit ? undefined : planned.at(-1)?.itemLocationId };
}
