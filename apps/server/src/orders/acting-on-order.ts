import type { Context, Transaction } from '../platform/index.ts';
import { loadFacts } from './life/load-facts.ts';
import type { OrderFacts } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';
import { loadOrderForChange } from './load-order.ts';
import { orderNotFound } from './orders.errors.ts';

type Acting = { storing: Storing; facts: OrderFacts };

/** An order with its facts, locked for somebody who acts on it in the portal as the party whose act it is. */
export async function actOnOrder(
  context: Context,
  tx: Transaction,
  about: { orderId: string; role: 'buyer' | 'supplier' | 'either'; expectedVersion?: number | undefined },
): Promise<Acting> {
  const order = await loadOrderForChange(context, tx, about);
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  if (facts === undefined) throw orderNotFound({ orderId: about.orderId });
  return { storing: { context, tx, order, by: { channel: 'portal', documentId: null } }, facts };
}

/** What a portal act answers with. */
export type Acted = { isUnchanged: boolean; state: string; version: number };

export const actedOn = ({ order }: Storing, isUnchanged: boolean): Acted => ({
  isUnchanged,
  state: order.state,
  version: order.version,
});

/** The line's number and unit by its id, for documents that a portal act stands for. */
export async function linesById(
  tx: Transaction,
  { buyerId, orderId }: { buyerId: string; orderId: string },
): Promise<Map<string, { lineNumber: string; unit: 'EA' }>> {
  const rows = await tx.query<{ orderLineId: string; lineNumber: string; unit: 'EA' }>(
    'select id as "orderLineId", line_number as "lineNumber", unit from order_lines where org_id = $1 and order_id = $2',
    [buyerId, orderId],
  );
  return new Map(rows.map(({ orderLineId, lineNumber, unit }) => [orderLineId, { lineNumber, unit }]));
}
