import { type DeliveryReport, type DeliveryStatus, deliveryReport } from '@coplan/documents';
import { nextState } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { defineDocumentReader } from '../platform/index.ts';
import { findAnswerDocument } from './answers-by-edi.ts';
import { loadOrderForChange, saveOrders } from './load-order.ts';
import type { Order } from './order.entity.ts';
import { type OrderEvent, orderLifecycle } from './order.lifecycle.ts';
import { documentUnknown } from './orders.errors.ts';
import { orderNews } from './orders.events.ts';
import { recordOrderEvent, type TimelineEntry } from './record-order-event.ts';

type DocumentState = 'queued' | DeliveryStatus | 'undeliverable';

/** Reports may come late and out of order: what was already said is not unsaid by less. */
const weight: Record<DocumentState, number> = {
  queued: 0,
  delivered: 1,
  undeliverable: 1,
  accepted: 2,
  'accepted-with-errors': 2,
  rejected: 2,
};

const issuesTold = (issues: DeliveryReport['issues']): string => {
  const told = issues.slice(0, 3).map(({ message, place }) => `${message} (${place})`);
  const more = issues.length > 3 ? `; and ${issues.length - 3} more` : '';
  return told.length === 0 ? '' : `: ${told.join('; ')}${more}`;
};

const documentNames: Partial<Record<string, string>> = {
  'blanket-order': 'blanket order',
  'purchase-order-change': 'change',
  'receiving-advice': 'receipt',
  'remittance-advice': 'remittance',
  'planning-schedule': 'forecast release',
  'shipping-schedule': 'shipping release',
};

/** What a document says about an order, in words. */
export const documentName = (documentType: string): string => documentNames[documentType] ?? 'order';

function tellDelivery(
  order: Order,
  { status, issues }: Pick<Report, 'status' | 'issues'>,
  documentType: string,
): TimelineEntry {
  const what = documentName(documentType);
  const texts: Record<DocumentState, string> = {
    queued: `The ${what} waits to be sent.`,
    delivered: `The ${what} was sent to ${order.supplierName} by EDI.`,
    accepted: `The system of ${order.supplierName} acknowledged the ${what} document.`,
    'accepted-with-errors': `The system of ${order.supplierName} took the ${what} document with remarks${issuesTold(issues)}.`,
    rejected: `The system of ${order.supplierName} rejected the ${what} document${issuesTold(issues)}. Correct it and send it again.`,
    undeliverable: `The ${what} could not be sent by EDI${issuesTold(issues)}. Check the EDI agreement, then send it again.`,
  };
  return { type: status === 'delivered' ? 'sent' : status, text: texts[status], details: { status } };
}

const eventOf = (status: DocumentState): OrderEvent =>
  status === 'rejected' || status === 'undeliverable' ? 'fail-sending' : 'send';

type Sent = { orderId: string; documentType: string; purpose: string; state: DocumentState };

type Report = { documentId: string; status: DocumentState; issues: DeliveryReport['issues'] };

/** What became of an answer that the supplier sent to the buyer's own system: told, and never a state of the order. */
async function recordAnswerDelivery(
  context: Context,
  tx: Transaction,
  { documentId, status, issues }: Report,
): Promise<{ isUnchanged: boolean }> {
  const document = await findAnswerDocument(tx, documentId);
  if (document === undefined) throw documentUnknown(documentId);
  const before = document.state as DocumentState;
  if (before === status || weight[status] < weight[before]) return { isUnchanged: true };
  await tx.query('update answer_documents set state = $2 where document_id = $1', [documentId, status]);
  const order = await loadOrderForChange(context, tx, { orderId: document.orderId, role: 'supplier' });
  const told: Record<DocumentState, string> = {
    queued: 'waits to be sent',
    delivered: 'was sent by EDI',
    accepted: 'was acknowledged by their system',
    'accepted-with-errors': `was taken with remarks${issuesTold(issues)}`,
    rejected: `was rejected by their system${issuesTold(issues)}`,
    undeliverable: `could not be sent by EDI${issuesTold(issues)}`,
  };
  const text = `The message of ${order.supplierName} to ${order.buyerName} ${told[status]}.`;
  const entry = { type: `answer-${status}`, text, details: { status } };
  await recordOrderEvent(context, tx, order, entry, { channel: 'edi', documentId });
  return { isUnchanged: false };
}

/** What became of a document about an order: timeline, state of the order, news to both parties. Safe to repeat. */
export async function recordDelivery(
  context: Context,
  tx: Transaction,
  report: Report,
): Promise<{ isUnchanged: boolean }> {
  const [document] = await tx.query<Sent>(
    `select order_id as "orderId", document_type as "documentType", purpose, state from order_documents
     where document_id = $1 and org_id = (select current_setting('app.org')::uuid) for update`,
    [report.documentId],
  );
  if (document === undefined) return recordAnswerDelivery(context, tx, report);
  if (document.state === report.status || weight[report.status] < weight[document.state])
    return { isUnchanged: true };
  await tx.query('update order_documents set state = $2 where document_id = $1', [
    report.documentId,
    report.status,
  ]);
  const order = await loadOrderForChange(context, tx, { orderId: document.orderId, role: 'buyer' });
  const event = eventOf(report.status);
  const isAboutPlacing =
    (document.documentType === 'purchase-order' || document.documentType === 'blanket-order') &&
    (document.purpose === 'original' || document.purpose === 'duplicate');
  const isMoved = isAboutPlacing && nextState(orderLifecycle, order.state, event) !== undefined;
  if (isMoved) {
    order.apply(event);
    await saveOrders(tx, [order]);
  }
  const { documentId } = report;
  const told = tellDelivery(order, report, document.documentType);
  await recordOrderEvent(context, tx, order, told, { channel: 'edi', documentId });
  const { id, poNumber, buyerId, supplierId } = order;
  const type = event === 'send' ? 'orders.order-sent' : 'orders.order-send-failed';
  await tx.publish(orderNews(type, { orderId: id, poNumber, buyerId, supplierId }));
  return { isUnchanged: false };
}

/** The gateway reports with the key of the organisation that sent the document. */
export const deliveryReportReader = defineDocumentReader({
  documentType: 'delivery-report',
  permission: 'orders.report-delivery',
  schema: deliveryReport,
  run: (context, body) => context.db.transaction((tx) => recordDelivery(context, tx, body)),
});
