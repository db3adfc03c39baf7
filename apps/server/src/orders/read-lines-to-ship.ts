import type { LocalDate, OrganisationId, UnitCode } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import { loadFactsOfSupplier } from './life/load-facts.ts';
import { readOrderLife } from './life/order-life.ts';
import type { ScheduleLineState } from './schedule-line.lifecycle.ts';

/** A line that the asking supplier still has to ship, in the unit that the buyer ordered in. */
export type LineToShip = {
  orderId: string;
  poNumber: string;
  orderLineId: string;
  lineNumber: string;
  buyerId: OrganisationId;
  buyerName: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  gtin14: string | null;
  description: string;
  unit: UnitCode;
  state: ScheduleLineState;
  /** As asked now, less what was cancelled. */
  orderedMilli: number;
  shippedMilli: number;
  unitPriceMicros: number;
  requestedOn: LocalDate;
  promisedOn: LocalDate | null;
  placedAtMs: number;
  /** Whole multiples of this, by the buyer's terms; null: no terms say so. */
  multipleMilli: number | null;
};

type Row = Pick<
  LineToShip,
  | 'orderId'
  | 'poNumber'
  | 'orderLineId'
  | 'lineNumber'
  | 'buyerId'
  | 'buyerName'
  | 'itemNumber'
  | 'supplierItemNumber'
  | 'gtin14'
  | 'description'
  | 'unit'
  | 'placedAtMs'
  | 'multipleMilli'
>;

/** So many orders at once, those that are due first. */
const ordersMax = 2_000;

const linesOfSupplier = `
with living as (
  select * from orders placed where placed.supplier_id = (select current_setting('app.org')::uuid)
    and ($2::boolean or placed.state in ('approved', 'sent', 'send-failed', 'acknowledged', 'changes-proposed',
      'change-pending', 'partially-shipped', 'partially-received'))
    and ($1::uuid is null or placed.id = $1)
  order by placed.deliver_on, placed.id limit ${ordersMax})
select placed.id as "orderId", placed.po_number as "poNumber", line.id as "orderLineId",
  line.line_number as "lineNumber", placed.org_id as "buyerId", placed.buyer_name as "buyerName",
  line.item_number as "itemNumber", line.supplier_item_number as "supplierItemNumber", line.gtin14,
  line.description, line.unit, (extract(epoch from placed.placed_at) * 1000)::float8 as "placedAtMs",
  (select terms.multiple_milli::float8 from supplier_terms terms
   where terms.org_id = placed.org_id and terms.item_id = line.item_id and terms.supplier_id = placed.supplier_id
     and terms.valid_from <= placed.ordered_on
     and (terms.valid_before is null or terms.valid_before > placed.ordered_on) limit 1) as "multipleMilli"
from living placed join order_lines line on line.org_id = placed.org_id and line.order_id = placed.id
order by placed.deliver_on, placed.id, length(line.line_number), line.line_number`;

/**
 * Every line that is not shipped, of all orders of the asking supplier or of one; the earliest orders first. With
 * `isWhole` also those of which nothing is open, whatever became of them.
 */
export async function readLinesToShip(
  source: Database | Transaction,
  { orderId, isWhole = false }: { orderId?: string | undefined; isWhole?: boolean } = {},
): Promise<LineToShip[]> {
  const rows = await rowsOf<Row>(source, linesOfSupplier, [orderId ?? null, isWhole]);
  const facts = await loadFactsOfSupplier(source, [...new Set(rows.map((row) => row.orderId))]);
  const lives = new Map(facts.map((one) => [one.orderId, readOrderLife(one, one.orderState)]));
  return rows.flatMap((row): LineToShip[] => {
    const life = lives.get(row.orderId)?.lines.find(({ line }) => line.lineNumber === row.lineNumber);
    if (life === undefined || (life.openMilli <= 0 && !isWhole)) return [];
    const { requestedOn, unitPriceMicros } = life.asked.terms;
    return [
      {
        ...row,
        state: life.state,
        orderedMilli: life.openMilli + life.shippedMilli,
        shippedMilli: life.shippedMilli,
        unitPriceMicros,
        requestedOn,
        promisedOn: life.promisedOn,
      },
    ];
  });
}
