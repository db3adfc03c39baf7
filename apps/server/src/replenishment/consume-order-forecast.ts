import type { OrganisationId } from '@coplan/kernel';
import { cancelConsumption, recordConsumption } from '../collaboration/index.ts';
import { readOrderedLines } from '../orders/index.ts';
import {
  type Context,
  type PublishedEvent,
  type Subscription,
  subscribe,
  subscribeMany,
} from '../platform/index.ts';

const buyerOnly = ({ payload }: PublishedEvent): OrganisationId[] =>
  typeof payload.buyerId === 'string' ? [payload.buyerId as OrganisationId] : [];

/** Orders, and each line added later, use up the order forecast of their delivery days. Safe to repeat; one cancelled meanwhile uses nothing. */
const consume = ({ db }: Context, events: readonly PublishedEvent[]): Promise<number> =>
  db.transaction(async (tx) =>
    recordConsumption(
      tx,
      await readOrderedLines(
        tx,
        events.map(({ subject }) => subject.id),
      ),
    ),
  );

const giveBack = ({ db, clock }: Context, { subject }: PublishedEvent): Promise<number> =>
  db.transaction((tx) => cancelConsumption(tx, { orderId: subject.id, at: clock.now() }));

/** How orders show in the order forecast of both sides. */
export const consumptionSubscriptions: readonly Subscription[] = [
  ...subscribeMany(['orders.order-placed', 'orders.order-changed'], consume, {
    name: 'consume-order-forecast',
    forWhom: buyerOnly,
  }),
  ...(['orders.order-cancelled', 'orders.order-rejected'] as const).map((eventType) =>
    subscribe(eventType, giveBack, { name: 'give-order-forecast-back', forWhom: buyerOnly }),
  ),
];
