import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import { blanketOf } from '../blanket/load-blanket.ts';
import type { OrderState } from '../order.lifecycle.ts';
import {
  answersOf,
  changesOf,
  closingsOf,
  fromInvoices,
  fromLines,
  invoiceColumns,
  lineColumns,
  noticesOf,
  receiptsOf,
} from './fact-columns.ts';
import type { OrderFacts } from './order-facts.ts';

const linesOf = `
select coalesce(json_agg(json_build_object(${lineColumns}, 'contractPriceMicros', line.contract_price_micros)
  order by length(line.line_number), line.line_number), '[]') ${fromLines}`;

const invoicesOf = `
select coalesce(json_agg(json_build_object(${invoiceColumns},
    'decisions', (select coalesce(json_agg(json_build_object('kind', decided.kind, 'reason', decided.reason,
        'amountMinor', decided.amount_minor, 'disputeId', decided.dispute_id) order by decided.told_number), '[]')
      from invoice_decisions decided where decided.org_id = billed.org_id and decided.order_id = billed.order_id
        and decided.invoice_id = billed.id),
    'disputes', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'varianceKind', variance_kind,
        'state', state) order by id), '[]')
      from disputes dispute where dispute.org_id = billed.org_id and dispute.invoice_id = billed.id),
    'payments', (select coalesce(json_agg(json_build_object('paymentNumber', paid.payment_number,
        'paidOn', paid.paid_on, 'paidMinor', paid.paid_minor, 'deductions', paid.deductions)
        order by paid.told_number), '[]')
      from invoice_payments paid where paid.org_id = billed.org_id and paid.order_id = billed.order_id
        and paid.invoice_id = billed.id))
  order by billed.told_number), '[]') ${fromInvoices}`;

const factColumns = `placed.id as "orderId", placed.po_number as "poNumber", placed.currency, placed.tolerance,
  (${linesOf}) as lines, (${changesOf}) as changes, (${answersOf}) as answers, (${noticesOf}) as shipments,
  (${receiptsOf}) as receipts, (${invoicesOf}) as invoices, (${closingsOf}) as closings,
  (${blanketOf}) as blanket`;

const factsOf = `
select ${factColumns} from orders placed where placed.org_id = any ($1::uuid[]) and placed.id = any ($2::uuid[])`;
const factsOfSupplier = `
select placed.state as "orderState", ${factColumns}
from orders placed where placed.supplier_id = (select current_setting('app.org')::uuid)
  and placed.id = any ($1::uuid[])`;

type Named = { buyerId: string; orderId: string };

/** Everything that was said and counted about orders, by their ids, as either of their parties reads it. */
export async function loadFactsOf(
  source: Database | Transaction,
  orders: readonly Named[],
): Promise<Map<string, OrderFacts>> {
  if (orders.length === 0) return new Map();
  const rows = await rowsOf<OrderFacts & { orderId: string }>(source, factsOf, [
    [...new Set(orders.map(({ buyerId }) => buyerId))],
    orders.map(({ orderId }) => orderId),
  ]);
  return new Map(rows.map((facts) => [facts.orderId, facts]));
}

/** The facts of one order; undefined for others than its parties. */
export const loadFacts = async (
  source: Database | Transaction,
  order: Named,
): Promise<OrderFacts | undefined> => (await loadFactsOf(source, [order])).get(order.orderId);

/** The facts of several orders of the asking supplier. */
export const loadFactsOfSupplier = (
  source: Database | Transaction,
  orderIds: readonly string[],
): Promise<(OrderFacts & { orderId: string; orderState: OrderState })[]> =>
  rowsOf(source, factsOfSupplier, [orderIds]);
