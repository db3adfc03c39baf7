import {
  despatchAdvice,
  invoice,
  orderConfirmation,
  purchaseOrder,
  receivingAdvice,
} from '@coplan/documents';
import { addDays, type ItemId, type LocalDate, type LocationId, localDateAt } from '@coplan/kernel';
import { createIds } from '@coplan/platform';
import type { App } from '../app.ts';
import { documentReaders } from '../document-readers.ts';
import { recordStockCounts, type ShelfState } from '../inventory/index.ts';
import { closeShort } from '../orders/index.ts';
import { keepScoresCurrent } from '../performance/index.ts';
import type { Actor, Context } from '../platform/index.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoId } from './demo-names.ts';
import {
  filePastProposals,
  type PastGoods,
  type PastProposal,
  pastProposals,
} from './demo-past-proposals.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';

const weeksBack = 12;
const ordersPerWeek = 2;
const linesPerOrder = 3;
const leadDays = 9;
/** Days between the last of these orders’ due day and today. */
const settledDays = 5;

type Teller = {
  app: App;
  retailer: DemoRetailer;
  supplierKey: string;
  /** Tells the order numbers of suppliers apart. */
  supplierNumber: number;
  random: SeededRandom;
};

/** What goes wrong with an order; most of the time nothing does. */
type Fate = {
  lateDays: number;
  shortMilli: number;
  damagedMilli: number;
  priceRatio: number;
  noticeHours: number;
};
const good: Fate = { lateDays: 0, shortMilli: 0, damagedMilli: 0, priceRatio: 1, noticeHours: 20 };

/** Both suppliers have their own weakness: one is late, the other bills and announces carelessly. */
function fateOf(random: SeededRandom, isPunctual: boolean, packMilli: number): Fate {
  const luck = random.uniform();
  if (luck < (isPunctual ? 0.05 : 0.16)) return { ...good, lateDays: random.whole(1, 3) };
  if (luck < 0.22) return { ...good, shortMilli: packMilli };
  if (luck < 0.28) return { ...good, damagedMilli: packMilli };
  if (luck < (isPunctual ? 0.4 : 0.32)) return { ...good, priceRatio: 1.04 };
  if (luck < (isPunctual ? 0.5 : 0.36)) return { ...good, noticeHours: 1 };
  return good;
}

const goodsOf = `
select planned.id as "itemLocationId", item.id as "itemId", place.id as "locationId", item.gtin14,
  item.item_number as "itemNumber", terms.unit_price_micros::float8 as "unitPriceMicros", place.code as "shipTo",
  coalesce(terms.multiple_milli, 12000)::float8 as "packMilli"
from supplier_terms terms
  join items item on item.org_id = terms.org_id and item.id = terms.item_id
  join item_locations planned on planned.org_id = terms.org_id and planned.item_id = item.id
    and planned.supplier_id = terms.supplier_id
  join locations place on place.org_id = planned.org_id and place.id = planned.location_id
where terms.supplier_id = $1 and item.gtin14 is not null and terms.valid_before is null
order by place.code, item.item_number limit 40`;

/** Somebody's hands at that moment. */
function contextAt({ app }: Teller, actor: Actor, at: string): Context {
  const clock = { now: () => new Date(at) };
  return { ...app.contextFor(actor), clock, newId: createIds(clock) as Context['newId'] };
}

/** Hands a document in at that moment, as its sender's system did. */
async function post(
  teller: Teller,
  about: { from: string; to: string; at: string; name: string; body: { documentType: string } },
): Promise<void> {
  const { from, to, at, name, body } = about;
  const reader = documentReaders.find(({ documentType }) => documentType === body.documentType);
  const then = contextAt(teller, { ...demoActor(from, ['edi']), kind: 'api-key' }, at);
  await reader?.run(then as never, reader.schema.parse(body) as never, {
    documentId: demoId(`document ${name}`),
    documentType: body.documentType as never,
    schemaVersion: 1,
    senderOrganisationId: organisationIdOf(from),
    receiverOrganisationId: organisationIdOf(to),
    createdAt: at,
    body: body as never,
  });
}

