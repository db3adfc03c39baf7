import type { ItemId, LocalDate } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { multipleFor, type OutboundLine } from '../outbound/outbound-line.ts';
import type { SalesLineState } from './sales-line.lifecycle.ts';

type Row = {
  orderId: string;
  orderNumber: string;
  orderLineId: string;
  lineNumber: number;
  customerId: string;
  customerName: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  state: SalesLineState;
  quantityMilli: number;
  requestedOn: LocalDate;
  promisedOn: LocalDate | null;
  cancelAfterOn: LocalDate | null;
  placedAtMs: number;
  isOrderComplete: boolean;
};

const committedStates: readonly SalesLineState[] = [
  'promised',
  'allocated',
  'part-allocated',
  'backordered',
  'released',
  'short-picked',
];

/** Lines of customers' orders that are not shipped, of all orders or of one. */
export async function readSalesLines(
  source: Context['db'] | Transaction,
  { orderId }: { orderId?: string | undefined } = {},
): Promise<OutboundLine[]> {
  const rows = await rowsOf<Row>(
    source,
    `select placed.id as "orderId", placed.order_number as "orderNumber", line.id as "orderLineId",
       line.line_number as "lineNumber", placed.customer_id as "customerId", customer.name as "customerName",
       line.item_id as "itemId", item.item_number as "itemNumber", item.description, line.state,
       (line.quantity_milli - line.moved_milli)::float8 as "quantityMilli", line.requested_on::text as "requestedOn",
       line.promised_on::text as "promisedOn", line.cancel_after_on::text as "cancelAfterOn",
       (extract(epoch from placed.placed_at) * 1000)::float8 as "placedAtMs",
       placed.is_ship_complete as "isOrderComplete"
     from sales_order_lines line
       join sales_orders placed on placed.org_id = line.org_id and placed.id = line.order_id
       join customers customer on customer.org_id = placed.org_id and customer.id = placed.customer_id
       join items item on item.org_id = line.org_id and item.id = line.item_id
     where line.org_id = (select current_setting('app.org')::uuid) and ($1::uuid is null or line.order_id = $1)
       and line.state in ('validated', 'held', 'promised', 'allocated', 'part-allocated', 'backordered', 'released',
         'picked', 'short-picked', 'packed')
     order by line.requested_on, line.id limit 5000`,
    [orderId ?? null],
  );
  return rows.map(({ quantityMilli, lineNumber, ...row }) => ({
    ...row,
    orderKind: 'sales-order',
    lineNumber: String(lineNumber),
    unmapped: null,
    isCommitted: committedStates.includes(row.state),
    orderedMilli: quantityMilli,
    goneMilli: 0,
    heldMilli: 0,
    takenMilli: 0,
    multipleMilli: multipleFor(quantityMilli, null),
  }));
}
