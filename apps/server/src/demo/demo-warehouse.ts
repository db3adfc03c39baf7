import { addDays } from '@coplan/kernel';
import type { App } from '../app.ts';
import type { Context } from '../platform/index.ts';
import { demoActor } from './demo-people.ts';

type Caller = ReturnType<App['createCaller']>;
type Item = { itemId: string; itemNumber: string; locationId: string };

/** Where the supplier's items lie. */
const stocked = `
select distinct item.id as "itemId", item.item_number as "itemNumber", balance.location_id as "locationId"
from stock_balances balance join items item on item.org_id = balance.org_id and item.id = balance.item_id
where balance.org_id = (select current_setting('app.org')::uuid) and balance.quantity_milli > 0
order by 2, 3`;

const zones = ['Ambient', 'Chilled', 'Bulk'] as const;

async function setUp({ warehouse }: Caller, items: readonly Item[], companyPrefix: string): Promise<void> {
  const numbers = [...new Set(items.map(({ itemNumber }) => itemNumber))];
  for (const [locationId, lying] of Map.groupBy(items, (item) => item.locationId)) {
    const bins = lying.map(({ itemNumber }) => {
      const index = numbers.indexOf(itemNumber);
      const aisle = String.fromCharCode(65 + (index % zones.length));
      const code = `${aisle}-${String(Math.floor(index / zones.length) + 1).padStart(2, '0')}`;
      return { code, zone: zones[index % zones.length] ?? zones[0], walkNumber: index };
    });
    const faces = lying.map(({ itemId }, index) => ({ itemId, binCode: bins[index]?.code ?? '' }));
    await warehouse.setUp.setBins({ locationId, bins, faces });
  }
  const itemIds = [...new Set(items.map(({ itemId }) => itemId))];
  await warehouse.setUp.setPackages({
    handling: itemIds.map((itemId, index) => ({
      ...{ itemId, pieceMilli: 12_000, isUpright: index % 3 === 1, weightGrams: 4_800 + index * 350 },
      ...{ lengthMm: 380, widthMm: 280, heightMm: 160 + (index % 4) * 30 },
    })),
    cartonTypes: [
      {
        code: 'S',
        lengthMm: 400,
        widthMm: 300,
        heightMm: 300,
        carriesGrams: 15_000,
        emptyGrams: 420,
        costMinor: 80,
      },
      {
        code: 'M',
        lengthMm: 600,
        widthMm: 400,
        heightMm: 400,
        carriesGrams: 25_000,
        emptyGrams: 780,
        costMinor: 130,
      },
      {
        code: 'L',
        lengthMm: 800,
        widthMm: 600,
        heightMm: 600,
        carriesGrams: 40_000,
        emptyGrams: 1_450,
        costMinor: 240,
      },
    ],
    ssccRange: { companyPrefix, extensionDigit: 0 },
  });
}

async function pick({ warehouse }: Caller, waveId: string, stopsMax: number): Promise<void> {
  let left = stopsMax;
  for (const { listId } of (await warehouse.waves.get({ waveId })).lists) {
    for (const { taskId, quantityMilli, version } of (await warehouse.picks.list({ listId })).stops) {
      if (left === 0) return;
      left -= 1;
      const isShort = left === 0 && stopsMax < 5;
      const foundMilli = isShort ? Math.floor(quantityMilli / 2_000) * 1_000 : quantityMilli;
      const reason = foundMilli < quantityMilli ? { reason: 'Fewer than the books say' } : {};
      await warehouse.picks.record({ taskId, foundMilli, expectedVersion: version, ...reason });
    }
  }
}

type Ready = Awaited<ReturnType<Caller['warehouse']['waves']['candidates']>>['orders'][number];

async function pack(caller: Caller, { locationId, orderId }: Ready): Promise<string> {
  const { warehouse } = caller;
  const about = { locationId, orderIds: [orderId], method: 'order' as const, isWaveless: true };
  const { waves } = await warehouse.waves.release(about);
  if (waves[0] !== undefined) await pick(caller, waves[0].waveId, Number.POSITIVE_INFINITY);
  const { shipmentId } = await warehouse.packing.plan({ orderId });
  for (const { unitId, version } of (await warehouse.packing.get({ orderId })).cartons)
    await warehouse.packing.pack({ unitId, expectedVersion: version });
  return shipmentId;
}

/** The first order of the hospital has left, and is on its way. */
async function ship(caller: Caller, order: Ready): Promise<void> {
  const shipmentId = await pack(caller, order);
  const { shipments } = caller.warehouse;
  const { version, orderVersion } = await shipments.get({ shipmentId });
  await shipments.confirm({
    ...{ shipmentId, expectedVersion: version, orderVersion, carrierCode: 'BLUR' },
    ...{ despatchedOn: order.leavesOn, deliverOn: addDays(order.leavesOn, 1) },
  });
}

/** One reserved order is picked and packed; the others at its place are released and picked half way. */
async function work(caller: Caller): Promise<void> {
  const { warehouse } = caller;
  const ready = (await warehouse.waves.candidates({})).orders.filter(
    ({ itemsWithoutBin }) => itemsWithoutBin.length === 0,
  );
  const hospitals = ready.filter(({ buyerName }) => buyerName === 'Hillside Hospital');
  const [leaving] = hospitals;
  if (leaving !== undefined) await ship(caller, leaving);
  const first = ready.find(({ orderKind }) => orderKind === 'purchase-order');
  if (first === undefined) return;
  await pack(caller, first);
  const { locationId } = first;
  const together = ready.filter(
    (order) => order !== first && order !== leaving && order.locationId === locationId,
  );
  if (together.length === 0) return;
  const orderIds = [...new Set(together.map((order) => order.orderId as string))];
  const { waves } = await warehouse.waves.release({
    locationId,
    orderIds,
    method: 'zone',
    carrierCode: 'BLUR',
  });
  if (waves[0] !== undefined) await pick(caller, waves[0].waveId, 1);
}

/** The supplier's warehouse: one order has left, one is packed and ready to leave, one wave half picked. Told once. */
export async function tellWarehouse(app: App, key: string, companyPrefix: string): Promise<void> {
  const caller = app.createCaller(demoActor(key, ['supplier-planner', 'admin']));
  if ((await caller.warehouse.setUp.get()).ssccRange !== null) return;
  const context: Context = app.contextFor(demoActor(key, ['supplier-planner']));
  const items = await context.db.read<Item>(stocked);
  if (items.length === 0) return;
  await setUp(caller, items, companyPrefix);
  await work(caller);
}
