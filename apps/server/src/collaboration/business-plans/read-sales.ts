import type { LocalDate, LocationId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from './load-agreement.ts';

/** What one item-location sold in a window: whole buckets count by the share of their days that lie in it. */
export type WindowSales = {
  itemLocationId: string;
  itemId: string;
  locationId: LocationId;
  soldMilli: number;
  /** Days of the window whose sales are known. */
  dayCount: number;
  /** Buckets with known sales, and those of them with goods on the shelf. */
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

/** Sales of an agreement's scope in a window; null where they are not the reader's to see. */
export async function readSales(
  { actor }: Context,
  source: Database | Transaction,
  agreement: AgreementInForce,
  window: {
    startsOn: LocalDate;
    endsBefore: LocalDate;
    itemIds?: readonly string[] | null;
    locationIds?: readonly string[] | null;
  },
): Promise<WindowSales[] | null> {
  if (actor.organisationId !== agreement.buyerId) return null;
  return rowsOf<WindowSales>(source, ownSales, [
    agreement.agreementId,
    window.startsOn,
    window.endsBefore,
    window.itemIds ?? null,
    window.locationIds ?? null,
  ]);
}
