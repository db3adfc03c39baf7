import type { OrganisationId } from '@coplan/kernel';
import { cancelConsumption, recordConsumption } from '../collaboration/index.ts';
import { readOrderedLines } from '../orders/index.ts';
import { type Context, type PublishedEvent, type Subscription, subscribe } from '../platform/index.ts';

const buyerOnly = ({ payload }: PublishedEvent): OrganisationId[] =>
  typeof payload.buyerId === 'string' ? [payload.buyerId as OrganisationId] : [];

/** An order, and each line added later, uses up the order forecast of its delivery day. Safe to repeat; one cancelled meanwhile uses nothing. */
const consume = ({ db }: Context, { subject }: PublishedEvent): Promise<number> =>
  db.transaction(async (tx) => recordConsumption(tx, await readOrderedLines(tx, subject.id)));

const giveBack = ({ db, clock }: Context, { subject }: PublishedEvent): Promise<number> =>
  db.transaction((tx) => cancelConsumption(tx, { orderId: subject.id, at: clock.now() }));

/** How orders show in the order forecast of both sides. */
export const consumptionSubscriptions: readonly Subscription[] = [
  ...(['orders.order-placed', 'orders.order-changed'] as const).map((eventType) =>
    subscribe(eventType, consume, { name: 'consume-order-forecast', forWhom: buyerOnly }),
  ),
  ...(['orders.order-cancelled', 'orders.order-rejected'] as const).map((eventType) =>
    subscribe(eventType, giveBack, { name: 'give-order-forecast-back', forWhom: buyerOnly }),
  ),
];
