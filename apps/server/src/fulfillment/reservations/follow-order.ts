import { moveStock, type StockMoving } from '../../inventory/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import type { OutboundLine } from '../outbound/outbound-line.ts';
import { readOutboundLines } from '../outbound/read-outbound-lines.ts';
import { transactionWithRetries } from '../with-retries.ts';
import { type PartOfReservation, releaseReservation, takeReservation } from './act-on-reservations.ts';
import { withAnnouncedUnits } from './announced-units.ts';
import { lockReservations } from './list-reservations.ts';
import { coveredBy, openOf, type Reservation } from './reservation.ts';

type Part = PartOfReservation & { amountMilli: number; of: Reservation };

/** So much of the open reservations of a line, the last made first or last; counted in units of the item ordered. */
function partsOf(reservations: readonly Reservation[], wantedMilli: number): Part[] {
  const parts: Part[] = [];
  let left = wantedMilli;
  for (const one of reservations) {
    if (left <= 0) break;
    const openMilli = openOf(one);
    if (openMilli === 0) continue;
    const covers = coveredBy(one, openMilli);
    const amountMilli = covers <= left ? openMilli : Math.floor((openMilli * left) / covers);
    if (amountMilli === 0) continue;
    parts.push({ reservationId: one.reservationId, amountMilli, of: one });
    left -= coveredBy(one, amountMilli);
  }
  return parts;
}

const openReservations = `select id from stock_reservations
where org_id = (select current_setting('app.org')::uuid) and order_id = $1
  and state in ('soft', 'hard', 'part-taken') order by id`;

const plain = ({ reservationId, amountMilli, serialIds }: Part): PartOfReservation => ({
  reservationId,
  amountMilli,
  ...(serialIds === undefined ? {} : { serialIds }),
});

/** What was shipped without a pick is taken from what is held for it, and leaves. */
async function shipUnpicked(
  context: Context,
  tx: Transaction,
  { lines, held }: { lines: readonly OutboundLine[]; held: readonly Reservation[] },
): Promise<void> {
  const unpicked = lines.flatMap((line) =>
    partsOf(
      held.filter(({ orderLineId, state }) => orderLineId === line.orderLineId && state !== 'soft'),
      line.goneMilli - line.takenMilli,
    ),
  );
  if (unpicked.length === 0) return;
  const parts = await withAnnouncedUnits(tx, lines[0]?.orderId ?? '', unpicked);
  if (parts.length === 0) return;
  const shipId = context.newId();
  await takeReservation(context, tx, { commandId: `ship-take-${shipId}`, parts: parts.map(plain) });
  const moves = parts.map(
    ({ amountMilli, of: { itemId, lotId, locationId }, serialIds }): StockMoving => ({
      ...{ move: 'ship', itemId, lotId, locationId, serialIds },
      quantityMilli: amountMilli,
    }),
  );
  const source = { sourceKind: 'order', sourceId: lines[0]?.orderId ?? '' };
  await moveStock(context, tx, { commandId: `ship-${shipId}`, moves, ...source });
}

/** What an order holds beyond what is still wanted of it is available again. */
async function releaseSurplus(
  context: Context,
  tx: Transaction,
  { lines, held }: { lines: readonly OutboundLine[]; held: readonly Reservation[] },
): Promise<number> {
  const latestFirst = [...held].reverse();
  const parts = lines.flatMap((line) =>
    partsOf(
      latestFirst.filter(({ orderLineId }) => orderLineId === line.orderLineId),
      line.heldMilli - Math.max(0, line.orderedMilli - line.goneMilli),
    ),
  );
  if (parts.length === 0) return 0;
  const commandId = `surplus-${context.newId()}`;
  await releaseReservation(context, tx, { commandId, parts: parts.map(plain) });
  return parts.reduce((sum, { amountMilli }) => sum + amountMilli, 0);
}

/**
 * What became of a purchase order becomes of its reservations: what was shipped has left, and what was cancelled or is
 * not wanted any more is available again. Answers with what was released. Again it changes nothing.
 */
export function followOrder(context: Context, orderId: string): Promise<{ releasedMilli: number }> {
  return transactionWithRetries(context, async (tx) => {
    const lock = async (): Promise<Reservation[]> => {
      const rows = await tx.query<{ id: string }>(openReservations, [orderId]);
      return lockReservations(
        tx,
        rows.map(({ id }) => id),
      );
    };
    const held = await lock();
    if (held.length === 0) return { releasedMilli: 0 };
    const lines = await readOutboundLines(tx, { orderId, isWhole: true });
    await shipUnpicked(context, tx, { lines, held });
    const after = await readOutboundLines(tx, { orderId, isWhole: true });
    return { releasedMilli: await releaseSurplus(context, tx, { lines: after, held: await lock() }) };
  });
}
