import { DomainError } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import { getOrder } from './get-order.ts';
import { resendOrder } from './resend-order.ts';

const orderIds = z.array(z.uuid()).min(1).max(200);

export const cancelManyInput = z.object({ orderIds, reason: z.string().trim().min(1).max(500) });
export const manyInput = z.object({ orderIds });

/** What became of each order; one that could not be done leaves the others done. */
export type DoneMany = { results: { orderId: string; poNumber: string; error: string | null }[] };

async function each(
  context: Context,
  ids: readonly string[],
  run: (order: Awaited<ReturnType<typeof getOrder>>) => Promise<unknown>,
): Promise<DoneMany> {
  const results: DoneMany['results'] = [];
  for (const orderId of new Set(ids)) {
    let poNumber = '';
    try {
      const order = await getOrder(context, { orderId });
      ({ poNumber } = order);
      await run(order);
      results.push({ orderId, poNumber, error: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results.push({ orderId, poNumber, error: error.message });
    }
  }
  return { results };
}

/** The buyer withdraws several orders with one reason. */
export const cancelMany = (
  context: Context,
  { orderIds: ids, reason }: z.output<typeof cancelManyInput>,
): Promise<DoneMany> =>
  each(context, ids, ({ orderId, version }) =>
    cancelOrder(context, { orderId, reason, expectedVersion: version }),
  );

/** Several orders go out by EDI again. */
export const resendMany = (
  context: Context,
  { orderIds: ids }: z.output<typeof manyInput>,
): Promise<DoneMany> => each(context, ids, ({ orderId }) => resendOrder(context, { orderId }));

/** The supplier accepts several orders as they were asked for; what is answered already stays as it was answered. */
export const acceptMany = (
  context: Context,
  { orderIds: ids }: z.output<typeof manyInput>,
): Promise<DoneMany> =>
  each(context, ids, async ({ orderId, version, lines }) => {
    const open = lines.filter(({ state }) => state === 'open');
    if (open.length === 0) return;
    await confirmOrder(context, {
      ...{ orderId, expectedVersion: version },
      lines: open.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' })),
    });
  });
