import type { OrderId, OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

export const orderEventTypes = [
  'orders.order-placed',
  'orders.order-sent',
  'orders.order-send-failed',
  'orders.order-confirmed',
  'orders.change-proposed',
  'orders.change-decided',
  'orders.order-rejected',
  'orders.order-cancelled',
] as const;
export type OrderEventType = (typeof orderEventTypes)[number];

/** News of an order goes to both parties, so that the pages of both stay current. */
export const orderNews = (
  type: OrderEventType,
  order: { orderId: OrderId; poNumber: string; buyerId: OrganisationId; supplierId: OrganisationId },
): EventToPublish => ({
  type,
  audience: [order.buyerId, order.supplierId],
  subject: { kind: 'order', id: order.orderId },
  payload: { ...order },
});

export const tolerancesNews = (organisationId: OrganisationId): EventToPublish => ({
  type: 'orders.tolerances-changed',
  audience: [organisationId],
  subject: { kind: 'rules', id: organisationId },
  payload: {},
});
