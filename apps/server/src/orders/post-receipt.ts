import type { ItemId, LocationId } from '@coplan/kernel';
import {
  postStock,
  recordLots,
  type ShelfState,
  type StockEntry,
  takeInSerials,
} from '../inventory/index.ts';
import { amount, waits } from './life/issues.ts';
import type { ReceiptFact } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';

type Place = {
  lineNumber: string;
  itemId: ItemId;
  itemNumber: string;
  isSerialTracked: boolean;
  locationId: LocationId;
};

/** What is damaged or of bad quality stands apart; everything else that did not come or went back is no stock. */
const shelfOf: Partial<Record<string, ShelfState>> = {
  damaged: 'damaged',
  quality: 'quarantine',
  'on-hold': 'quarantine',
};

type Counted = Place & { line: ReceiptFact['lines'][number] };

async function readPlaces({ tx, order }: Storing, { lines }: ReceiptFact): Promise<Counted[]> {
  const places = await tx.query<Place>(
    `select line.line_number as "lineNumber", line.item_id as "itemId", item.item_number as "itemNumber",
       item.is_serial_tracked as "isSerialTracked", placed.ship_to_id as "locationId"
     from order_lines line join orders placed on placed.org_id = line.org_id and placed.id = line.order_id
       join items item on item.org_id = line.org_id and item.id = line.item_id
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

/** What of a counted line goes on which shelf, with the serial numbers that were read of it. */
const partsOf = ({ line }: Counted) => {
  const { lineNumber, receivedMilli, deviations, serials = [] } = line;
  const numbers = (condition: string | null): string[] =>
    serials.flatMap((one) => (one.condition === condition ? [one.serialNumber] : []));
  const kept = { state: 'available' as ShelfState, what: 'kept', quantityMilli: receivedMilli };
  const apart = deviations.flatMap(({ condition, quantityMilli }) => {
    const state = shelfOf[condition];
    const what = condition.replaceAll('-', ' ');
    return state === undefined ? [] : [{ state, what, quantityMilli, serialNumbers: numbers(condition) }];
  });
  return [{ ...kept, serialNumbers: numbers(null) }, ...apart]
    .filter(({ quantityMilli, serialNumbers }) => quantityMilli > 0 || serialNumbers.length > 0)
    .map(({ what, ...part }) => ({ ...part, place: `Line ${lineNumber}, ${what}` }));
};

async function entriesOf(storing: Storing, receipt: ReceiptFact): Promise<StockEntry[]> {
  const counted = await readPlaces(storing, receipt);
  const lots = await lotsOf(storing, receipt, counted);
  const parts = counted.flatMap((one) => partsOf(one).map((part) => ({ ...one, ...part })));
  const serialIds = await takeInSerials(storing.context, storing.tx, parts);
  return parts.map(({ itemId, locationId, line, state, quantityMilli }, index) => ({
    itemId,
    from: null,
    to: { locationId, state },
    lotId: lots.get(line) ?? null,
    quantityMilli,
    serialIds: serialIds[index],
    reason: 'receipt',
    sourceKind: 'receipt',
    sourceId: receipt.receiptId,
  }));
}

/** Before anything is written: a receipt that came as a document names no serial numbers, and waits where they are due. */
export async function waitForSerials(storing: Storing, receipt: ReceiptFact): Promise<void> {
  if (storing.by.channel !== 'edi' || receipt.purpose !== 'original') return;
  const unread = (await readPlaces(storing, receipt)).find(
    (one) => one.isSerialTracked && partsOf(one).length > 0,
  );
  if (unread === undefined) return;
  const { lineNumber, receivedMilli } = unread.line;
  waits(
    'serials-unread',
    `Line ${lineNumber} of order ${storing.order.poNumber}: ${amount(receivedMilli, unread.itemNumber)} came without serial numbers, and each unit has one. Receive them in the portal, where they are read, and set this document aside`,
  );
}

type Posted = {
  id: string;
  itemId: ItemId;
  lotId: string | null;
  state: ShelfState;
  locationId: LocationId;
  quantityMilli: number;
  serialIds: string[];
};

/** The entries of the receipt that is taken back, the other way round: each from the very lot into which it went. */
async function entriesBack({ tx, order }: Storing, receipt: ReceiptFact): Promise<StockEntry[]> {
  const posted = await tx.query<Posted>(
    `select entry.id, entry.item_id as "itemId", entry.lot_id as "lotId", entry.to_state as state,
       entry.to_location_id as "locationId", entry.quantity_milli::float8 as "quantityMilli",
       array(select serial_id from serial_moves moved where moved.org_id = entry.org_id
         and moved.entry_id = entry.id) as "serialIds"
     from receipts counted
       join stock_entries entry on entry.org_id = counted.org_id and entry.source_kind = 'receipt'
         and entry.source_id = counted.id::text
     where counted.org_id = $1 and counted.order_id = $2 and counted.receipt_number = $3
       and counted.purpose = 'original' order by entry.id`,
    [order.buyerId, order.id, receipt.receiptNumber],
  );
  return posted.map(({ id, itemId, lotId, state, locationId, quantityMilli, serialIds }) => ({
    ...{ itemId, lotId, quantityMilli, serialIds, from: { locationId, state }, to: null, compensates: id },
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
