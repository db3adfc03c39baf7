import type { ItemId, OrganisationId, UnitCode } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';

export const listItemsInput = z.object({
  /** Whose catalog; absent: every one that can be seen. */
  organisationId: z.uuid().optional(),
  search: z.string().max(100).optional(),
  category: z.string().max(100).optional(),
  supplierId: z.uuid().optional(),
  state: z.enum(['active', 'discontinued']).optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type ItemRow = {
  itemId: ItemId;
  organisationId: OrganisationId;
  itemNumber: string;
  gtin14: string | null;
  description: string;
  baseUnit: UnitCode;
  category: string | null;
  state: 'active' | 'discontinued';
  introducedOn: string | null;
  locationCount: number;
};

/** A page of items by number: a buyer's own, or those that a supplier delivers. The cursor is the last item's id. */
export async function listItems(
  { db }: Context,
  input: z.output<typeof listItemsInput>,
): Promise<{ rows: ItemRow[]; nextCursor: string | null }> {
  const rows = await db.read<ItemRow>(
    `select item.id as "itemId", item.org_id as "organisationId", item.item_number as "itemNumber", item.gtin14,
       item.description, item.base_unit as "baseUnit", item.category, item.state,
       item.introduced_on::text as "introducedOn",
       (select count(*)::int from item_locations planned where planned.item_id = item.id
         and planned.org_id = item.org_id) as "locationCount"
     from items item
     where ($1::text is null or item.search_text like '%' || $1 || '%')
       and ($2::text is null or item.category = $2)
       and ($3::uuid is null or exists (
         select 1 from supplier_terms terms where terms.item_id = item.id and terms.supplier_id = $3))
       and ($4::text is null or item.state = $4)
       and ($7::uuid is null or item.org_id = $7)
       and ($5::uuid is null or (item.item_number, item.id) > (
         select after.item_number, after.id from items after where after.id = $5))
     order by item.item_number, item.id limit $6`,
    [
      input.search === undefined ? null : likeText(input.search),
      input.category ?? null,
      input.supplierId ?? null,
      input.state ?? null,
      input.cursor ?? null,
      input.limit + 1,
      input.organisationId ?? null,
    ],
  );
  const page = rows.slice(0, input.limit);
  return { rows: page, nextCursor: rows.length > input.limit ? (page.at(-1)?.itemId ?? null) : null };
}
