import { localDateOfDay } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { salesRecorded } from './inventory.events.ts';
import { type DenseSeries, mergeSeries, type SeriesPoints } from './merge-series.ts';

/** Facts about one item-location, with the line that each came from where there is one. */
export type SalesFacts = { itemLocationId: string; points: SeriesPoints; rowNumbers: readonly number[] };

export type RefusedSale = { rowNumber: number; why: 'contradicts' | 'misplaced' };

type StoredSeries = {
  itemLocationId: string;
  startsOnDay: number;
  soldMilli: (number | null)[];
  inStock: boolean[];
};

/**
 * Lays sales facts over the series of the organisation's item-locations, hundreds of series at once. Facts that
 * contradict one another are answered, not stored. The same facts again change nothing.
 */
export async function recordSales(
  { clock, actor }: Context,
  tx: Transaction,
  { bucketDays, facts }: { bucketDays: 1 | 7; facts: readonly SalesFacts[] },
): Promise<{ changedCount: number; refused: RefusedSale[] }> {
  const stored = await tx.query<StoredSeries>(
    `select item_location_id as "itemLocationId", starts_on - date '1970-01-01' as "startsOnDay",
       to_json(sold_milli) as "soldMilli", to_json(in_stock) as "inStock"
     from sales_series
     where org_id = (select current_setting('app.org')::uuid) and bucket_days = $2
       and item_location_id = any ($1::uuid[])
     order by item_location_id for update`,
    [facts.map((fact) => fact.itemLocationId), bucketDays],
  );
  const known = new Map<string, DenseSeries>(stored.map((series) => [series.itemLocationId, series]));
  const refused: RefusedSale[] = [];
  const changed: object[] = [];
  for (const { itemLocationId, points, rowNumbers } of facts) {
    const merged = mergeSeries(known.get(itemLocationId), points, bucketDays);
    const refuse = (why: RefusedSale['why']) => (index: number) => {
      refused.push({ rowNumber: rowNumbers[index] ?? 0, why });
    };
    merged.contradictingIndexes.forEach(refuse('contradicts'));
    merged.misplacedIndexes.forEach(refuse('misplaced'));
    if (!merged.hasChanged) continue;
    const { startsOnDay, soldMilli, inStock } = merged.series;
    changed.push({
      id: itemLocationId,
      starts: localDateOfDay(startsOnDay),
      sold: soldMilli,
      stocked: inStock,
    });
  }
  if (changed.length > 0) {
    await tx.query(
      `insert into sales_series (org_id, item_location_id, bucket_days, starts_on, sold_milli, in_stock, changed_at)
       select (select current_setting('app.org')::uuid), given.id, $2, given.starts, given.sold, given.stocked, $3
       from jsonb_to_recordset($1::jsonb) as given(id uuid, starts date, sold bigint[], stocked boolean[])
       order by given.id
       on conflict (org_id, item_location_id, bucket_days) do update
         set starts_on = excluded.starts_on, sold_milli = excluded.sold_milli, in_stock = excluded.in_stock,
           changed_at = excluded.changed_at`,
      [JSON.stringify(changed), bucketDays, clock.now().toISOString()],
    );
    await tx.publish(salesRecorded(actor.organisationId, changed.length));
  }
  return { changedCount: changed.length, refused };
}
