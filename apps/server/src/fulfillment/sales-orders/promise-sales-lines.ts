import type { Context, Transaction } from '../../platform/index.ts';
import { promiseOrder } from '../promise/promise-order.ts';
import { moveSalesLines, tellSalesOrder } from './move-sales-lines.ts';

/** Gives every validated line of an order the day on which it can be had, with the reason; a line without one waits. */
export async function promiseSalesLines(context: Context, tx: Transaction, orderId: string): Promise<void> {
  const lines = await tx.query<{ orderLineId: string; said: string | null }>(
    `select id as "orderLineId", promise_reason as said from sales_order_lines
     where org_id = (select current_setting('app.org')::uuid) and order_id = $1 and state = 'validated'`,
    [orderId],
  );
  const waiting = new Map(lines.map(({ orderLineId, said }) => [orderLineId, said]));
  if (waiting.size === 0) return;
  const promised = (await promiseOrder(context, { orderId }, tx)).lines.filter(({ orderLineId }) =>
    waiting.has(orderLineId),
  );
  await tx.query(
    `update sales_order_lines line set promised_on = given."completeOn", promise_reason = given.reason
     from jsonb_to_recordset($1::jsonb) as given("orderLineId" uuid, "completeOn" date, reason text)
     where line.org_id = (select current_setting('app.org')::uuid) and line.id = given."orderLineId"`,
    [
      JSON.stringify(
        promised.map(({ orderLineId, promise }) => ({
          orderLineId,
          completeOn: promise?.completeOn ?? null,
          reason: promise?.reason ?? '',
        })),
      ),
    ],
  );
  const dated = promised.filter(({ promise }) => promise?.completeOn != null);
  await moveSalesLines(
    tx,
    dated.map(({ orderLineId }) => ({ orderLineId, event: 'promise' })),
  );
  for (const { orderLineId, lineNumber, promise } of promised) {
    // Asked again when other goods come: what was said before is not said again.
    if (promise?.completeOn == null && waiting.get(orderLineId) === (promise?.reason ?? '')) continue;
    const day = promise?.completeOn ?? 'no day';
    const text = `Line ${lineNumber}: ${day}. ${promise?.reason ?? ''}`;
    await tellSalesOrder(context, tx, { orderId, type: 'promised', text });
  }
}
