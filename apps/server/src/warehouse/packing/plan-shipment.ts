import type { Context, Transaction } from '../../platform/index.ts';
import { outboundShipmentLifecycle } from '../life/outbound-shipment.lifecycle.ts';
import { nextNumber } from '../next-number.ts';
import { notFound } from '../warehouse.errors.ts';

/** The shipment of an order that is being packed at a place; a new one with the next number where there is none. */
export async function planShipment(
  context: Context,
  tx: Transaction,
  { orderId, locationId }: { orderId: string; locationId: string },
): Promise<string> {
  const { actor, newId } = context;
  // Two who begin to pack an order at the same moment share one shipment.
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 4713))', [`${orderId} ${locationId}`]);
  const [planned] = await tx.query<{ shipmentId: string }>(
    `select id as "shipmentId" from outbound_shipments
     where org_id = $1 and order_id = $2 and location_id = $3 and state = 'planned'`,
    [actor.organisationId, orderId, locationId],
  );
  if (planned !== undefined) return planned.shipmentId;
  const [order] = await tx.query<{ orderKind: string; buyerId: string | null; placeId: string | null }>(
    `select placed.order_kind as "orderKind", placed.buyer_id as "buyerId", place.id as "placeId"
     from outbound_orders placed left join locations place on place.org_id = $2 and place.id = $3
     where placed.order_id = $1 and placed.seller_id = $2`,
    [orderId, actor.organisationId, locationId],
  );
  if (order === undefined) throw notFound('order', orderId);
  if (order.placeId === null) throw notFound('place', locationId);
  const number = await nextNumber(tx, { kind: 'shipment' });
  const shipmentId = newId();
  await tx.query(
    `insert into outbound_shipments (id, org_id, order_kind, buyer_id, order_id, location_id, shipment_number, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[shipmentId, actor.organisationId, order.orderKind, order.buyerId, orderId, locationId],
      ...[`S${String(number).padStart(6, '0')}`, outboundShipmentLifecycle.initial],
    ],
  );
  return shipmentId;
}
