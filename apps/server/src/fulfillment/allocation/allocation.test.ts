import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestMarket, type TestBuyer, type TestMarket } from '../test-market.ts';
import { openSellerServer, type SellerServer } from '../test-seller.ts';

let server: SellerServer;
let market: TestMarket;
let north: TestBuyer;
let south: TestBuyer;
beforeAll(async () => {
  server = await openSellerServer();
});
beforeEach(async () => {
  market = await openTestMarket(server);
  north = await market.addBuyer('North Shops', '1');
  south = await market.addBuyer('South Shops', '2');
});
afterAll(() => server?.close());

const plain = {
  rotation: 'FEFO' as const,
  remainingDays: 0,
  isSingleLot: false,
  isShipComplete: false,
  acceptsSubstitutes: false,
  cancelAfterDays: null,
  shortageMicros: 0,
};
type Rules = Parameters<TestMarket['caller']['fulfillment']['rules']['set']>[0];
const setRules = (changes: Partial<Rules>) =>
  market.caller.fulfillment.rules.set({
    ...{ policy: 'priority', rules: [], pools: [], substitutes: [], places: [], expectedVersion: 0 },
    ...changes,
  });
const held = async (): Promise<Record<string, number>> => {
  const { items } = await market.caller.fulfillment.board({});
  return Object.fromEntries(
    items.flatMap(({ lines }) => lines.map((line) => [line.customerName, line.heldMilli / 1_000])),
  );
};
const textsOf = async () =>
  (await market.caller.fulfillment.board({})).items.flatMap(({ lines }) => lines.map(({ text }) => text));

test('who is served first gets all it needs in whole multiples, and the board says why the other goes short', async () => {
  await setRules({
    rules: [
      { ...plain, customerId: south.buyerId, priority: 1 },
      { ...plain, customerId: north.buyerId, priority: 2 },
    ],
  });
  await market.seller.receive('A', 28, '2027-01-01');
  await north.order(12, '2026-12-01');
  await south.order(18, '2026-12-05');
  const { shortLineCount } = await market.caller.fulfillment.allocate({});
  expect(shortLineCount).toBe(1);
  expect(await held()).toEqual({ 'North Shops': 6, 'South Shops': 18 });
  expect(await textsOf()).toEqual([
    'Everything is allocated.',
    '6 wait: no lot that it may have holds another multiple of 6.',
  ]);
  const again = await market.caller.fulfillment.allocate({});
  expect(again.allocatedMilli).toBe(0);
});

test('goods that come in serve whoever waits, without anybody asking', async () => {
  await market.seller.receive(null, 6);
  await north.order(18, '2026-12-01');
  await market.caller.fulfillment.allocate({});
  expect(await held()).toEqual({ 'North Shops': 6 });
  await market.seller.receive(null, 30);
  await market.seller.server.app.runPending();
  expect(await held()).toEqual({ 'North Shops': 18 });
});

test('fair shares, and what is kept for one customer is not given to another', async () => {
  const { itemId, warehouseId: locationId } = market.seller;
  const pool = { name: 'North', itemId, locationId, reservedMilli: 12_000, releasesOn: null };
  await setRules({ policy: 'fair-share', pools: [{ ...pool, customerIds: [north.buyerId] }] });
  await market.seller.receive(null, 24);
  await south.order(60, '2026-12-01');
  await north.order(12, '2026-12-09');
  await market.caller.fulfillment.allocate({});
  expect(await held()).toEqual({ 'North Shops': 12, 'South Shops': 12 });
});

test('a line that is released loses its stock to the one that goes before it now', async () => {
  await market.seller.receive(null, 12);
  const early = await north.order(12, '2026-12-01');
  const late = await south.order(12, '2026-12-09');
  await market.caller.fulfillment.allocate({});
  expect(await held()).toEqual({ 'North Shops': 12, 'South Shops': 0 });
  await market.caller.fulfillment.setPriority({ ...late, priority: 1, reason: 'Promotion' });
  const { releasedMilli } = await market.caller.fulfillment.release({
    ...early,
    reason: 'For the promotion',
  });
  expect(releasedMilli).toBe(12_000);
  await market.caller.fulfillment.allocate({});
  expect(await held()).toEqual({ 'North Shops': 0, 'South Shops': 12 });
});

