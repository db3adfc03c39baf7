import type { OrderId, OrganisationId } from '@coplan/kernel';
import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../platform/index.ts';
import { Order } from './order.entity.ts';
import { orderChanged, orderNotFound } from './orders.errors.ts';

/** `either`: both parties may do it, each in its own name. */
type Role = 'buyer' | 'supplier' | 'either';

const seenBy = (role: Role, organisationId: OrganisationId) => {
  if (role === 'either') return { $or: [{ buyerId: organisationId }, { supplierId: organisationId }] };
  return role === 'buyer' ? { buyerId: organisationId } : { supplierId: organisationId };
};

/**
 * The order, locked until the end of the transaction, for the party whose act it is. Another party's order is not
 * found, as if it did not exist. With `expectedVersion` it must still be what the caller saw.
 */
export async function loadOrderForChange(
  { actor }: Context,
  tx: Transaction,
  { orderId, role, expectedVersion }: { orderId: string; role: Role; expectedVersion?: number | undefined },
): Promise<Order> {
  const order = await tx.em.findOne(
    Order,
    { id: orderId as OrderId, ...seenBy(role, actor.organisationId) },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (order === null) throw orderNotFound({ orderId });
  if (expectedVersion !== undefined && order.version !== expectedVersion) {
    throw orderChanged({ orderId, expectedVersion, version: order.version });
  }
  return order;
}

/** As a document names it: by the buyer's number. */
export async function loadOrderByNumber(
  { actor }: Context,
  tx: Transaction,
  { buyerId, poNumber }: { buyerId: OrganisationId; poNumber: string },
): Promise<Order> {
  const order = await tx.em.findOne(
    Order,
    { buyerId, poNumber, supplierId: actor.organisationId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (order === null) throw orderNotFound({ poNumber });
  return order;
}
