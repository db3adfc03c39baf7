import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { keepReceiptsCurrent } from './keep-receipts-current.ts';
import { loadOrderForChange } from './load-order.ts';
import { orderNews } from './orders.events.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { ScheduleLine } from './schedule-line.entity.ts';
import { sendOrder } from './send-order.ts';

export const cancelOrderInput = z.object({
  orderId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});

/** The buyer withdraws an order before it ships; its supply no longer counts, and the supplier is told. */
export function cancelOrder(
  context: Context,
  { orderId, reason, expectedVersion }: z.output<typeof cancelOrderInput>,
): Promise<{ state: string; version: number }> {
  return context.db.transaction(async (tx) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer', expectedVersion });
    const before = order.state;
    order.apply('cancel');
    const schedules = await tx.em.find(ScheduleLine, { orderId: order.id, buyerId: order.buyerId });
    for (const schedule of schedules) if (schedule.state !== 'rejected') schedule.apply('cancel');
    await tx.em.flush();
    if (order.channel === 'edi') await sendOrder(context, tx, order, 'cancellation');
    await recordOrderEvent(context, tx, order, {
      type: 'cancelled',
      text: `${order.buyerName} cancelled the order: ${reason}`,
      details: { reason },
    });
    await keepReceiptsCurrent(context, tx, order.id);
    const { id, poNumber, buyerId, supplierId } = order;
    await tx.publish(orderNews('orders.order-cancelled', { orderId: id, poNumber, buyerId, supplierId }));
    await tx.audit({
      command: 'orders.cancel',
      subject: { kind: 'order', id },
      before: { state: before },
      after: { state: order.state },
      reason,
    });
    return { state: order.state, version: order.version };
  });
}
