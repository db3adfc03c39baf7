import type { OrganisationId } from '@coplan/kernel';
import {
  type Context,
  type PublishedEvent,
  type Subscription,
  subscribe,
  subscribeMany,
} from '../platform/index.ts';
import { keepReceiptsCurrentAfterAnswers } from './keep-receipts-current.ts';
import { recordDelivery } from './record-delivery.ts';
import { tryWaitingAfterNews } from './waiting/try-waiting.ts';

const buyerOnly = ({ payload }: PublishedEvent): OrganisationId[] =>
  typeof payload.buyerId === 'string' ? [payload.buyerId as OrganisationId] : [];

/** The platform gave a document up: the order says so, and can be sent again. */
async function recordUndeliverable(context: Context, { subject, payload }: PublishedEvent): Promise<void> {
  if (subject.kind !== 'order' || typeof payload.documentId !== 'string') return;
  const { documentId, reason } = payload;
  const message = typeof reason === 'string' && reason !== '' ? reason : 'the gateway refused it';
  const issue = {
    code: 'orders.undeliverable',
    severity: 'error' as const,
    message,
    place: 'the EDI gateway',
  };
  await context.db.transaction((tx) =>
    recordDelivery(context, tx, { documentId, status: 'undeliverable', issues: [issue] }),
  );
}

/** What orders do after the fact, each in the buyer's own transaction. */
export const subscriptions: readonly Subscription[] = [
  ...subscribeMany(
    [
      'orders.order-confirmed',
      'orders.change-proposed',
      'orders.order-rejected',
      'orders.order-shipped',
      'orders.order-invoiced',
    ],
    keepReceiptsCurrentAfterAnswers,
    { name: 'keep-receipts-current', forWhom: buyerOnly },
  ),
  subscribe('orders.waiting-tried', tryWaitingAfterNews, { name: 'try-waiting' }),
  subscribe('platform.document-undeliverable', recordUndeliverable, { name: 'record-undeliverable' }),
];
