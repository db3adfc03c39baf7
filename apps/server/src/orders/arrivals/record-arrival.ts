import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { loadOrderForChange } from '../load-order.ts';
import { arrivalImpossible, shipmentUnknown } from '../orders.errors.ts';
import { orderNews } from '../orders.events.ts';
import { recordOrderEvent } from '../record-order-event.ts';

export const recordArrivalInput = z.object({
  orderId: z.uuid(),
  shipmentNumber: z.string().trim().min(1).max(30),
  /** At the gate, the dock or the yard: never the moment of the data entry. */
  arrivedAt: z.iso.datetime({ offset: true }),
  /** Where it stood. */
  note: z.string().trim().min(1).max(200).optional(),
});

export type ArrivalSource = 'appointment-check-in' | 'proof-of-delivery';
type Arrival = z.output<typeof recordArrivalInput> & { source: ArrivalSource; channel: 'portal' | 'rest' };

const newestOf = `
select to_char(arrived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "arrivedAt" from order_arrivals
where org_id = $1 and order_id = $2 and shipment_number = $3 and source = $4 order by told_number desc limit 1`;

const noticeOf = `
select (despatched_on)::text as "despatchedOn" from ship_notices
where org_id = $1 and order_id = $2 and shipment_number = $3 and purpose <> 'cancellation'
order by told_number desc limit 1`;

const insert = `
insert into order_arrivals (id, org_id, supplier_id, order_id, shipment_number, arrived_at, source, note, channel, told_by_id,
  told_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const [graceMs, dayMs] = [300_000, 86_400_000];

/**
 * Writes down when a shipment of an order stood at its place, in the transaction of the caller: the buyer's check-in or the
 * signature that the supplier has. The same moment again changes nothing, another one of the same source corrects it.
 * Throws `DomainError` where the shipment was never announced, or the moment is before it left or in the time to come.
 */
export async function recordArrivalWithin(
  context: Context,
  tx: Transaction,
  { orderId, shipmentNumber, source, note, channel, ...said }: Arrival,
): Promise<{ isUnchanged: boolean }> {
  const { actor, clock, newId } = context;
  const role = source === 'proof-of-delivery' ? 'supplier' : 'buyer';
  const order = await loadOrderForChange(context, tx, { orderId, role });
  const about = [order.buyerId, orderId, shipmentNumber];
  const [notice] = await tx.query<{ despatchedOn: string | null }>(noticeOf, about);
  if (notice === undefined) throw shipmentUnknown({ shipmentNumber, poNumber: order.poNumber });
  const atMs = Date.parse(said.arrivedAt);
  const arrivedAt = new Date(atMs);
  const leftMs = notice.despatchedOn === null ? atMs : Date.parse(notice.despatchedOn);
  if (atMs > clock.now().getTime() + graceMs || atMs + dayMs < leftMs)
    throw arrivalImpossible({ shipmentNumber, arrivedAt: arrivedAt.toISOString() });
  const [known] = await tx.query<{ arrivedAt: string }>(newestOf, [...about, source]);
  if (known !== undefined && Date.parse(known.arrivedAt) === atMs) return { isUnchanged: true };
  await tx.query(insert, [
    newId(),
    order.buyerId,
    order.supplierId,
    orderId,
    shipmentNumber,
    arrivedAt,
    source,
    note ?? null,
    channel,
    actor.organisationId,
    actor.name,
    clock.now(),
  ]);
  const what = source === 'proof-of-delivery' ? 'was signed for' : 'stood at the gate';
  const text = `Shipment ${shipmentNumber} ${what} ${arrivedAt.toISOString().slice(0, 16)}Z at ${order.shipToName}${note === undefined ? '' : `, ${note}`}${known === undefined ? '' : '; that corrects what was told before'}.`;
  await recordOrderEvent(context, tx, order, {
    ...{ type: 'arrived', text, details: { shipmentNumber, source, arrivedAt: arrivedAt.toISOString() } },
  });
  const { poNumber, buyerId, supplierId } = order;
  await tx.publish(orderNews('orders.order-arrived', { orderId: order.id, poNumber, buyerId, supplierId }));
  await tx.audit({
    command: 'orders.record-arrival',
    subject: { kind: 'order', id: orderId },
    after: { shipmentNumber, source, arrivedAt: arrivedAt.toISOString() },
  });
  return { isUnchanged: false };
}

/** The buyer's people or their gate's system say that a truck has come. */
export const recordArrival = (
  context: Context,
  input: z.output<typeof recordArrivalInput> & { channel: 'portal' | 'rest' },
): Promise<{ isUnchanged: boolean }> =>
  context.db.transaction((tx) =>
    recordArrivalWithin(context, tx, { ...input, source: 'appointment-check-in' }),
  );
