import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import type {
  ClosingFact,
  InvoiceFact,
  LineAnswerFact,
  OrderChange,
  OrderedLine,
  OrderFacts,
  ReceiptFact,
  ShipmentFact,
} from './life/order-facts.ts';

/** When a fact became known, as text of an instant. */
type Told<Fact> = Fact & { toldAt: string };

export type HistoryLine = OrderedLine & {
  orderLineId: string;
  itemId: string;
  description: string;
  /** Agreed with the supplier for the item on the day of the order; null: nothing is. */
  leadTimeDays: number | null;
};

/** Everything that was said and counted about an order, with when it became known. Readable for both parties. */
export type OrderHistory = Pick<OrderFacts, 'poNumber' | 'currency' | 'tolerance'> & {
  orderId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  buyerName: string;
  supplierName: string;
  shipToId: string;
  shipToName: string;
  /** GLNs where the parties have one, else their ids. */
  shipToGln: string;
  billToGln: string;
  timeZone: string;
  orderedOn: string;
  placedAt: string;
  lines: readonly HistoryLine[];
  changes: readonly Told<OrderChange>[];
  answers: readonly (Told<LineAnswerFact> & { decidedAt: string | null })[];
  shipments: readonly Told<ShipmentFact>[];
  receipts: readonly Told<ReceiptFact>[];
  invoices: readonly Told<InvoiceFact>[];
  closings: readonly Told<ClosingFact>[];
};

const linesOf = `
select coalesce(json_agg(json_build_object('orderLineId', line.id, 'itemId', line.item_id,
    'lineNumber', line.line_number, 'unit', line.unit, 'gtin14', line.gtin14, 'itemNumber', line.item_number,
    'supplierItemNumber', line.supplier_item_number, 'description', line.description, 'addedBy', line.added_by,
    'requestedOn', schedule.requested_on, 'quantityMilli', schedule.quantity_milli,
    'unitPriceMicros', line.unit_price_micros,
    'leadTimeDays', (select terms.lead_time_days from supplier_terms terms where terms.org_id = line.org_id
      and terms.supplier_id = line.supplier_id and terms.item_id = line.item_id and terms.valid_from <= placed.ordered_on
      and (terms.valid_before is null or terms.valid_before > placed.ordered_on) limit 1))
  order by length(line.line_number), line.line_number), '[]')
from order_lines line
  join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_line_id = line.id
where line.org_id = placed.org_id and line.order_id = placed.id`;

const changesOf = `
select coalesce(json_agg(json_build_object('changeId', change.id, 'changeNumber', change.change_number,
    'changedOn', change.changed_on, 'isReplacement', change.is_replacement, 'contentHash', change.content_hash,
    'toldAt', change.recorded_at,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'isDeleted', is_deleted,
        'requestedOn', requested_on, 'quantityMilli', quantity_milli, 'unitPriceMicros', unit_price_micros)), '[]')
      from order_change_lines asked where asked.org_id = change.org_id and asked.change_id = change.id))
  order by change.told_number), '[]')
from order_changes change where change.org_id = placed.org_id and change.order_id = placed.id`;

const answersOf = `
select coalesce(json_agg(answer.told order by answer.told_at, answer.promise_number), '[]') from (
  select made.promise_number, min(made.recorded_at) as told_at,
    json_build_object('about', made.about_change_id, 'promiseNumber', made.promise_number,
      'lineNumber', line.line_number, 'unitPriceMicros', made.unit_price_micros,
      'toldAt', min(made.recorded_at), 'decision', min(decided.decision), 'decidedAt', min(decided.recorded_at),
      'parts', json_agg(json_build_object('outcome', made.outcome, 'promisedOn', made.promised_on,
        'quantityMilli', made.quantity_milli, 'reason', made.reason) order by made.part_number)) as told
  from promises made
    join schedule_lines schedule on schedule.org_id = made.org_id and schedule.id = made.schedule_line_id
    join order_lines line on line.org_id = schedule.org_id and line.id = schedule.order_line_id
    left join promise_decisions decided on decided.org_id = made.org_id
      and decided.schedule_line_id = made.schedule_line_id and decided.promise_number = made.promise_number
  where made.org_id = placed.org_id and made.order_id = placed.id
  group by made.org_id, made.schedule_line_id, made.about_change_id, made.promise_number, line.line_number,
    made.unit_price_micros) answer`;

