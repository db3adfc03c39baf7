import { type AllocatedLine, type Allocation, allocateStock, allocationVersion } from '@coplan/fulfillment';
import type { ItemId, LocationId } from '@coplan/kernel';
import { allowedEvents } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import type { OutboundLine } from '../outbound/outbound-line.ts';
import { readOutboundLines } from '../outbound/read-outbound-lines.ts';
import { todayOf } from '../promise/read-supply.ts';
import { type ReservationToMake, reserve } from '../reservations/reserve.ts';
import { type AllocationRules, readAllocationRules } from '../rules/allocation-rules.ts';
import { moveSalesLines } from '../sales-orders/move-sales-lines.ts';
import {
  type SalesLineEvent,
  type SalesLineState,
  salesLineLifecycle,
} from '../sales-orders/sales-line.lifecycle.ts';
import { transactionWithRetries } from '../with-retries.ts';
import { allocationInputOf, lockShelves } from './allocation-world.ts';

export type AllocationReason = 'asked' | 'stock-arrived' | 'order-taken' | 'order-cancelled';
export type AllocationOutcome = {
  runId: string;
  lineCount: number;
  /** New reservations, thousandths. */
  allocatedMilli: number;
  shortLineCount: number;
};

/** The lot of an engine's key. */
const lotOf = (key: string): string | null => key.slice(key.lastIndexOf('/') + 1) || null;

const reservationFor = (
  { lineId, itemId, locationId, lotId, quantityMilli, coversMilli }: Allocation,
  lines: ReadonlyMap<string, OutboundLine>,
): ReservationToMake => {
  const line = lines.get(lineId)!;
  return {
    hold: 'hard',
    orderKind: line.orderKind,
    orderId: line.orderId,
    orderLineId: lineId,
    itemId: itemId as ItemId,
    locationId: locationId as LocationId,
    lotId: lotOf(lotId),
    amountMilli: quantityMilli,
    coversMilli,
  };
};

const eventFor: Record<AllocatedLine['state'], SalesLineEvent> = {
  allocated: 'allocate-all',
  'part-allocated': 'allocate-part',
  backordered: 'backorder',
  cancelled: 'cancel',
};

/** Customers' lines follow what they got; those past their last day are cancelled. */
export const moveAfterAllocation = (
  tx: Transaction,
  results: readonly AllocatedLine[],
  lines: ReadonlyMap<string, OutboundLine>,
): Promise<unknown> =>
  moveSalesLines(
    tx,
    results.flatMap(({ lineId, state }) => {
      const line = lines.get(lineId);
      if (line?.orderKind !== 'sales-order') return [];
      // Who holds something is served with it; only what waits in vain is given up.
      if (state === 'cancelled' && line.heldMilli + line.goneMilli > 0) return [];
      const event = eventFor[state];
      return allowedEvents(salesLineLifecycle, line.state as SalesLineState).includes(event)
        ? [{ orderLineId: lineId, event }]
        : [];
    }),
  );

/** Every item that may be given to these lines. */
export const itemsFor = (lines: readonly OutboundLine[], rules: AllocationRules): string[] => [
  ...new Set(
    lines.flatMap(({ itemId, customerId }) =>
      itemId === null
        ? []
        : [
            itemId,
            ...(rules.ruleOf(customerId).acceptsSubstitutes
              ? rules.substitutesOf(itemId).map((one) => one.itemId)
              : []),
          ],
    ),
  ),
];

async function recordRun(
  context: Context,
  tx: Transaction,
  about: AllocationOutcome & { reason: AllocationReason; results: readonly AllocatedLine[] },
): Promise<void> {
  await tx.query(
    `insert into allocation_runs (id, org_id, reason, engine_version, line_count, allocated_milli, short_line_count,
       ran_at, ran_by) values ($1, (select current_setting('app.org')::uuid), $2, $3, $4, $5, $6, $7, $8)`,
    [
      about.runId,
      about.reason,
      allocationVersion,
      about.lineCount,
      about.allocatedMilli,
      about.shortLineCount,
      context.clock.now().toISOString(),
      context.actor.name,
    ],
  );
  await tx.query(
    `insert into allocation_lines (org_id, order_line_id, run_id, state, text)
     select (select current_setting('app.org')::uuid), given."lineId", $2, given.state, given.text
     from jsonb_to_recordset($1::jsonb) as given("lineId" uuid, state text, text text)
     on conflict (org_id, order_line_id) do update set run_id = excluded.run_id, state = excluded.state,
       text = excluded.text`,
    [JSON.stringify(about.results), about.runId],
  );
}

/** Promised lines that may be given some of these items; an order that leaves whole needs its other lines too. */
async function linesFor(
  tx: Transaction,
  rules: AllocationRules,
  itemIds: readonly string[] | undefined,
): Promise<OutboundLine[]> {
  const promised = (await readOutboundLines(tx)).filter(({ isCommitted, itemId }) => isCommitted && itemId);
  if (itemIds === undefined) return promised;
  const wanted = new Set(itemIds);
  const orders = new Set(
    promised
      .filter((line) => itemsFor([line], rules).some((id) => wanted.has(id)))
      .map(({ orderId }) => orderId),
  );
  return promised.filter(({ orderId }) => orders.has(orderId));
}

/**
 * Gives the seller's available stock to everything that is promised and not yet held, by the rules: priority or fair
 * shares, pools, whole multiples, lots, what leaves together, substitutes. What is held stays. One transaction that locks
 * the stock of its items first: nobody gets between the question and the answer.
 */
export function runAllocation(
  context: Context,
  { reason, itemIds }: { reason: AllocationReason; itemIds?: readonly string[] | undefined },
): Promise<AllocationOutcome> {
  const runId = context.newId();
  return transactionWithRetries(context, async (tx) => {
    const rules = await readAllocationRules(tx);
    const all = itemsFor(await linesFor(tx, rules, itemIds), rules);
    const shelves = await lockShelves(tx, all);
    // Read anew under the locks: what was picked or held meanwhile counts.
    const lines = (await linesFor(tx, rules, itemIds)).filter((line) =>
      itemsFor([line], rules).every((id) => all.includes(id)),
    );
    const input = allocationInputOf({ today: await todayOf(tx, context), lines, rules, shelves });
    const { allocations, lines: results } = allocateStock(input);
    const byId = new Map(lines.map((line) => [line.orderLineId, line]));
    if (allocations.length > 0) {
      const reservations = allocations.map((one) => reservationFor(one, byId));
      await reserve(context, tx, { commandId: `allocation-${runId}`, reservations });
    }
    await moveAfterAllocation(tx, results, byId);
    const outcome: AllocationOutcome = {
      runId,
      lineCount: lines.length,
      allocatedMilli: allocations.reduce((sum, { quantityMilli }) => sum + quantityMilli, 0),
      shortLineCount: results.filter(({ backorderedMilli }) => backorderedMilli > 0).length,
    };
    await recordRun(context, tx, { ...outcome, reason, results });
    return outcome;
  });
}
