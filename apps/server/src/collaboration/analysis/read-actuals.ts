import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Database, Transaction } from '../../platform/index.ts';
import { maySeeSales } from '../business-plans/index.ts';
import { type AgreementInForce, regroupByDays } from '../plans/index.ts';
import { readShared } from '../sharing/index.ts';
import type { Axis } from './forecast-sources.ts';

type Series = {
  itemLocationId: string;
  startsOn: LocalDate;
  bucketDays: number;
  amounts: (number | null)[];
};

const ownSeries = `
select scope.item_location_id as "itemLocationId", series.starts_on::text as "startsOn",
  series.bucket_days as "bucketDays", to_json(series.sold_milli) as amounts
from agreement_item_locations scope
join lateral (
  select * from sales_series sold where sold.org_id = scope.buyer_id
    and sold.item_location_id = scope.item_location_id order by sold.bucket_days limit 1) series on true
where scope.agreement_id = $1 and ($2::uuid is null or scope.item_location_id = $2)`;

/**
 * What was sold per item-location, on the agreement's buckets: the buyer's own sales, or what its sharing rule lets the
 * reader see. null where the reader may not see sales of single items and places.
 */
export async function readActuals(
  context: Context,
  source: Database | Transaction,
  { agreement, axis, itemLocationId }: { agreement: AgreementInForce; axis: Axis; itemLocationId?: string },
): Promise<Map<string, (number | null)[]> | null> {
  const { agreementId, buyerId } = agreement;
  if (!(await maySeeSales(context, source, agreement))) return null;
  const rows: Series[] =
    context.actor.organisationId === buyerId
      ? await rowsOf<Series>(source, ownSeries, [agreementId, itemLocationId ?? null])
      : (
          await readShared(source, context, {
            measure: 'pos',
            ownerId: buyerId,
            agreementId,
            itemLocationIds: itemLocationId === undefined ? null : [itemLocationId],
            purpose: 'accuracy and scorecards',
          })
        ).map((row) => ({
          itemLocationId: row.itemLocationId ?? '',
          startsOn: row.startsOn as LocalDate,
          bucketDays: row.bucketDays,
          amounts: row.amounts,
        }));
  return new Map(
    rows.map(({ itemLocationId: key, amounts, ...series }) => [key, regroupByDays(amounts, series, axis)]),
  );
}
