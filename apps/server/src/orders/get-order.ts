import {
  allowedEvents,
  type LocalDate,
  type OrderLineId,
  type OrganisationId,
  type UnitCode,
} from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { type FailedDocument, readFailedDocuments } from './failed-documents.ts';
import { type Hold, readHolds } from './holds/hold-order.ts';
import { invoiceLifecycle } from './invoice.lifecycle.ts';
import { loadFacts } from './life/load-facts.ts';
import type { Variance } from './life/match-invoices.ts';
import { type CountedSerial, type OrderChange, type OrderFacts, sortChanges } from './life/order-facts.ts';
import { type LineLife, type OrderLife, readOrderLife } from './life/order-life.ts';
import { type OrderRow, orderColumns } from './list-orders.ts';
import { type OrderEvent, orderLifecycle } from './order.lifecycle.ts';
import { orderNotFound } from './orders.errors.ts';
import type { ScheduleLineState } from './schedule-line.lifecycle.ts';

export const getOrderInput = z.object({ orderId: z.uuid() });

type Promised = {
  promiseNumber: number;
  partNumber: number;
  outcome: string;
  promisedOn: LocalDate | null;
  quantityMilli: number;
  source: 'portal' | 'edi';
  reason: string | null;
  recordedAt: string;
};
/** Quantities of a line, kept apart; thousandths. `ordered + over = open + shipped + cancelled`. */
export type LineQuantities = Pick<
  LineLife,
  | 'orderedMilli'
  | 'openMilli'
  | 'shippedMilli'
  | 'cancelledMilli'
  | 'overMilli'
  | 'arrivedMilli'
  | 'receivedMilli'
  | 'invoicedMilli'
>;
export type OrderLineView = {
  orderLineId: OrderLineId;
  lineNumber: string;
  itemNumber: string;
  supplierItemNumber: string | null;
  description: string;
  gtin14: string | null;
  /** The buyer reads the serial number of each unit; null: the reader does not see the item. */
  isSerialTracked: boolean | null;
  /** As asked now, after the buyer's changes. */
  quantityMilli: number;
  unit: UnitCode;
  unitPriceMicros: number;
  proposalId: string | null;
  state: ScheduleLineState;
  quantities: LineQuantities;
  schedule: {
    scheduleLineId: string;
    requestedOn: LocalDate;
    quantityMilli: number;
    state: ScheduleLineState;
    promises: Promised[];
  }[];
};
export type OrderTimelineEntry = {
  at: string;
  type: string;
  text: string;
  actorName: string;
  channel: 'portal' | 'edi' | 'system' | null;
  documentId: string | null;
  details: Record<string, unknown>;
};
/** A change order beside what was asked before it. */
export type ChangeView = Pick<OrderChange, 'changeId' | 'changeNumber' | 'changedOn'> & {
  isPending: boolean;
  lines: {
    lineNumber: string;
    isAdded: boolean;
    isDeleted: boolean;
    before: { requestedOn: LocalDate; quantityMilli: number; unitPriceMicros: number };
    asked: { requestedOn: LocalDate | null; quantityMilli: number | null; unitPriceMicros: number | null };
  }[];
};
export type ShipmentView = {
  shipmentNumber: string;
  purpose: string;
  despatchedOn: LocalDate | null;
  deliverOn: LocalDate | null;
  carrierReference: string | null;
  lines: {
    lineNumber: string;
    shippedMilli: number;
    lotNumber: string | null;
    palletSscc: string | null;
    ssccs: readonly string[];
    serialNumbers?: readonly string[];
  }[];
};
export type ReceiptView = {
  receiptNumber: string;
  purpose: string;
  shipmentNumber: string | null;
  receivedOn: LocalDate;
  lines: {
    lineNumber: string;
    receivedMilli: number;
    deviations: readonly { condition: string; quantityMilli: number }[];
    lotNumber: string | null;
    expiresOn: LocalDate | null;
    sscc: string | null;
    serials?: readonly CountedSerial[];
  }[];
};
export type InvoiceView = {
  invoiceId: string;
  invoiceNumber: string;
  kind: string;
  invoicedOn: LocalDate;
  totalMinor: number;
  payableMinor: number;
  state: string;
  variances: Variance[];
  decisions: readonly { kind: string; reason: string; amountMinor: number | null }[];
  payments: readonly { paymentNumber: string; paidOn: LocalDate; paidMinor: number }[];
  /** What the reader may decide about it. */
  allowedEvents: string[];
};
export type OrderView = OrderRow & {
  version: number;
  channel: 'edi' | 'portal';
  supplierReference: string | null;
  isBuyer: boolean;
  supplierId: string;
  /** What the reader may do with the order now: lifecycle events, and the names of the commands. */
  allowedEvents: string[];
  lines: OrderLineView[];
  changes: ChangeView[];
  shipments: ShipmentView[];
  receipts: ReceiptView[];
  invoices: InvoiceView[];
  holds: Hold[];
  /** What was said about it by EDI and did not arrive. */
  failedDocuments: FailedDocument[];
  timeline: OrderTimelineEntry[];
};

