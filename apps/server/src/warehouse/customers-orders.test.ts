import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWarehouse, type TestWarehouse } from './test-warehouse.ts';

let house: TestWarehouse;
beforeAll(async () => {
  house = await openTestWarehouse();
});
afterAll(() => house?.trade.world.app.remove());

const caller = () => house.trade.supplier();
const settle = () => house.trade.world.app.runPending();
const read = (orderId: string) => caller().salesOrders.get({ orderId });
const statesOf = async (orderId: string) => (await read(orderId)).lines.map(({ state }) => state);

/** A customer's order of 40 oats and 20 rye, with its stock. */
async function place(customerReference: string): Promise<string> {
  const line = { unitPriceMicros: 2_000_000, requestedOn: '2026-12-01' };
  const { orderId } = await caller().salesOrders.place({
    ...{ customerNumber: 'C1', customerName: 'Corner shop', currency: 'NOK', customerReference },
    lines: [
      { ...line, item: 'OATS', quantityMilli: 40_000 },
      { ...line, item: 'RYE', quantityMilli: 20_000 },
    ],
  });
  await settle();
  return orderId;
}

async function now(shipmentId: string) {
  const { version, orderVersion } = await caller().warehouse.shipments.get({ shipmentId });
  return { shipmentId, expectedVersion: version, orderVersion };
}
const days = { despatchedOn: '2026-11-29', deliverOn: '2026-12-01' };

test('a customer’s order shares a wave with a purchase order, and its lines are where their goods are', async () => {
  const bought = await house.order('W1');
  const sold = await place('R1');
  expect(await statesOf(sold)).toEqual(['allocated', 'allocated']);
  const { warehouse } = caller();
  const { orders } = await warehouse.waves.candidates({});
  expect(orders.find(({ orderId }) => orderId === sold)).toMatchObject({
    ...{ orderKind: 'sales-order', poNumber: 'SO-000001', buyerName: 'Corner shop', lineCount: 2 },
  });
  const both = { locationId: house.locationId, orderIds: [bought, sold], method: 'batch' as const };
  const { waves } = await warehouse.waves.release(both);
  expect(waves).toMatchObject([{ lineCount: 5 }]);
  expect(await statesOf(sold)).toEqual(['released', 'released']);
  const cancelling = { orderId: sold, expectedVersion: (await read(sold)).version, reason: 'Closed down' };
  await expect(caller().salesOrders.cancel(cancelling)).rejects.toThrow(/released in the warehouse/);
  const { waveId = '' } = waves[0] ?? {};
  const { version: expectedVersion } = await warehouse.waves.get({ waveId });
  await warehouse.waves.cancel({ waveId, expectedVersion, reason: 'The truck comes tomorrow' });
  expect(await statesOf(sold)).toEqual(['allocated', 'allocated']);
  await caller().salesOrders.cancel({ ...cancelling, expectedVersion: (await read(sold)).version });
  expect(await statesOf(sold)).toEqual(['cancelled', 'cancelled']);
});

test('what a picker does not find waits as a line of its own; the rest is packed, labelled and leaves', async () => {
  const sold = await place('R2');
  const { warehouse } = caller();
  const { listId } = await house.release(sold);
  const [oats] = (await warehouse.picks.list({ listId })).stops;
  const { taskId = '', version = 0 } = oats ?? {};
  await warehouse.picks.record({ taskId, foundMilli: 30_000, reason: 'Damaged', expectedVersion: version });
  expect(await statesOf(sold)).toEqual(['short-picked', 'released']);
  await house.pickAll(listId);
  expect(await statesOf(sold)).toEqual(['short-picked', 'picked']);
  const [, rye] = (await warehouse.picks.list({ listId })).stops;
  await warehouse.picks.undo({ taskId: rye?.taskId ?? '', expectedVersion: rye?.version ?? 0 });
  expect(await statesOf(sold)).toEqual(['short-picked', 'released']);
  await house.pickAll(listId);
  const shipmentId = await house.packAll(sold);
  expect(await statesOf(sold)).toEqual(['packed', 'packed']);
  const { world } = house.trade;
  const account = { organisationId: world.portalSupplierId, name: 'Printer', roles: ['clerk' as const] };
  const { key } = await world.app.accounts.createApiKey(account);
  for (const paper of ['labels', 'packing-list', 'bill-of-lading']) {
    const path = `/api/v1/warehouse/shipments/${shipmentId}/${paper}`;
    const response = await world.app.hono.request(path, { headers: { authorization: `Bearer ${key}` } });
    expect(response.headers.get('content-type')).toBe('application/pdf');
  }
  const before = await house.balances();
  await warehouse.shipments.confirm({ ...(await now(shipmentId)), ...days });
  expect((await house.balances())['in-transit']).toBe(50);
  expect(before.picked).toBe(50);
  expect(await warehouse.shipments.get({ shipmentId })).toMatchObject({ state: 'in-transit' });
  await settle();
  const { lines, timeline, totalMinor } = await read(sold);
  expect(lines.map(({ quantityMilli, state }) => [quantityMilli, state])).toEqual([
    [30_000, 'shipped'],
    [20_000, 'shipped'],
    [10_000, 'allocated'],
  ]);
  expect(totalMinor).toBe(60 * 200);
  expect(timeline.map(({ text }) => text)).toContain('Of line 1 10 were not there: they wait as line 3');
  expect(timeline.map(({ type }) => type)).toContain('shipped');

  await warehouse.shipments.takeBack(await now(shipmentId));
  expect(await statesOf(sold)).toEqual(['packed', 'packed', 'allocated']);
  await warehouse.shipments.confirm({ ...(await now(shipmentId)), ...days });
  expect(await statesOf(sold)).toEqual(['shipped', 'shipped', 'allocated']);
});
