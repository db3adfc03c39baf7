import type { Context, Transaction } from '../platform/index.ts';
import { followTotals } from './blanket/store-release.ts';
import { type NewFacts, withFacts } from './life/judge-document.ts';
import type { OrderFacts } from './life/order-facts.ts';
import type { OrderLife } from './life/order-life.ts';
import { restateOrders } from './life/restate-order.ts';
import { type Storing, storeFacts } from './life/store-facts.ts';
import { entryOf } from './life/tell-facts.ts';
import type { Order } from './order.entity.ts';
import { newsOfFacts, orderNews, waitingNews } from './orders.events.ts';
import { postReceipt, waitForSerials } from './post-receipt.ts';
import { recordOrderEvents } from './record-order-event.ts';
import { ordersAwaited } from './waiting/keep-waiting.ts';

/** What was added to an order, with all that was known of it before. */
export type Addition = Pick<Storing, 'order' | 'by'> & { facts: OrderFacts; added: NewFacts };

/**
 * Writes new facts of orders down, with everything that follows from them, in the transaction that brought them. Each
 * order is named once.
 */
export async function recordFactsOf(
  context: Context,
  tx: Transaction,
  additions: readonly Addition[],
): Promise<void> {
  if (additions.length === 0) return;
  const before = additions.map(({ order }) => order.state);
  for (const { order, by, added } of additions)
    if (added.kind === 'receipt') await waitForSerials({ context, tx, order, by }, added.receipt);
  await storeFacts(context, tx, additions);
  for (const { order, by, added } of additions)
    if (added.kind === 'receipt') await postReceipt({ context, tx, order, by }, added.receipt);
  const told = additions.map(({ order, facts, added }) => ({ order, facts: withFacts(facts, added) }));
  const lives = await restateOrders(context, tx, told);
  for (const [index, { order, by, added }] of additions.entries())
    if (added.kind === 'release') await followTotals({ context, tx, order, by }, lives[index] as OrderLife);
  const happened = additions.map((addition, index) => ({ ...addition, life: lives[index] as OrderLife }));
  await recordOrderEvents(
    context,
    tx,
    happened.map((one) => ({ order: one.order, entry: entryOf(one.order, one), by: one.by })),
  );
  for (const [index, { order, by, added }] of additions.entries()) {
    const { id: orderId, poNumber, buyerId, supplierId } = order;
    await tx.publish(orderNews(newsOfFacts(added, order.state), { orderId, poNumber, buyerId, supplierId }));
    await tx.audit({
      command: `orders.record-${added.kind}`,
      subject: { kind: 'order', id: orderId },
      before: { state: before[index] },
      after: { state: order.state, channel: by.channel, by: context.actor.name },
    });
  }
  await wakeWaiting(
    tx,
    additions.map(({ order }) => order),
  );
}

/** The same for one order. */
export const recordFacts = (
  { context, tx, order, by }: Storing,
  { facts, added }: { facts: OrderFacts; added: NewFacts },
): Promise<void> => recordFactsOf(context, tx, [{ order, by, facts, added }]);

/** Documents that waited for these orders are tried again, each as its own sender. */
export async function wakeWaiting(
  tx: Transaction,
  orders: readonly Pick<Order, 'buyerId' | 'supplierId' | 'poNumber'>[],
): Promise<void> {
  for (const order of await ordersAwaited(tx, orders)) {
    const { buyerId, supplierId, poNumber } = order;
    await tx.publish(
      waitingNews('orders.waiting-tried', { buyerId, supplierId, poNumber, documentId: null }),
    );
  }
}
