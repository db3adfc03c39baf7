import { purchaseOrder } from '@coplan/documents';
import { addDays, type ItemId, type LocalDate, type LocationId, localDateAt, toGtin14 } from '@coplan/kernel';
import type { App } from '../app.ts';
import { recordItems, recordTerms } from '../catalog/index.ts';
import { reserve } from '../fulfillment/index.ts';
import { moveStock, takeInSerials } from '../inventory/index.ts';
import type { Context } from '../platform/index.ts';
import type { DemoRetailer } from './demo-companies.ts';
import { demoGtin } from './demo-names.ts';
import { post } from './demo-order-lives.ts';
import { demoActor, organisationIdOf } from './demo-people.ts';

type Caller = ReturnType<App['createCaller']>;
type Telling = { app: App; retailer: DemoRetailer; supplier: { key: string; number: number } };

const poNumber = '4590001';
const unitCount = 12;
const orderedCount = 4;
const goods = { itemNumber: 'OVEN-60', description: 'Bake-off oven, countertop' };
const opening = 'demo-ovens';
const numbers = Array.from({ length: unitCount }, (_, index) => `BO60-26-${String(index + 1_041)}`);
const gtinOf = ({ supplier }: Telling): string => toGtin14(demoGtin(supplier.number, 90));

const seller = ({ app, supplier }: Telling): Caller =>
  app.createCaller(demoActor(supplier.key, ['supplier-planner', 'admin']));
const buyer = ({ app, retailer }: Telling): Caller =>
  app.createCaller(demoActor(retailer.key, ['buyer', 'approver', 'clerk']));

/** Ovens of the supplier's own, each known by its serial number, with a bin and a size. */
async function stockOvens(telling: Telling): Promise<{ itemId: ItemId; locationId: LocationId } | undefined> {
  const context = telling.app.contextFor(demoActor(telling.supplier.key, ['supplier-planner', 'admin']));
  const [place] = await context.db.read<{ locationId: LocationId }>(
    `select id as "locationId" from locations
     where org_id = (select current_setting('app.org')::uuid) and code = 'W-1'`,
  );
  if (place === undefined) return undefined;
  const { locationId } = place;
  const itemId = await context.db.transaction(async (tx) => {
    const item = { ...goods, gtin14: gtinOf(telling), category: 'Equipment', isSerialTracked: true };
    const { idsByNumber } = await recordItems(context, tx, [item]);
    const id = idsByNumber.get(goods.itemNumber) as ItemId;
    const [done] = await tx.query(
      `select 1 from stock_commands where org_id = (select current_setting('app.org')::uuid) and command_id = $1`,
      [opening],
    );
    if (done !== undefined) return id;
    const quantityMilli = unitCount * 1_000;
    const coming = { place: 'Opening stock', ...goods, itemId: id, isSerialTracked: true, quantityMilli };
    const [serialIds] = await takeInSerials(context, tx, [{ ...coming, serialNumbers: numbers }]);
    const move = { move: 'receive' as const, itemId: id, lotId: null, locationId, quantityMilli, serialIds };
    await moveStock(context, tx, {
      ...{ commandId: opening, sourceKind: 'demo', sourceId: 'opening' },
      moves: [move],
    });
    return id;
  });
  const { warehouse } = seller(telling);
  const binCode = 'D-01';
  const bins = [{ code: binCode, zone: 'Equipment', walkNumber: 90 }];
  await warehouse.setUp.setBins({ locationId, bins, faces: [{ itemId, binCode }] });
  const size = { lengthMm: 560, widthMm: 390, heightMm: 380, weightGrams: 18_500 };
  await warehouse.setUp.setPackages({ handling: [{ itemId, pieceMilli: 1_000, ...size }] });
  return { itemId, locationId };
}

/** The buyer knows the same oven, buys it of the supplier, and reads its serial numbers too. */
async function orderOvens(telling: Telling, today: LocalDate): Promise<string | undefined> {
  const { app, retailer, supplier } = telling;
  const context: Context = app.contextFor(demoActor(retailer.key, ['buyer', 'admin']));
  const unitPriceMicros = 1_290_000_000;
  await context.db.transaction(async (tx) => {
    const item = { ...goods, gtin14: gtinOf(telling), category: 'Equipment', isSerialTracked: true };
    const { idsByNumber } = await recordItems(context, tx, [item]);
    await recordTerms(context, tx, [
      {
        ...{
          itemId: idsByNumber.get(goods.itemNumber) as ItemId,
          supplierId: organisationIdOf(supplier.key),
        },
        ...{ leadTimeDays: 5, orderWeekdays: [1, 2, 3, 4, 5], cutOffTime: '12:00', rounding: 'up' as const },
        unitPriceMicros,
        ...{ currency: retailer.currency, validFrom: '2024-01-01' as LocalDate },
      },
    ]);
  });
  const find = async () => (await buyer(telling).orders.list({ search: poNumber })).rows[0]?.orderId;
  const known = await find();
  if (known !== undefined) return known;
  const body = purchaseOrder.parse({
    ...{ documentType: 'purchase-order', purpose: 'original', poNumber, currency: retailer.currency },
    ...{ orderedOn: addDays(today, -6), deliverOn: addDays(today, 1) },
    ...{ buyer: { name: retailer.name }, supplier: { name: supplier.key } },
    shipTo: { code: retailer.places.find(({ kind }) => kind === 'store')?.code },
    lines: [
      {
        ...{ lineNumber: '1', gtin: gtinOf(telling), buyerItemNumber: goods.itemNumber, unitPriceMicros },
        ordered: { amountMilli: orderedCount * 1_000, unit: 'EA' },
      },
    ],
  });
  await post(app, { from: retailer.key, to: supplier.key, name: `${retailer.key} ${poNumber}`, body });
  return find();
}

