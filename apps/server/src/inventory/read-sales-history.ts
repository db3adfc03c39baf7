import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';

/** What was sold in each period from `startsOn`; `null` is not known, and is not zero. */
export type SalesHistory = {
  itemLocationId: string;
  bucketDays: 1 | 7;
  startsOn: LocalDate;
  soldMilli: (number | null)[];
  /** False: the shelf was empty in that period, so sales are a lower bound of demand. */
  inStock: boolean[];
};

/**
 * Sales of these item-locations, ordered by id and bucket; one without sales is absent. Where more came back than
 * was sold the period counts as zero: demand is never negative.
 */
export async function readSalesHistory(
  source: Database | Transaction,
  { itemLocationIds, bucketDays }: { itemLocationIds: readonly string[]; bucketDays?: 1 | 7 },
): Promise<SalesHistory[]> {
  const rows = await rowsOf<SalesHistory>(
    source,
    `select item_location_id as "itemLocationId", bucket_days as "bucketDays", starts_on::text as "startsOn",
       to_json(sold_milli) as "soldMilli", to_json(in_stock) as "inStock"
     from sales_series
     where item_location_id = any ($1::uuid[]) and ($2::smallint is null or bucket_days = $2)
     order by item_location_id, bucket_days`,
    [itemLocationIds, bucketDays ?? null],
  );
  for (const { soldMilli } of rows) {
    for (let index = 0; index < soldMilli.length; index++) {
      const sold = soldMilli[index];
      if (typeof sold === 'number' && sold < 0) soldMilli[index] = 0;
    }
  }
  return rows;
}
