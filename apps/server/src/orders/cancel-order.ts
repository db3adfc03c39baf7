import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { blanketOnly } from './blanket/blanket.errors.ts';
import { liveLines } from './life/judge-change.ts';
import { loadFacts } from './life/load-facts.ts';
import type { ClosingFact } from './life/order-facts.ts';
import { readOrderLife } from './life/order-life.ts';
import { restateOrder } from './life/restate-order.ts';
import type { Storing } from './life/store-facts.ts';
import { loadOrderForChange } from './load-order.ts';
import { nothingToClose, orderEventNotAllowed, orderNotFound } from './orders.errors.ts';
import { orderNews } from './orders.events.ts';
import { wakeWaiting } from './record-facts.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { sendOrder } from './send-order.ts';

export const cancelOrderInput = z.object({
  orderId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});

export const closeShortInput = cancelOrderInput.extend({
  /** Lines whose rest is no longer wanted; absent: of the whole order. */
  lineNumbers: z.array(z.string().min(1).max(20)).min(1).max(5_000).optional(),
});

/** The rest of an order is no longer wanted: written down for good. */
export const storeClosing = (
  { context, order, by, tx }: Storing,
  { kind, lineNumbers, reason }: ClosingFact & { reason: string },
): Promise<unknown> =>
  tx.query(
    `insert into order_closings (id, org_id, supplier_id, order_id, document_id, recorded_at, recorded_by, kind,
       line_numbers, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      context.newId(),
      order.buyerId,
      order.supplierId,
      order.id,
      by.documentId,
      context.clock.now(),
      context.actor.name,
      kind,
      lineNumbers,
      reason,
    ],
  );

type Closed = { state: string; version: number };

async function close(
  context: Context,
  tx: Transaction,
  about: { input: z.output<typeof closeShortInput>; kind: ClosingFact['kind'] },
): Promise<Closed> {
  const { orderId, expectedVersion, reason, lineNumbers } = about.input;
  const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer', expectedVersion });
  const { state: before, poNumber } = order;
  if (about.kind === 'cancelled' && !cancellable.has(before)) {
    throw orderEventNotAllowed({ poNumber, state: before, event: 'cancel' });
  }
  if (about.kind === 'closed-short' && !closable.has(before)) throw nothingToClose(poNumber);
  const storing = { context, tx, order, by: { channel: 'portal', documentId: null } } as const;
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId });
  if (facts === undefined) throw orderNotFound({ orderId });
  if (facts.blanket != null && lineNumbers === undefined) throw blanketOnly(poNumber);
  const closed = lineNumbers ?? liveLines(readOrderLife(facts, before));
  await storeClosing(storing, { kind: about.kind, lineNumbers: closed, reason });
  await restateOrder(storing);
  if (about.kind === 'cancelled' && order.channel === 'edi')
    await sendOrder(context, tx, order, 'cancellation');
  const which = lineNumbers === undefined ? 'the order' : `line ${lineNumbers.join(', ')}`;
  await recordOrderEvent(context, tx, order, {
    type: about.kind,
    text:
      about.kind === 'cancelled'
        ? `${order.buyerName} cancelled the order: ${reason}`
        : `${order.buyerName} closed ${which} short: ${reason}`,
    details: { reason },
  });
  const { id, buyerId, supplierId } = order;
  const news = about.kind === 'cancelled' ? 'orders.order-cancelled' : 'orders.order-changed';
  await tx.publish(orderNews(news, { orderId: id, poNumber, buyerId, supplierId }));
  await tx.audit({
    command: about.kind === 'cancelled' ? 'orders.cancel' : 'orders.close-short',
    subject: { kind: 'order', id },
    before: { state: before },
    after: { state: order.state },
    reason,
  });
  await wakeWaiting(tx, [order]);
  return { state: order.state, version: order.version };
}

const cancellable: ReadonlySet<string> = new Set([
  'approved',
  'sent',
  'send-failed',
  'acknowledged',
  'changes-proposed',
  'change-pending',
]);
const closable: ReadonlySet<string> = new Set([
  'partially-shipped',
  'shipped',
  'partially-received',
  'received',
]);

/** The buyer withdraws an order before it ships; its supply no longer counts, and the supplier is told. */
export const cancelOrder = (context: Context, input: z.output<typeof cancelOrderInput>): Promise<Closed> =>
  context.db.transaction((tx) => close(context, tx, { input, kind: 'cancelled' }));

/** What has not come of a shipped order is no longer wanted. */
export const closeShort = (context: Context, input: z.output<typeof closeShortInput>): Promise<Closed> =>
  context.db.transaction((tx) => close(context, tx, { input, kind: 'closed-short' }));
