import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import type { Channel } from './life/store-facts.ts';
import type { Order } from './order.entity.ts';

/** A line of the order's timeline, in words that both parties read. */
export type TimelineEntry = { type: string; text: string; details?: JsonObject };

/** Adds to the timeline, in the transaction of what it tells about, with the way it came and the document behind it. */
export const recordOrderEvent = (
  { newId, clock, actor }: Context,
  tx: Transaction,
  order: Pick<Order, 'id' | 'buyerId' | 'supplierId'>,
  { type, text, details = {} }: TimelineEntry,
  by: Channel = { channel: 'portal', documentId: null },
): Promise<unknown> =>
  tx.query(
    `insert into order_events (id, org_id, supplier_id, order_id, at, type, text, actor_name, details, channel,
       document_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
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
      by.channel,
      by.documentId,
    ],
  );
