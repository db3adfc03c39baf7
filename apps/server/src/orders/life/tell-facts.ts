import { formatMilli } from '@coplan/kernel';
import { tellRelease } from '../blanket/tell-release.ts';
import type { Order } from '../order.entity.ts';
import type { TimelineEntry } from '../record-order-event.ts';
import { tellAnswer } from '../tell-answer.ts';
import type { NewFacts } from './judge-document.ts';
import type { AskedLine, Deviation, InvoiceFact, ReceiptFact, ShipmentFact } from './order-facts.ts';
import type { OrderLife } from './order-life.ts';
import type { Channel } from './store-facts.ts';

type Happened = { by: Channel; added: NewFacts; life: OrderLife };

const toldMax = 5;

/** The first of many, and how many there are beside them. */
function list(texts: readonly string[]): string {
  const more = texts.length - toldMax;
  return texts.slice(0, toldMax).join('; ') + (more > 0 ? `; and ${more} more lines` : '');
}

const unitOf = (life: OrderLife, lineNumber: string): string =>
  life.lines.find(({ line }) => line.lineNumber === lineNumber)?.line.unit ?? '';

const quantity = (life: OrderLife, lineNumber: string, milli: number): string =>
  `${formatMilli(milli)} ${unitOf(life, lineNumber)}`;

function askedText(life: OrderLife, asked: AskedLine): string {
  if (asked.isDeleted) return `line ${asked.lineNumber} no longer`;
  const said = [
    asked.quantityMilli === null ? [] : quantity(life, asked.lineNumber, asked.quantityMilli),
    asked.requestedOn === null ? [] : `on ${asked.requestedOn}`,
    asked.unitPriceMicros === null ? [] : `at ${asked.unitPriceMicros / 1_000_000}`,
  ].flat();
  return `line ${asked.lineNumber}: ${said.join(' ')}`;
}

function tellChange(
  order: Order,
  life: OrderLife,
  added: Extract<NewFacts, { kind: 'change' }>,
): TimelineEntry {
  const { change } = added;
  if (change === null) return { type: 'cancelled', text: `${order.buyerName} cancelled the order.` };
  const named = change.changeNumber === null ? 'the order' : `the order (change ${change.changeNumber})`;
  return {
    type: 'changed',
    text: `${order.buyerName} changed ${named}: ${list(change.lines.map((line) => askedText(life, line)))}.`,
    details: { changeId: change.changeId, lines: change.lines.map((line) => ({ ...line })) },
  };
}

function tellShipment(order: Order, life: OrderLife, shipment: ShipmentFact): TimelineEntry {
  const { shipmentNumber, purpose, lines, deliverOn } = shipment;
  if (purpose === 'cancellation') {
    return {
      type: 'shipment-withdrawn',
      text: `${order.supplierName} took shipment ${shipmentNumber} back.`,
    };
  }
  const verb = purpose === 'replacement' ? 'corrected shipment' : 'shipped';
  const told = lines.map(
    ({ lineNumber, shippedMilli }) => `line ${lineNumber}: ${quantity(life, lineNumber, shippedMilli)}`,
  );
  const due = deliverOn === null ? '' : `, expected on ${deliverOn}`;
  return {
    type: 'shipped',
    text: `${order.supplierName} ${verb} ${shipmentNumber}${due}: ${list(told)}.`,
    details: { shipmentNumber },
  };
}

const deviationText = ({ condition, quantityMilli }: Deviation): string =>
  `${formatMilli(quantityMilli)} ${condition}`;

function tellReceipt(order: Order, life: OrderLife, receipt: ReceiptFact): TimelineEntry {
  const { receiptNumber, purpose, lines, receivedOn } = receipt;
  if (purpose === 'cancellation') {
    return { type: 'receipt-reversed', text: `${order.buyerName} took receipt ${receiptNumber} back.` };
  }
  const told = lines.map(({ lineNumber, receivedMilli, deviations }) => {
    const but = deviations.length === 0 ? '' : ` (${deviations.map(deviationText).join(', ')})`;
    return `line ${lineNumber}: ${quantity(life, lineNumber, receivedMilli)}${but}`;
  });
  return {
    type: 'received',
    text: `${order.buyerName} received on ${receivedOn} (${receiptNumber}): ${list(told)}.`,
    details: { receiptNumber },
  };
}

const varianceNames = { price: 'price', quantity: 'quantity', 'not-ordered': 'not ordered' } as const;

function tellInvoice(
  order: Order,
  life: OrderLife,
  { invoiceId, invoiceNumber, kind }: InvoiceFact,
): TimelineEntry {
  const match = life.invoices.find(({ invoice }) => invoice.invoiceId === invoiceId);
  const told = (match?.variances ?? []).map(
    ({ kind: variance, named, amountMinor }) =>
      `${named}: ${varianceNames[variance]}, ${(amountMinor / 100).toFixed(2)} ${order.currency}`,
  );
  const but = told.length === 0 ? '' : ` It differs from the order: ${list(told)}.`;
  return {
    type: 'invoiced',
    text: `${order.supplierName} sent ${kind.replace('-', ' ')} ${invoiceNumber}.${but}`,
    details: { invoiceNumber },
  };
}

/** One sentence of the timeline for what happened, with its actor, its channel and the document behind it. */
export function entryOf(order: Order, { by, added, life }: Happened): TimelineEntry {
  switch (added.kind) {
    case 'change':
      return tellChange(order, life, added);
    case 'answers':
      return tellAnswer(order, { answers: added.answers, life, channel: by.channel });
    case 'shipment':
      return tellShipment(order, life, added.shipment);
    case 'receipt':
      return tellReceipt(order, life, added.receipt);
    case 'invoice':
      return tellInvoice(order, life, added.invoice);
    case 'release':
      return tellRelease(order, life, added);
  }
}
