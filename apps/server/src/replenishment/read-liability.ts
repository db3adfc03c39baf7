import {
  type LiabilityMeter,
  type LiabilityRow,
  measureLiability,
  planningWindowOf,
} from '@coplan/collaboration';
import { addDays, type LocalDate, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import { getAgreement } from '../collaboration/index.ts';
import type { Context } from '../platform/index.ts';

export const readLiabilityInput = z.object({ agreementId: z.uuid() });

export type LiabilityView = LiabilityMeter & {
  agreementId: string;
  agreementVersionId: string;
  currency: string;
  asOf: LocalDate;
  /** The rows with the largest amounts behind the meter, at most 200. */
  rows: {
    itemLocationId: string;
    itemNumber: string;
    description: string;
    locationCode: string;
    startsOn: LocalDate;
    window: string;
    committedMilli: number;
    orderedMilli: number;
    forecastMilli: number | null;
    receivedMilli: number | null;
    buyerDebtMinor: number;
    sellerDebtMinor: number;
    openMinor: number;
  }[];
  rowCount: number;
};

const rowsMax = 200;
/** Buckets that are over stay on the meter for so many days. */
const pastDays = 91;

type Stored = {
  itemLocationId: string;
  itemNumber: string;
  description: string;
  locationCode: string;
  startsOn: LocalDate;
  bucketDays: number;
  committedMilli: number;
  orderedMilli: number;
  openOrderedMilli: number | null;
  forecastMilli: number | null;
  unitPriceMicros: number | null;
};

/** Accepted commits with what was ordered and what the newest order forecast still shows for their buckets. */
const committedQuery = `
with promised as (
  select accepted.item_location_id, accepted.item_id, accepted.location_id, accepted.supplier_id, accepted.buyer_id,
    accepted.starts_on, accepted.bucket_days, (select sum((part ->> 'quantityMilli')::bigint)
      from jsonb_array_elements(accepted.accepted_parts) part) as quantity
  from commits accepted
  where accepted.agreement_id = $1 and accepted.state = 'accepted' and accepted.starts_on >= $2::date
), newest as (
  select id, buyer_id, starts_on, bucket_days from forecast_plans
  where agreement_id = $1 and purpose = 'order' and kind = 'party' and state = 'published'
  order by issued_at desc limit 1
)
select promised.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  place.code as "locationCode", promised.starts_on::text as "startsOn", promised.bucket_days as "bucketDays",
  promised.quantity::float8 as "committedMilli", coalesce(used.quantity, 0)::float8 as "orderedMilli",
  coming.quantity::float8 as "openOrderedMilli",
  line.base_milli[(promised.starts_on - newest.starts_on) / newest.bucket_days + 1]::float8 as "forecastMilli",
  terms.unit_price_micros::float8 as "unitPriceMicros"
from promised
  join items item on item.id = promised.item_id join locations place on place.id = promised.location_id
  left join lateral (select sum(quantity_milli) as quantity from order_consumption
    where order_consumption.buyer_id = promised.buyer_id
      and order_consumption.item_location_id = promised.item_location_id and agreement_id = $1
      and due_on >= promised.starts_on and due_on < promised.starts_on + promised.bucket_days
      and cancelled_at is null) used on true
  left join lateral (select sum(receipt.quantity_milli) as quantity from scheduled_receipts receipt
    where receipt.org_id = promised.buyer_id and receipt.item_id = promised.item_id
      and receipt.location_id = promised.location_id and receipt.due_on >= promised.starts_on
      and receipt.due_on < promised.starts_on + promised.bucket_days) coming on true
  left join newest on promised.starts_on >= newest.starts_on
  left join forecast_plan_rows line on line.buyer_id = newest.buyer_id and line.plan_id = newest.id
    and line.item_location_id = promised.item_location_id
  left join lateral (select unit_price_micros from supplier_terms
    where supplier_terms.item_id = promised.item_id and supplier_terms.supplier_id = promised.supplier_id
    order by valid_from desc limit 1) terms on true
order by promised.starts_on, item.item_number, place.code`;

const debtOf = (row: LiabilityRow, terms: Parameters<typeof measureLiability>[1]) => {
  const { buyerDebtMinor, sellerDebtMinor, openMinor } = measureLiability([row], terms);
  return { buyerDebtMinor, sellerDebtMinor, openMinor };
};

/**
 * What each side owes the other in the windows that bind, with the rows behind it. Only accepted commits bind. What was
 * received is known to the buyer alone, so the seller's own meter shows no debt of the seller for buckets that are over.
 */
export async function readLiability(
  { db, clock, actor }: Context,
  { agreementId }: z.output<typeof readLiabilityInput>,
): Promise<LiabilityView> {
  const agreement = await getAgreement(db, agreementId);
  const { calendar, horizons, units } = agreement.content;
  const asOf = localDateAt(clock.now(), calendar.timeZone);
  const isBuyer = actor.organisationId === agreement.buyerId;
  const stored = await db.read<Stored>(committedQuery, [agreementId, addDays(asOf, -pastDays)]);
  const rows = stored.map((row) => {
    const bucket = { startsOn: row.startsOn, endsBefore: addDays(row.startsOn, row.bucketDays) };
    const openMilli = row.openOrderedMilli ?? 0;
    return {
      ...row,
      window: planningWindowOf(bucket, horizons, asOf),
      receivedMilli: isBuyer ? Math.max(0, row.orderedMilli - openMilli) : null,
    } satisfies LiabilityRow & Stored;
  });
  const told = [...rows]
    .sort((left, right) => atStake(right) - atStake(left))
    .slice(0, rowsMax)
    .map(({ openOrderedMilli: _, unitPriceMicros, bucketDays: _days, ...row }) => ({
      ...row,
      ...debtOf({ ...row, unitPriceMicros }, horizons),
    }));
  return {
    ...measureLiability(rows, horizons),
    agreementId,
    agreementVersionId: agreement.agreementVersionId,
    currency: units.currency,
    asOf,
    rows: told,
    rowCount: rows.length,
  };
}

/** What a row could come to: the largest are shown first. */
const atStake = ({ committedMilli, orderedMilli, unitPriceMicros }: Stored): number =>
  Math.abs(committedMilli - orderedMilli) * (unitPriceMicros ?? 0);
