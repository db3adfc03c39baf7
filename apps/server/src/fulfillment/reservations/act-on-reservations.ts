import type { StockMove } from '@coplan/fulfillment';
import { claimStockCommand, entriesOfMoves, postStock } from '../../inventory/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { reservationsChanged } from '../fulfillment.events.ts';
import { lockReservations } from './list-reservations.ts';
import { actOn, openOf, type Reservation, type ReservationAct } from './reservation.ts';

/** So much of a reservation; absent: everything that is open of it (putting back: everything taken). */
export type PartOfReservation = {
  reservationId: string;
  amountMilli?: number | undefined;
  /** The units that are picked or put back, of an item with serial numbers. */
  serialIds?: readonly string[] | undefined;
};
export type ReservationCommand = { commandId: string; parts: readonly PartOfReservation[] };

/** What each act does in the ledger; confirming a soft hold moves nothing. */
const moveOf: Record<ReservationAct, StockMove | null> = {
  confirm: null,
  release: 'release',
  expire: 'release',
  take: 'pick',
  'put-back': 'unpick',
};

const storeReservations = `
update stock_reservations set state = given.state, taken_milli = given."takenMilli",
  released_milli = given."releasedMilli", version = given.version
from jsonb_to_recordset($1::jsonb) as given("reservationId" uuid, state text, "takenMilli" bigint,
  "releasedMilli" bigint, version integer)
where stock_reservations.org_id = (select current_setting('app.org')::uuid)
  and stock_reservations.id = given."reservationId"`;

/** Carries an act out on locked reservations and posts what it moves. */
export async function carryOutAct(
  context: Context,
  tx: Transaction,
  about: { act: ReservationAct; commandId: string; parts: readonly PartOfReservation[] },
): Promise<Reservation[]> {
  const { act, commandId, parts } = about;
  const locked = await lockReservations(
    tx,
    parts.map(({ reservationId }) => reservationId),
  );
  const acted = locked.map((one) => {
    const given = parts.find(({ reservationId }) => reservationId === one.reservationId);
    const partMilli = given?.amountMilli ?? (act === 'put-back' ? one.takenMilli : openOf(one));
    // Nothing left to act on: its state says why, so let the lifecycle refuse it.
    const amountMilli = Math.max(1, partMilli);
    return { partMilli: amountMilli, after: actOn(one, act, amountMilli), serialIds: given?.serialIds };
  });
  await tx.query(storeReservations, [JSON.stringify(acted.map(({ after }) => after))]);
  const move = moveOf[act];
  if (move !== null) {
    const moves = acted.map(({ partMilli, after: { itemId, lotId, locationId }, serialIds }) => ({
      ...{ move, itemId, lotId, locationId, serialIds },
      quantityMilli: partMilli,
    }));
    const source = { sourceKind: 'reservation', sourceId: commandId };
    await postStock(context, tx, entriesOfMoves({ commandId, moves, ...source }));
  }
  const orderIds = locked.map(({ orderId }) => orderId);
  await tx.publish(reservationsChanged(context.actor.organisationId, orderIds));
  return acted.map(({ after }) => after);
}

/** The act of a command, once: the same command again answers with the reservations as they are. */
async function actOnce(
  context: Context,
  tx: Transaction,
  act: ReservationAct,
  { commandId, parts }: ReservationCommand,
): Promise<Reservation[]> {
  if ((await claimStockCommand(context, tx, { commandId, content: { act, parts } })) === 'repeated') {
    return lockReservations(
      tx,
      parts.map(({ reservationId }) => reservationId),
    );
  }
  return carryOutAct(context, tx, { act, commandId, parts });
}

/** Gives open stock back: it is available again. */
export const releaseReservation = (context: Context, tx: Transaction, command: ReservationCommand) =>
  actOnce(context, tx, 'release', command);

/** Stock is picked for the order: it leaves what is allocated. A soft hold must be confirmed first. */
export const takeReservation = (context: Context, tx: Transaction, command: ReservationCommand) =>
  actOnce(context, tx, 'take', command);

/** Undoes a pick: what was taken is allocated to the same line again. */
export const putBackReservation = (context: Context, tx: Transaction, command: ReservationCommand) =>
  actOnce(context, tx, 'put-back', command);

/** A soft hold becomes a hard one and does not end by itself any more. */
export const confirmReservation = (context: Context, tx: Transaction, command: ReservationCommand) =>
  actOnce(context, tx, 'confirm', command);
