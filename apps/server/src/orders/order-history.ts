import type { OrganisationId } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import type { ArrivalSource } from './arrivals/record-arrival.ts';
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
} from './life/fact-columns.ts';
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

/** An amount taken off an invoice: the buyer's debit or the supplier's credit. */
export type MemoFact = {
  memoId: string;
  kind: 'debit' | 'credit';
  invoiceId: string;
  /** The one line that was disputed; null: the invoice as a whole. */
  lineNumber: string | null;
};

/** When a shipment stood at the place of delivery, before anybody counted it. */
export type ArrivalFact = {
  arrivalId: string;
  shipmentNumber: string;
  arrivedAt: string;
  source: ArrivalSource;
};

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
  /** Of each source of a shipment the newest word counts. */
  arrivals: readonly Told<ArrivalFact>[];
  receipts: readonly Told<ReceiptFact>[];
  invoices: readonly Told<InvoiceFact>[];
  memos: readonly Told<MemoFact>[];
  closings: readonly Told<ClosingFact>[];
};

const linesOf = `
select coalesce(json_agg(json_build_object(${lineColumns}, 'orderLineId', line.id, 'itemId', line.item_id,
    'description', line.description,
    'leadTimeDays', (select terms.lead_time_days from supplier_terms terms where terms.org_id = line.org_id
      and terms.supplier_id = line.supplier_id and terms.item_id = line.item_id and terms.valid_from <= placed.ordered_on
      and (terms.valid_before is null or terms.valid_before > placed.ordered_on) limit 1))
  order by length(line.line_number), line.line_number), '[]') ${fromLines}`;

const invoicesOf = `
select coalesce(json_agg(json_build_object(${invoiceColumns}, 'decisions', '[]'::json, 'payments', '[]'::json,
  'disputes', '[]'::json) order by billed.told_number), '[]') ${fromInvoices}`;

const memosOf = `
select coalesce(json_agg(json_build_object('memoId', decided.id, 'kind', decided.kind, 'invoiceId', decided.invoice_id,
    'lineNumber', dispute.line_number, 'toldAt', decided.recorded_at) order by decided.told_number), '[]')
from invoice_decisions decided
  left join disputes dispute on dispute.org_id = decided.org_id and dispute.id = decided.dispute_id
where decided.org_id = placed.org_id and decided.order_id = placed.id and decided.kind in ('debit', 'credit')`;

const arrivalsOf = `
select coalesce(json_agg(json_build_object('arrivalId', told.id, 'shipmentNumber', told.shipment_number,
    'arrivedAt', told.arrived_at, 'source', told.source, 'toldAt', told.recorded_at) order by told.told_number), '[]')
from order_arrivals told where told.org_id = placed.org_id and told.order_id = placed.id`;

const historiesOf = `
select placed.id as "orderId", placed.org_id as "buyerId", placed.supplier_id as "supplierId",
  placed.buyer_name as "buyerName", placed.supplier_name as "supplierName", placed.po_number as "poNumber",
  placed.ship_to_id as "shipToId", placed.ship_to_name as "shipToName", placed.currency, placed.tolerance,
  placed.ordered_on::text as "orderedOn",
  to_char(placed.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "placedAt",
  coalesce(place.gln, placed.ship_to_id::text) as "shipToGln", coalesce(buyer.gln, placed.org_id::text) as "billToGln",
  place.time_zone as "timeZone", (${linesOf}) as lines, (${changesOf}) as changes, (${answersOf}) as answers,
  (${noticesOf}) as shipments, (${arrivalsOf}) as arrivals, (${receiptsOf}) as receipts, (${invoicesOf}) as invoices, (${memosOf}) as memos,
  (${closingsOf}) as closings
from orders placed join locations place on place.org_id = placed.org_id and place.id = placed.ship_to_id
  join organisations buyer on buyer.id = placed.org_id
where placed.id = any ($1::uuid[]) order by placed.id`;

/**
 * The histories of orders, as either of their parties reads them; others find none. Of decisions about money only amounts
 * that were taken off are there.
 */
export const readOrderHistories = (
  source: Database | Transaction,
  orderIds: readonly string[],
): Promise<OrderHistory[]> => rowsOf<OrderHistory>(source, historiesOf, [orderIds]);
