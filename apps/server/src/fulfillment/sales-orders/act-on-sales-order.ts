import { allowedEvents, formatMilli } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import {
  salesLineEventNotAllowed,
  salesLineInWarehouse,
  salesOrderChanged,
  salesOrderNotFound,
} from '../fulfillment.errors.ts';
import { salesOrderNews } from '../fulfillment.events.ts';
import { putBackReservation, releaseReservation } from '../reservations/act-on-reservations.ts';
import { lockReservations } from '../reservations/list-reservations.ts';
import { openOf } from '../reservations/reservation.ts';
import { transactionWithRetries } from '../with-retries.ts';
import { moveSalesLines, tellSalesOrder } from './move-sales-lines.ts';
import { promiseSalesLines } from './promise-sales-lines.ts';
import { type SalesLineEvent, type SalesLineState, salesLineLifecycle } from './sales-line.lifecycle.ts';

const versioned = { orderId: z.uuid(), expectedVersion: z.int(), reason: z.string().trim().min(1).max(200) };
export const holdSalesOrderInput = z.object(versioned);
export const releaseHoldInput = z.object(versioned);
export const cancelSalesOrderInput = z.object({
  ...versioned,
  /** Absent: every line that can still be cancelled. */
  orderLineIds: z.array(z.uuid()).min(1).max(500).optional(),
});

type Line = { orderLineId: string; lineNumber: number; state: SalesLineState };
type Opened = { lines: Line[] };

async function openOrder(
  tx: Transaction,
  { orderId, expectedVersion }: { orderId: string; expectedVersion: number },
): Promise<Opened> {
  const [order] = await tx.query<{ version: number }>(
    `select version from sales_orders where org_id = (select current_setting('app.org')::uuid) and id = $1 for update`,
    [orderId],
  );
  if (order === undefined) throw salesOrderNotFound(orderId);
  if (order.version !== expectedVersion) throw salesOrderChanged({ expectedVersion, version: order.version });
  const lines = await tx.query<Line>(
    `select id as "orderLineId", line_number as "lineNumber", state from sales_order_lines
     where org_id = (select current_setting('app.org')::uuid) and order_id = $1 order by line_number`,
    [orderId],
  );
  return { lines };
}

const store = (tx: Transaction, orderId: string, holdReason: string | null): Promise<unknown> =>
  tx.query(
    `update sales_orders set hold_reason = $2, version = version + 1
     where org_id = (select current_setting('app.org')::uuid) and id = $1`,
    [orderId, holdReason],
  );

const able = (lines: readonly Line[], event: SalesLineEvent): Line[] =>
  lines.filter(({ state }) => allowedEvents(salesLineLifecycle, state).includes(event));

/** What lies on a cart or in a carton is taken back there first, so that nobody looks for it in vain. */
const inWarehouse: readonly SalesLineState[] = ['released', 'short-picked', 'picked', 'packed'];

function refuseInWarehouse(lines: readonly Line[]): void {
  const there = lines.find(({ state }) => inWarehouse.includes(state));
  if (there !== undefined) throw salesLineInWarehouse(there);
}

const requireSome = (able: readonly Line[], lines: readonly Line[], event: SalesLineEvent): void => {
  const [first] = lines;
  if (able.length === 0 && first !== undefined) throw salesLineEventNotAllowed({ ...first, event });
};

/** Puts an order on hold before stock is given to it. */
export function holdSalesOrder(
  context: Context,
  { reason, ...input }: z.output<typeof holdSalesOrderInput>,
): Promise<{ version: number }> {
  return context.db.transaction(async (tx) => {
    const { lines } = await openOrder(tx, input);
    const held = able(lines, 'hold');
    requireSome(held, lines, 'hold');
    await moveSalesLines(
      tx,
      held.map(({ orderLineId }) => ({ orderLineId, event: 'hold' })),
    );
    await store(tx, input.orderId, 'compliance');
    await tellSalesOrder(context, tx, { orderId: input.orderId, type: 'held', text: `Held: ${reason}` });
    return { version: input.expectedVersion + 1 };
  });
}

