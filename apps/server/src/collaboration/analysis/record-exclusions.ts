import type { Transaction } from '../../platform/index.ts';
import type { AgreementInForce } from '../plans/index.ts';
import type { Axis } from './forecast-sources.ts';
import { endOf } from './read-accuracy-facts.ts';

/** Buckets that a period with an empty shelf touches. */
const findEmptyShelves = `
select distinct scope.item_location_id, $2::date + ((day.on_day - $2::date) / $4::integer) * $4::integer as starts_on
from agreement_item_locations scope
join lateral (
  select * from sales_series sold where sold.org_id = scope.buyer_id
    and sold.item_location_id = scope.item_location_id order by sold.bucket_days limit 1) series on true
cross join lateral unnest(series.in_stock) with ordinality as one (in_stock, number)
cross join lateral (
  select series.starts_on + (one.number::integer - 1) * series.bucket_days + shift as on_day
  from generate_series(0, series.bucket_days - 1) as shift) day
where scope.agreement_id = $1 and not one.in_stock and day.on_day >= $2::date and day.on_day < $3::date`;

const removeOld = `
delete from demand_exclusions held where held.agreement_id = $1 and held.reason = 'STOCK_OUT'
  and held.starts_on >= $2 and held.starts_on < $3 and (held.item_location_id, held.starts_on) not in (
    select item_location_id, starts_on from (${findEmptyShelves}) found)`;

const addNew = `
insert into demand_exclusions (buyer_id, supplier_id, agreement_id, item_location_id, starts_on, reason)
select $5, $6, $1, found.item_location_id, found.starts_on, 'STOCK_OUT' from (${findEmptyShelves}) found
on conflict do nothing`;

/** Notes in which buckets demand could not be seen because the shelf was empty; both sides then leave out the same. */
export async function recordExclusions(
  tx: Transaction,
  { agreement, axis }: { agreement: AgreementInForce; axis: Axis },
): Promise<void> {
  const { agreementId, buyerId, supplierId } = agreement;
  const window = [agreementId, axis.startsOn, endOf(axis), axis.bucketDays];
  await tx.query(removeOld, window);
  await tx.query(addNew, [...window, buyerId, supplierId]);
}
