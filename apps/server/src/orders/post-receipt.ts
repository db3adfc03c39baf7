import type { ItemId, LocationId } from '@coplan/kernel';
import { postStock, recordLots, type ShelfState, type StockEntry } from '../inventory/index.ts';
import type { ReceiptFact } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';

type Place = { lineNumber: string; itemId: ItemId; locationId: LocationId };

/** What is damaged or of bad quality stands apart; everything else that did not come or went back is no stock. */
const shelfOf: Partial<Record<string, ShelfState>> = {
  damaged: 'damaged',
  quality: 'quarantine',
  'on-hold': 'quarantine',
};

type Counted = Place & { line: ReceiptFact['lines'][number] };

async function readPlaces({ tx, order }: Storing, { lines }: ReceiptFact): Promise<Counted[]> {
  const places = await tx.query<Place>(
    `select line.line_number as "lineNumber", line.item_id as "itemId", placed.ship_to_id as "locationId"
     from order_lines line join orders placed on placed.org_id = line.org_id and placed.id = line.order_id
     where line.org_id = $1 and line.order_id = $2`,
    [order.buyerId, order.id],
  );
  return lines.flatMap((line) => {
    const place = places.find(({ lineNumber }) => lineNumber === line.lineNumber);
    return place === undefined ? [] : [{ ...place, line }];
  });
}

/** The buyer's own lot of each line that names one: the same number as the supplier's, of the buyer's item. */
async function lotsOf({ context, tx }: Storing, receipt: ReceiptFact, counted: readonly Counted[]) {
  const named = counted.flatMap(({ itemId, line }) =>
    line.lotNumber === null
      ? []
      : [{ line, lot: { itemId, lotNumber: line.lotNumber, expiresOn: line.expiresOn } }],
  );
  const lots = named.map(({ lot }) => ({ ...lot, receivedOn: receipt.receivedOn }));
  const ids = await recordLots(context, tx, lots);
  return new Map(named.map(({ line }, index) => [line, ids[index] ?? null]));
}

async function entriesOf(storing: Storing, receipt: ReceiptFact): Promise<StockEntry[]> {
  const counted = await readPlaces(storing, receipt);
  const lots = await lotsOf(storing, receipt, counted);
  return counted.flatMap(({ itemId, locationId, line }) => {
    const apart = line.deviations.flatMap(({ condition, quantityMilli }) => {
      const state = shelfOf[condition];
      return state === undefined ? [] : [{ state, quantityMilli }];
    });
    return [{ state: 'available' as const, quantityMilli: line.receivedMilli }, ...apart]
      .filter(({ quantityMilli }) => quantityMilli > 0)
      .map(({ state, quantityMilli }) => ({
        itemId,
        from: null,
        to: { locationId, state },
        lotId: lots.get(line) ?? null,
        quantityMilli,
        reason: 'receipt',
        sourceKind: 'receipt',
        sourceId: receipt.receiptId,
      }));
  });
}

type Posted = {
  id: string;
  itemId: ItemId;
  lotId: string | null;
  state: ShelfState;
  locationId: LocationId;
  quantityMilli: number;
};

/** The entries of the receipt that is taken back, the other way round: each from the very lot into which it went. */
async function entriesBack({ tx, order }: Storing, receipt: ReceiptFact): Promise<StockEntry[]> {
  const posted = await tx.query<Posted>(
    `select entry.id, entry.item_id as "itemId", entry.lot_id as "lotId", entry.to_state as state,
       entry.to_location_id as "locationId", entry.quantity_milli::float8 as "quantityMilli"
     from receipts counted
       join stock_entries entry on entry.org_id = counted.org_id and entry.source_kind = 'receipt'
         and entry.source_id = counted.id::text
     where counted.org_id = $1 and counted.order_id = $2 and counted.receipt_number = $3
       and counted.purpose = 'original' order by entry.id`,
    [order.buyerId, order.id, receipt.receiptNumber],
  );
  return posted.map(({ id, itemId, lotId, state, locationId, quantityMilli }) => ({
    ...{ itemId, lotId, quantityMilli, from: { locationId, state }, to: null, compensates: id },
    ...{ reason: 'receipt', sourceKind: 'receipt', sourceId: receipt.receiptId },
  }));
}

/**
 * What was counted goes into the buyer's stock by double entry: kept goods are available, damaged and suspicious ones
 * stand apart, each in the lot that was read off it. A reversal posts the opposite; nothing is deleted.
 */
export async function postReceipt(storing: Storing, receipt: ReceiptFact): Promise<void> {
  if (receipt.purpose === 'replacement') return;
  const entries =
    receipt.purpose === 'cancellation'
      ? await entriesBack(storing, receipt)
      : await entriesOf(storing, receipt);
  await postStock(storing.context, storing.tx, entries);
}
