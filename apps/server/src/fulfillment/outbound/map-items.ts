import type { ItemId } from '@coplan/kernel';
import { rowsOf } from '../../partners/index.ts';
import type { Context, Transaction } from '../../platform/index.ts';

type Named = { gtin14: string | null; supplierItemNumber: string | null; unit: string };
/** The seller's item that a buyer ordered, and how many of its base units one unit ordered is. */
export type MappedItem = { itemId: ItemId; numerator: number; denominator: number };
type ItemRow = {
  itemId: ItemId;
  itemNumber: string;
  gtin14: string | null;
  baseUnit: string;
  packs: { unit: string; numerator: number; denominator: number }[];
};

const ownItems = `
select item.id as "itemId", item.item_number as "itemNumber", item.gtin14, item.base_unit as "baseUnit",
  coalesce((select json_agg(json_build_object('unit', pack.unit, 'numerator', pack.numerator,
      'denominator', pack.denominator)) from pack_levels pack
    where pack.org_id = item.org_id and pack.item_id = item.id), '[]') as packs
from items item where item.org_id = (select current_setting('app.org')::uuid)
  and (item.gtin14 = any ($1::text[]) or item.item_number = any ($2::text[]))`;

/** What each line orders of the seller's own catalog: by GTIN, else by the seller's number; or what stands in the way. */
export async function mapItems(
  source: Context['db'] | Transaction,
  lines: readonly Named[],
): Promise<(MappedItem | string)[]> {
  const items = await rowsOf<ItemRow>(source, ownItems, [
    lines.flatMap(({ gtin14 }) => gtin14 ?? []),
    lines.flatMap(({ supplierItemNumber }) => supplierItemNumber ?? []),
  ]);
  const byGtin = new Map(items.map((item) => [item.gtin14, item]));
  const byNumber = new Map(items.map((item) => [item.itemNumber, item]));
  return lines.map(({ gtin14, supplierItemNumber, unit }) => {
    const item =
      (gtin14 === null ? undefined : byGtin.get(gtin14)) ??
      (supplierItemNumber === null ? undefined : byNumber.get(supplierItemNumber));
    if (item === undefined)
      return `Your catalog has no item ${gtin14 ?? supplierItemNumber ?? 'of this line'}: add it with its GTIN`;
    if (item.baseUnit === unit) return { itemId: item.itemId, numerator: 1, denominator: 1 };
    const pack = item.packs.find((one) => one.unit === unit);
    if (pack === undefined)
      return `Item ${item.itemNumber} has no pack ${unit}: add how many ${item.baseUnit} it holds`;
    return { itemId: item.itemId, numerator: pack.numerator, denominator: pack.denominator };
  });
}
