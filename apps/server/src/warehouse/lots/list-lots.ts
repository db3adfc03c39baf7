import type { ItemId, LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';

export const listLotsInput = z.object({
  /** A part of the lot's number, of the item's number or of its name. */
  search: z.string().max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type LotRow = {
  lotId: string;
  lotNumber: string;
  itemId: ItemId;
  itemNumber: string;
  description: string;
  unit: string;
  receivedOn: LocalDate;
  expiresOn: LocalDate | null;
  availableMilli: number;
  /** Kept for orders, picked or not. */
  keptMilli: number;
  /** Damaged, in quarantine or blocked. */
  apartMilli: number;
};

const lots = `
select lot.id as "lotId", lot.lot_number as "lotNumber", item.id as "itemId", item.item_number as "itemNumber",
  item.description, item.base_unit as unit, lot.received_on::text as "receivedOn", lot.expires_on::text as "expiresOn",
  held.available::float8 as "availableMilli", held.kept::float8 as "keptMilli", held.apart::float8 as "apartMilli"
from stock_lots lot
  join items item on item.org_id = lot.org_id and item.id = lot.item_id
  cross join lateral (
    select coalesce(sum(quantity_milli) filter (where state = 'available'), 0) as available,
      coalesce(sum(quantity_milli) filter (where state in ('allocated', 'picked')), 0) as kept,
      coalesce(sum(quantity_milli) filter (where state in ('quarantine', 'damaged', 'blocked')), 0) as apart
    from stock_balances balance
    where balance.org_id = lot.org_id and balance.item_id = lot.item_id and balance.lot_id = lot.id) held
where lot.org_id = (select current_setting('app.org')::uuid)
  and ($1::text is null or item.search_text like '%' || $1 || '%' or lower(lot.lot_number) like '%' || $1 || '%')
  and ($2::uuid is null or lot.id < $2)
order by lot.id desc limit $3`;

/** Lots that are or were in the own stock, the newest first. */
export async function listLots(
  { db }: Context,
  { search, cursor, limit }: z.output<typeof listLotsInput>,
): Promise<{ rows: LotRow[]; nextCursor: string | null }> {
  const text = search === undefined ? null : likeText(search);
  const rows = await db.read<LotRow>(lots, [text, cursor ?? null, limit + 1]);
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.lotId ?? null) : null };
}
