import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';

export const listStockInput = z.object({
  search: z.string().max(100).optional(),
  locationId: z.uuid().optional(),
  supplierId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type StockRow = {
  itemLocationId: string;
  itemId: string;
  itemNumber: string;
  description: string;
  baseUnit: string;
  locationId: string;
  locationCode: string;
  locationName: string;
  supplierName: string | null;
  availableMilli: number;
  allocatedMilli: number;
  quarantineMilli: number;
  comingMilli: number;
  nextDueOn: string | null;
  changedAt: string | null;
};

/** A page of what lies where and what is coming, by item number and location; one row per item-location. */
export async function listStock(
  { db }: Context,
  input: z.output<typeof listStockInput>,
): Promise<{ rows: StockRow[]; nextCursor: string | null }> {
  const rows = await db.read<StockRow>(
    `with page as (
       select planned.id, planned.org_id, planned.item_id, planned.location_id, planned.supplier_id,
         item.item_number, item.description, item.base_unit, place.code, place.name
       from item_locations planned
         join items item on item.id = planned.item_id
         join locations place on place.id = planned.location_id
       where planned.org_id = (select current_setting('app.org')::uuid)
         and ($1::text is null or item.search_text like '%' || $1 || '%' or lower(place.code) = $1)
         and ($2::uuid is null or planned.location_id = $2)
         and ($3::uuid is null or planned.supplier_id = $3)
         and ($4::uuid is null or (item.item_number, place.code, planned.id) > (
           select its_item.item_number, its_place.code, after.id
           from item_locations after
             join items its_item on its_item.id = after.item_id
             join locations its_place on its_place.id = after.location_id
           where after.id = $4))
       order by item.item_number, place.code, planned.id limit $5
     )
     select page.id as "itemLocationId", page.item_id as "itemId", page.item_number as "itemNumber",
       page.description, page.base_unit as "baseUnit", page.location_id as "locationId", page.code as "locationCode",
       page.name as "locationName", supplier.name as "supplierName",
       coalesce(held.available, 0)::float8 as "availableMilli", coalesce(held.allocated, 0)::float8 as "allocatedMilli",
       coalesce(held.quarantine, 0)::float8 as "quarantineMilli", coalesce(coming.quantity, 0)::float8 as "comingMilli",
       coming.next_due_on::text as "nextDueOn", to_json(held.changed_at) #>> '{}' as "changedAt"
     from page
       left join organisations supplier on supplier.id = page.supplier_id
       left join lateral (
         select sum(quantity_milli) filter (where state = 'available') as available,
           sum(quantity_milli) filter (where state = 'allocated') as allocated,
           sum(quantity_milli) filter (where state = 'quarantine') as quarantine, max(changed_at) as changed_at
         from stock_balances balance
         where (balance.org_id, balance.item_id, balance.location_id) = (page.org_id, page.item_id, page.location_id)
       ) held on true
       left join lateral (
         select sum(quantity_milli) as quantity, min(due_on) as next_due_on from scheduled_receipts receipt
         where (receipt.org_id, receipt.item_id, receipt.location_id) = (page.org_id, page.item_id, page.location_id)
       ) coming on true
     order by page.item_number, page.code, page.id`,
    [
      input.search === undefined ? null : likeText(input.search),
      input.locationId ?? null,
      input.supplierId ?? null,
      input.cursor ?? null,
      input.limit + 1,
    ],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.itemLocationId ?? null) : null };
}