type Told = {
  poNumber: string;
  dueOn: LocalDate;
  goods: readonly PastGoods[];
  quantities: readonly number[];
  fate: Fate;
};

const each = (amountMilli: number) => ({ amountMilli, unit: 'EA' as const });
const numberOf = (index: number): string => String(index + 1);

async function placeAndAnswer(teller: Teller, { poNumber, dueOn, goods, quantities }: Told): Promise<void> {
  const { retailer, supplierKey, random } = teller;
  const orderedOn = addDays(dueOn, -leadDays);
  const lines = goods.map(({ gtin14, itemNumber, unitPriceMicros }, index) => ({
    lineNumber: numberOf(index),
    gtin: gtin14,
    buyerItemNumber: itemNumber,
    ordered: each(quantities[index] ?? 0),
    unitPriceMicros,
  }));
  const [from, to] = [retailer.key, supplierKey];
  const order = purchaseOrder.parse({
    documentType: 'purchase-order',
    purpose: 'original',
    poNumber,
    orderedOn,
    currency: retailer.currency,
    buyer: { name: retailer.name },
    supplier: { name: supplierKey },
    shipTo: { code: goods[0]?.shipTo },
    deliverOn: dueOn,
    lines,
  });
  await post(teller, { from, to, at: `${orderedOn}T14:00:00Z`, name: `${from} ${poNumber}`, body: order });
  const answerDays = random.chance(0.15) ? 4 : 1;
  const answeredOn = addDays(orderedOn, answerDays);
  const answer = orderConfirmation.parse({
    documentType: 'order-confirmation',
    poNumber,
    confirmedOn: answeredOn,
    outcome: 'accepted',
    lines: [],
  });
  const at = `${answeredOn}T09:00:00Z`;
  await post(teller, { from: to, to: from, at, name: `${from} ${poNumber} answer`, body: answer });
}

async function shipAndCount(
  teller: Teller,
  { poNumber, dueOn, goods, quantities, fate }: Told,
): Promise<void> {
  const { retailer, supplierKey } = teller;
  const { lateDays, shortMilli, damagedMilli, noticeHours } = fate;
  const arrivedOn = addDays(dueOn, lateDays);
  const shippedMilli = (index: number) => (quantities[index] ?? 0) - (index === 0 ? shortMilli : 0);
  const noticeOn = noticeHours > 12 ? addDays(arrivedOn, -1) : arrivedOn;
  const noticeAt = noticeHours > 12 ? `${noticeOn}T15:00:00Z` : `${noticeOn}T17:20:00Z`;
  const notice = despatchAdvice.parse({
    documentType: 'despatch-advice',
    purpose: 'original',
    shipmentNumber: `S${poNumber}`,
    writtenOn: noticeOn,
    // A truck that came late left in time every second time: then the carrier was late.
    despatchedOn: lateDays > 0 && Number(poNumber) % 2 === 0 ? addDays(dueOn, -1) : addDays(arrivedOn, -1),
    deliverOn: dueOn,
    shipTo: { code: goods[0]?.shipTo },
    orders: [
      {
        poNumber,
        pallets: [],
        cartons: [],
        lines: goods.map(({ gtin14 }, index) => ({
          lineNumber: numberOf(index),
          gtin: gtin14,
          shipped: each(shippedMilli(index)),
          ssccs: [],
        })),
      },
    ],
  });
  const ways = { to: retailer.key, from: supplierKey };
  await post(teller, { ...ways, at: noticeAt, name: `${retailer.key} ${poNumber} notice`, body: notice });
  const counted = receivingAdvice.parse({
    documentType: 'receiving-advice',
    purpose: 'original',
    receiptNumber: `W${poNumber}`,
    writtenOn: arrivedOn,
    receivedOn: arrivedOn,
    shipmentNumber: `S${poNumber}`,
    shipTo: { code: goods[0]?.shipTo },
    lines: goods.map(({ gtin14 }, index) => ({
      poNumber,
      lineNumber: numberOf(index),
      gtin: gtin14,
      received: each(shippedMilli(index) - (index === 0 ? damagedMilli : 0)),
      deviations:
        index === 0 && damagedMilli > 0 ? [{ condition: 'damaged', quantity: each(damagedMilli) }] : [],
    })),
  });
  const back = { from: retailer.key, to: supplierKey };
  const at = `${arrivedOn}T18:00:00Z`;
  await post(teller, { ...back, at, name: `${retailer.key} ${poNumber} receipt`, body: counted });
}

