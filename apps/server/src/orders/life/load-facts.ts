import { rowsOf } from '../../partners/index.ts';
import type { Database, Transaction } from '../../platform/index.ts';
import type { OrderState } from '../order.lifecycle.ts';
import type { OrderFacts } from './order-facts.ts';

const linesOf = `
select coalesce(json_agg(json_build_object('lineNumber', line.line_number, 'unit', line.unit, 'gtin14', line.gtin14,
    'itemNumber', line.item_number, 'supplierItemNumber', line.supplier_item_number, 'addedBy', line.added_by,
    'requestedOn', schedule.requested_on, 'quantityMilli', schedule.quantity_milli,
    'unitPriceMicros', line.unit_price_micros, 'contractPriceMicros', line.contract_price_micros) order by length(line.line_number), line.line_number), '[]')
from order_lines line
  join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_line_id = line.id
where line.org_id = placed.org_id and line.order_id = placed.id`;

const changesOf = `
select coalesce(json_agg(json_build_object('changeId', change.id, 'changeNumber', change.change_number,
    'changedOn', change.changed_on, 'isReplacement', change.is_replacement, 'contentHash', change.content_hash,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'isDeleted', is_deleted,
        'requestedOn', requested_on, 'quantityMilli', quantity_milli, 'unitPriceMicros', unit_price_micros)), '[]')
      from order_change_lines asked where asked.org_id = change.org_id and asked.change_id = change.id))
  order by change.told_number), '[]')
from order_changes change where change.org_id = placed.org_id and change.order_id = placed.id`;

const answersOf = `
select coalesce(json_agg(answer.told), '[]') from (
  select json_build_object('about', made.about_change_id, 'promiseNumber', made.promise_number,
      'lineNumber', line.line_number, 'unitPriceMicros', made.unit_price_micros,
      'decision', (select decision from promise_decisions decided where decided.org_id = made.org_id
        and decided.schedule_line_id = made.schedule_line_id and decided.promise_number = made.promise_number),
      'parts', json_agg(json_build_object('outcome', made.outcome, 'promisedOn', made.promised_on,
        'quantityMilli', made.quantity_milli, 'reason', made.reason) order by made.part_number)) as told
  from promises made
    join schedule_lines schedule on schedule.org_id = made.org_id and schedule.id = made.schedule_line_id
    join order_lines line on line.org_id = schedule.org_id and line.id = schedule.order_line_id
  where made.org_id = placed.org_id and made.order_id = placed.id
  group by made.org_id, made.schedule_line_id, made.about_change_id, made.promise_number, line.line_number,
    made.unit_price_micros) answer`;

const noticesOf = `
select coalesce(json_agg(json_build_object('shipmentId', notice.id, 'shipmentNumber', notice.shipment_number,
    'purpose', notice.purpose, 'writtenOn', notice.written_on, 'despatchedOn', notice.despatched_on,
    'deliverOn', notice.deliver_on, 'carrierReference', notice.carrier_reference, 'contentHash', notice.content_hash,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'shippedMilli', shipped_milli,
        'lotNumber', lot_number, 'expiresOn', expires_on, 'palletSscc', pallet_sscc, 'ssccs', ssccs)), '[]')
      from ship_notice_lines line where line.org_id = notice.org_id and line.notice_id = notice.id))
  order by notice.told_number), '[]')
from ship_notices notice where notice.org_id = placed.org_id and notice.order_id = placed.id`;

const receiptsOf = `
select coalesce(json_agg(json_build_object('receiptId', receipt.id, 'receiptNumber', receipt.receipt_number,
    'purpose', receipt.purpose, 'shipmentNumber', receipt.shipment_number, 'receivedOn', receipt.received_on,
    'contentHash', receipt.content_hash,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'receivedMilli', received_milli,
        'deviations', deviations, 'lotNumber', lot_number, 'expiresOn', expires_on, 'sscc', sscc)), '[]')
      from receipt_lines line where line.org_id = receipt.org_id and line.receipt_id = receipt.id))
  order by receipt.told_number), '[]')
from receipts receipt where receipt.org_id = placed.org_id and receipt.order_id = placed.id`;

const invoicesOf = `
select coalesce(json_agg(json_build_object('invoiceId', billed.id, 'kind', billed.kind,
    'invoiceNumber', billed.invoice_number, 'invoicedOn', billed.invoiced_on, 'totalMinor', billed.total_minor,
    'contentHash', billed.content_hash, 'wholeHash', billed.whole_hash,
    'lines', (select coalesce(json_agg(json_strip_nulls(json_build_object('lineNumber', line_number, 'gtin', gtin14,
        'buyerItemNumber', buyer_item_number, 'supplierItemNumber', supplier_item_number, 'unit', unit,
        'invoicedMilli', invoiced_milli, 'unitPriceMicros', unit_price_micros)) order by position), '[]')
      from invoice_lines line where line.org_id = billed.org_id and line.invoice_id = billed.id),
    'decisions', (select coalesce(json_agg(json_build_object('kind', decided.kind, 'reason', decided.reason,
        'amountMinor', decided.amount_minor, 'disputeId', decided.dispute_id) order by decided.told_number), '[]')
      from invoice_decisions decided where decided.org_id = billed.org_id and decided.invoice_id = billed.id),
    'disputes', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'varianceKind', variance_kind,
        'state', state) order by id), '[]')
      from disputes dispute where dispute.org_id = billed.org_id and dispute.invoice_id = billed.id),
    'payments', (select coalesce(json_agg(json_build_object('paymentNumber', paid.payment_number,
        'paidOn', paid.paid_on, 'paidMinor', paid.paid_minor, 'deductions', paid.deductions)
        order by paid.told_number), '[]')
      from invoice_payments paid where paid.org_id = billed.org_id and paid.invoice_id = billed.id))
  order by billed.told_number), '[]')
from invoices billed where billed.org_id = placed.org_id and billed.order_id = placed.id`;

const closingsOf = `
select coalesce(json_agg(json_build_object('kind', kind, 'lineNumbers', line_numbers) order by told_number), '[]')
from order_closings closing where closing.org_id = placed.org_id and closing.order_id = placed.id`;

const factColumns = `placed.po_number as "poNumber", placed.currency, placed.tolerance, (${linesOf}) as lines,
  (${changesOf}) as changes, (${answersOf}) as answers, (${noticesOf}) as shipments, (${receiptsOf}) as receipts,
  (${invoicesOf}) as invoices, (${closingsOf}) as closings`;

const factsOf = `select ${factColumns} from orders placed where placed.org_id = $1 and placed.id = $2`;
const factsOfSupplier = `
select placed.id as "orderId", placed.state as "orderState", ${factColumns}
from orders placed where placed.supplier_id = (select current_setting('app.org')::uuid)
  and placed.id = any ($1::uuid[])`;

/** Everything that was said and counted about an order, as either of its parties reads it; undefined for others. */
export async function loadFacts(
  source: Database | Transaction,
  { buyerId, orderId }: { buyerId: string; orderId: string },
): Promise<OrderFacts | undefined> {
  const [facts] = await rowsOf<OrderFacts>(source, factsOf, [buyerId, orderId]);
  return facts;
}

/** The facts of several orders of the asking supplier. */
export const loadFactsOfSupplier = (
  source: Database | Transaction,
  orderIds: readonly string[],
): Promise<(OrderFacts & { orderId: string; orderState: OrderState })[]> =>
  rowsOf(source, factsOfSupplier, [orderIds]);
