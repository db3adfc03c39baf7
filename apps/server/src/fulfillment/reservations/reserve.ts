import { assert, type ItemId, type LocationId } from '@coplan/kernel';
import { claimStockCommand, entriesOfMoves, postStock } from '../../inventory/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { softHoldWithoutEnd, stockShort } from '../fulfillment.errors.ts';
import { reservationsChanged } from '../fulfillment.events.ts';
import { chooseLots } from './choose-lots.ts';
import { reservationColumns } from './list-reservations.ts';
import type { OrderKind, Reservation } from './reservation.ts';

export type ReservationToMake = {
  hold: 'soft' | 'hard';
  orderKind: OrderKind;
  orderId: string;
  orderLineId: string;
  /** The seller's own item, at a place of its own. */
  itemId: ItemId;
  locationId: LocationId;
  /** Null: stock without a lot. Absent: lots that expire first. */
  lotId?: string | null | undefined;
  amountMilli: number;
  /** What it counts for in units of the item ordered; the amount unless a substitute stands in. */
  coversMilli?: number | undefined;
  /** When it ends by itself; soft holds only. */
  expiresAt?: string | undefined;
};

type Exact = Omit<ReservationToMake, 'lotId'> & { lotId: string | null };

/** Every want with an exact lot; one that spans several lots becomes several. */
async function withLots(
  context: Context,
  tx: Transaction,
  wants: readonly ReservationToMake[],
): Promise<Exact[]> {
  const anyLot = wants.filter(({ lotId }) => lotId === undefined);
  const today = context.clock.now().toISOString().slice(0, 10);
  const chosen = await chooseLots(tx, anyLot, today);
  return wants.flatMap((want): Exact[] => {
    if (want.lotId !== undefined) return [{ ...want, lotId: want.lotId }];
    const covers = want.coversMilli ?? want.amountMilli;
    return (chosen[anyLot.indexOf(want)] ?? []).map(({ lotId, amountMilli }) => ({
      ...want,
      lotId,
      amountMilli,
      coversMilli: Number((BigInt(amountMilli) * BigInt(covers)) / BigInt(want.amountMilli)),
    }));
  });
}

type Shortage = {
  itemId: string;
  locationId: string;
  lotId: string | null;
  wanted: number;
  available: number;
};

/** Refuses without a lock what plainly is not there: on scarce stock most requests end here and hold nobody up. */
async function refuseWhatIsMissing(tx: Transaction, wants: readonly ReservationToMake[]): Promise<void> {
  const asked = wants.map(({ itemId, locationId, lotId, amountMilli }) => ({
    ...{ itemId, locationId, amountMilli },
    lotId: lotId ?? null,
    isAnyLot: lotId === undefined,
  }));
  const [short] = await tx.query<Shortage>(
    `select given."itemId", given."locationId", given."lotId", given.wanted::float8 as wanted,
       balance.available::float8 as available
     from (select "itemId", "locationId", "lotId", "isAnyLot", sum("amountMilli") as wanted
         from jsonb_to_recordset($1::jsonb) as one("itemId" uuid, "locationId" uuid, "lotId" uuid, "isAnyLot" boolean,
           "amountMilli" bigint)
         group by 1, 2, 3, 4) given
       cross join lateral (
         select coalesce(sum(quantity_milli), 0) as available from stock_balances
         where org_id = (select current_setting('app.org')::uuid) and item_id = given."itemId"
           and location_id = given."locationId" and state = 'available'
           and (given."isAnyLot" or lot_id is not distinct from given."lotId")) balance
     where balance.available < given.wanted limit 1`,
    [JSON.stringify(asked)],
  );
  if (short === undefined) return;
  const { wanted: wantedMilli, available: availableMilli, ...place } = short;
  throw stockShort({ ...place, wantedMilli, availableMilli });
}

const insertReservations = `
insert into stock_reservations as one (id, org_id, command_id, state, order_kind, order_id, order_line_id, item_id,
  location_id, lot_id, amount_milli, covers_milli, expires_at, made_at)
select given.id, (select current_setting('app.org')::uuid), $2, given.hold, given."orderKind", given."orderId",
  given."orderLineId", given."itemId", given."locationId", given."lotId", given."amountMilli",
  coalesce(given."coversMilli", given."amountMilli"), given."expiresAt", $3::timestamptz
from jsonb_to_recordset($1::jsonb) as given(id uuid, hold text, "orderKind" text, "orderId" uuid, "orderLineId" uuid,
  "itemId" uuid, "locationId" uuid, "lotId" uuid, "amountMilli" bigint, "coversMilli" bigint, "expiresAt" timestamptz)
returning ${reservationColumns}`;

/**
 * Keeps stock for lines of orders, all of it or nothing: an exact lot at an exact place leaves what is available and is
 * allocated. Atomic whoever else asks at the same moment; the same command again answers the same and reserves nothing.
 * Throws `DomainError` `fulfillment.stock-short` or `inventory.stock-too-low` where there is not enough.
 */
export async function reserve(
  context: Context,
  tx: Transaction,
  { commandId, reservations }: { commandId: string; reservations: readonly ReservationToMake[] },
): Promise<Reservation[]> {
  assert(reservations.length > 0, 'a command reserves something');
  for (const { hold, expiresAt, amountMilli } of reservations) {
    assert(Number.isSafeInteger(amountMilli) && amountMilli > 0, 'an amount is a whole number above 0');
    if (hold === 'soft' && expiresAt === undefined) throw softHoldWithoutEnd();
  }
  if ((await claimStockCommand(context, tx, { commandId, content: reservations })) === 'repeated') {
    return tx.query<Reservation>(
      `select ${reservationColumns} from stock_reservations one
       where one.org_id = (select current_setting('app.org')::uuid) and one.command_id = $1 order by one.id`,
      [commandId],
    );
  }
  await refuseWhatIsMissing(tx, reservations);
  const exact = await withLots(context, tx, reservations);
  const rows = exact.map((one) => ({ ...one, id: context.newId() }));
  const now = context.clock.now().toISOString();
  const made = await tx.query<Reservation>(insertReservations, [JSON.stringify(rows), commandId, now]);
  const moves = exact.map(({ itemId, locationId, lotId, amountMilli }) => ({
    move: 'allocate' as const,
    ...{ itemId, locationId, lotId, quantityMilli: amountMilli },
  }));
  const source = { sourceKind: 'reservation', sourceId: commandId };
  await postStock(context, tx, entriesOfMoves({ commandId, moves, ...source }));
  const orderIds = reservations.map(({ orderId }) => orderId);
  await tx.publish(reservationsChanged(context.actor.organisationId, orderIds));
  return made;
}
