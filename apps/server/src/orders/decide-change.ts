import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { keepReceiptsCurrent } from './keep-receipts-current.ts';
import { loadOrderForChange } from './load-order.ts';
import type { Order } from './order.entity.ts';
import { orderNews } from './orders.events.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { ScheduleLine } from './schedule-line.entity.ts';
import { sendOrder } from './send-order.ts';

export const decideChangeInput = z.object({
  orderId: z.uuid(),
  decision: z.enum(['accept', 'refuse']),
  /** The lines that the decision is about; absent: all that wait for one. */
  lines: z.array(z.uuid()).max(5_000).optional(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});
type Input = z.output<typeof decideChangeInput>;

async function applyToLines(
  tx: Transaction,
  order: Order,
  { decision, lines }: Input,
): Promise<ScheduleLine[]> {
  const schedules = await tx.em.find(ScheduleLine, { orderId: order.id, buyerId: order.buyerId });
  for (const schedule of schedules) {
    const isMeant = lines === undefined || lines.includes(schedule.orderLineId);
    if (!isMeant || schedule.state !== 'negotiating') continue;
    schedule.apply(decision === 'accept' ? 'accept-change' : 'refuse-change');
  }
  return schedules;
}

/**
 * The buyer accepts or refuses what a supplier proposed. Refusing asks for the order as it was placed; promises
 * already made stay on record either way.
 */
export function decideChange(context: Context, input: Input): Promise<{ state: string; version: number }> {
  return context.db.transaction(async (tx) => {
    const { orderId, expectedVersion, decision, reason } = input;
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer', expectedVersion });
    const before = order.state;
    const schedules = await applyToLines(tx, order, input);
    const has = (state: ScheduleLine['state']) => schedules.some((schedule) => schedule.state === state);
    if (has('negotiating')) order.apply('propose-changes');
    else order.apply(has('open') ? 'refuse-changes' : 'accept-changes');
    const verb = decision === 'accept' ? 'accepted' : 'refused';
    await recordOrderEvent(context, tx, order, {
      type: `change-${verb}`,
      text: `${order.buyerName} ${verb} the proposed change: ${reason}`,
      details: { reason, lines: input.lines ?? null },
    });
    await tx.em.flush();
    if (decision === 'refuse' && order.channel === 'edi') await sendOrder(context, tx, order, 'confirmation');
    await keepReceiptsCurrent(context, tx, order.id);
    const { id, poNumber, buyerId, supplierId } = order;
    await tx.publish(orderNews('orders.change-decided', { orderId: id, poNumber, buyerId, supplierId }));
    await tx.audit({
      command: 'orders.decide-change',
      subject: { kind: 'order', id },
      before: { state: before },
      after: { state: order.state, decision },
      reason,
    });
    return { state: order.state, version: order.version };
  });
}
