import type { PurchaseOrder } from '@coplan/documents';
import type { UnitCode } from '@coplan/kernel';
import type { Context, Transaction } from '../platform/index.ts';
import { blanketDocument } from './blanket/blanket-document.ts';
import type { Order } from './order.entity.ts';
import { gtinMissing } from './orders.errors.ts';
import { type OrderedGoods, purchaseOrderDocument } from './purchase-order-document.ts';
import { type OrderParties, readOrderParties } from './read-order-parties.ts';
import { sendAboutOrder } from './send-about-order.ts';

type LineRow = Omit<OrderedGoods['lines'][number], 'gtin14'> & { gtin14: string | null };
async function readOrderedGoods(tx: Transaction, order: Order, head: OrderParties): Promise<OrderedGoods> {
  const lines = await tx.query<LineRow & { unit: UnitCode }>(
    `select line_number as "lineNumber", gtin14, item_number as "itemNumber",
       supplier_item_number as "supplierItemNumber", description, quantity_milli as "quantityMilli", unit,
       unit_price_micros as "unitPriceMicros"
     from order_lines where org_id = $1 and order_id = $2 order by length(line_number), line_number`,
    [order.buyerId, order.id],
  );
  const unnamed = lines.filter((line) => line.gtin14 === null).map((line) => line.itemNumber);
  if (unnamed.length > 0) throw gtinMissing(unnamed);
  return {
    poNumber: order.poNumber,
    orderedOn: order.orderedOn,
    deliverOn: order.deliverOn,
    currency: order.currency,
    buyer: { organisationId: order.buyerId, name: head.buyerName, gln: head.buyerGln },
    supplier: {
      organisationId: order.supplierId,
      name: head.supplierName,
      gln: head.supplierGln,
      partnerNumber: head.partnerNumber,
    },
    shipTo: { code: head.shipToCode, name: head.shipToName, gln: head.shipToGln },
    lines: lines as OrderedGoods['lines'],
  };
}

/** Hands the order's document to the gateway, in the transaction that decided it. Only for orders by EDI. */
export async function sendOrder(
  context: Context,
  tx: Transaction,
  order: Order,
  purpose: PurchaseOrder['purpose'],
): Promise<void> {
  const parties = await readOrderParties(tx, order);
  const document = parties.isBlanket
    ? await blanketDocument(tx, order, { parties, purpose })
    : purchaseOrderDocument(await readOrderedGoods(tx, order, parties), purpose);
  await sendAboutOrder(context, tx, order, document);
}
