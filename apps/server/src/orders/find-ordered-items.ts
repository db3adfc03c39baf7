import type { ItemId } from '@coplan/kernel';
import type { Transaction } from '../platform/index.ts';
import { waits } from './life/issues.ts';

export type OrderedItem = { itemId: ItemId; itemNumber: string; description: string; gtin14: string | null };

/** How a document names an item of its sender's catalog. */
export type ItemNames = { gtin14: string | null; itemNumber: string };

/**
 * The buyer's own items that a document orders, in its order: by GTIN, else by the buyer's number. Where one is
 * unknown the document waits until it is in the catalog.
 */
export async function findOrderedItems(tx: Transaction, named: readonly ItemNames[]): Promise<OrderedItem[]> {
  if (named.length === 0) return [];
  const items = await tx.query<OrderedItem>(
    `select id as "itemId", item_number as "itemNumber", description, gtin14 from items
     where org_id = (select current_setting('app.org')::uuid)
       and (gtin14 = any ($1::text[]) or item_number = any ($2::text[]))`,
    [named.flatMap(({ gtin14 }) => gtin14 ?? []), named.map(({ itemNumber }) => itemNumber)],
  );
  return named.map((one) => {
    const byGtin = items.find((item) => one.gtin14 !== null && item.gtin14 === one.gtin14);
    const item = byGtin ?? items.find(({ itemNumber }) => itemNumber === one.itemNumber);
    return (
      item ??
      waits(
        'item-unknown',
        `The catalog has no item ${one.gtin14 ?? one.itemNumber}: add it, and the document is taken`,
      )
    );
  });
}
