import type { ItemId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordItems } from '../../catalog/index.ts';
import { moveStock, takeInSerials } from '../../inventory/index.ts';
import { recordLocations } from '../../partners/index.ts';
import { gtinOf } from '../../planning-world.ts';
import { openTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

let house: TestWarehouse;
/** WHEAT, of which orders want 20 pieces on line 3, is sold by serial number on both sides. */
let itemId: ItemId;
const numbers = Array.from({ length: 60 }, (_, index) => `W-${String(index + 1).padStart(3, '0')}`);

beforeAll(async () => {
  house = await openTestWarehouse();
  itemId = house.itemIds[2] as ItemId;
  await stockBySerial();
  const { catalog } = house.trade.buyer();
  const [bought] = (await catalog.items.list({ search: gtinOf(2) })).rows;
  const bothSides = { itemId: bought?.itemId as ItemId, isSerialTracked: true };
  await catalog.items.setSerialTracking({ ...bothSides, expectedVersion: 1 });
});

/** What lay there leaves, the tracking is switched on, and units with serial numbers come in. */
async function stockBySerial(): Promise<void> {
  const within = house.context();
  const [lot] = await within.db.read<{ id: string }>(`select id from stock_lots where item_id = $1`, [
    itemId,
  ]);
  const stock = { itemId, locationId: house.locationId, lotId: lot?.id ?? null };
  const source = { sourceKind: 'test', sourceId: '1' };
  await within.db.transaction((tx) => {
    const out = { move: 'count-down' as const, ...stock, quantityMilli: 1_000_000 };
    return moveStock(within, tx, { commandId: 'emptied', ...source, moves: [out] });
  });
  await within.db.transaction(async (tx) => {
    await recordItems(within, tx, [{ itemNumber: 'WHEAT', isSerialTracked: true }]);
    const coming = { place: 'Opening', itemNumber: 'WHEAT', isSerialTracked: true, serialNumbers: numbers };
    const quantityMilli = numbers.length * 1_000;
    const [serialIds] = await takeInSerials(within, tx, [{ ...coming, itemId, quantityMilli }]);
    const move = { move: 'receive' as const, ...stock, quantityMilli, serialIds };
    await moveStock(within, tx, { commandId: 'taken in', ...source, moves: [move] });
  });
}
afterAll(() => house?.trade.world.app.remove());

const warehouse = () => house.trade.supplier().warehouse;

/** So many serial numbers as units, per place, lot and state: what differs. */
const differences = () =>
  house.context().db.read(
    `select item_id, location_id, lot_id, state from (
       select balance.item_id, balance.location_id, balance.lot_id,
         case when balance.state in ('available', 'allocated', 'blocked') then 'in-stock' else balance.state end as state,
         sum(balance.quantity_milli) as milli
       from stock_balances balance join items item on item.org_id = balance.org_id and item.id = balance.item_id
       where item.is_serial_tracked group by 1, 2, 3, 4) held
     full join (select item_id, location_id, lot_id, state, count(*) * 1000 as milli from serial_units
       where state <> 'outside' group by 1, 2, 3, 4) units using (item_id, location_id, lot_id, state)
     where coalesce(held.milli, 0) <> coalesce(units.milli, 0)`,
  );

async function pickedOrder(poNumber: string, serialNumbers: readonly string[]) {
  const orderId = await house.order(poNumber);
  const { listId } = await house.release(orderId);
  const { stops } = await warehouse().picks.list({ listId });
  for (const stop of stops) {
    const { taskId, quantityMilli: foundMilli, version: expectedVersion, isSerialTracked } = stop;
    const read = isSerialTracked ? { serialNumbers: [...serialNumbers] } : {};
    await warehouse().picks.record({ taskId, foundMilli, expectedVersion, ...read });
  }
  return { orderId, listId };
}

const lineWith = async (orderId: string) =>
  (await warehouse().packing.get({ orderId })).lines.find(({ itemNumber }) => itemNumber === 'WHEAT');

/** Packs all there is; of the tracked line only what the first carton that holds some of it is told to. */
async function packAll(orderId: string): Promise<string> {
  const { shipmentId } = await warehouse().packing.plan({ orderId });
  for (const { unitId, version, contents } of (await warehouse().packing.get({ orderId })).cartons) {
    const line = await lineWith(orderId);
    const free = line?.serials.filter((one) => one.unitId === null).map((one) => one.serialNumber) ?? [];
    await warehouse().packing.pack({
      ...{ unitId, expectedVersion: version },
      contents: contents.map(({ lineId, quantityMilli }) => ({
        ...{ lineId, quantityMilli },
        serialNumbers: lineId === line?.lineId ? free.slice(0, quantityMilli / 1_000) : [],
      })),
    });
  }
  return shipmentId;
}

async function ship(shipmentId: string) {
  const { version: expectedVersion, orderVersion } = await warehouse().shipments.get({ shipmentId });
  const days = { despatchedOn: '2026-11-29', deliverOn: '2026-12-01' };
  return warehouse().shipments.confirm({ shipmentId, ...days, expectedVersion, orderVersion });
}

test('a picker scans each unit: what does not lie there, or is not known, is answered with where it is', async () => {
  const orderId = await house.order('SN-1');
  const { listId } = await house.release(orderId);
  const stop = (await warehouse().picks.list({ listId })).stops.find(
    ({ isSerialTracked }) => isSerialTracked,
  );
  const { taskId = '', version: expectedVersion = 0 } = stop ?? {};
  const scan = (text: string) => warehouse().picks.scan({ taskId, text, isAtBin: true, isSerial: true });
  expect(await scan('W-001')).toEqual({ kind: 'serial', serialNumber: 'W-001' });
  expect(await scan(`(01)${gtinOf(2)}(21)W-002`)).toEqual({ kind: 'serial', serialNumber: 'W-002' });
  expect(await scan(`(01)${gtinOf(1)}(21)W-002`)).toMatchObject({
    why: expect.stringMatching(/another item/),
  });
  expect(await scan('NEVER')).toMatchObject({ why: expect.stringMatching(/NEVER of WHEAT is not known/) });
  const pick = (foundMilli: number, serialNumbers: readonly string[]) =>
    warehouse().picks.record({ taskId, foundMilli, expectedVersion, serialNumbers: [...serialNumbers] });
  await expect(pick(20_000, numbers.slice(0, 19))).rejects.toThrow(
    /Bin .+: 20 of WHEAT and 19 serial numbers/,
  );
  await expect(pick(20_000, [...numbers.slice(0, 19), 'W-001'])).rejects.toThrow(/W-001 is named twice/);
  await expect(pick(20_000, [...numbers.slice(0, 19), 'NEVER'])).rejects.toThrow(/NEVER is not known/);
  const picked = await pick(20_000, numbers.slice(0, 20));
  expect(await scan('W-001')).toMatchObject({ why: expect.stringMatching(/W-001 is picked at Mill dock/) });
  expect(await differences()).toEqual([]);
  await warehouse().picks.undo({ taskId, expectedVersion: picked.version });
  expect(await scan('W-001')).toEqual({ kind: 'serial', serialNumber: 'W-001' });
  expect(await differences()).toEqual([]);
});

test('units are packed, shipped and announced by serial number, and the receiver finds them filled in', async () => {
  const { orderId } = await pickedOrder('SN-2', numbers.slice(20, 40));
  const shipmentId = await packAll(orderId);
  const packed = await warehouse().shipments.get({ shipmentId });
  const inCartons = packed.units.flatMap(({ contents }) => contents.flatMap((part) => part.serialNumbers));
  expect(inCartons.sort()).toEqual(numbers.slice(20, 40));
  await ship(shipmentId);
  expect(await differences()).toEqual([]);

  const [notice] = (await house.trade.buyer().orders.findGoods({ code: packed.shipmentNumber })).orders;
  const goods = (notice?.goods ?? []).filter(({ isSerialTracked }) => isSerialTracked);
  expect(goods.flatMap(({ serialNumbers }) => serialNumbers).sort()).toEqual(numbers.slice(20, 40));
  const first = goods.find(({ serialNumbers }) => serialNumbers.includes('W-021'));
  await house.trade.buyer().orders.receive({
    ...{ orderId, receivedOn: '2026-12-01', expectedVersion: notice?.version ?? 0 },
    lines: [
      {
        ...{ orderLineId: first?.orderLineId ?? '', receivedMilli: first?.expectedMilli ?? 0 },
        ...{ serialNumbers: [...(first?.serialNumbers ?? [])], deviations: [], sscc: first?.sscc ?? '' },
      },
    ],
  });
});

test('a serial number is followed from the supplier to the customer, by whoever handled it', async () => {
  const { rows } = await warehouse().serials.list({ search: 'w-021' });
  expect(rows).toMatchObject([{ itemNumber: 'WHEAT', lotNumber: 'L-3', state: 'in-transit' }]);
  const sold = await warehouse().serials.trace({ serialId: rows[0]?.serialId ?? '' });
  expect(sold.departures).toMatchObject([
    { poNumber: 'SN-2', shipmentNumber: 'S000001', receivedMilli: 1_000 },
  ]);
  expect(sold.movements.map(({ reason }) => reason).sort()).toEqual(['pick', 'receive', 'ship']);
  const buyers = house.trade.buyer().warehouse.serials;
  const [bought] = (await buyers.list({ search: 'W-021' })).rows;
  const trace = await buyers.trace({ serialId: bought?.serialId ?? '' });
  expect(trace).toMatchObject({
    state: 'in-stock',
    origins: [{ poNumber: 'SN-2', receiptNumber: 'R000001', supplierName: expect.any(String) }],
    departures: [],
  });
});

test('units move between own places by orders alone: a transfer, which reads no serial numbers, refuses them', async () => {
  const { transfers } = house.trade.supplier();
  const world = house.context();
  await world.db.transaction((tx) => recordLocations(world, tx, [{ code: 'W2', kind: 'warehouse' }]));
  await expect(
    transfers.place({
      ...{ from: 'W1', to: 'W2', deliverOn: '2026-12-05' },
      lines: [{ item: 'WHEAT', quantityMilli: 1_000 }],
    }),
  ).rejects.toThrow(/lines\[0\].item: WHEAT is tracked by serial number/);
});

test('what is taken back is packed again, and what is lost leaves the books by its serial number', async () => {
  const [open] = (await warehouse().shipments.list({ state: 'in-transit' })).rows;
  expect(open?.poNumber).toBe('SN-2');
  const orderId = await house.order('SN-3');
  const { listId } = await house.release(orderId);
  const stop = (await warehouse().picks.list({ listId })).stops.find(
    ({ isSerialTracked }) => isSerialTracked,
  );
  const { taskId = '', version: expectedVersion = 0 } = stop ?? {};
  const serialNumbers = numbers.slice(40, 43);
  await warehouse().picks.record({
    ...{ taskId, expectedVersion, foundMilli: 3_000, serialNumbers, reason: 'Not there' },
  });
  expect(await differences()).toEqual([]);
  const [count] = (await warehouse().counts.list({})).rows;
  const counted = { countId: count?.countId ?? '', expectedVersion: count?.version ?? 0 };
  const missing = (count?.missingMilli ?? 0) / 1_000;
  await expect(warehouse().counts.record({ ...counted, foundMilli: (missing - 1) * 1_000 })).rejects.toThrow(
    /Lost from .+: 1 of WHEAT and 0 serial numbers/,
  );
  await warehouse().counts.record({
    ...{ ...counted, foundMilli: (missing - 1) * 1_000, lostSerialNumbers: ['W-060'] },
  });
  expect(await differences()).toEqual([]);
  const [lost] = (await warehouse().serials.list({ search: 'W-060' })).rows;
  expect(lost?.state).toBe('outside');
  for (const rest of (await warehouse().picks.list({ listId })).stops)
    if (rest.state === 'open')
      await warehouse().picks.record({
        ...{ taskId: rest.taskId, foundMilli: rest.quantityMilli, expectedVersion: rest.version },
      });
  const shipmentId = await packAll(orderId);
  await ship(shipmentId);
  expect((await warehouse().serials.list({ search: 'W-041' })).rows[0]?.state).toBe('in-transit');
  const { version, orderVersion } = await warehouse().shipments.get({ shipmentId });
  await warehouse().shipments.takeBack({ shipmentId, expectedVersion: version, orderVersion });
  expect((await warehouse().serials.list({ search: 'W-041' })).rows[0]?.state).toBe('picked');
  expect(await differences()).toEqual([]);
  await ship(shipmentId);
  expect(await differences()).toEqual([]);
});

test('a unit that was refused at the door is back by its serial number, and the others are the customer’s', async () => {
  const shipments = (await warehouse().shipments.list({ state: 'in-transit' })).rows;
  const { shipmentId = '' } = shipments.find(({ poNumber }) => poNumber === 'SN-2') ?? {};
  const { leftLines, version: expectedVersion } = await warehouse().shipments.get({ shipmentId });
  const wheat = leftLines.find(({ isSerialTracked }) => isSerialTracked);
  const line = {
    ...{ orderLineId: wheat?.orderLineId ?? '', deliveredMilli: 19_000, refusedMilli: 1_000 },
    refusedReason: 'damaged' as const,
  };
  const signed = { shipmentId, expectedVersion, deliveredAt: '2026-12-01T10:00:00Z', signedBy: 'Gate 3' };
  house.trade.world.clock.set('2026-12-01T12:00:00Z');
  await expect(warehouse().shipments.prove({ ...signed, lines: [line] })).rejects.toThrow(
    /name each unit that was refused/,
  );
  const named = { ...line, refusedSerialNumbers: ['W-021'] };
  await warehouse().shipments.prove({ ...signed, lines: [named] });
  expect(await differences()).toEqual([]);
  const find = async (search: string) => (await warehouse().serials.list({ search })).rows[0];
  expect(await find('W-021')).toMatchObject({ state: 'returned-uninspected', customerName: null });
  const sold = await find('W-022');
  expect(sold).toMatchObject({ state: 'delivered', customerName: expect.any(String) });
  expect(await warehouse().serials.trace({ serialId: sold?.serialId ?? '' })).toMatchObject({
    state: 'delivered',
  });
});

test('a unit that the customer has is not received a second time; seen in a count it is back', async () => {
  const within = house.context();
  const coming = { itemId, place: 'Line 1, kept', itemNumber: 'WHEAT', isSerialTracked: true };
  const again = { ...coming, quantityMilli: 1_000, serialNumbers: ['W-022'] };
  const takeIn = (areSeen: boolean) =>
    within.db.transaction((tx) => takeInSerials(within, tx, [{ ...again, areSeen }]));
  await expect(takeIn(false)).rejects.toThrow(
    /W-022 of WHEAT was received before, was delivered to a customer/,
  );
  expect(await takeIn(true)).toEqual([[expect.any(String)]]);
});