test('a line moves to another place with all it holds, or stays where it is', async () => {
  const { seller, caller } = market;
  await seller.receive('A', 12, '2027-01-01');
  await seller.receive('B', 12, '2027-02-01', { locationId: seller.secondWarehouseId });
  const { orderLineId } = await north.order(12, '2026-12-01');
  await caller.fulfillment.allocate({});
  const to = { orderLineId, locationIds: [seller.secondWarehouseId] };
  expect(await caller.fulfillment.reSource(to)).toEqual({ movedMilli: 12_000 });
  const reservations = await caller.fulfillment.reservations({});
  expect(reservations.map(({ locationId, amountMilli }) => [locationId, amountMilli])).toEqual([
    [seller.secondWarehouseId, 12_000],
  ]);
  await south.order(12, '2026-12-02');
  await caller.fulfillment.allocate({});
  await expect(
    caller.fulfillment.reSource({ orderLineId, locationIds: [seller.warehouseId] }),
  ).rejects.toThrow(/keeps its stock/);
  expect(await seller.balances()).toEqual({ allocated: 24 });
});

test('a substitute stands in only where the customer accepts it, and counts in units of what was ordered', async () => {
  const { seller, caller } = market;
  const substitutes = [
    { itemId: seller.itemId, substituteId: seller.otherItemId, position: 1, numerator: 2, denominator: 1 },
  ];
  await setRules({
    substitutes,
    rules: [{ ...plain, acceptsSubstitutes: true, customerId: north.buyerId, priority: 5 }],
  });
  await seller.receive(null, 40, undefined, { itemId: seller.otherItemId });
  await north.order(12, '2026-12-01');
  await south.order(12, '2026-12-01');
  await caller.fulfillment.allocate({});
  expect(await held()).toEqual({ 'North Shops': 12, 'South Shops': 0 });
  expect(await seller.balances()).toEqual({ allocated: 24, available: 16 });
});

test('an order is sourced from the cheapest places, and a place without costs is named', async () => {
  const { seller, caller } = market;
  const place = { position: 1, perUnitMinor: 10, transitDays: 1 };
  await setRules({
    places: [
      { ...place, locationId: seller.warehouseId, shipmentMinor: 5_000 },
      { ...place, locationId: seller.secondWarehouseId, shipmentMinor: 100, position: 2 },
    ],
  });
  await seller.receive(null, 30);
  await seller.receive(null, 12, undefined, { locationId: seller.secondWarehouseId });
  const { orderId } = await north.order(12, '2026-12-10');
  const { best } = await caller.fulfillment.sourcing({ orderId });
  expect(best).toMatchObject({ locationIds: [seller.secondWarehouseId], shortMilli: 0 });
});

test('if this order is taken, the board names who goes short, with how many and what it costs', async () => {
  const { seller, caller } = market;
  await setRules({
    rules: [
      { ...plain, customerId: south.buyerId, priority: 1 },
      { ...plain, customerId: north.buyerId, priority: 5, shortageMicros: 3_000_000 },
    ],
  });
  await seller.receive(null, 24);
  await north.order(18, '2026-12-04');
  const { orderId, orderLineId } = await south.order(12, '2026-12-02', { isPromised: false });
  const { lines } = await caller.fulfillment.promise({ orderId });
  expect(lines[0]?.promise).toMatchObject({ source: 'none', parts: [{ quantityMilli: 6_000 }] });
  expect(lines[0]?.promise?.reason).toMatch(/6 of 12 can be promised.*promised for 2026-12-04 already/);
  expect(lines[0]?.shortened).toMatchObject([
    { customerName: 'North Shops', shortMilli: 6_000, costMinor: 1_800 },
  ]);
  const less = await caller.fulfillment.promise({
    orderId,
    whatIf: { orderLineId, quantityMilli: 6_000 },
  });
  expect(less.lines[0]).toMatchObject({ shortened: [], text: 'Nobody goes short.' });
});

