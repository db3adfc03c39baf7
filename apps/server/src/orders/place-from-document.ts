import type { PurchaseOrder } from '@coplan/documents';
import type { LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { type ItemNames, type OrderedItem, pickNamedItems, readNamedItems } from './find-ordered-items.ts';
import { DocumentWaits, type OrderIssue, waits } from './life/issues.ts';
import { type OrderToPlace, type PlacedOrder, placeOrders } from './place-order.ts';
import type { ArrivedDocument } from './waiting/keep-waiting.ts';

type Arrived = { arrived: ArrivedDocument; document: PurchaseOrder };
type Place = { id: LocationId; gln: string | null; code: string };

const readPlaces = (tx: Transaction, arrived: readonly Arrived[]): Promise<Place[]> =>
  tx.query<Place>(
    `select id, gln, code from locations where org_id = (select current_setting('app.org')::uuid)
       and (gln = any ($1::text[]) or code = any ($2::text[]))`,
    [
      arrived.flatMap(({ document }) => document.shipTo.gln ?? []),
      arrived.flatMap(({ document }) => document.shipTo.code ?? []),
    ],
  );

/** By its GLN, where the document names one, else by the buyer's code. */
const pickPlace = (places: readonly Place[], { shipTo }: PurchaseOrder): Place =>
  places.find(({ gln, code }) => (shipTo.gln === undefined ? code === shipTo.code : gln === shipTo.gln)) ??
  waits(
    'place-unknown',
    `You have no place ${shipTo.gln ?? shipTo.code} to deliver to: add it, and the order is taken`,
  );

const namesOf = ({ lines }: PurchaseOrder): ItemNames[] =>
  lines.map(({ gtin, buyerItemNumber }) => ({ gtin14: gtin, itemNumber: buyerItemNumber ?? '' }));

function draftOf(
  { arrived, document }: Arrived,
  { places, items }: { places: readonly Place[]; items: readonly OrderedItem[] },
): OrderToPlace {
  const { lines, deliverOn, orderedOn, currency, poNumber } = document;
  const named = pickNamedItems(items, namesOf(document));
  return {
    supplierId: arrived.supplierId,
    shipToId: pickPlace(places, document).id,
    orderedOn,
    deliverOn,
    currency,
    poNumber,
    by: { channel: 'edi', documentId: arrived.documentId },
    lines: lines.flatMap((line, index) => {
      const item = named[index];
      if (item === undefined) return [];
      return {
        itemId: item.itemId,
        quantityMilli: line.ordered.amountMilli,
        unit: line.ordered.unit,
        unitPriceMicros: line.unitPriceMicros,
        proposalId: null,
        lineNumber: line.lineNumber,
        deliverOn: line.deliverOn ?? deliverOn,
      };
    }),
  };
}

/**
 * Orders that the buyer's own system sends (850, ORDERS): each placed under its own number, line numbers and days, or
 * waiting by a named issue. Answers in the order given.
 */
export async function placeFromDocuments(
  context: Context,
  tx: Transaction,
  orders: readonly Arrived[],
): Promise<(PlacedOrder | { issue: OrderIssue })[]> {
  const places = await readPlaces(tx, orders);
  const items = await readNamedItems(
    tx,
    orders.flatMap(({ document }) => namesOf(document)),
  );
  const drafts = orders.map((order): OrderToPlace | { issue: OrderIssue } => {
    try {
      return draftOf(order, { places, items });
    } catch (error) {
      if (!(error instanceof DocumentWaits)) throw error;
      return { issue: error.issue };
    }
  });
  const placed = await placeOrders(
    context,
    tx,
    drafts.flatMap((draft) => ('issue' in draft ? [] : draft)),
  );
  let next = 0;
  return drafts.map((draft) => ('issue' in draft ? draft : (placed[next++] as PlacedOrder)));
}
