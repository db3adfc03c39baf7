import type { LocalDate } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { readShared } from '../sharing/index.ts';
import { regroupByDays } from './bucket-axis.ts';
import type { AgreementInForce } from './find-agreement.ts';

/** The finest sales that there are; weeks where the days are not known. */
const ownSales = `
select distinct on (sold.item_location_id) sold.item_location_id as "itemLocationId", sold.starts_on::text as "startsOn",
  sold.bucket_days as "bucketDays", to_json(sold.sold_milli) as "soldMilli"
from agreement_item_locations scope join sales_series sold
  on sold.org_id = scope.buyer_id and sold.item_location_id = scope.item_location_id
where scope.buyer_id = $1 and scope.agreement_id = $2
order by sold.item_location_id, sold.bucket_days`;

type Series = {
  itemLocationId: string;
  startsOn: LocalDate;
  bucketDays: number;
  soldMilli: (number | null)[];
};

async function readSales(
  context: Context,
  tx: Transaction,
  { mySide, agreementId, buyerId }: AgreementInForce,
): Promise<Series[]> {
  if (mySide === 'buyer') return tx.query<Series>(ownSales, [buyerId, agreementId]);
  const about = { measure: 'pos', agreementId, ownerId: buyerId, purpose: 'accuracy of forecasts' } as const;
  const rows = await readShared(tx, context, about);
  return rows.flatMap(({ itemLocationId, startsOn, bucketDays, amounts }) =>
    itemLocationId === null
      ? []
      : [{ itemLocationId, startsOn: startsOn as LocalDate, bucketDays, soldMilli: amounts }],
  );
}

/** What was sold in these buckets, as far as the asking side sees it: the buyer's own, the seller's by sharing rule. */
export async function readActuals(
  context: Context,
  tx: Transaction,
  {
    agreement,
    ...buckets
  }: {
    agreement: AgreementInForce;
    startsOn: LocalDate;
    bucketDays: number;
    bucketCount: number;
  },
): Promise<Map<string, (number | null)[]>> {
  const series = await readSales(context, tx, agreement);
  return new Map(
    series.map(({ itemLocationId, soldMilli, ...from }) => [
      itemLocationId,
      regroupByDays(soldMilli, from, buckets),
    ]),
  );
}
