import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWarehouse, type TestWarehouse } from '../test-warehouse.ts';

let house: TestWarehouse;
beforeAll(async () => {
  house = await openTestWarehouse();
});
afterAll(() => house?.trade.world.app.remove());

const caller = () => house.trade.supplier();
const at = (instant: string) => house.trade.world.clock.set(instant);
const read = (orderId: string) => caller().salesOrders.get({ orderId });
const shipmentOf = (shipmentId: string) => caller().warehouse.shipments.get({ shipmentId });

/** 40 oats and 20 rye for a customer, asked for the 1st of December, on the road since the 30th of November. */
async function onTheRoad(customerReference: string): Promise<{ orderId: string; shipmentId: string }> {
  at('2026-11-29T09:00:00Z');
  const line = { unitPriceMicros: 2_000_000, requestedOn: '2026-12-01' };
  const { orderId } = await caller().salesOrders.place({
    ...{ customerNumber: 'C1', customerName: 'Corner shop', currency: 'NOK', customerReference },
    lines: [
      { ...line, item: 'OATS', quantityMilli: 40_000 },
      { ...line, item: 'RYE', quantityMilli: 20_000 },
    ],
  });
  await house.trade.world.app.runPending();
  const { listId } = await house.release(orderId);
  await house.pickAll(listId);
  const shipmentId = await house.packAll(orderId);
  at('2026-11-30T09:00:00Z');
  const { version, orderVersion } = await shipmentOf(shipmentId);
  await caller().warehouse.shipments.confirm({
    ...{ shipmentId, expectedVersion: version, orderVersion },
    ...{ despatchedOn: '2026-11-30', deliverOn: '2026-12-01' },
  });
  at('2026-12-01T12:00:00Z');
  return { orderId, shipmentId };
}

const sign = async (
  shipmentId: string,
  said: Partial<Parameters<ReturnType<typeof caller>['warehouse']['shipments']['prove']>[0]> = {},
) =>
  caller().warehouse.shipments.prove({
    ...{ shipmentId, deliveredAt: '2026-12-01T10:30:00Z', signedBy: 'M. Berg' },
    expectedVersion: (await shipmentOf(shipmentId)).version,
    ...said,
  });
const verdictsOf = async (orderId: string) => (await caller().performance.customers({ orderId })).lines;

