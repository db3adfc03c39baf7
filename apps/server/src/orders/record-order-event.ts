import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import type { Order } from './order.entity.ts';

/** A line of the order's timeline, in words that both parties read. */
export type TimelineEntry = { type: string; text: string; details?: JsonObject };

/** Adds to the timeline, in the transaction of what it tells about. */
export const recordOrderEvent = (
  { newId, clock, actor }: Context,
  tx: Transaction,
  order: Pick<Order, 'id' | 'buyerId' | 'supplierId'>,
  { type, text, details = {} }: TimelineEntry,
): Promise<unknown> =>
  tx.query(
    `insert into order_events (id, org_id, supplier_id, order_id, at, type, text, actor_name, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId(),
      order.buyerId,
      order.supplierId,
      order.id,
      clock.now(),
      type,
      text,
      actor.name,
      JSON.stringify(details),
    ],
  );
