import {
  blanketOrder,
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
  type ReadDocument,
  type Transaction,
} from '../platform/index.ts';
import type { OrderDocument } from './life/judge-document.ts';
import { notTrading, notTradingWithBuyer } from './orders.errors.ts';
import { splitOverOrders } from './split-over-orders.ts';
import { type Taken, takeDocuments } from './take-document.ts';
import { takeRemittance } from './take-remittance.ts';
import type { ArrivedDocument } from './waiting/keep-waiting.ts';

type Sides = { buyerId: OrganisationId; supplierId: OrganisationId };

/** Senders and receivers of documents trade with each other, as buyer and supplier; nobody else is listened to. */
async function requireTrade({ actor }: Context, tx: Transaction, sides: readonly Sides[]): Promise<void> {
  const relations = await tx.query<Sides>(
    `select buyer_id as "buyerId", partner_id as "supplierId" from trading_relations
     where buyer_id = any ($1::uuid[]) and partner_id = any ($2::uuid[]) and kind = 'supplier' and state = 'active'`,
    [
      [...new Set(sides.map(({ buyerId }) => buyerId))],
      [...new Set(sides.map(({ supplierId }) => supplierId))],
    ],
  );
  const known = new Set(relations.map(({ buyerId, supplierId }) => `${buyerId} ${supplierId}`));
  for (const { buyerId, supplierId } of sides) {
    if (known.has(`${buyerId} ${supplierId}`)) continue;
    throw actor.organisationId === buyerId ? notTrading(supplierId) : notTradingWithBuyer(buyerId);
  }
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

type Arriving = { document: OrderDocument; documentId: string; sides: Sides };

/** What a document says, order by order. */
async function partsOf(
  tx: Transaction,
  { document, documentId, sides }: Arriving,
): Promise<ArrivedDocument[]> {
  const parts = document.documentType === 'invoice' ? await splitOverOrders(tx, document, sides) : undefined;
  if (parts !== undefined) {
    return parts.map(({ poNumber, invoice: part, wholeHash }) => ({
      ...{ ...sides, documentId, poNumber, document: part, wholeHash },
    }));
  }
  const poNumbers = await ordersOf(tx, document, sides);
  return poNumbers.map((poNumber) => ({ ...sides, documentId, poNumber, document }));
}

/** Documents in their order, each about one order or about several. */
async function takeAll(context: Context, arriving: readonly Arriving[]): Promise<Taken[]> {
  return context.db.transaction(async (tx) => {
    const sides = arriving.map((one) => one.sides);
    await requireTrade(context, tx, sides);
    const arrived: ArrivedDocument[] = [];
    for (const one of arriving) arrived.push(...(await partsOf(tx, one)));
    return takeDocuments(context, tx, arrived);
  });
}

type Envelope = {
  documentId: string;
  senderOrganisationId: OrganisationId;
  receiverOrganisationId: OrganisationId;
};

/** Documents of one sender, with its key, about orders with their receivers. */
const readAs = (sidesOf: (sender: OrganisationId, receiver: OrganisationId) => Sides) => {
  const arriving = (document: OrderDocument, envelope: Envelope): Arriving => ({
    document,
    documentId: envelope.documentId,
    sides: sidesOf(envelope.senderOrganisationId, envelope.receiverOrganisationId),
  });
  return {
    run: (context: Context, document: OrderDocument, envelope: Envelope): Promise<Taken[]> =>
      takeAll(context, [arriving(document, envelope)]),
    runMany: (context: Context, documents: readonly ReadDocument<OrderDocument>[]): Promise<Taken[]> =>
      takeAll(
        context,
        documents.map(({ body, envelope }) => arriving(body, envelope)),
      ),
  };
};

const fromBuyer = readAs((buyerId, supplierId) => ({ buyerId, supplierId }));
const fromSupplier = readAs((supplierId, buyerId) => ({ buyerId, supplierId }));

/** Documents about orders: posted to `POST /api/v1/documents`, each by the party whose word it is. */
export const orderDocumentReaders: readonly DocumentReader[] = [
  defineDocumentReader({
    documentType: 'purchase-order',
    permission: 'orders.place-by-document',
    schema: purchaseOrder,
    ...fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'blanket-order',
    permission: 'orders.place-by-document',
    schema: blanketOrder,
    ...fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'purchase-order-change',
    permission: 'orders.place-by-document',
    schema: purchaseOrderChange,
    ...fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'planning-schedule',
    permission: 'orders.place-by-document',
    schema: planningSchedule,
    ...fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'shipping-schedule',
    permission: 'orders.place-by-document',
    schema: shippingSchedule,
    ...fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'receiving-advice',
    permission: 'orders.place-by-document',
    schema: receivingAdvice,
    ...fromBuyer,
  }),
  defineDocumentReader({
    documentType: 'order-confirmation',
    permission: 'orders.confirm',
    schema: orderConfirmation,
    ...fromSupplier,
  }),
  defineDocumentReader({
    documentType: 'despatch-advice',
    permission: 'orders.confirm',
    schema: despatchAdvice,
    ...fromSupplier,
  }),
  defineDocumentReader({
    documentType: 'invoice',
    permission: 'orders.confirm',
    schema: invoice,
    ...fromSupplier,
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
        await requireTrade(context, tx, [{ buyerId, supplierId }]);
        return takeRemittance(context, tx, { advice, documentId, buyerId, supplierId });
      }),
  }),
];
