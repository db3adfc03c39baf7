import { addDays, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { getAgreement, noteReading } from '../collaboration/index.ts';
import type { Context } from '../platform/index.ts';
import { whyNoCommits } from './why-no-commits.ts';

export const getOrderForecastInput = z.object({ agreementId: z.uuid() });
export const listPlannedOrdersInput = z.object({
  agreementId: z.uuid(),
  search: z.string().max(100).optional(),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(500).default(100),
});

export type OrderForecast = {
  agreementId: string;
  agreementVersionId: string;
  /** null: none yet, or not shared with this side. */
  plan: {
    planId: string;
    versionNumber: number;
    agreementVersionId: string;
    agreementVersionNumber: number;
    issuedAt: string;
    runId: string | null;
    snapshotHash: string | null;
    engineVersion: string | null;
    startsOn: LocalDate;
    bucketDays: number;
    bucketCount: number;
    rowCount: number;
  } | null;
  /** Why the supplier is not asked to commit, in a sentence; null where it is. */
  commitsNotAsked: string | null;
  currency: string;
  /** Totals over all item-locations; committed counts answers only. */
  buckets: {
    startsOn: LocalDate;
    endsBefore: LocalDate;
    forecastMilli: number;
    forecastMinor: number;
    ordersMilli: number;
    remainingMilli: number;
    committedMilli: number;
  }[];
};

type Head = NonNullable<OrderForecast['plan']> & { issuedAtDate: Date };

const headQuery = `
select plan.id as "planId", plan.version_number as "versionNumber", plan.agreement_version_id as "agreementVersionId",
  plan.issued_at as "issuedAtDate", plan.source ->> 'runId' as "runId", plan.source ->> 'snapshotHash' as "snapshotHash",
  plan.source ->> 'engineVersion' as "engineVersion", plan.starts_on::text as "startsOn",
  plan.bucket_days as "bucketDays", plan.bucket_count as "bucketCount",
  (select version.version_number from agreement_versions version where version.buyer_id = plan.buyer_id
    and version.id = plan.agreement_version_id) as "agreementVersionNumber",
  (select count(*)::integer from forecast_plan_rows line where line.plan_id = plan.id) as "rowCount"
from forecast_plans plan
where plan.agreement_id = $1 and plan.purpose = 'order' and plan.kind = 'party' and plan.party_id = plan.buyer_id
  and plan.state in ('published', 'in-review')
order by plan.issued_at desc limit 1`;

/** Remaining is counted row by row: an order beyond one forecast uses up no other. */
const bucketsQuery = `
with plan as (
  select id, buyer_id, agreement_id, starts_on, bucket_days, bucket_count from forecast_plans where id = $1
), asked as (
  select line.item_location_id, line.item_id, cell.place::integer - 1 as bucket, cell.amount
  from plan join forecast_plan_rows line on line.buyer_id = plan.buyer_id and line.plan_id = plan.id,
    lateral unnest(line.base_milli) with ordinality as cell (amount, place)
), used as (
  select used.item_location_id, (used.due_on - plan.starts_on) / plan.bucket_days as bucket,
    sum(used.quantity_milli) as quantity
  from plan join order_consumption used on used.buyer_id = plan.buyer_id and used.agreement_id = plan.agreement_id
    and used.cancelled_at is null and used.due_on >= plan.starts_on
  group by 1, 2
), promised as (
  select answer.item_location_id, (answer.starts_on - plan.starts_on) / plan.bucket_days as bucket,
    answer.committed_milli as quantity
  from plan join commits answer on answer.buyer_id = plan.buyer_id and answer.agreement_id = plan.agreement_id
    and answer.state in ('submitted', 'short', 'accepted') and answer.starts_on >= plan.starts_on
), price as (
  select distinct on (terms.item_id) terms.item_id, terms.unit_price_micros
  from supplier_terms terms join agreements on agreements.id = (select agreement_id from plan)
    and terms.supplier_id = agreements.supplier_id and terms.org_id = agreements.buyer_id
  order by terms.item_id, terms.valid_from desc
)
select asked.bucket, coalesce(sum(asked.amount), 0)::float8 as "forecastMilli",
  coalesce(sum(round(asked.amount * price.unit_price_micros / 10000000.0)), 0)::float8 as "forecastMinor",
  coalesce(sum(used.quantity), 0)::float8 as "ordersMilli",
  coalesce(sum(greatest(0, asked.amount - coalesce(used.quantity, 0))), 0)::float8 as "remainingMilli",
  coalesce(sum(promised.quantity), 0)::float8 as "committedMilli"
from asked
  left join used on used.item_location_id = asked.item_location_id and used.bucket = asked.bucket
  left join promised on promised.item_location_id = asked.item_location_id and promised.bucket = asked.bucket
  left join price on price.item_id = asked.item_id
group by asked.bucket order by asked.bucket`;

type BucketRow = Omit<OrderForecast['buckets'][number], 'startsOn' | 'endsBefore'> & { bucket: number };

async function findHead({ db }: Context, agreementId: string): Promise<OrderForecast['plan']> {
  const [head] = await db.read<Head>(headQuery, [agreementId]);
  if (head === undefined) return null;
  const { issuedAtDate, ...plan } = head;
  return { ...plan, issuedAt: issuedAtDate.toISOString() };
}

/** The order forecast of an agreement by bucket, with what orders have used up and what is committed, for both sides. */
export async function getOrderForecast(
  context: Context,
  { agreementId }: z.output<typeof getOrderForecastInput>,
): Promise<OrderForecast> {
  const { db } = context;
  const { agreementVersionId, supplierId, content } = await getAgreement(db, agreementId);
  const plan = await findHead(context, agreementId);
  const rows = plan === null ? [] : await db.read<BucketRow>(bucketsQuery, [plan.planId]);
  if (plan !== null && supplierId === context.actor.organisationId)
    await noteReading(context, {
      agreementId,
      measure: 'forecast',
      purpose: 'order forecast',
      rowCount: plan.rowCount,
      fromOn: plan.startsOn,
      toOn: addDays(plan.startsOn, plan.bucketDays * plan.bucketCount),
    });
  return {
    agreementId,
    agreementVersionId,
    plan,
    commitsNotAsked: await whyNoCommits(db, agreementId, plan),
    currency: content.units.currency,
    buckets: rows.map(({ bucket, ...sums }) => {
      const startsOn = addDays(plan?.startsOn ?? ('' as LocalDate), bucket * (plan?.bucketDays ?? 7));
      return { startsOn, endsBefore: addDays(startsOn, plan?.bucketDays ?? 7), ...sums };
    }),
  };
}

export type PlannedOrderRow = {
  itemLocationId: string;
  itemNumber: string;
  description: string;
  locationCode: string;
  unit: string;
  orders: { orderOn: LocalDate; deliverOn: LocalDate; quantityMilli: number }[];
  /** By bucket of the plan. */
  orderedMilli: number[];
  receiptsMilli: number[];
  balanceMilli: number[];
};

const ordersQuery = `
select outlook.item_location_id as "itemLocationId", item.item_number as "itemNumber", item.description,
  place.code as "locationCode", item.base_unit as unit,
  coalesce((select json_agg(json_build_object('orderOn', one.order_on, 'deliverOn', one.deliver_on,
      'quantityMilli', one.quantity) order by one.place)
    from unnest(outlook.order_on, outlook.deliver_on, outlook.quantity_milli)
      with ordinality as one (order_on, deliver_on, quantity, place)), '[]') as orders,
  to_json(outlook.ordered_milli) as "orderedMilli", to_json(outlook.receipts_milli) as "receiptsMilli",
  to_json(outlook.balance_milli) as "balanceMilli", count(*) over ()::integer as "rowCount"
from order_outlooks outlook
  join items item on item.id = outlook.item_id join locations place on place.id = outlook.location_id
where outlook.plan_id = $1
  and ($2::text is null or position(lower($2) in lower(item.item_number || ' ' || item.description || ' ' || place.code)) > 0)
order by item.item_number, place.code offset $3 limit $4`;

/** Planned orders one by one with the projected balance; the supplier sees them while stock is shared with it. */
export async function listPlannedOrders(
  context: Context,
  { agreementId, search, offset, limit }: z.output<typeof listPlannedOrdersInput>,
): Promise<{ planId: string | null; rowCount: number; rows: PlannedOrderRow[] }> {
  const plan = await findHead(context, agreementId);
  if (plan === null) return { planId: null, rowCount: 0, rows: [] };
  const found = await context.db.read<PlannedOrderRow & { rowCount: number }>(ordersQuery, [
    plan.planId,
    search ?? null,
    offset,
    limit,
  ]);
  const { supplierId } = await getAgreement(context.db, agreementId);
  if (supplierId === context.actor.organisationId)
    await noteReading(context, {
      agreementId,
      measure: 'on-hand',
      purpose: 'projected balances',
      rowCount: found.length,
      fromOn: plan.startsOn,
    });
  return {
    planId: plan.planId,
    rowCount: found[0]?.rowCount ?? 0,
    rows: found.map(({ rowCount: _, ...row }) => row),
  };
}
