import type { ItemId } from '@coplan/kernel';
import type { Transaction } from '../platform/index.ts';
import { waits } from './life/issues.ts';

export type OrderedItem = { itemId: ItemId; itemNumber: string; description: string; gtin14: string | null };

/** How a document names an item of its sender's catalog. */
export type ItemNames = { gtin14: string | null; itemNumber: string };

/** Those of the buyer's own items that documents may mean. */
export const readNamedItems = (tx: Transaction, named: readonly ItemNames[]): Promise<OrderedItem[]> =>
  tx.query<OrderedItem>(
    `select id as "itemId", item_number as "itemNumber", description, gtin14 from items
     where org_id = (select current_setting('app.org')::uuid)
       and (gtin14 = any ($1::text[]) or item_number = any ($2::text[]))`,
    [named.flatMap(({ gtin14 }) => gtin14 ?? []), named.map(({ itemNumber }) => itemNumber)],
  );

/**
 * Of the items the one that each name means, in the order of the names: by GTIN, else by the buyer's number. Where one
 * is unknown the document waits until it is in the catalog.
 */
export function pickNamedItems(items: readonly OrderedItem[], named: readonly ItemNames[]): OrderedItem[] {
  const byGtin = new Map(items.map((item) => [item.gtin14, item]));
  const byNumber = new Map(items.map((item) => [item.itemNumber, item]));
  return named.map(
    ({ gtin14, itemNumber }) =>
      (gtin14 === null ? undefined : byGtin.get(gtin14)) ??
      byNumber.get(itemNumber) ??
      waits(
        'item-unknown',
        `The catalog has no item ${gtin14 ?? itemNumber}: add it, and the document is taken`,
      ),
  );
}

/** The buyer's own items that a document orders, in its order. */
export async function findOrderedItems(tx: Transaction, named: readonly ItemNames[]): Promise<OrderedItem[]> {
  return named.length === 0 ? [] : pickNamedItems(await readNamedItems(tx, named), named);
}
