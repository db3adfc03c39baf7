import type { PurchaseOrder } from '@coplan/documents';
import type { LocationId } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { findOrderedItems } from './find-ordered-items.ts';
import { waits } from './life/issues.ts';
import { type PlacedOrder, placeOrder } from './place-order.ts';
import type { ArrivedDocument } from './waiting/keep-waiting.ts';

async function findPlace(tx: Transaction, { shipTo }: PurchaseOrder): Promise<LocationId> {
  const [place] = await tx.query<{ id: LocationId }>(
    `select id from locations where org_id = (select current_setting('app.org')::uuid)
       and (gln = $1 or ($1::text is null and code = $2)) limit 1`,
    [shipTo.gln ?? null, shipTo.code ?? null],
  );
  return (
    place?.id ??
    waits(
      'place-unknown',
      `You have no place ${shipTo.gln ?? shipTo.code} to deliver to: add it, and the order is taken`,
    )
  );
}

/** An order that the buyer's own system sends (850, ORDERS): placed under its own number, line numbers and days. */
export async function placeFromDocument(
  context: Context,
  tx: Transaction,
  { arrived, document }: { arrived: ArrivedDocument; document: PurchaseOrder },
): Promise<PlacedOrder> {
  const { lines, deliverOn, orderedOn, currency, poNumber } = document;
  const shipToId = await findPlace(tx, document);
  const items = await findOrderedItems(
    tx,
    lines.map(({ gtin, buyerItemNumber }) => ({ gtin14: gtin, itemNumber: buyerItemNumber ?? '' })),
  );
  return placeOrder(context, tx, {
    supplierId: arrived.supplierId,
    shipToId,
    orderedOn,
    deliverOn,
    currency,
    poNumber,
    by: { channel: 'edi', documentId: arrived.documentId },
    lines: lines.flatMap((line, index) => {
      const item = items[index];
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
  });
}
