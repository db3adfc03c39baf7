import type { OrganisationId } from '@coplan/kernel';
import { type Context, type PublishedEvent, type Subscription, subscribeMany } from '../platform/index.ts';
import { ordersPerBatchMax, storeScores } from './store-scores.ts';

const buyerOnly = ({ payload }: PublishedEvent): OrganisationId[] =>
  typeof payload.buyerId === 'string' ? [payload.buyerId as OrganisationId] : [];

async function scoreAfterNews(context: Context, events: readonly PublishedEvent[]): Promise<void> {
  const named = events.flatMap(({ payload }) => (typeof payload.orderId === 'string' ? payload.orderId : []));
  const orderIds = [...new Set(named)];
  for (let from = 0; from < orderIds.length; from += ordersPerBatchMax)
    await storeScores(context, orderIds.slice(from, from + ordersPerBatchMax));
}

/** Whatever happens to an order, its lines are scored anew in the buyer's name. */
export const subscriptions: readonly Subscription[] = subscribeMany(
  [
    'orders.order-placed',
    'orders.order-confirmed',
    'orders.change-proposed',
    'orders.change-decided',
    'orders.order-rejected',
    'orders.order-cancelled',
    'orders.order-changed',
    'orders.order-shipped',
    'orders.order-arrived',
    'orders.order-received',
    'orders.order-invoiced',
    'orders.invoice-decided',
    'orders.dispute-ended',
    'performance.verdict-questioned',
  ],
  scoreAfterNews,
  { name: 'score-order', forWhom: buyerOnly },
);
