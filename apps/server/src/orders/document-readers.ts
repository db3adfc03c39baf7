import {
  despatchAdvice,
  invoice,
  orderConfirmation,
  planningSchedule,
  purchaseOrder,
  purchaseOrderChange,
  receivingAdvice,
  remittanceAdvice,
  shippingSchedule,
} from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import {
  type Context,
  type DocumentReader,
  defineDocumentReader,
  type Transaction,
} from '../platform/index.ts';
import type { OrderDocument } from './life/judge-document.ts';
import { notTrading, notTradingWithBuyer } from './orders.errors.ts';
import { splitOverOrders } from './split-over-orders.ts';
import { type Taken, takeDocument } from './take-document.ts';
import { takeRemittance } from './take-remittance.ts';

type Sides = { buyerId: OrganisationId; supplierId: OrganisationId };

/** Sender and receiver of a document trade with each other, as buyer and supplier; nobody else is listened to. */
async function requireTrade(
  { actor }: Context,
  tx: Transaction,
  { buyerId, supplierId }: Sides,
): Promise<void> {
  const [relation] = await tx.query(
    `select 1 from trading_relations where buyer_id = $1 and partner_id = $2 and kind = 'supplier' and state = 'active'`,
    [buyerId, supplierId],
  );
  if (relation !== undefined) return;
  throw actor.organisationId === buyerId ? notTrading(supplierId) : notTradingWithBuyer(buyerId);
}

/** The orders that a document is about, by number. One that names none is about the orders of the shipment it names. */
async function ordersOf(
  tx: Transaction,
  document: OrderDocument,
  { buyerId, supplierId }: Sides,
): Promise<string[]> {
  const named =
    document.documentType === 'despatch-advice'
      ? document.orders.map(({ poNumber }) => poNumber)
      : document.documentType === 'receiving-advice'
        ? document.lines.flatMap(({ poNumber }) => poNumber ?? [])
        : document.documentType === 'planning-schedule' || document.documentType === 'shipping-schedule'
          ? document.lines.flatMap(
              (line: { poNumber?: string | undefined }) => line.poNumber ?? document.poNumber ?? [],
            )
          : [document.poNumber ?? []].flat();
  if (named.length > 0) return [...new Set(named)].sort();
  const shipmentNumber = 'shipmentNumber' in document ? document.shipmentNumber : undefined;
  const shipped = await tx.query<{ poNumber: string }>(
    `select distinct placed.po_number as "poNumber" from ship_notices notice
       join orders placed on placed.org_id = notice.org_id and placed.id = notice.order_id
     where notice.org_id = $1 and notice.supplier_id = $2 and notice.shipment_number = $3 order by 1`,
    [buyerId, supplierId, shipmentNumber ?? ''],
  );
  // An invoice that could be of several orders in several ways waits: a person says which.
  const isClear = shipped.length === 1 || document.documentType === 'receiving-advice';
  return isClear && shipped.length > 0 ? shipped.map(({ poNumber }) => poNumber) : [''];
}

async function takeAll(
  context: Context,
  { document, documentId, sides }: { document: OrderDocument; documentId: string; sides: Sides },
): Promise<Taken[]> {
  return context.db.transaction(async (tx) => {
    await requireTrade(context, tx, sides);
    const taken: Taken[] = [];
    const parts =
      document.documentType === 'invoice' ? await splitOverOrders(tx, document, sides) : undefined;
    for (const { poNumber, invoice: part, wholeHash } of parts ?? []) {
      const arrived = { ...sides, documentId, poNumber, document: part, wholeHash };
      taken.push(await takeDocument(context, tx, arrived));
    }
    if (parts !== undefined) return taken;
    for (const poNumber of await ordersOf(tx, document, sides)) {
      taken.push(await takeDocument(context, tx, { ...sides, documentId, poNumber, document }));
    }
    return taken;
  });
}

type Envelope = {
  documentId: string;
  senderOrganisationId: OrganisationId;
  receiverOrganisationId: OrganisationId;
};

/** What the buyer's own system posts, with the buyer's key, about an order with the receiver. */
const fromBuyer = (context: Context, document: OrderDocument, envelope: Envelope): Promise<Taken[]> =>
  takeAll(context, {
    document,
    documentId: envelope.documentId,
    sides: { buyerId: envelope.senderOrganisationId, supplierId: envelope.receiverOrganisationId },
  });

/** What a supplier posts, with its key, about the receiver's order. */
const fromSupplier = (context: Context, document: OrderDocument, envelope: Envelope): Promise<Taken[]> =>
  takeAll(context, {
    document,
    documentId: envelope.documentId,
    sides: { buyerId: envelope.receiverOrganisationId, supplierId: envelope.senderOrganisationId },
  });

/** Documents about orders: posted to `POST /api/v1/documents`, each by the party whose word it is. */
export const orderDocumentReaders: readonly DocumentReader[] = [
  defineDocumentReader({
    documentType: 'purchase-order',
    permission: 'orders.place-by-document',
    schema: purchaseOrder,
    run: fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'purchase-order-change',
    permission: 'orders.place-by-document',
    schema: purchaseOrderChange,
    run: fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'planning-schedule',
    permission: 'orders.place-by-document',
    schema: planningSchedule,
    run: fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'shipping-schedule',
    permission: 'orders.place-by-document',
    schema: shippingSchedule,
    run: fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'receiving-advice',
    permission: 'orders.place-by-document',
    schema: receivingAdvice,
    run: fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'order-confirmation',
    permission: 'orders.confirm',
    schema: orderConfirmation,
    run: fromSupplier,
  }),
  defineDocumentReader({
    documentType: 'despatch-advice',
    permission: 'orders.confirm',
    schema: despatchAdvice,
    run: fromSupplier,
  }),
  defineDocumentReader({
    documentType: 'invoice',
    permission: 'orders.confirm',
    schema: invoice,
    run: fromSupplier,
  }),
  defineDocumentReader({
    documentType: 'remittance-advice',
    permission: 'orders.place-by-document',
    schema: remittanceAdvice,
    run: (
      context,
      advice,
      { documentId, senderOrganisationId: buyerId, receiverOrganisationId: supplierId },
    ) =>
      context.db.transaction(async (tx) => {
        await requireTrade(context, tx, { buyerId, supplierId });
        return takeRemittance(context, tx, { advice, documentId, buyerId, supplierId });
      }),
  }),
];
