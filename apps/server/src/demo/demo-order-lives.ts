import { despatchAdvice, orderConfirmation, type PurchaseOrder, purchaseOrder } from '@coplan/documents';
import { addDays, gs1CheckDigit, type LocalDate, localDateAt } from '@coplan/kernel';
import type { App } from '../app.ts';
import { documentReaders } from '../document-readers.ts';
import type { Context } from '../platform/index.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoId } from './demo-names.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';

type Goods = { gtin14: string; itemNumber: string; unitPriceMicros: number; shipTo: string };

/** What a life is told of: its number, and how far it has come. */
const lives = [
  'paid',
  'billed-too-dear',
  'received-damaged',
  'shipped',
  'part-shipped',
  'change-pending',
  'changes-proposed',
  'late',
  'cancelled',
] as const;
type Life = (typeof lives)[number];

type Telling = {
  app: App;
  retailer: DemoRetailer;
  supplierKey: string;
  goods: readonly Goods[];
  today: LocalDate;
};

const goodsOf = `
select item.gtin14, item.item_number as "itemNumber", terms.unit_price_micros as "unitPriceMicros", place.code as "shipTo"
from supplier_terms terms
  join items item on item.org_id = terms.org_id and item.id = terms.item_id
  join item_locations planned on planned.org_id = terms.org_id and planned.item_id = item.id
    and planned.supplier_id = terms.supplier_id
  join locations place on place.org_id = planned.org_id and place.id = planned.location_id
where terms.supplier_id = $1 and item.gtin14 is not null
order by place.code, item.item_number limit 3`;

const context = (app: App, key: string): Context =>
  app.contextFor({ ...demoActor(key, ['edi']), kind: 'api-key' });

/** Hands a document in as its sender's system would. */
export async function post(
  app: App,
  about: { from: string; to: string; name: string; body: { documentType: string } },
): Promise<void> {
  const { from, to, name, body } = about;
  const reader = documentReaders.find(({ documentType }) => documentType === body.documentType);
  await reader?.run(context(app, from), reader.schema.parse(body) as never, {
    documentId: demoId(`document ${name}`),
    documentType: body.documentType as PurchaseOrder['documentType'],
    schemaVersion: 1,
    senderOrganisationId: organisationIdOf(from),
    receiverOrganisationId: organisationIdOf(to),
    createdAt: new Date(0).toISOString(),
    body: body as PurchaseOrder,
  });
}

/** Days until delivery, seen from today. */
const dueIn: Record<Life, number> = {
  paid: -12,
  'billed-too-dear': -6,
  'received-damaged': -3,
  shipped: 1,
  'part-shipped': 2,
  'change-pending': 9,
  'changes-proposed': 7,
  late: -2,
  cancelled: 5,
};

async function place({ app, retailer, supplierKey, goods, today }: Telling, life: Life): Promise<string> {
  const deliverOn = addDays(today, dueIn[life]);
  const poNumber = `45${String(lives.indexOf(life) + 1).padStart(2, '0')}${String(retailer.number)}${supplierKey.length}`;
  const body = purchaseOrder.parse({
    documentType: 'purchase-order',
    purpose: 'original',
    poNumber,
    orderedOn: addDays(deliverOn, -14),
    currency: retailer.currency,
    buyer: { name: retailer.name },
    supplier: { name: supplierKey },
    shipTo: { code: goods[0]?.shipTo },
    deliverOn,
    lines: goods.map(({ gtin14, itemNumber, unitPriceMicros }, index) => ({
      lineNumber: String(index + 1),
      gtin: gtin14,
      buyerItemNumber: itemNumber,
      ordered: { amountMilli: (index + 2) * 24_000, unit: 'EA' },
      unitPriceMicros,
    })),
  });
  await post(app, { from: retailer.key, to: supplierKey, name: `${retailer.key} ${poNumber}`, body });
  return poNumber;
}

const ssccOf = (serial: number): string => {
  const digits = `0950600011${String(serial % 10_000_000).padStart(7, '0')}`;
  return digits + gs1CheckDigit(digits);
};

async function tell(telling: Telling, life: Life): Promise<void> {
  const { app, retailer, supplierKey, today } = telling;
  const poNumber = await place(telling, life);
  const supplier = app.createCaller(demoActor(supplierKey, ['supplier-planner']));
  const buyer = app.createCaller(demoActor(retailer.key, ['buyer', 'approver', 'clerk']));
  const [row] = (await buyer.orders.list({ search: poNumber })).rows;
  if (row === undefined) return;
  const { orderId } = row;
  const read = () => buyer.orders.get({ orderId });
  const now = async () => ({ orderId, expectedVersion: (await read()).version });
  const { lines, deliverOn } = await read();
  if (life === 'cancelled') {
    await buyer.orders.cancel({ ...(await now()), reason: 'The promotion was called off' });
    return;
  }
  const isLater = life === 'changes-proposed';
  await supplier.orders.confirm({
    ...(await now()),
    lines: lines.map(({ orderLineId }, index) =>
      isLater && index === 0
        ? {
            orderLineId,
            outcome: 'changed',
            promisedOn: addDays(deliverOn, 4),
            reason: 'A raw material is late',
          }
        : { orderLineId, outcome: 'accepted' },
    ),
  });
  if (isLater || life === 'late') return;
  const [first] = lines;
  if (life === 'change-pending') {
    const more = { orderLineId: first?.orderLineId ?? '', quantityMilli: 96_000 };
    await buyer.orders.change({ ...(await now()), reason: 'The weekend looks warm', lines: [more] });
    return;
  }
  const shipped = life === 'part-shipped' ? lines.slice(0, 1) : lines;
  await supplier.orders.ship({
    ...(await now()),
    shipmentNumber: `S${poNumber}`,
    despatchedOn: addDays(deliverOn, -2),
    deliverOn,
    lines: shipped.map(({ orderLineId, quantityMilli }, index) => ({
      orderLineId,
      quantityMilli,
      sscc: ssccOf(Number(poNumber) * 10 + index),
    })),
  });
  if (life === 'shipped' || life === 'part-shipped') return;
  await receiveAndBill({ telling, life, orderId, poNumber, today });
}