async function bill(teller: Teller, { poNumber, dueOn, goods, quantities, fate }: Told): Promise<void> {
  const { retailer, supplierKey } = teller;
  const billedOn = addDays(dueOn, fate.lateDays + 1);
  const lines = goods.map(({ gtin14, unitPriceMicros }, index) => ({
    lineNumber: numberOf(index),
    gtin: gtin14,
    invoiced: each((quantities[index] ?? 0) - (index === 0 ? fate.shortMilli + fate.damagedMilli : 0)),
    unitPriceMicros: index === 0 ? Math.round(unitPriceMicros * fate.priceRatio) : unitPriceMicros,
    charges: [],
  }));
  const totalMinor = lines.reduce(
    (sum, line) => sum + Math.round((line.invoiced.amountMilli * line.unitPriceMicros) / 10_000_000),
    0,
  );
  const body = invoice.parse({
    documentType: 'invoice',
    kind: 'invoice',
    invoiceNumber: `I${poNumber}`,
    invoicedOn: billedOn,
    poNumber,
    currency: retailer.currency,
    lines,
    charges: [],
    taxes: [],
    totalMinor,
  });
  const ways = { from: supplierKey, to: retailer.key };
  await post(teller, {
    ...ways,
    at: `${billedOn}T10:00:00Z`,
    name: `${retailer.key} ${poNumber} invoice`,
    body,
  });
}

type Held = { itemId: ItemId; locationId: LocationId; state: ShelfState; quantityMilli: number };
const held = `
select item_id as "itemId", location_id as "locationId", state, quantity_milli::float8 as "quantityMilli"
from stock_balances`;

/** What was received long ago has been sold long ago: the shelves hold what was counted today. */
async function restoreStock(context: Context, before: readonly Held[]): Promise<void> {
  const known = new Set(before.map(({ itemId, locationId, state }) => `${itemId} ${locationId} ${state}`));
  await context.db.transaction(async (tx) => {
    const now = await tx.query<Held>(held);
    const gone = now
      .filter(({ itemId, locationId, state }) => !known.has(`${itemId} ${locationId} ${state}`))
      .map((balance) => ({ ...balance, quantityMilli: 0 }));
    await recordStockCounts(context, tx, [...before, ...gone], { sourceKind: 'demo', sourceId: 'history' });
  });
}

const orderIdOf = `select id, state, version from orders where po_number = $1`;

/** What was short or broken did not come any more: two days later the buyer waits no longer. */
async function endWaiting(teller: Teller, context: Context, { poNumber, dueOn, fate }: Told): Promise<void> {
  type Found = { id: string; state: string; version: number };
  const [order] = await context.db.read<Found>(orderIdOf, [poNumber]);
  if (order?.state !== 'partially-received') return;
  const actor = demoActor(teller.retailer.key, ['buyer']);
  await closeShort(contextAt(teller, actor, `${addDays(dueOn, 2)}T08:30:00Z`), {
    orderId: order.id,
    expectedVersion: order.version,
    reason: fate.shortMilli > 0 ? 'The rest is ordered anew' : 'What was damaged is ordered anew',
  });
}