test('a signature makes a customer’s order delivered and perfect; said twice it is once, and what left cannot be taken back', async () => {
  const { orderId, shipmentId } = await onTheRoad('P1');
  expect(await verdictsOf(orderId)).toMatchObject([{ standing: 'open' }, { standing: 'open' }]);
  const before = await house.balances();
  const once = await sign(shipmentId);
  expect(once).toMatchObject({ state: 'delivered', proofNumber: 1, isUnchanged: false });
  expect(await sign(shipmentId)).toEqual({ ...once, isUnchanged: true });
  const order = await read(orderId);
  expect(order.lines.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
  expect(order.timeline.at(-1)).toMatchObject({ type: 'delivered' });
  expect(order.timeline.at(-1)?.text).toContain('signed for by M. Berg: line 1: 40; line 2: 20');
  expect((await house.balances())['in-transit'] ?? 0).toBe((before['in-transit'] ?? 0) - 60);
  const report = await caller().performance.customers({ orderId });
  expect(report.perfectOrder).toMatchObject({ numerator: 1, denominator: 1 });
  expect(report.lines.map(({ isPerfect, components }) => [isPerfect, Object.values(components)])).toEqual([
    [true, [1, 1, 1, 1]],
    [true, [1, 1, 1, 1]],
  ]);
  const { version, orderVersion, allowedEvents } = await shipmentOf(shipmentId);
  expect(allowedEvents).toEqual(['deliver']);
  await expect(
    caller().warehouse.shipments.takeBack({ shipmentId, expectedVersion: version, orderVersion }),
  ).rejects.toThrow(/is delivered: "take-back" is not possible/);
});

test('late, damaged, refused and missing at the door: each fails what it should, and the ledger says where the goods are', async () => {
  const { orderId, shipmentId } = await onTheRoad('P2');
  at('2026-12-03T12:00:00Z');
  const { leftLines } = await shipmentOf(shipmentId);
  const [oats, rye] = leftLines.map(({ orderLineId }) => orderLineId);
  const before = await house.balances();
  await sign(shipmentId, {
    deliveredAt: '2026-12-03T09:00:00Z',
    lines: [
      { orderLineId: oats ?? '', deliveredMilli: 38_000, damagedMilli: 3_000 },
      { orderLineId: rye ?? '', deliveredMilli: 5_000, refusedMilli: 15_000, refusedReason: 'damaged' },
    ],
  });
  const after = await house.balances();
  expect(after['returned-uninspected']).toBe((before['returned-uninspected'] ?? 0) + 15);
  expect(after['in-transit'] ?? 0).toBe((before['in-transit'] ?? 0) - 60);
  const [first, second] = await verdictsOf(orderId);
  expect(first).toMatchObject({ isPerfect: false, status: 'PROVISIONAL' });
  expect(first?.checks.map(({ check }) => check)).toEqual(['RL.3.35', 'RL.3.32', 'RL.3.50', 'RL.3.24']);
  expect(second?.checks.map(({ check }) => check)).toEqual(['RL.3.35', 'RL.3.32', 'RL.3.24']);
  expect((await read(orderId)).timeline.at(-1)?.text).toContain(
    'line 1: 38, 3 of them damaged, 2 missing; line 2: 5, 15 refused (damaged)',
  );
});

test('a proof is corrected by another one with its reason; the first stays, the ledger is compensated, and the newest counts', async () => {
  const { orderId, shipmentId } = await onTheRoad('P3');
  const { leftLines } = await shipmentOf(shipmentId);
  const oats = leftLines[0]?.orderLineId ?? '';
  const short = { lines: [{ orderLineId: oats, deliveredMilli: 30_000 }] };
  await expect(sign(shipmentId, { ...short, reason: 'Why not' })).rejects.toThrow('nothing to correct');
  await sign(shipmentId, short);
  expect((await verdictsOf(orderId))[0]).toMatchObject({ isPerfect: false });
  await expect(sign(shipmentId)).rejects.toThrow('say why that is corrected');
  at('2026-12-02T08:00:00Z');
  await sign(shipmentId, { reason: 'The last pallet stood behind the door' });
  expect((await verdictsOf(orderId))[0]).toMatchObject({ isPerfect: true });
  const { proofs } = await shipmentOf(shipmentId);
  expect(proofs.map(({ number, lines }) => [number, lines[0]?.shortMilli])).toEqual([
    [1, 10_000],
    [2, 0],
  ]);
  await expect(
    house.trade.world.app.database.asOwner('update delivery_proofs set signed_by = $$nobody$$'),
  ).rejects.toThrow(/append-only/);
});

test('goods that were refused as a whole stay on their way back, until somebody takes them after all', async () => {
  const { orderId, shipmentId } = await onTheRoad('P4');
  const { leftLines } = await shipmentOf(shipmentId);
  const lines = leftLines.map(({ orderLineId, shippedMilli }) => ({
    ...{ orderLineId, deliveredMilli: 0, refusedMilli: shippedMilli, refusedReason: 'wrong-place' as const },
  }));
  expect(await sign(shipmentId, { lines })).toMatchObject({ state: 'refused' });
  expect((await read(orderId)).lines.map(({ state }) => state)).toEqual(['shipped', 'shipped']);
  expect((await verdictsOf(orderId))[0]?.checks.map(({ check }) => check)).toContain('RL.3.34');
  at('2026-12-01T16:00:00Z');
  const again = { deliveredAt: '2026-12-01T15:00:00Z', reason: 'Taken to the right gate' };
  expect(await sign(shipmentId, again)).toMatchObject({ state: 'delivered', proofNumber: 2 });
  expect((await read(orderId)).lines.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
});

test('a carrier’s system says it by the REST API, twice without harm; what has not left, or is yet to come, nobody signed for', async () => {
  const { shipmentId } = await onTheRoad('P5');
  const { world } = house.trade;
  const account = { organisationId: world.portalSupplierId, name: 'Driver', roles: ['edi' as const] };
  const { key } = await world.app.accounts.createApiKey(account);
  const post = (body: object) =>
    world.app.hono.request(`/api/v1/warehouse/shipments/${shipmentId}/proof-of-delivery`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const proof = { deliveredAt: '2026-12-01T11:00:00+01:00', signedBy: 'Gate 3', documentReference: 'POD-77' };
  expect(await (await post({ ...proof, deliveredAt: '2026-12-02T11:00:00Z' })).text()).toContain(
    'not in the time to come',
  );
  expect(await (await post(proof)).json()).toEqual({
    state: 'delivered',
    proofNumber: 1,
    isUnchanged: false,
  });
  expect(await (await post(proof)).json()).toEqual({ state: 'delivered', proofNumber: 1, isUnchanged: true });
  expect((await shipmentOf(shipmentId)).proofs).toMatchObject([
    {
      channel: 'rest',
      signedBy: 'Gate 3',
      deliveredAt: '2026-12-01T10:00:00.000Z',
      documentReference: 'POD-77',
    },
  ]);
});

test('what a buyer’s people signed for has arrived: both sides of the purchase order read it', async () => {
  const orderId = await house.order('P6');
  const { listId } = await house.release(orderId);
  await house.pickAll(listId);
  const shipmentId = await house.packAll(orderId);
  const { version, orderVersion, shipmentNumber } = await shipmentOf(shipmentId);
  await caller().warehouse.shipments.confirm({
    ...{ shipmentId, expectedVersion: version, orderVersion },
    ...{ despatchedOn: '2026-11-30', deliverOn: '2026-12-01' },
  });
  await sign(shipmentId);
  const { rows } = await house.trade.buyer().orders.arrivals.list({ orderId });
  expect(rows).toMatchObject([
    { shipmentNumber, source: 'proof-of-delivery', arrivedAt: '2026-12-01T10:30:00.000Z', note: 'M. Berg' },
  ]);
  const { timeline } = await house.trade.buyer().orders.get({ orderId });
  expect(timeline.map(({ type }) => type)).toContain('arrived');
});
