import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

/** Something is reserved, released, taken or put back for these orders of the seller. */
export const reservationsChanged = (
  organisationId: OrganisationId,
  orderIds: readonly string[],
): EventToPublish => ({
  type: 'fulfillment.reservations-changed',
  audience: [organisationId],
  subject: { kind: 'reservations', id: organisationId },
  payload: { orderIds: [...new Set(orderIds)].slice(0, 100) },
});

export const salesOrderNews = (
  type:
    | 'fulfillment.sales-order-placed'
    | 'fulfillment.sales-order-cancelled'
    | 'fulfillment.sales-order-delivered',
  organisationId: OrganisationId,
  orderId: string,
): EventToPublish => ({
  type,
  audience: [organisationId],
  subject: { kind: 'sales-order', id: orderId },
  payload: { orderId },
});