/** One order of a week: what was proposed, what people made of it, and what became of the order. */
async function tellOrder(
  teller: Teller,
  context: Context,
  about: {
    proposals: readonly PastProposal[];
    poNumber: string;
    orderedOn: LocalDate;
    fate: Fate;
    runKey: string;
  },
): Promise<void> {
  const { proposals, poNumber, orderedOn, fate, runKey } = about;
  const ordered = proposals.filter(({ decidedMilli }) => decidedMilli > 0);
  const filing = {
    runKey,
    supplierId: organisationIdOf(teller.supplierKey),
    at: new Date(`${orderedOn}T06:00:00Z`),
  };
  if (ordered.length === 0) {
    await filePastProposals(context, proposals, { ...filing, orderId: null });
    return;
  }
  const told: Told = {
    poNumber,
    dueOn: addDays(orderedOn, leadDays),
    goods: ordered.map(({ goods }) => goods),
    quantities: ordered.map(({ decidedMilli }) => decidedMilli),
    fate,
  };
  await placeAndAnswer(teller, told);
  const [order] = await context.db.read<{ id: string }>(orderIdOf, [poNumber]);
  await filePastProposals(context, proposals, { ...filing, orderId: order?.id ?? null });
  await shipAndCount(teller, told);
  await bill(teller, told);
  await endWaiting(teller, context, told);
}

async function tellSupplier(teller: Teller, context: Context, isPunctual: boolean): Promise<void> {
  const { retailer, supplierKey, supplierNumber, random } = teller;
  const known = await context.db.read<PastGoods>(goodsOf, [organisationIdOf(supplierKey)]);
  const goods = known
    .filter(({ shipTo }) => shipTo === known[0]?.shipTo)
    .slice(0, ordersPerWeek * linesPerOrder);
  const today = localDateAt(context.clock.now(), retailer.timeZone);
  const firstDay = addDays(today, -7 * (weeksBack - 1) - leadDays - settledDays);
  const { currency, timeZone, key } = retailer;
  const span = { firstDay, weekCount: weeksBack, leadDays, currency, timeZone, key: `${key} ${supplierKey}` };
  const proposals = await pastProposals(context, goods, { span, random: random.fork('proposals') });
  for (let count = 0; count < weeksBack * ordersPerWeek; count++) {
    const week = Math.floor(count / ordersPerWeek);
    const from = (count % ordersPerWeek) * linesPerOrder;
    const chosen = goods.slice(from, from + linesPerOrder);
    const ofOrder = proposals.filter((one) => one.week === week && chosen.includes(one.goods));
    if (ofOrder.length === 0) continue;
    await tellOrder(teller, context, {
      proposals: ofOrder,
      poNumber: `44${retailer.number}${supplierNumber}${String(count).padStart(3, '0')}`,
      orderedOn: addDays(firstDay, 7 * week),
      fate: fateOf(random, isPunctual, chosen[0]?.packMilli ?? 0),
      runKey: `${key} ${supplierKey} ${count}`,
    });
  }
}

/**
 * Twelve weeks of orders that are over, with the retailer's suppliers in the portal: most perfect, some late, short,
 * damaged, dear or badly announced, so that verdicts have causes and open orders a history; each from proposals that
 * people accepted, changed or rejected. Told once.
 */
export async function tellOrderHistory(app: App, retailer: DemoRetailer): Promise<void> {
  const context = app.contextFor(demoActor(retailer.key, ['buyer', 'admin']));
  const [told] = await context.db.read(
    `select 1 from stock_entries where source_kind = 'demo' and source_id = 'history' limit 1`,
  );
  if (told !== undefined) return;
  const before = await context.db.read<Held>(held);
  const suppliers = retailer.suppliers.filter(({ channel }) => channel === 'portal');
  for (const [index, { key: supplierKey }] of suppliers.entries()) {
    const random = createSeededRandom(`orders ${retailer.key} ${supplierKey}`);
    await tellSupplier(
      { app, retailer, supplierKey, supplierNumber: index, random },
      context,
      index % 2 === 1,
    );
  }
  await restoreStock(context, before);
}

/** Verdicts of everything that was told, and what may become of what is open. */
export async function scoreOrders(app: App, retailer: DemoRetailer): Promise<void> {
  await keepScoresCurrent(app.contextFor(demoActor(retailer.key, ['buyer', 'admin'])));
}
