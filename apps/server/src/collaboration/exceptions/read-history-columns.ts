import type { ForecastPurpose, HistoryColumn, Side } from '@coplan/collaboration';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import { type AgreementInForce, regroupByDays } from '../plans/index.ts';
import type { EvaluationAxis } from './evaluation-axis.ts';
import type { OpenRule } from './open-measures.ts';
import { emptyColumn, type PlanHead, readAtLag } from './read-plan-columns.ts';

type Reading = {
  tx: Transaction;
  agreement: AgreementInForce;
  axis: EvaluationAxis;
  heads: readonly PlanHead[];
  rowOf: Map<string, number>;
  now: Date;
};

const historyColumn = ({ axis, rowOf }: Reading): Float64Array =>
  emptyColumn({ rowOf, bucketCount: axis.historyCount });

const findSales = `
select distinct on (item_location_id) item_location_id as "itemLocationId", starts_on::text as "startsOn",
  bucket_days as "bucketDays", to_json(sold_milli) as sold, to_json(in_stock) as "inStock"
from sales_series where org_id = $1 and item_location_id = any ($2::uuid[]) and bucket_days <= $3
order by item_location_id, bucket_days desc`;

type Series = {
  itemLocationId: string;
  startsOn: LocalDate;
  bucketDays: number;
  sold: (number | null)[];
  inStock: (boolean | null)[];
};

/** Buckets that the rule opens: old enough for its latency and not older than its depth. */
function isOpen({ axis, now }: Reading, rule: OpenRule | undefined, bucket: number): boolean {
  if (rule === undefined) return false;
  const startsOn = addDays(axis.historyStartsOn, bucket * axis.bucketDays);
  const endsBefore = addDays(startsOn, axis.bucketDays);
  const readableUntil = new Date(now.getTime() - rule.latencyHours * 3_600_000).toISOString().slice(0, 10);
  return endsBefore <= readableUntil && daysBetween(startsOn, axis.today) <= rule.depthDays;
}

async function readSales(
  reading: Reading,
  { what, rule }: { what: 'sold' | 'inStock'; rule: OpenRule | undefined },
): Promise<Float64Array> {
  const { tx, agreement, axis, rowOf } = reading;
  const column = historyColumn(reading);
  const to = { startsOn: axis.historyStartsOn, bucketDays: axis.bucketDays, bucketCount: axis.historyCount };
  const values = [agreement.buyerId, [...rowOf.keys()], axis.bucketDays];
  for (const series of await tx.query<Series>(findSales, values)) {
    const row = rowOf.get(series.itemLocationId);
    if (row === undefined) continue;
    // Days out of stock are counted: a bucket with any of them says too little about demand.
    const amounts =
      what === 'sold'
        ? series.sold
        : series.inStock.map((isIn) => (isIn === null ? null : isIn ? 0 : series.bucketDays));
    regroupByDays(amounts, series, to).forEach((amount, bucket) => {
      if (amount === null || !isOpen(reading, rule, bucket)) return;
      column[row * axis.historyCount + bucket] = what === 'sold' ? amount : amount > 0 ? 0 : 1;
    });
  }
  return column;
}

const findStock = `
select scope.item_location_id as "itemLocationId", ends.bucket,
  sum(case when entry.to_location_id = scope.location_id and entry.to_state = 'available' then entry.quantity_milli
    else 0 end - case when entry.from_location_id = scope.location_id and entry.from_state = 'available'
    then entry.quantity_milli else 0 end)::float8 as "onHandMilli"
from agreement_item_locations scope
  cross join (select bucket::integer, ($3::date + (bucket + 1) * $4::integer)::timestamptz as ends_at
    from generate_series(0, $5::integer - 1) bucket) ends
  join stock_entries entry on entry.org_id = scope.buyer_id and entry.item_id = scope.item_id
    and entry.recorded_at < ends.ends_at
    and (entry.to_location_id = scope.location_id or entry.from_location_id = scope.location_id)
where scope.buyer_id = $1 and scope.agreement_id = $2
group by scope.item_location_id, ends.bucket`;

