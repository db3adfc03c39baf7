import { reSource } from '@coplan/fulfillment';
import { formatMilli, type ItemId, type LocationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { outboundLineNotFound, reSourceImpossible } from '../fulfillment.errors.ts';
import type { OutboundLine } from '../outbound/outbound-line.ts';
import { readOutboundLines } from '../outbound/read-outbound-lines.ts';
import { todayOf } from '../promise/read-supply.ts';
import { releaseReservation } from '../reservations/act-on-reservations.ts';
import { reserve } from '../reservations/reserve.ts';
import { readAllocationRules } from '../rules/allocation-rules.ts';
import { transactionWithRetries } from '../with-retries.ts';
import { allocationInputOf, lockShelves } from './allocation-world.ts';
import { itemsFor, moveAfterAllocation } from './run-allocation.ts';

export const releaseLineInput = z.object({
  orderLineId: z.uuid(),
  reason: z.string().trim().min(1).max(200),
});
export const setPriorityInput = z.object({
  orderLineId: z.uuid(),
  /** 1 is served first; null: as the customer's rule says. */
  priority: z.int().min(1).max(9).nullable(),
  reason: z.string().trim().min(1).max(200),
});
export const reSourceInput = z.object({
  orderLineId: z.uuid(),
  /** Own places, the first preferred. */
  locationIds: z.array(z.uuid()).min(1).max(20),
});

async function lineOf(
  tx: Transaction,
  orderLineId: string,
): Promise<{ line: OutboundLine; lines: OutboundLine[] }> {
  const lines = await readOutboundLines(tx);
  const line = lines.find((one) => one.orderLineId === orderLineId);
  if (line === undefined) throw outboundLineNotFound(orderLineId);
  return { line, lines };
}

const openReservations = `select id as "reservationId" from stock_reservations
where org_id = (select current_setting('app.org')::uuid) and order_line_id = $1
  and state in ('soft', 'hard', 'part-taken') order by id`;

/** Everything that a line holds and nobody has picked is available again. Answers with how much. */
export function releaseLine(
  context: Context,
  { orderLineId, reason }: z.output<typeof releaseLineInput>,
): Promise<{ releasedMilli: number }> {
  return transactionWithRetries(context, async (tx) => {
    const { line } = await lineOf(tx, orderLineId);
    const parts = await tx.query<{ reservationId: string }>(openReservations, [orderLineId]);
    if (parts.length === 0) return { releasedMilli: 0 };
    await releaseReservation(context, tx, { commandId: `release-${context.newId()}`, parts });
    const text = `${formatMilli(line.heldMilli)} were released: ${reason}.`;
    const result = { lineId: orderLineId, orderedMilli: line.orderedMilli, heldMilli: 0, allocatedMilli: 0 };
    await moveAfterAllocation(
      tx,
      [{ ...result, backorderedMilli: line.heldMilli, state: 'backordered', text }],
      new Map([[orderLineId, line]]),
    );
    await tx.query(
      `update allocation_lines set state = 'backordered', text = $2
       where org_id = (select current_setting('app.org')::uuid) and order_line_id = $1`,
      [orderLineId, text],
    );
    await tx.audit({
      command: 'fulfillment.release',
      subject: { kind: 'order-line', id: orderLineId },
      before: { heldMilli: line.heldMilli },
      reason,
    });
    return { releasedMilli: line.heldMilli };
  });
}

/** A line goes before or after others from the next allocation on. */
export function setPriority(
  context: Context,
  { orderLineId, priority, reason }: z.output<typeof setPriorityInput>,
): Promise<{ priority: number | null }> {
  return context.db.transaction(async (tx) => {
    await lineOf(tx, orderLineId);
    if (priority === null) {
      await tx.query(
        `delete from line_priorities where org_id = (select current_setting('app.org')::uuid) and order_line_id = $1`,
        [orderLineId],
      );
    } else {
      await tx.query(
        `insert into line_priorities (org_id, order_line_id, priority, reason, set_by, set_at)
         values ((select current_setting('app.org')::uuid), $1, $2, $3, $4, $5)
         on conflict (org_id, order_line_id) do update set priority = excluded.priority, reason = excluded.reason,
           set_by = excluded.set_by, set_at = excluded.set_at`,
        [orderLineId, priority, reason, context.actor.name, context.clock.now().toISOString()],
      );
    }
    const subject = { kind: 'order-line', id: orderLineId };
    await tx.audit({ command: 'fulfillment.set-priority', subject, after: { priority }, reason });
    return { priority };
  });
}

/** The line's reservation is given back and taken anew at other places, both or neither. */
export function reSourceLine(
  context: Context,
  { orderLineId, locationIds }: z.output<typeof reSourceInput>,
): Promise<{ movedMilli: number }> {
  return transactionWithRetries(context, async (tx) => {
    const { line: asked } = await lineOf(tx, orderLineId);
    if (asked.itemId === null) throw reSourceImpossible({ orderLineId, why: asked.unmapped ?? '' });
    const rules = await readAllocationRules(tx);
    const shelves = await lockShelves(tx, itemsFor([asked], rules));
    // Read anew under the locks: what was picked meanwhile counts.
    const { line, lines } = await lineOf(tx, orderLineId);
    const parts = await tx.query<{ reservationId: string }>(openReservations, [orderLineId]);
    const today = await todayOf(tx, context);
    const input = allocationInputOf({ today, lines, rules, shelves });
    const swap = reSource(input, orderLineId, locationIds);
    if (!swap.isPossible) throw reSourceImpossible({ orderLineId, why: swap.text });
    const swapId = context.newId();
    if (parts.length > 0)
      await releaseReservation(context, tx, { commandId: `re-source-release-${swapId}`, parts });
    const reservations = swap.allocations.map(
      ({ itemId, locationId, lotId, quantityMilli, coversMilli }) => ({
        hold: 'hard' as const,
        orderKind: line.orderKind,
        orderId: line.orderId,
        orderLineId,
        itemId: itemId as ItemId,
        locationId: locationId as LocationId,
        lotId: lotId.slice(lotId.lastIndexOf('/') + 1) || null,
        amountMilli: quantityMilli,
        coversMilli,
      }),
    );
    if (reservations.length > 0)
      await reserve(context, tx, { commandId: `re-source-${swapId}`, reservations });
    const movedMilli = swap.allocations.reduce((sum, { coversMilli }) => sum + coversMilli, 0);
    const subject = { kind: 'order-line', id: orderLineId };
    await tx.audit({ command: 'fulfillment.re-source', subject, after: { locationIds, movedMilli } });
    return { movedMilli };
  });
}