const buyersEvents: readonly OrderEvent[] = [
  'accept-changes',
  'refuse-changes',
  'cancel',
  'resend',
  'change',
];
const suppliersEvents: readonly OrderEvent[] = ['acknowledge', 'propose-changes', 'reject'];
const ended: readonly string[] = ['rejected', 'cancelled', 'closed', 'closed-short'];

type Acting = { isBuyer: boolean; channel: string; state: OrderRow['state']; isBlanket: boolean };

/** What a release or the closing does instead, where the order is a blanket order. */
const notOfBlanket: readonly string[] = ['cancel', 'change', 'changeOrder'];
/** What there is to do before anything is called off. */
const ofEmptyBlanket: readonly string[] = ['hold', 'resend'];

/** Commands that follow from quantities and not from the order's own state. */
function commandsFor({ isBuyer, state }: Acting, { lines, pendingChange }: OrderLife): string[] {
  const canResource = isBuyer && lines.some((line) => line.state === 'rejected');
  if (ended.includes(state)) return canResource ? ['reSource'] : [];
  const isComing = lines.some(({ openMilli }) => openMilli > 0);
  const isOnItsWay = lines.some(({ shippedMilli, arrivedMilli }) => shippedMilli > arrivedMilli);
  if (!isBuyer) {
    const isBillable = lines.some(({ shippedMilli, invoicedMilli }) => shippedMilli > invoicedMilli);
    return [
      ...(isComing || pendingChange !== null ? ['confirm'] : []),
      ...(isComing ? ['ship'] : []),
      ...(isBillable ? ['invoice'] : []),
    ];
  }
  const hasCome = lines.some(({ shippedMilli }) => shippedMilli > 0);
  const isShort =
    hasCome &&
    (isComing || lines.some((line) => line.arrivedMilli < line.orderedMilli - line.cancelledMilli));
  return [
    ...(isComing || isOnItsWay ? ['receive'] : []),
    ...(isShort ? ['closeShort'] : []),
    ...(isComing ? ['changeOrder'] : []),
    ...(canResource ? ['reSource'] : []),
    'hold',
  ];
}

function eventsFor(order: Acting, life: OrderLife): string[] {
  const mine = order.isBuyer ? buyersEvents : suppliersEvents;
  const events: string[] = allowedEvents(orderLifecycle, order.state).filter(
    (event) => mine.includes(event) && (event !== 'resend' || order.channel === 'edi'),
  );
  if (order.isBuyer && events.includes('accept-changes')) events.push('decideChange');
  const all = [...events, ...commandsFor(order, life)];
  if (!order.isBlanket) return all;
  return all.filter(
    (event) => !notOfBlanket.includes(event) && (life.lines.length > 0 || ofEmptyBlanket.includes(event)),
  );
}

const linesOf = `
select line.id as "orderLineId", line.line_number as "lineNumber", line.item_number as "itemNumber",
  line.supplier_item_number as "supplierItemNumber", line.description, line.gtin14, line.unit,
  (select is_serial_tracked from items item where item.org_id = line.org_id and item.id = line.item_id)
    as "isSerialTracked",
  case when line.org_id = $3 then line.proposal_id end as "proposalId",
  (select json_agg(json_build_object('scheduleLineId', schedule.id, 'requestedOn', schedule.requested_on,
      'quantityMilli', schedule.quantity_milli, 'state', schedule.state, 'promises', coalesce((
        select json_agg(json_build_object('promiseNumber', made.promise_number, 'partNumber', made.part_number,
            'outcome', made.outcome, 'promisedOn', made.promised_on, 'quantityMilli', made.quantity_milli,
            'source', made.source, 'reason', made.reason,
            'recordedAt', to_char(made.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
          order by made.promise_number, made.part_number)
        from promises made where made.org_id = schedule.org_id and made.schedule_line_id = schedule.id), '[]')))
   from schedule_lines schedule
   where schedule.org_id = line.org_id and schedule.order_line_id = line.id) as schedule
from order_lines line where line.org_id = $1 and line.order_id = $2
order by length(line.line_number), line.line_number`;

const timelineOf = `
select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, type, text, actor_name as "actorName",
  channel, document_id as "documentId", details
from order_events where org_id = $1 and order_id = $2 order by told_number limit 1000`;

type LineRow = Omit<OrderLineView, 'quantityMilli' | 'unitPriceMicros' | 'state' | 'quantities'>;

