import type { ItemId } from '@coplan/kernel';
import { z } from 'zod';
import { isDelivered, toldState } from '../../inventory/index.ts';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';

export const listSerialsInput = z.object({
  /** A part of the serial number, of its lot's number, or of the item's number or name. */
  search: z.string().max(100).optional(),
  lotId: z.uuid().optional(),
  /** Only units that lie in the own stock, in whatever state. */
  isHere: z.boolean().default(false),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type SerialRow = {
  serialId: string;
  serialNumber: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  lotId: string | null;
  lotNumber: string | null;
  /** `in-stock`, or as the stock ledger calls it; `delivered`: the customer has it; `outside`: sent or taken back, or lost. */
  state: string;
  placeName: string | null;
  /** Who has got it, where it left in a carton of ours. */
  customerName: string | null;
};

/** The order with which a unit left last, and whose it is. */
export const holderOf = `
left join lateral (
  select placed.customer_name, line.po_number, line.order_kind, line.order_id from outbound_serials picked
    join outbound_lines line on line.org_id = picked.org_id and line.id = picked.line_id and line.state = 'shipped'
    join outbound_orders placed on placed.seller_id = line.org_id and placed.order_kind = line.order_kind
      and placed.order_id = line.order_id
  where (unit.state = 'in-transit' or ${isDelivered}) and picked.org_id = unit.org_id and picked.serial_id = unit.id
  order by line.id desc limit 1) holder on true`;

const serials = `
select unit.id as "serialId", unit.serial_number as "serialNumber", item.id as "itemId",
  item.item_number as "itemNumber", item.description, lot.id as "lotId", lot.lot_number as "lotNumber", ${toldState} as state,
  place.name as "placeName", holder.customer_name as "customerName"
from serial_units unit
  join items item on item.org_id = unit.org_id and item.id = unit.item_id
  left join stock_lots lot on lot.org_id = unit.org_id and lot.id = unit.lot_id
  left join locations place on place.org_id = unit.org_id and place.id = unit.location_id
  ${holderOf}
where unit.org_id = (select current_setting('app.org')::uuid)
  and ($1::text is null or lower(unit.serial_number) like '%' || $1 || '%' or item.search_text like '%' || $1 || '%'
    or lower(lot.lot_number) like '%' || $1 || '%')
  and ($2::uuid is null or unit.lot_id = $2)
  and (not $3::boolean or unit.state not in ('outside', 'in-transit'))
  and ($4::uuid is null or (item.item_number, unit.serial_number, unit.id) > (
    select before.item_number, last.serial_number, last.id
    from serial_units last join items before on before.org_id = last.org_id and before.id = last.item_id
    where last.org_id = unit.org_id and last.id = $4))
order by item.item_number, unit.serial_number, unit.id limit $5`;

/** Units with serial numbers that are or were in the own stock, by item and serial number. The cursor is the last unit's id. */
export async function listSerials(
  { db }: Context,
  { search, lotId, isHere, cursor, limit }: z.output<typeof listSerialsInput>,
): Promise<{ rows: SerialRow[]; nextCursor: string | null }> {
  const text = search === undefined ? null : likeText(search);
  const rows = await db.read<SerialRow>(serials, [text, lotId ?? null, isHere, cursor ?? null, limit + 1]);
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.serialId ?? null) : null };
}
