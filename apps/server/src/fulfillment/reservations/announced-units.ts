import type { Transaction } from '../../platform/index.ts';
import type { PartOfReservation } from './act-on-reservations.ts';
import type { Reservation } from './reservation.ts';

type Part = PartOfReservation & { amountMilli: number; of: Reservation };
type Unit = {
  serialId: string;
  itemId: string;
  locationId: string;
  lotId: string | null;
  orderLineId: string;
};

const tracked = `
select id as "itemId" from items
where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[]) and is_serial_tracked`;

/** Units on the shelf that ship notices of the order name, by line of the order. */
const announced = `
select unit.id as "serialId", unit.item_id as "itemId", unit.location_id as "locationId", unit.lot_id as "lotId",
  line.id as "orderLineId"
from ship_notice_lines told
  join ship_notices notice on notice.org_id = told.org_id and notice.id = told.notice_id
    and notice.purpose <> 'cancellation'
  join order_lines line on line.org_id = told.org_id and line.order_id = told.order_id
    and line.line_number = told.line_number
  cross join unnest(told.serial_numbers) as named(serial_number)
  join serial_units unit on unit.org_id = (select current_setting('app.org')::uuid)
    and unit.item_id = any ($2::uuid[]) and unit.serial_number = named.serial_number and unit.state = 'in-stock'
where told.order_id = $1 order by unit.serial_number`;

/**
 * Of items with serial numbers only what a ship notice names leaves without a pick: nobody else knows which units left.
 * The rest stays in the books until it is picked or counted.
 */
export async function withAnnouncedUnits(
  tx: Transaction,
  orderId: string,
  parts: readonly Part[],
): Promise<Part[]> {
  const itemIds = [...new Set(parts.map(({ of }) => of.itemId as string))];
  const rows = await tx.query<{ itemId: string }>(tracked, [itemIds]);
  if (rows.length === 0) return [...parts];
  const trackedIds = rows.map(({ itemId }) => itemId);
  const units = await tx.query<Unit>(announced, [orderId, trackedIds]);
  const used = new Set<string>();
  return parts.flatMap((part) => {
    const { itemId, locationId, lotId, orderLineId } = part.of;
    if (!trackedIds.includes(itemId)) return [part];
    const serialIds = units
      .filter(
        (unit) =>
          !used.has(unit.serialId) &&
          unit.itemId === itemId &&
          unit.locationId === locationId &&
          unit.lotId === lotId &&
          unit.orderLineId === orderLineId,
      )
      .slice(0, Math.floor(part.amountMilli / 1_000))
      .map(({ serialId }) => serialId);
    for (const serialId of serialIds) used.add(serialId);
    return serialIds.length === 0 ? [] : [{ ...part, amountMilli: serialIds.length * 1_000, serialIds }];
  });
}