type Received = { telling: Telling; life: Life; orderId: string; poNumber: string; today: LocalDate };

async function receiveAndBill({ telling, life, orderId, poNumber, today }: Received): Promise<void> {
  const { app, retailer, supplierKey } = telling;
  const supplier = app.createCaller(demoActor(supplierKey, ['supplier-planner']));
  const buyer = app.createCaller(demoActor(retailer.key, ['buyer', 'approver', 'clerk']));
  const now = async () => ({ orderId, expectedVersion: (await buyer.orders.get({ orderId })).version });
  const { lines, deliverOn } = await buyer.orders.get({ orderId });
  const isDamaged = life === 'received-damaged';
  await buyer.orders.receive({
    ...(await now()),
    receivedOn: deliverOn,
    shipmentNumber: `S${poNumber}`,
    lines: lines.map(({ orderLineId, quantityMilli }, index) =>
      isDamaged && index === 0
        ? {
            orderLineId,
            receivedMilli: quantityMilli - 12_000,
            deviations: [{ condition: 'damaged', quantityMilli: 12_000 }],
          }
        : { orderLineId, receivedMilli: quantityMilli },
    ),
  });
  if (isDamaged) return;
  const invoiceNumber = `I${poNumber}`;
  await supplier.orders.invoice({
    ...(await now()),
    invoiceNumber,
    invoicedOn: addDays(deliverOn, 1),
    lines: lines.map(({ orderLineId, quantityMilli, unitPriceMicros }, index) => ({
      orderLineId,
      quantityMilli,
      ...(life === 'billed-too-dear' && index === 0
        ? { unitPriceMicros: Math.round(unitPriceMicros * 1.08) }
        : {}),
    })),
  });
  if (life !== 'paid') return;
  const [invoice] = (await buyer.orders.get({ orderId })).invoices;
  await buyer.orders.pay({
    supplierId: organisationIdOf(supplierKey),
    paymentNumber: `Z${poNumber}`,
    paidOn: today,
    method: 'transfer',
    currency: retailer.currency,
    items: [{ invoiceNumber, paidMinor: invoice?.totalMinor ?? 0 }],
  });
}

/** An answer and a ship notice of orders that have not come: they wait, by name. */
async function addWaiting({ app, retailer, supplierKey, goods, today }: Telling): Promise<void> {
  const about = { from: supplierKey, to: retailer.key };
  const answer = orderConfirmation.parse({
    documentType: 'order-confirmation',
    poNumber: '459998',
    confirmedOn: today,
    outcome: 'accepted',
    lines: [],
  });
  await post(app, { ...about, name: `${retailer.key} early answer`, body: answer });
  const [first] = goods;
  const line = {
    lineNumber: '1',
    gtin: first?.gtin14,
    shipped: { amountMilli: 24_000, unit: 'EA' },
    ssccs: [],
  };
  const notice = despatchAdvice.parse({
    documentType: 'despatch-advice',
    purpose: 'original',
    shipmentNumber: 'S459999',
    writtenOn: today,
    shipTo: { code: first?.shipTo },
    orders: [{ poNumber: '459999', pallets: [], cartons: [], lines: [line] }],
  });
  await post(app, { ...about, name: `${retailer.key} early notice`, body: notice });
}

/**
 * Orders of the retailer's own system with its first supplier in the portal, one in every state of an order's life,
 * and documents that wait. Told once.
 */
export async function tellOrderLives(app: App, retailer: DemoRetailer): Promise<void> {
  const supplierKey = retailer.suppliers.find(({ channel }) => channel === 'portal')?.key;
  if (supplierKey === undefined) return;
  const buyer = app.contextFor(demoActor(retailer.key, ['buyer']));
  const [told] = await buyer.db.read(
    `select 1 from waiting_documents where buyer_id = (select current_setting('app.org')::uuid) limit 1`,
  );
  if (told !== undefined) return;
  const today = localDateAt(buyer.clock.now(), retailer.timeZone);
  const goods = await buyer.db.read<Goods>(goodsOf, [organisationIdOf(supplierKey)]);
  if (goods.length === 0) return;
  const telling = { app, retailer, supplierKey, goods, today };
  for (const life of lives) await tell(telling, life);
  await addWaiting(telling);
}
