import { formatMilli } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import { salesLineNotFound } from '../fulfillment.errors.ts';
import { salesOrderNews } from '../fulfillment.events.ts';
import { releaseReservation } from '../reservations/act-on-reservations.ts';
import { tellSalesOrder } from './move-sales-lines.ts';
import { promiseSalesLines } from './promise-sales-lines.ts';

type Line = { orderId: string; lineNumber: number; wantedMilli: number };

const insertRest = `
insert into sales_order_lines (id, org_id, order_id, line_number, item_id, quantity_milli, unit_price_micros,
  requested_on, cancel_after_on, state)
select $1, org_id, order_id, (select max(line_number) + 1 from sales_order_lines twin
    where twin.org_id = line.org_id and twin.order_id = line.order_id),
  item_id, $3, unit_price_micros, requested_on, cancel_after_on, 'validated'
from sales_order_lines line where line.org_id = (select current_setting('app.org')::uuid) and line.id = $2
returning line_number as "lineNumber"`;

/**
 * What of a customer's line has not left with the rest of it becomes a line of its own, gets a day, and stock after the
 * commit; what the line still holds is free. Ordered = shipped + on the new line. Nothing where all of it has left.
 */
export async function backorderRest(
  context: Context,
  tx: Transaction,
  { orderLineId, shippedMilli }: { orderLineId: string; shippedMilli: number },
): Promise<void> {
  const [line] = await tx.query<Line>(
    `select order_id as "orderId", line_number as "lineNumber", (quantity_milli - moved_milli)::float8 as "wantedMilli"
     from sales_order_lines where org_id = (select current_setting('app.org')::uuid) and id = $1 for update`,
    [orderLineId],
  );
  if (line === undefined) throw salesLineNotFound(orderLineId);
  const restMilli = line.wantedMilli - shippedMilli;
  if (restMilli <= 0 || shippedMilli <= 0) return;
  const { orderId, lineNumber } = line;
  const held = await tx.query<{ reservationId: string }>(
    `select id as "reservationId" from stock_reservations where org_id = (select current_setting('app.org')::uuid)
       and order_line_id = $1 and state in ('soft', 'hard', 'part-taken') order by id`,
    [orderLineId],
  );
  const restId = context.newId();
  if (held.length > 0) await releaseReservation(context, tx, { commandId: `rest-${restId}`, parts: held });
  await tx.query(
    `update sales_order_lines set moved_milli = moved_milli + $2
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [orderLineId, restMilli],
  );
  const [rest] = await tx.query<{ lineNumber: number }>(insertRest, [restId, orderLineId, restMilli]);
  const text = `Of line ${lineNumber} ${formatMilli(restMilli)} were not there: they wait as line ${rest?.lineNumber}`;
  await tellSalesOrder(context, tx, { orderId, type: 'backordered', text });
  await promiseSalesLines(context, tx, orderId);
  await tx.publish(salesOrderNews('fulfillment.sales-order-placed', context.actor.organisationId, orderId));
}
