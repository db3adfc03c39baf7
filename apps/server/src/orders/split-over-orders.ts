import type { Invoice } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import type { Transaction } from './../platform/index.ts';
import { hashContent } from './life/content-hash.ts';
import { loadFacts } from './life/load-facts.ts';
import { type InvoicePart, splitInvoice } from './life/split-invoice.ts';

type Part = InvoicePart & { wholeHash: string };

/**
 * An invoice that names no order and whose shipment holds several, as one part per order; `undefined` where it is not
 * clear which line belongs to which, or where there is only one order.
 */
export async function splitOverOrders(
  tx: Transaction,
  document: Invoice,
  { buyerId, supplierId }: { buyerId: OrganisationId; supplierId: OrganisationId },
): Promise<Part[] | undefined> {
  const { shipmentNumber } = document;
  if (document.poNumber !== undefined || shipmentNumber === undefined) return undefined;
  const shipped = await tx.query<{ orderId: string }>(
    `select distinct notice.order_id as "orderId" from ship_notices notice
     where notice.org_id = $1 and notice.supplier_id = $2 and notice.shipment_number = $3 order by 1 limit 200`,
    [buyerId, supplierId, shipmentNumber],
  );
  if (shipped.length < 2) return undefined;
  const orders = [];
  for (const { orderId } of shipped) {
    const facts = await loadFacts(tx, { buyerId, orderId });
    if (facts !== undefined) orders.push(facts);
  }
  const wholeHash = hashContent(document);
  return splitInvoice(document, orders, shipmentNumber)?.map((part) => ({ ...part, wholeHash }));
}