function viewLine(row: LineRow, life: OrderLife): OrderLineView {
  const line = life.lines.find((one) => one.line.lineNumber === row.lineNumber);
  if (line === undefined) throw new Error(`line ${row.lineNumber} has no facts`);
  const {
    orderedMilli,
    openMilli,
    shippedMilli,
    cancelledMilli,
    overMilli,
    arrivedMilli,
    receivedMilli,
    invoicedMilli,
  } = line;
  return {
    ...row,
    quantityMilli: line.asked.terms.quantityMilli,
    unitPriceMicros: line.asked.terms.unitPriceMicros,
    state: line.state,
    quantities: {
      ...{ orderedMilli, openMilli, shippedMilli, cancelledMilli },
      ...{ overMilli, arrivedMilli, receivedMilli, invoicedMilli },
    },
    // The day asked for now; what was asked at first is in the changes.
    schedule: row.schedule.map((schedule) => ({
      ...schedule,
      requestedOn: line.asked.terms.requestedOn,
      quantityMilli: line.asked.terms.quantityMilli,
    })),
  };
}

/** Every change beside what was asked before it, for a review side by side. */
/** Of a blanket order only the last release is compared here: its own page shows them side by side. */
const shownFrom = ({ blanket, changes }: OrderFacts): number => (blanket == null ? 0 : changes.length - 1);

function viewChanges(facts: OrderFacts, life: OrderLife): ChangeView[] {
  const changes = sortChanges(facts.changes);
  return changes.flatMap(({ changeId, changeNumber, changedOn, lines }, index) => {
    if (index < shownFrom(facts)) return [];
    const before = readOrderLife({ ...facts, changes: changes.slice(0, index) }, 'sent');
    return {
      changeId,
      changeNumber,
      changedOn,
      isPending: life.lines.some(({ asked }) => asked.pendingChange === changeId),
      lines: lines.map(({ lineNumber, isDeleted, requestedOn, quantityMilli, unitPriceMicros }) => {
        const line = before.lines.find((one) => one.line.lineNumber === lineNumber);
        const ordered = facts.lines.find((one) => one.lineNumber === lineNumber);
        return {
          lineNumber,
          isAdded: ordered?.addedBy === changeId,
          isDeleted,
          before: line?.asked.terms ?? { requestedOn: changedOn, quantityMilli: 0, unitPriceMicros: 0 },
          asked: { requestedOn, quantityMilli, unitPriceMicros },
        };
      }),
    };
  });
}

const viewInvoices = ({ invoices }: OrderLife, isBuyer: boolean): InvoiceView[] =>
  invoices.map(({ invoice, state, variances, payableMinor }) => ({
    invoiceId: invoice.invoiceId,
    invoiceNumber: invoice.invoiceNumber,
    kind: invoice.kind,
    invoicedOn: invoice.invoicedOn,
    totalMinor: invoice.totalMinor,
    payableMinor,
    state,
    variances,
    decisions: invoice.decisions,
    payments: invoice.payments,
    allowedEvents: isBuyer
      ? allowedEvents(invoiceLifecycle, state).filter((event) =>
          ['approve', 'dispute', 'debit', 'pay'].includes(event),
        )
      : [],
  }));

/** One order with its lines, every promise ever made, and its timeline; for either party, for nobody else. */
export async function getOrder(context: Context, { orderId }: { orderId: string }): Promise<OrderView> {
  const { db, actor } = context;
  type Head = OrderRow &
    Pick<OrderView, 'version' | 'channel' | 'supplierReference' | 'supplierId'> & { buyerId: OrganisationId };
  const [head] = await db.read<Head>(
    `select ${orderColumns}, placed.version, placed.channel, placed.supplier_reference as "supplierReference",
       placed.org_id as "buyerId", placed.supplier_id as "supplierId"
     from orders placed where placed.id = $2 and (placed.org_id = $1 or placed.supplier_id = $1)`,
    [actor.organisationId, orderId],
  );
  if (head === undefined) throw orderNotFound({ orderId });
  const { buyerId, ...order } = head;
  const [facts, rows, timeline, holds, failedDocuments] = await Promise.all([
    loadFacts(db, { buyerId, orderId }),
    db.read<LineRow>(linesOf, [buyerId, orderId, actor.organisationId]),
    db.read<OrderTimelineEntry>(timelineOf, [buyerId, orderId]),
    readHolds(context, head),
    readFailedDocuments(context, head),
  ]);
  if (facts === undefined) throw orderNotFound({ orderId });
  const isBuyer = buyerId === actor.organisationId;
  const life = readOrderLife(facts, order.state);
  return {
    ...order,
    isBuyer,
    allowedEvents: eventsFor({ ...order, isBuyer }, life),
    lines: rows.map((row) => viewLine(row, life)),
    changes: viewChanges(facts, life),
    shipments: facts.shipments.map(
      ({ contentHash: _hash, shipmentId: _id, writtenOn: _on, ...shipment }) => ({
        ...shipment,
        lines: shipment.lines.map((line) => ({ ...line })),
      }),
    ),
    receipts: facts.receipts.map(({ contentHash: _hash, receiptId: _id, ...receipt }) => ({
      ...receipt,
      lines: receipt.lines.map((line) => ({ ...line })),
    })),
    invoices: viewInvoices(life, isBuyer),
    holds,
    failedDocuments,
    timeline,
  };
}
