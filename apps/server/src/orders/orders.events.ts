import type { OrderId, OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';
import type { NewFacts } from './life/judge-document.ts';
import type { OrderState } from './order.lifecycle.ts';

export const orderEventTypes = [
  'orders.order-placed',
  'orders.order-sent',
  'orders.order-send-failed',
  'orders.order-confirmed',
  'orders.change-proposed',
  'orders.change-decided',
  'orders.order-rejected',
  'orders.order-cancelled',
  'orders.order-changed',
  'orders.order-shipped',
  'orders.order-arrived',
  'orders.order-received',
  'orders.order-invoiced',
  'orders.invoice-decided',
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

export const disputeEventTypes = [
  'orders.dispute-raised',
  'orders.dispute-changed',
  'orders.dispute-ended',
] as const;

/** News of a dispute, with the order that it is about. */
export const disputeNews = (
  type: (typeof disputeEventTypes)[number],
  order: { id: OrderId; poNumber: string; buyerId: OrganisationId; supplierId: OrganisationId },
  disputeId: string,
): EventToPublish => ({
  type,
  audience: [order.buyerId, order.supplierId],
  subject: { kind: 'dispute', id: disputeId },
  payload: {
    disputeId,
    orderId: order.id,
    ...{ poNumber: order.poNumber, buyerId: order.buyerId, supplierId: order.supplierId },
  },
});

/** What the world is told after new facts of an order, by their kind and by what the order has become. */
export function newsOfFacts({ kind }: NewFacts, state: OrderState): OrderEventType {
  if (kind === 'change') return state === 'cancelled' ? 'orders.order-cancelled' : 'orders.order-changed';
  if (kind === 'release') return 'orders.order-changed';
  if (kind === 'shipment') return 'orders.order-shipped';
  if (kind === 'receipt') return 'orders.order-received';
  if (kind === 'invoice') return 'orders.order-invoiced';
  if (state === 'changes-proposed') return 'orders.change-proposed';
  return state === 'rejected' ? 'orders.order-rejected' : 'orders.order-confirmed';
}

/** News of a document about an order that waits, or is tried again. */
export const waitingNews = (
  type: 'orders.document-waits' | 'orders.waiting-tried' | 'orders.waiting-ended',
  about: { buyerId: OrganisationId; supplierId: OrganisationId; poNumber: string; documentId: string | null },
): EventToPublish => ({
  type,
  audience: [about.buyerId, about.supplierId],
  subject: { kind: 'waiting-document', id: about.documentId ?? about.poNumber },
  payload: { ...about },
});

export const tolerancesNews = (organisationId: OrganisationId): EventToPublish => ({
  type: 'orders.tolerances-changed',
  audience: [organisationId],
  subject: { kind: 'rules', id: organisationId },
  payload: {},
});