type Ovens = { itemId: ItemId; locationId: LocationId; orderId: string };

/** Reserved, picked by serial number, packed and sent, from wherever an earlier fill was cut off. */
async function shipOvens(telling: Telling, today: LocalDate, ovens: Ovens): Promise<void> {
  const { itemId, locationId, orderId } = ovens;
  const { orders, warehouse } = seller(telling);
  const context = telling.app.contextFor(demoActor(telling.supplier.key, ['supplier-planner']));
  const [line] = (await orders.get({ orderId })).lines;
  const orderLineId = line?.orderLineId ?? '';
  const order = { orderKind: 'purchase-order' as const, orderId, orderLineId };
  const amountMilli = orderedCount * 1_000;
  await context.db.transaction((tx) =>
    reserve(context, tx, {
      commandId: `${opening}-reserved`,
      reservations: [{ hold: 'hard', ...order, itemId, locationId, amountMilli }],
    }),
  );
  const { orders: ready } = await warehouse.waves.candidates({});
  if (ready.some((one) => one.orderId === orderId))
    await warehouse.waves.release({ locationId, orderIds: [orderId], method: 'order', isWaveless: true });
  for (const wave of (await warehouse.waves.list({})).rows)
    for (const { listId } of (await warehouse.waves.get({ waveId: wave.waveId })).lists)
      for (const stop of (await warehouse.picks.list({ listId })).stops)
        if (stop.state === 'open' && stop.isSerialTracked)
          await warehouse.picks.record({
            ...{ taskId: stop.taskId, foundMilli: stop.quantityMilli, expectedVersion: stop.version },
            serialNumbers: numbers.slice(0, orderedCount),
          });
  const packing = () => warehouse.packing.get({ orderId });
  if ((await packing()).cartons.length === 0) await warehouse.packing.plan({ orderId });
  for (const { unitId, version, state, contents } of (await packing()).cartons) {
    if (state !== 'open') continue;
    const free = (await packing()).lines.flatMap(({ serials }) =>
      serials.filter((one) => one.unitId === null).map(({ serialNumber }) => serialNumber),
    );
    await warehouse.packing.pack({
      ...{ unitId, expectedVersion: version },
      contents: contents.map(({ lineId, quantityMilli }) => ({
        ...{ lineId, quantityMilli },
        serialNumbers: free.slice(0, quantityMilli / 1_000),
      })),
    });
  }
  const { shipmentId } = await packing();
  if (shipmentId === null) return;
  const { version: expectedVersion, orderVersion } = await warehouse.shipments.get({ shipmentId });
  const days = { despatchedOn: addDays(today, -1), deliverOn: addDays(today, 1) };
  const carrier = { carrierName: 'Blue Ridge Freight', carrierReference: 'BRF-20771' };
  await warehouse.shipments.confirm({ shipmentId, ...days, ...carrier, expectedVersion, orderVersion });
}

/** The store counts what came: all but one are kept. */
async function receiveOvens(telling: Telling, today: LocalDate, orderId: string): Promise<void> {
  const { orders } = buyer(telling);
  const order = await orders.get({ orderId });
  const [notice] = order.shipments;
  if (notice === undefined || order.receipts.length > 0) return;
  const orderLineId = order.lines[0]?.orderLineId ?? '';
  const lines = notice.lines.map(({ serialNumbers = [], shippedMilli, ssccs }, index) => {
    const damaged = index === 0 ? serialNumbers.slice(0, 1) : [];
    const kept = serialNumbers.slice(damaged.length);
    const quantityMilli = damaged.length * 1_000;
    return {
      ...{ orderLineId, receivedMilli: shippedMilli - quantityMilli, serialNumbers: kept, sscc: ssccs[0] },
      deviations: damaged.map((serialNumber) => ({
        ...{ condition: 'damaged' as const, quantityMilli: 1_000 },
        serialNumbers: [serialNumber],
      })),
    };
  });
  await orders.receive({
    ...{ orderId, receivedOn: today, shipmentNumber: notice.shipmentNumber, lines },
    expectedVersion: order.version,
  });
}

/** An item with serial numbers, from the supplier's shelf to the buyer's store. Told once, also after a cut. */
export async function tellSerials(telling: Telling): Promise<void> {
  const { app, retailer } = telling;
  const { clock } = app.contextFor(demoActor(retailer.key, ['buyer']));
  const today = localDateAt(clock.now(), retailer.timeZone);
  const [told] = (await buyer(telling).orders.list({ search: poNumber })).rows;
  if (told !== undefined && (await buyer(telling).orders.get(told)).receipts.length > 0) return;
  const stocked = await stockOvens(telling);
  const orderId = stocked === undefined ? undefined : await orderOvens(telling, today);
  if (stocked === undefined || orderId === undefined) return;
  if ((await buyer(telling).orders.get({ orderId })).shipments.length === 0)
    await shipOvens(telling, today, { ...stocked, orderId });
  await receiveOvens(telling, today, orderId);
}
