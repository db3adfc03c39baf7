import { fraction, type ItemId, type LocalDate, type UnitCode } from '@coplan/kernel';
import { breaks, type Context, type Transaction } from '../platform/index.ts';
import { trackingWithStock } from './catalog.errors.ts';
import { itemsChanged } from './catalog.events.ts';

export type PackFacts = {
  unit: UnitCode;
  /** Base units in one pack are numerator / denominator. */
  numerator: number;
  denominator?: number | undefined;
  gtin14?: string | undefined;
};

/** What is to be known of an item; what is absent stays as it is. */
export type ItemFacts = {
  itemNumber: string;
  gtin14?: string | undefined;
  description?: string | undefined;
  baseUnit?: UnitCode | undefined;
  category?: string | undefined;
  state?: 'active' | 'discontinued' | undefined;
  introducedOn?: LocalDate | undefined;
  /** Every unit has a serial number; changes only while none of it is in stock. */
  isSerialTracked?: boolean | undefined;
  packs?: readonly PackFacts[] | undefined;
};

const correctItems = `update items set gtin14 = merged.gtin14, description = merged.description, base_unit = merged.base_unit,
   category = merged.category, state = merged.state, introduced_on = merged.introduced_on,
   is_serial_tracked = merged.is_serial_tracked, version = version + 1
 from (
   select kept.id, coalesce(given.gtin14, kept.gtin14) as gtin14,
     coalesce(given.description, kept.description) as description,
     coalesce(given."baseUnit", kept.base_unit) as base_unit, coalesce(given.category, kept.category) as category,
     coalesce(given.state, kept.state) as state, coalesce(given."introducedOn", kept.introduced_on) as introduced_on,
     coalesce(given."isSerialTracked", kept.is_serial_tracked) as is_serial_tracked
   from jsonb_to_recordset($1::jsonb) as given("itemNumber" text, gtin14 text, description text,
     "baseUnit" text, category text, state text, "introducedOn" date, "isSerialTracked" boolean)
   join items kept on kept.org_id = (select current_setting('app.org')::uuid)
     and kept.item_number = given."itemNumber"
 ) merged
 where items.id = merged.id
   and (items.gtin14, items.description, items.base_unit, items.category, items.state, items.introduced_on,
     items.is_serial_tracked)
     is distinct from (merged.gtin14, merged.description, merged.base_unit, merged.category, merged.state,
       merged.introduced_on, merged.is_serial_tracked)
 returning items.id`;

/** Serial numbers and stock are the same from the first unit on, so the database refuses a change while there is some. */
async function correct(
  tx: Transaction,
  given: string,
  items: readonly ItemFacts[],
): Promise<{ id: string }[]> {
  try {
    return await tx.query<{ id: string }>(correctItems, [given]);
  } catch (error) {
    if (!breaks(error, 'no_stock_while_tracking_changes')) throw error;
    const changing = items.filter(({ isSerialTracked }) => isSerialTracked !== undefined);
    throw trackingWithStock(changing.map(({ itemNumber }) => itemNumber));
  }
}

/**
 * Adds or corrects items of the context's organisation by their number. A new item without a description is called
 * like its number. Returns the id of every number and how many items changed.
 */
export async function recordItems(
  context: Context,
  tx: Transaction,
  items: readonly ItemFacts[],
): Promise<{ idsByNumber: Map<string, ItemId>; changedCount: number }> {
  const given = JSON.stringify(items.map(({ packs: _packs, ...item }) => ({ ...item, id: context.newId() })));
  const added = await tx.query<{ id: string }>(
    `insert into items (id, org_id, item_number, gtin14, description, base_unit, category, state, introduced_on,
       is_serial_tracked)
     select given.id, (select current_setting('app.org')::uuid), given."itemNumber", given.gtin14,
       coalesce(given.description, given."itemNumber"), coalesce(given."baseUnit", 'EA'), given.category,
       coalesce(given.state, 'active'), given."introducedOn", coalesce(given."isSerialTracked", false)
     from jsonb_to_recordset($1::jsonb) as given(id uuid, "itemNumber" text, gtin14 text, description text,
       "baseUnit" text, category text, state text, "introducedOn" date, "isSerialTracked" boolean)
     on conflict (org_id, item_number) do nothing
     returning id`,
    [given],
  );
  const corrected = await correct(tx, given, items);
  const idsByNumber = await findItemIds(
    tx,
    items.map((item) => item.itemNumber),
  );
  const repacked = await recordPacks(tx, items, idsByNumber);
  const changedCount = new Set([
    ...added.map((row) => row.id),
    ...corrected.map((row) => row.id),
    ...repacked,
  ]).size;
  if (changedCount > 0) await tx.publish(itemsChanged(context.actor.organisationId, changedCount));
  return { idsByNumber, changedCount };
}

/** The ids of the organisation's items by their numbers; an unknown number is absent. */
export async function findItemIds(
  tx: Transaction,
  itemNumbers: readonly string[],
): Promise<Map<string, ItemId>> {
  const rows = await tx.query<{ id: ItemId; item_number: string }>(
    `select id, item_number from items
     where org_id = (select current_setting('app.org')::uuid) and item_number = any ($1::text[])`,
    [itemNumbers],
  );
  return new Map(rows.map((row) => [row.item_number, row.id]));
}

async function recordPacks(
  tx: Transaction,
  items: readonly ItemFacts[],
  idsByNumber: ReadonlyMap<string, ItemId>,
): Promise<string[]> {
  const packs = items.flatMap((item) =>
    (item.packs ?? []).map((pack) => ({
      itemId: idsByNumber.get(item.itemNumber),
      unit: pack.unit,
      gtin14: pack.gtin14,
      ...fraction(pack.numerator, pack.denominator ?? 1),
    })),
  );
  if (packs.length === 0) return [];
  const rows = await tx.query<{ item_id: string }>(
    `insert into pack_levels (org_id, item_id, unit, gtin14, numerator, denominator)
     select (select current_setting('app.org')::uuid), given."itemId", given.unit, given.gtin14, given.numerator,
       given.denominator
     from jsonb_to_recordset($1::jsonb) as given("itemId" uuid, unit text, gtin14 text, numerator bigint,
       denominator bigint)
     on conflict (org_id, item_id, unit) do update
       set gtin14 = coalesce(excluded.gtin14, pack_levels.gtin14), numerator = excluded.numerator,
         denominator = excluded.denominator
       where (pack_levels.gtin14, pack_levels.numerator, pack_levels.denominator) is distinct from
         (coalesce(excluded.gtin14, pack_levels.gtin14), excluded.numerator, excluded.denominator)
     returning item_id`,
    [JSON.stringify(packs)],
  );
  return rows.map((row) => row.item_id);
}
