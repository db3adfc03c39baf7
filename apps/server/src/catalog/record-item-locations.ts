import type { ItemId, LocationId, OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';

/** What is to be planned where; what is absent stays as it is. */
export type ItemLocationFacts = {
  itemId: ItemId;
  locationId: LocationId;
  supplierId?: OrganisationId | undefined;
  serviceLevel?: number | undefined;
  presentationMilli?: number | undefined;
  maxStockMilli?: number | undefined;
};

/** Adds or corrects what the context's organisation plans. Returns how many item-locations changed. */
export async function recordItemLocations(
  context: Context,
  tx: Transaction,
  itemLocations: readonly ItemLocationFacts[],
): Promise<{ changedCount: number }> {
  if (itemLocations.length === 0) return { changedCount: 0 };
  const changed = await tx.query<{ id: string }>(
    `insert into item_locations as kept (id, org_id, item_id, location_id, supplier_id, service_level,
       presentation_milli, max_stock_milli)
     select given.id, (select current_setting('app.org')::uuid), given."itemId", given."locationId",
       coalesce(given."supplierId", known.supplier_id),
       coalesce(given."serviceLevel", known.service_level, 0.95),
       coalesce(given."presentationMilli", known.presentation_milli),
       coalesce(given."maxStockMilli", known.max_stock_milli)
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemId" uuid, "locationId" uuid, "supplierId" uuid,
       "serviceLevel" real, "presentationMilli" bigint, "maxStockMilli" bigint)
     left join item_locations known on known.org_id = (select current_setting('app.org')::uuid)
       and known.item_id = given."itemId" and known.location_id = given."locationId"
     on conflict (org_id, item_id, location_id) do update
       set supplier_id = excluded.supplier_id, service_level = excluded.service_level,
         presentation_milli = excluded.presentation_milli, max_stock_milli = excluded.max_stock_milli,
         version = kept.version + 1
       where (kept.supplier_id, kept.service_level, kept.presentation_milli, kept.max_stock_milli) is distinct from
         (excluded.supplier_id, excluded.service_level, excluded.presentation_milli, excluded.max_stock_milli)
     returning id`,
    [JSON.stringify(itemLocations.map((row) => ({ ...row, id: context.newId() })))],
  );
  return { changedCount: changed.length };
}
