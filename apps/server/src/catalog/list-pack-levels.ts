import { fraction, type ItemId, type UnitCode } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Database, Transaction } from '../platform/index.ts';
import type { PackLevel } from './pack-text.ts';

/** The packs of these items; an item without packs is absent from the map. */
export async function listPackLevels(
  source: Database | Transaction,
  itemIds: readonly ItemId[],
): Promise<Map<ItemId, PackLevel[]>> {
  const rows = await rowsOf<{
    itemId: ItemId;
    unit: UnitCode;
    gtin14: string | null;
    numerator: number;
    denominator: number;
  }>(
    source,
    `select item_id as "itemId", unit, gtin14, numerator::float8 as numerator, denominator::float8 as denominator
     from pack_levels where item_id = any ($1::uuid[]) order by item_id, numerator::float8 / denominator`,
    [itemIds],
  );
  const packs = new Map<ItemId, PackLevel[]>();
  for (const { itemId, unit, gtin14, numerator, denominator } of rows) {
    const levels = packs.get(itemId) ?? [];
    levels.push({ unit, gtin14, factor: fraction(numerator, denominator) });
    packs.set(itemId, levels);
  }
  return packs;
}
