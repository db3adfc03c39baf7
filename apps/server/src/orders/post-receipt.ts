import type { ItemId, LocationId } from '@coplan/kernel';
import { postStock, type StockAccount, type StockEntry } from '../inventory/index.ts';
import type { ReceiptFact } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';

type Place = { lineNumber: string; itemId: ItemId; locationId: LocationId };

/** What is damaged or of bad quality stands apart; everything else that did not come or went back is no stock. */
const shelfOf: Partial<Record<string, 'damaged' | 'quarantine'>> = {
  damaged: 'damaged',
  quality: 'quarantine',
  'on-hold': 'quarantine',
};

/**
 * What was counted goes into the buyer's stock by double entry: kept goods are available, damaged and suspicious ones
 * stand apart. A reversal posts the opposite; nothing is deleted.
 */
export async function postReceipt({ context, tx, order }: Storing, receipt: ReceiptFact): Promise<void> {
  if (receipt.purpose === 'replacement') return;
  const places = await tx.query<Place>(
    `select line.line_number as "lineNumber", line.item_id as "itemId", placed.ship_to_id as "locationId"
     from order_lines line join orders placed on placed.org_id = line.org_id and placed.id = line.order_id
     where line.org_id = $1 and line.order_id = $2`,
    [order.buyerId, order.id],
  );
  const isReversal = receipt.purpose === 'cancellation';
  const entries = receipt.lines.flatMap(({ lineNumber, receivedMilli, deviations }): StockEntry[] => {
    const place = places.find((one) => one.lineNumber === lineNumber);
    if (place === undefined) return [];
    const apart = deviations.flatMap(({ condition, quantityMilli }) => {
      const state = shelfOf[condition];
      return state === undefined ? [] : [{ state, quantityMilli }];
    });
    return [{ state: 'available' as const, quantityMilli: receivedMilli }, ...apart]
      .filter(({ quantityMilli }) => quantityMilli > 0)
      .map(({ state, quantityMilli }) => {
        const shelf: StockAccount = { locationId: place.locationId, state };
        return {
          itemId: place.itemId,
          from: isReversal ? shelf : null,
          to: isReversal ? null : shelf,
          quantityMilli,
          reason: 'receipt',
          sourceKind: 'receipt',
          sourceId: receipt.receiptId,
        };
      });
  });
  await postStock(context, tx, entries);
}