/** What stood on the shelf at the end of each bucket, from the ledger; nothing booked yet is not known. */
async function readOnHand(reading: Reading, rule: OpenRule | undefined): Promise<Float64Array> {
  const { tx, agreement, axis, rowOf } = reading;
  const column = historyColumn(reading);
  const { historyStartsOn, bucketDays, historyCount } = axis;
  const values = [agreement.buyerId, agreement.agreementId, historyStartsOn, bucketDays, historyCount];
  type Stock = { itemLocationId: string; bucket: number; onHandMilli: number };
  for (const { itemLocationId, bucket, onHandMilli } of await tx.query<Stock>(findStock, values)) {
    const row = rowOf.get(itemLocationId);
    if (row !== undefined && isOpen(reading, rule, bucket)) column[row * historyCount + bucket] = onHandMilli;
  }
  return column;
}

const findOrdered = `
select used.item_location_id as "itemLocationId", (used.placed_at at time zone $4)::date::text as "placedOn",
  (used.cancelled_at at time zone $4)::date::text as "cancelledOn", used.quantity_milli::float8 as "quantityMilli",
  used.due_on::text as "dueOn"
from order_consumption used
where used.buyer_id = $1 and used.agreement_id = $2 and used.placed_at >= $3::date - interval '400 days'`;

type Ordered = {
  itemLocationId: string;
  placedOn: LocalDate;
  cancelledOn: LocalDate | null;
  quantityMilli: number;
  dueOn: LocalDate;
};

/** Order lines by the bucket in which they were placed or cancelled. An order due within the lead time is an emergency. */
async function readOrders(
  reading: Reading,
  {
    what,
    leadTimeDays,
  }: { what: 'orders' | 'emergency-orders' | 'cancelled-orders'; leadTimeDays: Float64Array },
): Promise<Float64Array> {
  const { tx, agreement, axis, rowOf } = reading;
  const { historyStartsOn, bucketDays, historyCount } = axis;
  const column = historyColumn(reading).fill(0);
  const { timeZone } = agreement.content.calendar;
  const values = [agreement.buyerId, agreement.agreementId, historyStartsOn, timeZone];
  for (const line of await tx.query<Ordered>(findOrdered, values)) {
    const row = rowOf.get(line.itemLocationId);
    const on = what === 'cancelled-orders' ? line.cancelledOn : line.placedOn;
    if (row === undefined || on === null) continue;
    const isEmergency = daysBetween(line.placedOn, line.dueOn) < (leadTimeDays[row] as number);
    if (what === 'emergency-orders' && !isEmergency) continue;
    const bucket = Math.floor(daysBetween(historyStartsOn, on) / bucketDays);
    if (bucket < 0 || bucket >= historyCount) continue;
    const at = row * historyCount + bucket;
    column[at] = (column[at] as number) + line.quantityMilli;
  }
  return column;
}

/** Periods ahead at which accuracy counts, as signed for the scorecard. */
function contractLag({ content }: AgreementInForce): number {
  return content.metrics.find(({ code }) => code.includes('accuracy'))?.lagPeriods ?? 1;
}

/** One column of the buckets that are over. undefined: nobody records it yet. */
export async function readHistoryColumn(
  reading: Reading,
  column: HistoryColumn,
  { rule, leadTimeDays }: { rule: OpenRule | undefined; leadTimeDays: Float64Array },
): Promise<Float64Array | undefined> {
  switch (column) {
    case 'sales':
      return readSales(reading, { what: 'sold', rule });
    case 'in-stock':
      return readSales(reading, { what: 'inStock', rule });
    case 'on-hand':
      return readOnHand(reading, rule);
    case 'orders':
    case 'emergency-orders':
    case 'cancelled-orders':
      return readOrders(reading, { what: column, leadTimeDays });
    case 'receipts':
    case 'shipments':
      return undefined;
    default: {
      const [purpose, side] = column.split('.') as [ForecastPurpose, Side];
      return readAtLag(reading, { purpose, side, lagPeriods: contractLag(reading.agreement) });
    }
  }
}
