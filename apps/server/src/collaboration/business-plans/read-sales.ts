import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { readShared, type SharedRow } from '../sharing/index.ts';
import type { AgreementInForce } from './load-agreement.ts';

type Covered = Pick<AgreementInForce, 'agreementId' | 'buyerId'>;

/** What one item-location sold in a window: whole buckets count by the share of their days that lie in it. */
export type WindowSales = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  soldMilli: number;
  /** Days of the window whose sales are known. */
  dayCount: number;
  /** Buckets with known sales, and those of them with goods on the shelf; 0 where the shelf is not the reader's to see. */
  knownCount: number;
  inStockCount: number;
};

const ownSales = `
select scope.item_location_id as "itemLocationId", scope.item_id as "itemId", scope.location_id as "locationId",
  coalesce(sum(round(bucket.sold_milli::numeric * bucket.days / series.bucket_days)), 0)::float8 as "soldMilli",
  coalesce(sum(bucket.days), 0)::integer as "dayCount", count(bucket.days)::integer as "knownCount",
  (count(*) filter (where bucket.in_stock))::integer as "inStockCount"
from agreement_item_locations scope
join lateral (
  select * from sales_series series where series.org_id = scope.buyer_id
    and series.item_location_id = scope.item_location_id order by series.bucket_days limit 1) series on true
left join lateral (
  select sold_milli, in_stock,
    least(series.starts_on + (number::integer * series.bucket_days), $3::date)
      - greatest(series.starts_on + ((number::integer - 1) * series.bucket_days), $2::date) as days
  from unnest(series.sold_milli, series.in_stock) with ordinality as one (sold_milli, in_stock, number)
  where sold_milli is not null and series.starts_on + (number::integer * series.bucket_days) > $2::date
    and series.starts_on + ((number::integer - 1) * series.bucket_days) < $3::date) bucket on true
where scope.agreement_id = $1 and ($4::uuid[] is null or scope.item_id = any ($4))
  and ($5::uuid[] is null or scope.location_id = any ($5))
group by scope.item_location_id, scope.item_id, scope.location_id`;

type SalesWindow = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  itemIds?: readonly string[] | null;
  locationIds?: readonly string[] | null;
};

/** Whether the buyer lets the reader see what single items sell in single places. */
export async function maySeeSales(
  { actor }: Context,
  source: Database | Transaction,
  { agreementId, buyerId }: Covered,
): Promise<boolean> {
  if (actor.organisationId === buyerId) return true;
  const rules = await rowsOf<{ isFine: boolean }>(
    source,
    `select place = 'location' and item = 'item' as "isFine" from sharing_rules
     where owner_id = $1 and reader_id = $2 and agreement_id = $3 and measure = 'pos' and closed_at is null`,
    [buyerId, actor.organisationId, agreementId],
  );
  return rules.some(({ isFine }) => isFine);
}

function sumOfWindow(row: SharedRow, { startsOn, endsBefore }: SalesWindow): WindowSales {
  let soldMilli = 0;
  let dayCount = 0;
  for (const [index, amount] of row.amounts.entries()) {
    const from = addDays(row.startsOn as LocalDate, index * row.bucketDays);
    const first = from > startsOn ? from : startsOn;
    const before = addDays(from, row.bucketDays);
    const days = daysBetween(first, before < endsBefore ? before : endsBefore);
    if (amount === null || days <= 0) continue;
    soldMilli += Math.round((amount * days) / row.bucketDays);
    dayCount += days;
  }
  return {
    itemLocationId: row.itemLocationId ?? '',
    itemId: row.itemId ?? '',
    locationId: row.locationId ?? '',
    soldMilli,
    dayCount,
    knownCount: 0,
    inStockCount: 0,
  };
}

async function sharedSales(
  context: Context,
  source: Database | Transaction,
  { agreementId, buyerId }: Covered,
  window: SalesWindow,
): Promise<WindowSales[]> {
  const rows = await readShared(source, context, {
    measure: 'pos',
    ownerId: buyerId,
    agreementId,
    purpose: 'evaluation of events and targets',
  });
  return rows
    .filter(
      ({ itemId, locationId }) =>
        (window.itemIds?.includes(itemId ?? '') ?? true) &&
        (window.locationIds?.includes(locationId ?? '') ?? true),
    )
    .map((row) => sumOfWindow(row, window));
}

/** Sales of an agreement's scope in a window; null where they are not the reader's to see in this grain. */
export async function readSales(
  context: Context,
  source: Database | Transaction,
  agreement: Covered,
  window: SalesWindow,
): Promise<WindowSales[] | null> {
  if (!(await maySeeSales(context, source, agreement))) return null;
  if (context.actor.organisationId !== agreement.buyerId)
    return sharedSales(context, source, agreement, window);
  return rowsOf<WindowSales>(source, ownSales, [
    agreement.agreementId,
    window.startsOn,
    window.endsBefore,
    window.itemIds ?? null,
    window.locationIds ?? null,
  ]);
}
