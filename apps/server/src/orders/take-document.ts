import type { PurchaseOrder } from '@coplan/documents';
import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../platform/index.ts';
import { DocumentWaits, type OrderIssue, waits } from './life/issues.ts';
import { judgeDocument, type NewFacts } from './life/judge-document.ts';
import { loadFacts } from './life/load-facts.ts';
import type { OrderLife } from './life/order-life.ts';
import { restateOrder } from './life/restate-order.ts';
import { type Storing, storeFacts } from './life/store-facts.ts';
import { tellFacts } from './life/tell-facts.ts';
import { Order } from './order.entity.ts';
import type { OrderState } from './order.lifecycle.ts';
import { newsOfFacts, orderNews, waitingNews } from './orders.events.ts';
import { placeFromDocument } from './place-from-document.ts';
import { postReceipt } from './post-receipt.ts';
import { type ArrivedDocument, keepWaiting, someoneWaits } from './waiting/keep-waiting.ts';

export type Taken = { isUnchanged: boolean; state: OrderState | null; issue: OrderIssue | null };

/** One document about an order at a time, whether the order exists or not, so that none slips past another. */
const lockOrder = (tx: Transaction, { buyerId, poNumber }: ArrivedDocument): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4711))', [`${buyerId} ${poNumber}`]);

const findOrder = (
  tx: Transaction,
  { buyerId, supplierId, poNumber }: ArrivedDocument,
): Promise<Order | null> =>
  tx.em.findOne(
    Order,
    { buyerId, supplierId, poNumber },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );

/** Writes new facts of an order down, with everything that follows from them, in the transaction that brought them. */
export async function recordFacts(storing: Storing, added: NewFacts): Promise<OrderLife> {
  const { context, tx, order } = storing;
  const before = order.state;
  await storeFacts(storing, added);
  if (added.kind === 'receipt') await postReceipt(storing, added.receipt);
  const life = await restateOrder(storing);
  await tellFacts(storing, added, life);
  const { id: orderId, poNumber, buyerId, supplierId } = order;
  await tx.publish(orderNews(newsOfFacts(added, order.state), { orderId, poNumber, buyerId, supplierId }));
  await tx.audit({
    command: `orders.record-${added.kind}`,
    subject: { kind: 'order', id: orderId },
    before: { state: before },
    after: { state: order.state, channel: storing.by.channel, by: context.actor.name },
  });
  await wakeWaiting(tx, order);
  return life;
}

/** Documents that waited for this order are tried again, each as its own sender. */
export async function wakeWaiting(
  tx: Transaction,
  { buyerId, supplierId, poNumber }: Pick<Order, 'buyerId' | 'supplierId' | 'poNumber'>,
): Promise<void> {
  if (!(await someoneWaits(tx, { buyerId, supplierId, poNumber }))) return;
  await tx.publish(waitingNews('orders.waiting-tried', { buyerId, supplierId, poNumber, documentId: null }));
}

async function take(context: Context, tx: Transaction, arrived: ArrivedDocument): Promise<Taken> {
  const { document, documentId } = arrived;
  const by = { channel: 'edi', documentId } as const;
  const order = await findOrder(tx, arrived);
  if (order === null) {
    const isPlacing = document.documentType === 'purchase-order' && document.purpose !== 'cancellation';
    if (!isPlacing) {
      waits(
        'order-unknown',
        `There is no order ${arrived.poNumber} between you and that buyer: it has not come, or its number is wrong`,
      );
    }
    const { state } = await placeFromDocument(context, tx, { arrived, document: document as PurchaseOrder });
    await wakeWaiting(tx, arrived);
    return { isUnchanged: false, state, issue: null };
  }
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  if (facts === undefined) throw new Error(`order ${order.id} has no facts`);
  const added = judgeDocument(facts, document, context.newId, arrived.wholeHash);
  if (added === null) return { isUnchanged: true, state: order.state, issue: null };
  if (document.documentType === 'order-confirmation' && document.supplierReference !== undefined) {
    order.supplierReference = document.supplierReference;
  }
  await recordFacts({ context, tx, order, by }, added);
  return { isUnchanged: false, state: order.state, issue: null };
}

/**
 * A document about an order, as its sender. What it says becomes facts; said before, it changes nothing; what cannot
 * be understood yet waits under a named issue.
 */
export async function takeDocument(
  context: Context,
  tx: Transaction,
  arrived: ArrivedDocument,
): Promise<Taken> {
  await lockOrder(tx, arrived);
  try {
    return await take(context, tx, arrived);
  } catch (error) {
    if (!(error instanceof DocumentWaits)) throw error;
    const { issue } = error;
    await keepWaiting(context, tx, { arrived, issue });
    return { isUnchanged: false, state: null, issue };
  }
}
