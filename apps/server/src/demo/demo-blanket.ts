import { despatchAdvice, planningSchedule, receivingAdvice } from '@coplan/documents';
import { addDays, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import type { App } from '../app.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { post } from './demo-order-lives.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';

type Goods = {
  itemId: string;
  itemNumber: string;
  gtin14: string;
  shipToId: string;
  shipTo: string;
  priceMicros: number;
};
type Telling = {
  app: App;
  retailer: DemoRetailer;
  supplierKey: string;
  goods: readonly Goods[];
  poNumber: string;
  monday: LocalDate;
};

const pastWeeks = 8;
const plannedWeeks = 16;

const goodsOf = `
select item.id as "itemId", item.item_number as "itemNumber", item.gtin14, place.id as "shipToId",
  place.code as "shipTo", terms.unit_price_micros::float8 as "priceMicros"
from supplier_terms terms
  join items item on item.org_id = terms.org_id and item.id = terms.item_id
  join item_locations planned on planned.org_id = terms.org_id and planned.item_id = item.id
    and planned.supplier_id = terms.supplier_id
  join locations place on place.org_id = planned.org_id and place.id = planned.location_id
where terms.supplier_id = $1 and item.gtin14 is not null
  and place.id = (select location_id from item_locations first where first.supplier_id = $1 order by location_id limit 1)
order by item.item_number limit 4`;

/** What an item needs in a week, in thousandths; the same at every start. */
const needOf = (item: number, week: number): number =>
  (60 + item * 24 + 6 * Math.round(2 * Math.sin((week + item * 2) * 0.9))) * 1000;

/** A release every second week; what lies beyond its two firm weeks was seen a little differently each time. */
async function release(
  { app, retailer, supplierKey, goods, poNumber, monday }: Telling,
  week: number,
): Promise<void> {
  const startsOn = addDays(monday, week * 7);
  const weeks = Array.from({ length: plannedWeeks }, (_, index) => week + index);
  const number = String((week + pastWeeks) / 2 + 1);
  const body = planningSchedule.parse({
    ...{ documentType: 'planning-schedule', purpose: 'original', kind: 'order', basis: 'delivery' },
    ...{ amounts: 'discrete', reference: `${poNumber}-${number}`, releaseNumber: number, poNumber },
    issuedOn: addDays(startsOn, -3),
    horizon: { startsOn, endsBefore: addDays(startsOn, plannedWeeks * 7) },
    lines: goods.map(({ gtin14, itemNumber }, item) => ({
      ...{ gtin: gtin14, buyerItemNumber: itemNumber, unit: 'EA', progress: [], authorisations: [] },
      buckets: weeks.map((one, ahead) => ({
        startsOn: addDays(monday, one * 7),
        endsBefore: addDays(monday, one * 7 + 7),
        amountMilli: needOf(item, one) + (ahead < 2 ? 0 : ((one + week + item) % 3) * 6_000),
        certainty: ahead < 2 ? 'firm' : 'planned',
      })),
    })),
  });
  await post(app, { from: retailer.key, to: supplierKey, name: `${poNumber} release ${number}`, body });
}

/** What left in a week: one week some cartons short, one week a part of the next week with it. */
const shippedIn = (item: number, week: number): number =>
  needOf(item, week) + (week === -5 && item === 1 ? -30_000 : week === 0 && item === 3 ? 24_000 : 0);

async function deliver(
  { app, retailer, supplierKey, goods, poNumber, monday }: Telling,
  week: number,
): Promise<void> {
  const shipmentNumber = `B${poNumber}${pastWeeks + week}`;
  const leftOn = addDays(monday, week * 7 - 1);
  const shipTo = { code: goods[0]?.shipTo };
  const quantity = (item: number) => ({ amountMilli: shippedIn(item, week), unit: 'EA' });
  const notice = despatchAdvice.parse({
    ...{ documentType: 'despatch-advice', purpose: 'original', shipmentNumber, shipTo },
    ...{ writtenOn: leftOn, despatchedOn: leftOn, deliverOn: addDays(monday, week * 7) },
    orders: [
      {
        ...{ poNumber, pallets: [], cartons: [] },
        lines: goods.flatMap(({ gtin14: gtin }, item) =>
          // What is due this week has not all left.
          week === 0 && item === 1 ? [] : [{ gtin, shipped: quantity(item), ssccs: [] }],
        ),
      },
    ],
  });
  await post(app, { from: supplierKey, to: retailer.key, name: `${shipmentNumber} notice`, body: notice });
  // The last shipment is still on its way.
  if (week === 0) return;
  const receipt = receivingAdvice.parse({
    ...{ documentType: 'receiving-advice', purpose: 'original', receiptNumber: `W${shipmentNumber}` },
    ...{
      writtenOn: addDays(monday, week * 7),
      receivedOn: addDays(monday, week * 7),
      shipmentNumber,
      shipTo,
    },
    lines: goods.map(({ gtin14: gtin }, item) => ({
      gtin,
      poNumber,
      received: quantity(item),
      deviations: [],
    })),
  });
  await post(app, { from: retailer.key, to: supplierKey, name: `${shipmentNumber} receipt`, body: receipt });
}

/** The supplier answers what is called off; then the buyer changes a firm week, with a reason, by a new release. */
async function answerAndChange({ app, retailer, supplierKey }: Telling, orderId: string): Promise<void> {
  const supplier = app.createCaller(demoActor(supplierKey, ['supplier-planner']));
  const buyer = app.createCaller(demoActor(retailer.key, ['buyer', 'approver']));
  const { lines, version } = await supplier.orders.get({ orderId });
  const open = lines.filter(({ quantities }) => quantities.openMilli > 0 && quantities.shippedMilli === 0);
  await supplier.orders.confirm({
    ...{ orderId, expectedVersion: version },
    lines: open.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' })),
  });
  const seed = await buyer.orders.blankets.seedRelease({ orderId });
  await buyer.orders.blankets.release({
    ...{ orderId, kind: 'forecast', startsOn: seed.startsOn, endsBefore: seed.endsBefore },
    reason: 'The weekend looks warm',
    items: seed.items.map(({ itemLine, weeks }) => ({
      itemLine,
      buckets: weeks.map(({ startsOn, endsBefore, certainty, amountMilli, calledOffMilli }, index) => ({
        ...{ startsOn, endsBefore, certainty },
        amountMilli: amountMilli + (index === 0 && itemLine === '1' && calledOffMilli !== null ? 12_000 : 0),
      })),
    })),
    expectedVersion: (await buyer.orders.get({ orderId })).version,
  });
}

/**
 * One blanket order of the retailer with its first supplier in the portal: eight weeks of releases, shipments and
 * receipts by documents, and a release of today that waits for the supplier. Told once.
 */
export async function tellBlanketOrder(app: App, retailer: DemoRetailer): Promise<void> {
  const supplierKey = retailer.suppliers.find(({ channel }) => channel === 'portal')?.key;
  const buyer = app.createCaller(demoActor(retailer.key, ['buyer', 'approver']));
  if (supplierKey === undefined || (await buyer.orders.blankets.list({ limit: 1 })).rows.length > 0) return;
  const context = app.contextFor(demoActor(retailer.key, ['buyer']));
  const supplierId = organisationIdOf(supplierKey);
  const goods = await context.db.read<Goods>(goodsOf, [supplierId]);
  const [first] = goods;
  if (first === undefined) return;
  const monday = startOfIsoWeek(localDateAt(context.clock.now(), retailer.timeZone));
  const startsOn = addDays(monday, -pastWeeks * 7);
  const poNumber = `47${retailer.number}001`;
  const { orderId } = await buyer.orders.blankets.agree({
    ...{ supplierId, shipToId: first.shipToId, startsOn, endsOn: addDays(startsOn, 363), poNumber },
    ...{ currency: retailer.currency, contractNumber: `K-${retailer.number}47`, resetsYearly: true },
    ...{ firmDays: 14, materialDays: 42, planningDays: 126, cumulativeFrom: `${startsOn.slice(0, 4)}-01-01` },
    items: goods.map(({ itemId, priceMicros }, item) => ({
      ...{ itemId, unit: 'EA', unitPriceMicros: priceMicros },
      ...(item === 0 ? { totalMilli: 3_600_000 } : {}),
    })),
  });
  const telling = { app, retailer, supplierKey, goods, poNumber, monday };
  for (let week = -pastWeeks; week <= 0; week++) {
    if (week % 2 === 0) await release(telling, week);
    await deliver(telling, week);
  }
  await answerAndChange(telling, orderId);
}
