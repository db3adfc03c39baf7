import type { OrganisationId } from '@coplan/kernel';
import { type Context, type PublishedEvent, type Subscription, subscribe } from '../platform/index.ts';
import { storeScores } from './store-scores.ts';

const buyerOnly = ({ payload }: PublishedEvent): OrganisationId[] =>
  typeof payload.buyerId === 'string' ? [payload.buyerId as OrganisationId] : [];

async function scoreAfterNews(context: Context, { payload }: PublishedEvent): Promise<void> {
  if (typeof payload.orderId === 'string') await storeScores(context, [payload.orderId]);
}

/** Whatever happens to an order, its lines are scored anew in the buyer's name. */
export const subscriptions: readonly Subscription[] = (
  [
    'orders.order-placed',
    'orders.order-confirmed',
    'orders.change-proposed',
    'orders.change-decided',
    'orders.order-rejected',
    'orders.order-cancelled',
    'orders.order-changed',
    'orders.order-shipped',
    'orders.order-received',
    'orders.order-invoiced',
    'orders.invoice-decided',
    'performance.verdict-questioned',
  ] as const
).map((eventType) =>
  subscribe(eventType, scoreAfterNews, { name: 'score-order', forWhom: buyerOnly, debounceMs: 300 }),
);
