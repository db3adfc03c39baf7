import { DomainError } from '@coplan/kernel';
import { type PlacedOrder, placeOrder } from '../orders/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import type { Proposal } from './proposal.entity.ts';

export type Refused = { proposalId: string; code: string; message: string };
export type OrderedProposals = { orders: PlacedOrder[]; ordered: Proposal[]; refused: Refused[] };

const orderLinesMax = 1_000;

export const refusedBy = (proposalId: string, { code, message }: DomainError): Refused => ({
  proposalId,
  code,
  message,
});

/** Proposals that become one order: one supplier, place, delivery day, order day and currency. */
function groupByOrder(proposals: readonly Proposal[]): Proposal[][] {
  const groups = Map.groupBy(proposals, (proposal) =>
    [proposal.supplierId, proposal.locationId, proposal.deliverOn, proposal.orderOn, proposal.currency].join(
      '|',
    ),
  );
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / orderLinesMax) }, (_, index) =>
      group.slice(index * orderLinesMax, (index + 1) * orderLinesMax),
    ),
  );
}

async function placeGroup(
  context: Context,
  tx: Transaction,
  group: readonly Proposal[],
): Promise<PlacedOrder> {
  const [first] = group;
  if (first === undefined) throw new Error('An order needs at least one proposal');
  return placeOrder(context, tx, {
    supplierId: first.supplierId,
    shipToId: first.locationId,
    orderedOn: first.orderOn,
    deliverOn: first.deliverOn,
    currency: first.currency,
    lines: group.map(({ id, itemId, quantityMilli, unit, unitPriceMicros }) => ({
      itemId,
      quantityMilli,
      unit,
      unitPriceMicros,
      proposalId: id,
    })),
  });
}

/**
 * Places the orders of proposals that may be approved, in the caller's transaction. Where an order cannot be placed
 * (no relation, no GTIN) only its own proposals are refused; their savepoint undoes what was begun, the number too.
 */
export async function orderProposals(
  context: Context,
  tx: Transaction,
  proposals: readonly Proposal[],
): Promise<OrderedProposals> {
  const result: OrderedProposals = { orders: [], ordered: [], refused: [] };
  for (const group of groupByOrder(proposals)) {
    await tx.query('savepoint order_of_proposals');
    try {
      const order = await placeGroup(context, tx, group);
      for (const proposal of group) {
        proposal.apply(proposal.state === 'needs-second' ? 'approve-second' : 'approve');
        proposal.apply('order');
        proposal.orderId = order.orderId;
        proposal.decidedBy = context.actor.name;
        proposal.decidedAt = context.clock.now();
      }
      result.orders.push(order);
      result.ordered.push(...group);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await tx.query('rollback to savepoint order_of_proposals');
      result.refused.push(...group.map(({ id }) => refusedBy(id, error)));
    }
  }
  return result;
}
