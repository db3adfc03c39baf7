import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { refuseHeld } from './holds/hold-order.ts';
import { loadOrderForChange, saveOrders } from './load-order.ts';
import { orderNotByEdi } from './orders.errors.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { sendOrder } from './send-order.ts';

export const resendOrderInput = z.object({ orderId: z.uuid() });

/** The document goes out again: as the original where it never arrived, else marked as a duplicate. */
export function resendOrder(context: Context, { orderId }: { orderId: string }): Promise<{ state: string }> {
  return context.db.transaction(async (tx) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer' });
    if (order.channel !== 'edi') throw orderNotByEdi(order.poNumber);
    await refuseHeld(tx, order);
    const hasFailed = order.state === 'send-failed';
    order.apply('resend');
    await saveOrders(tx, [order]);
    await sendOrder(context, tx, order, hasFailed ? 'original' : 'duplicate');
    await recordOrderEvent(context, tx, order, {
      type: 'resent',
      text: hasFailed ? 'The order is sent again.' : 'The order is sent again, marked as a duplicate.',
    });
    await tx.audit({ command: 'orders.resend', subject: { kind: 'order', id: order.id } });
    return { state: order.state };
  });
}