const noticesOf = `
select coalesce(json_agg(json_build_object('shipmentId', notice.id, 'shipmentNumber', notice.shipment_number,
    'purpose', notice.purpose, 'writtenOn', notice.written_on, 'despatchedOn', notice.despatched_on,
    'deliverOn', notice.deliver_on, 'carrierReference', notice.carrier_reference, 'contentHash', notice.content_hash,
    'toldAt', notice.recorded_at,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'shippedMilli', shipped_milli,
        'lotNumber', lot_number, 'expiresOn', expires_on, 'palletSscc', pallet_sscc, 'ssccs', ssccs)
        order by line.id), '[]')
      from ship_notice_lines line where line.org_id = notice.org_id and line.notice_id = notice.id))
  order by notice.told_number), '[]')
from ship_notices notice where notice.org_id = placed.org_id and notice.order_id = placed.id`;

const receiptsOf = `
select coalesce(json_agg(json_build_object('receiptId', receipt.id, 'receiptNumber', receipt.receipt_number,
    'purpose', receipt.purpose, 'shipmentNumber', receipt.shipment_number, 'receivedOn', receipt.received_on,
    'contentHash', receipt.content_hash, 'toldAt', receipt.recorded_at,
    'lines', (select coalesce(json_agg(json_build_object('lineNumber', line_number, 'receivedMilli', received_milli,
        'deviations', deviations, 'lotNumber', lot_number, 'expiresOn', expires_on, 'sscc', sscc) order by line.id), '[]')
      from receipt_lines line where line.org_id = receipt.org_id and line.receipt_id = receipt.id))
  order by receipt.told_number), '[]')
from receipts receipt where receipt.org_id = placed.org_id and receipt.order_id = placed.id`;

const invoicesOf = `
select coalesce(json_agg(json_build_object('invoiceId', billed.id, 'kind', billed.kind,
    'invoiceNumber', billed.invoice_number, 'invoicedOn', billed.invoiced_on, 'totalMinor', billed.total_minor,
    'contentHash', billed.content_hash, 'toldAt', billed.recorded_at, 'wholeHash', billed.whole_hash,
    'decisions', '[]'::json, 'payments', '[]'::json, 'disputes', '[]'::json,
    'lines', (select coalesce(json_agg(json_strip_nulls(json_build_object('lineNumber', line_number, 'gtin', gtin14,
        'buyerItemNumber', buyer_item_number, 'supplierItemNumber', supplier_item_number, 'unit', unit,
        'invoicedMilli', invoiced_milli, 'unitPriceMicros', unit_price_micros)) order by position), '[]')
      from invoice_lines line where line.org_id = billed.org_id and line.invoice_id = billed.id))
  order by billed.told_number), '[]')
from invoices billed where billed.org_id = placed.org_id and billed.order_id = placed.id`;

const closingsOf = `
select coalesce(json_agg(json_build_object('kind', kind, 'lineNumbers', line_numbers, 'toldAt', recorded_at)
  order by told_number), '[]')
from order_closings closing where closing.org_id = placed.org_id and closing.order_id = placed.id`;

const historiesOf = `
select placed.id as "orderId", placed.org_id as "buyerId", placed.supplier_id as "supplierId",
  placed.buyer_name as "buyerName", placed.supplier_name as "supplierName", placed.po_number as "poNumber",
  placed.ship_to_id as "shipToId", placed.ship_to_name as "shipToName", placed.currency, placed.tolerance,
  placed.ordered_on::text as "orderedOn",
  to_char(placed.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "placedAt",
  coalesce(place.gln, placed.ship_to_id::text) as "shipToGln", coalesce(buyer.gln, placed.org_id::text) as "billToGln",
  place.time_zone as "timeZone", (${linesOf}) as lines, (${changesOf}) as changes, (${answersOf}) as answers,
  (${noticesOf}) as shipments, (${receiptsOf}) as receipts, (${invoicesOf}) as invoices, (${closingsOf}) as closings
from orders placed join locations place on place.org_id = placed.org_id and place.id = placed.ship_to_id
  join organisations buyer on buyer.id = placed.org_id
where placed.id = any ($1::uuid[]) order by placed.id`;

/** The histories of orders, as either of their parties reads them; others find none. Money decisions are left out. */
export const readOrderHistories = (
  source: Database | Transaction,
  orderIds: readonly string[],
): Promise<OrderHistory[]> => rowsOf<OrderHistory>(source, historiesOf, [orderIds]);
