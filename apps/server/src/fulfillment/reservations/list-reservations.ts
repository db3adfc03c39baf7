import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';
import { reservationNotFound } from '../fulfillment.errors.ts';
import type { Reservation } from './reservation.ts';

export const reservationColumns = `
  one.id as "reservationId", one.state, one.order_kind as "orderKind", one.order_id as "orderId",
  one.order_line_id as "orderLineId", one.item_id as "itemId", one.location_id as "locationId",
  one.lot_id as "lotId", one.amount_milli::float8 as "amountMilli", one.taken_milli::float8 as "takenMilli",
  one.released_milli::float8 as "releasedMilli", one.covers_milli::float8 as "coversMilli",
  to_char(one.expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "expiresAt", one.version`;

export const listReservationsInput = z.object({
  orderId: z.uuid().optional(),
  itemId: z.uuid().optional(),
  locationId: z.uuid().optional(),
  /** Only those of which something is open. */
  isOpen: z.boolean().default(true),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(1_000).default(200),
});

/** The seller's reservations, in the order in which they were made. */
export const listReservations = (
  source: Context['db'] | Transaction,
  input: z.input<typeof listReservationsInput>,
): Promise<Reservation[]> =>
  rowsOf<Reservation>(
    source,
    `select ${reservationColumns} from stock_reservations one
     where one.org_id = (select current_setting('app.org')::uuid)
       and ($1::uuid is null or one.order_id = $1) and ($2::uuid is null or one.item_id = $2)
       and ($3::uuid is null or one.location_id = $3)
       and (not $4::boolean or one.state in ('soft', 'hard', 'part-taken'))
       and ($5::uuid is null or one.id > $5)
     order by one.id limit $6`,
    [
      input.orderId ?? null,
      input.itemId ?? null,
      input.locationId ?? null,
      input.isOpen ?? true,
      input.cursor ?? null,
      input.limit ?? 200,
    ],
  );

/** Reservations locked for an act, in the order in which everybody locks them. Throws where one is not the seller's. */
export async function lockReservations(tx: Transaction, ids: readonly string[]): Promise<Reservation[]> {
  const rows = await tx.query<Reservation>(
    `select ${reservationColumns} from stock_reservations one
     where one.org_id = (select current_setting('app.org')::uuid) and one.id = any ($1::uuid[])
     order by one.id for update`,
    [ids],
  );
  const known = new Set(rows.map(({ reservationId }) => reservationId));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw reservationNotFound(missing);
  return rows;
}