/** Lets a held order go on: its lines get a day, and stock after the commit. */
export function releaseHold(
  context: Context,
  { reason, ...input }: z.output<typeof releaseHoldInput>,
): Promise<{ version: number }> {
  const { orderId } = input;
  return context.db.transaction(async (tx) => {
    const { lines } = await openOrder(tx, input);
    const held = able(lines, 'release-hold');
    requireSome(held, lines, 'release-hold');
    await moveSalesLines(
      tx,
      held.map(({ orderLineId }) => ({ orderLineId, event: 'release-hold' })),
    );
    await store(tx, orderId, null);
    await tellSalesOrder(context, tx, { orderId, type: 'released', text: `Hold released: ${reason}` });
    await promiseSalesLines(context, tx, orderId);
    await tx.audit({
      command: 'fulfillment.release-hold',
      subject: { kind: 'sales-order', id: orderId },
      reason,
    });
    await tx.publish(salesOrderNews('fulfillment.sales-order-placed', context.actor.organisationId, orderId));
    return { version: input.expectedVersion + 1 };
  });
}

/** Stock of cancelled lines goes back where it came from: what was picked is put back, what was held is released. */
async function giveBack(context: Context, tx: Transaction, lineIds: readonly string[]): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `select id from stock_reservations where org_id = (select current_setting('app.org')::uuid)
       and order_line_id = any ($1::uuid[]) and state in ('soft', 'hard', 'part-taken', 'taken') order by id`,
    [lineIds],
  );
  if (rows.length === 0) return 0;
  const locked = await lockReservations(
    tx,
    rows.map(({ id }) => id),
  );
  const taken = locked.filter(({ takenMilli }) => takenMilli > 0);
  const cancelId = context.newId();
  const partOf = ({ reservationId }: { reservationId: string }) => ({ reservationId });
  if (taken.length > 0)
    await putBackReservation(context, tx, {
      commandId: `cancel-put-back-${cancelId}`,
      parts: taken.map(partOf),
    });
  const open = await lockReservations(
    tx,
    rows.map(({ id }) => id),
  );
  const parts = open.filter((one) => openOf(one) > 0).map(partOf);
  if (parts.length > 0) await releaseReservation(context, tx, { commandId: `cancel-${cancelId}`, parts });
  return open.reduce((sum, one) => sum + openOf(one), 0);
}

/**
 * Cancels lines that have not left: what they hold goes back to stock by compensating entries, and whoever waits for it
 * is served after the commit. Answers with what was given back. Throws `DomainError` where a line is in the warehouse.
 */
export function cancelSalesOrder(
  context: Context,
  { reason, orderLineIds, ...input }: z.output<typeof cancelSalesOrderInput>,
): Promise<{ version: number; cancelledLineCount: number; givenBackMilli: number }> {
  const { orderId, expectedVersion } = input;
  return transactionWithRetries(context, async (tx) => {
    const { lines } = await openOrder(tx, input);
    const asked =
      orderLineIds === undefined ? lines : lines.filter((one) => orderLineIds.includes(one.orderLineId));
    const cancelled = able(asked, 'cancel');
    requireSome(cancelled, asked.length === 0 ? lines : asked, 'cancel');
    refuseInWarehouse(cancelled);
    const ids = cancelled.map(({ orderLineId }) => orderLineId);
    const givenBackMilli = await giveBack(context, tx, ids);
    await moveSalesLines(
      tx,
      ids.map((orderLineId) => ({ orderLineId, event: 'cancel' })),
    );
    await store(tx, orderId, null);
    const back = givenBackMilli === 0 ? '' : `; ${formatMilli(givenBackMilli)} are available again`;
    const text = `Cancelled lines ${cancelled.map(({ lineNumber }) => lineNumber).join(', ')}: ${reason}${back}`;
    await tellSalesOrder(context, tx, { orderId, type: 'cancelled', text });
    await tx.audit({
      command: 'fulfillment.cancel-sales-order',
      subject: { kind: 'sales-order', id: orderId },
      after: { cancelledLineCount: ids.length, givenBackMilli },
      reason,
    });
    await tx.publish(
      salesOrderNews('fulfillment.sales-order-cancelled', context.actor.organisationId, orderId),
    );
    return { version: expectedVersion + 1, cancelledLineCount: ids.length, givenBackMilli };
  });
}