test('an order that its buyer cancels gives its stock to whoever waits, and what is shipped leaves the books', async () => {
  const { seller, caller } = market;
  await seller.receive('A', 12, '2027-01-01');
  const { orderId } = await north.order(12, '2026-12-01');
  const waiting = await south.order(18, '2026-12-09');
  await caller.fulfillment.allocate({});
  const { version } = await north.caller.orders.get({ orderId });
  await north.caller.orders.cancel({ orderId, expectedVersion: version, reason: 'Called off' });
  await seller.server.app.runPending();
  expect(await held()).toEqual({ 'South Shops': 12 });
  const order = await caller.orders.get({ orderId: waiting.orderId });
  await caller.orders.ship({
    ...{ orderId: waiting.orderId, expectedVersion: order.version },
    ...{ shipmentNumber: 'S-100', despatchedOn: '2026-12-08' },
    lines: [{ orderLineId: waiting.orderLineId, quantityMilli: 6_000 }],
  });
  await seller.server.app.runPending();
  expect(await seller.balances()).toEqual({ allocated: 6, 'in-transit': 6 });
  expect(await held()).toEqual({ 'South Shops': 6 });
});

test('two planners change the rules at once: the second is told who saved, and what was saved stays', async () => {
  const first = await setRules({ rules: [{ ...plain, customerId: north.buyerId, priority: 1 }] });
  expect(first).toMatchObject({ version: 1, changedAt: '2026-11-22T09:00:00.000Z' });
  expect(first.customers.map(({ name }) => name)).toEqual(['North Shops', 'South Shops']);
  await expect(setRules({ policy: 'fair-share' })).rejects.toThrow('Somebody else changed the rules');
  const { policy, rules } = await market.caller.fulfillment.rules.get();
  expect({ policy, rules }).toMatchObject({ policy: 'priority', rules: [{ customerName: 'North Shops' }] });
});

test('a rule that is said twice, or of an item, a place or a customer that is not the seller’s, is refused with its place', async () => {
  const { itemId, otherItemId, warehouseId: locationId } = market.seller;
  const strange = '01926f00-0000-7000-8000-000000000001';
  const pool = { name: 'North', itemId, locationId, reservedMilli: 1_000, releasesOn: null };
  const rule = { ...plain, customerId: north.buyerId, priority: 1 };
  const substitute = { itemId, substituteId: otherItemId, position: 1, numerator: 1, denominator: 1 };
  const place = { locationId, position: 1, shipmentMinor: 0, perUnitMinor: 0, transitDays: 1 };
  const customerIds = [north.buyerId];
  await expect(setRules({ rules: [rule, rule] })).rejects.toThrow(/^Rule 2: this customer has another rule/);
  await expect(setRules({ pools: [{ ...pool, customerIds: [strange] }] })).rejects.toThrow(
    /^Reserve pool 1: choose customers of yours/,
  );
  const twice = [
    { ...pool, customerIds },
    { ...pool, name: 'north', customerIds },
  ];
  await expect(setRules({ pools: twice })).rejects.toThrow(/^Reserve pool 2: another pool has this name/);
  await expect(setRules({ pools: [{ ...pool, customerIds, itemId: strange }] })).rejects.toThrow(
    /^Reserve pool 1: choose items of your own catalog/,
  );
  await expect(setRules({ substitutes: [{ ...substitute, substituteId: itemId }] })).rejects.toThrow(
    /^Substitute 1: an item does not stand for itself/,
  );
  await expect(setRules({ places: [place, { ...place, locationId: strange }] })).rejects.toThrow(
    /^Place 2: choose places of your own/,
  );
  expect((await market.caller.fulfillment.rules.get()).version).toBe(0);
});
