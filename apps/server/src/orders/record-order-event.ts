import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import type { Channel } from './life/store-facts.ts';
import type { Order } from './order.entity.ts';

/** A line of the order's timeline, in words that both parties read. */
export type TimelineEntry = { type: string; text: string; details?: JsonObject };

/** An entry of an order's timeline, with the way it came and the document behind it. */
export type OrderEventEntry = {
  order: Pick<Order, 'id' | 'buyerId' | 'supplierId'>;
  entry: TimelineEntry;
  by?: Channel | undefined;
};

const insertEvents = `
insert into order_events (id, org_id, supplier_id, order_id, at, type, text, actor_name, details, channel, document_id)
select event.id, event."buyerId", event."supplierId", event."orderId", $1, event.type, event.text, $2, event.details,
  event.channel, event."documentId"
from rows from (jsonb_to_recordset($3::jsonb) as (id uuid, "buyerId" uuid, "supplierId" uuid, "orderId" uuid,
    type text, text text, details jsonb, channel text, "documentId" uuid)) with ordinality
  as event (id, "buyerId", "supplierId", "orderId", type, text, details, channel, "documentId", ordinality)
order by event.ordinality`;

/** Adds to timelines, in the transaction of what they tell about and in the order in which it is told. */
export async function recordOrderEvents(
  { newId, clock, actor }: Context,
  tx: Transaction,
  entries: readonly OrderEventEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const portal: Channel = { channel: 'portal', documentId: null };
  const rows = entries.map(({ order, entry: { type, text, details = {} }, by = portal }) => ({
    id: newId(),
    buyerId: order.buyerId,
    supplierId: order.supplierId,
    orderId: order.id,
    ...{ type, text, details, channel: by.channel, documentId: by.documentId },
  }));
  await tx.query(insertEvents, [clock.now(), actor.name, JSON.stringify(rows)]);
}

/** Adds one entry to the timeline of one order. */
export const recordOrderEvent = (
  context: Context,
  tx: Transaction,
  order: OrderEventEntry['order'],
  entry: TimelineEntry,
  by?: Channel,
): Promise<void> => recordOrderEvents(context, tx, [{ order, entry, by }]);
