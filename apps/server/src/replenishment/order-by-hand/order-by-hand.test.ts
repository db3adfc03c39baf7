import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../../planning-world.ts';

let world: PlanningWorld;
let supplier: string;
let shipTo: string;
beforeAll(async () => {
  world = await openPlanningWorld(
    ['A', 'B'].map((itemNumber) => ({ itemNumber, level: 60, stockMilli: 0, supplier: 'portal' as const })),
  );
  const [one] = await world.app.database.asOwner<{ supplier: string; shipTo: string }>(
    `select partner.name as supplier, place.code as "shipTo"
     from supplier_terms terms join organisations partner on partner.id = terms.supplier_id
       join locations place on place.org_id = terms.org_id limit 1`,
  );
  supplier = one?.supplier ?? '';
  shipTo = one?.shipTo ?? '';
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer']));
const order = (changes: Record<string, unknown> = {}, item: Record<string, unknown> = {}) => ({
  ...{ supplier, shipTo, deliverOn: '2030-01-31' },
  lines: [{ item: 'A', quantityMilli: 12_000, ...item }],
  ...changes,
});

test('what a buyer writes down is an order at the price of the supplier’s terms', async () => {
  const { orderId, poNumber, heldFor } = await buyer().purchaseOrders.place(order());
  expect(heldFor).toBeNull();
  const placed = await buyer().orders.get({ orderId });
  const [terms] = await world.app.database.asOwner<{ price: string }>(
    `select unit_price_micros as price from supplier_terms terms join items on items.id = terms.item_id
     where item_number = 'A'`,
  );
  expect(placed).toMatchObject({ poNumber, supplierName: supplier, deliverOn: '2030-01-31', state: 'sent' });
  expect(placed.lines).toMatchObject([
    { itemNumber: 'A', quantityMilli: 12_000, unitPriceMicros: Number(terms?.price), proposalId: null },
  ]);
});

test.each([
  ['lines[0].quantityMilli', () => order({}, { quantityMilli: 13_000 }), /order 12 or 18/],
  ['lines[0].item', () => order({}, { item: 'SPELT' }), /no active item SPELT/],
  ['supplier', () => order({ supplier: 'Nobody' }), /no supplier Nobody/],
  ['shipTo', () => order({ shipTo: 'MOON' }), /no place MOON/],
  ['deliverOn', () => order({ deliverOn: '2001-01-01' }), /is over/],
])('what cannot be ordered is refused at its place: %s', async (place, asked, why) => {
  const refused = buyer().purchaseOrders.place(asked());
  await expect(refused).rejects.toThrow(why);
  await expect(refused).rejects.toThrow(place);
});

test('a lead time longer than the time left is remarked, not refused', async () => {
  const [today] = await world.app.database.asOwner<{ day: string }>(
    'select (max(ordered_on))::text as day from orders',
  );
  const { remarks } = await buyer().purchaseOrders.place(order({ deliverOn: today?.day }));
  expect(remarks.join()).toMatch(/^A takes \d+ days to come: \d{4}-\d\d-\d\d at the earliest\.$/);
});

const limit = (role: 'buyer' | 'approver', minor: number) =>
  world.app.database.asOwner(
    `insert into delegation_limits (id, org_id, role, value_minor_max, currency)
     values (gen_random_uuid(), $1, $2, $3, 'NOK')
     on conflict (org_id, role, user_id, currency) do update set value_minor_max = excluded.value_minor_max`,
    [world.buyerId, role, minor],
  );
const dear = () => order({}, { unitPriceMicros: 9_000_000 });
const releaseOf = ({ orderId, version }: { orderId: string; version: number }) => ({
  ...{ orderId, kind: 'credit' as const, reason: 'Agreed', expectedVersion: version },
});

test('above the buyer’s limit the order waits for an approver, and goes out when he lets it', async () => {
  await limit('buyer', 100);
  const { orderId, heldFor } = await buyer().purchaseOrders.place(dear());
  expect(heldFor).toBe('Above the limit of Buyer: 1.00 NOK');
  const held = await buyer().orders.get({ orderId });
  expect(held.state).toBe('approved');
  expect(held.holds[0]?.whyNotYours).toMatch(/released by: approver/);
  await expect(buyer().orders.releaseHold(releaseOf(held))).rejects.toThrow(/approver/);
  const approver = world.callerOf(world.person(world.buyerId, 'Approver', ['approver']));
  expect((await approver.orders.get({ orderId })).holds[0]?.whyNotYours).toBeNull();
  await approver.orders.releaseHold(releaseOf(held));
  expect((await buyer().orders.get({ orderId })).state).toBe('sent');
});

test('nobody lets go on what he ordered above his own limit, nor anybody whose limit is below the order', async () => {
  await limit('buyer', 100);
  await limit('approver', 5_000);
  const both = world.callerOf(world.person(world.buyerId, 'Both', ['buyer', 'approver']));
  const { orderId } = await both.purchaseOrders.place(dear());
  const held = await both.orders.get({ orderId });
  expect(held.holds[0]?.whyNotYours).toMatch(/You placed order/);
  // Also when the limit was raised meanwhile.
  await limit('approver', 1_000_000);
  await expect(both.orders.releaseHold(releaseOf(held))).rejects.toThrow(
    /You placed order .*ask another approver with a limit of at least 108.00 NOK/,
  );
  await limit('approver', 10_799);
  const another = world.callerOf(world.person(world.buyerId, 'Another', ['approver']));
  await expect(another.orders.releaseHold(releaseOf(held))).rejects.toThrow(
    /worth 108.00 NOK, and your limit is 107.99 NOK: ask an approver with a higher limit/,
  );
  await limit('approver', 10_800);
  await another.orders.releaseHold(releaseOf(held));
  expect((await both.orders.get({ orderId })).state).toBe('sent');
});

test('orders of other systems come by file, all or none; what is wrong is named with its line, and a number counts once', async () => {
  const { key } = await world.app.accounts.createApiKey({
    organisationId: world.buyerId,
    name: 'Purchasing',
    roles: ['edi'],
  });
  const post = async (body: string) => {
    const headers = {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'text/csv', 'idempotency-key': newId() },
    };
    const path = '/api/v1/purchase-orders/file';
    const response = await world.app.hono.request(path, { method: 'POST', headers, body });
    return { status: response.status, text: await response.text() };
  };
  const header = 'order,supplier,place,item,quantity,date,price\n';
  const row = (poNumber: string, item: string, quantity: string) =>
    `${poNumber},${supplier},${shipTo},${item},${quantity},2030-02-01,\n`;
  const bad = await post(header + row('F-1', 'A', '12') + row('F-1', 'B', '12') + row('F-2', 'B', '13'));
  expect(bad).toMatchObject({ status: 400 });
  expect(bad.text).toMatch(/line 4, column quantity: the supplier sells .*order 12 or 18/);
  expect((await buyer().orders.list({ search: 'f-1', limit: 10 })).rows).toEqual([]);
  const good = await post(header + row('F-1', 'A', '12') + row('F-1', 'B', '12') + row('F-2', 'B', '18'));
  expect(good).toMatchObject({ status: 201 });
  expect(JSON.parse(good.text).orders).toMatchObject([{ poNumber: 'F-1' }, { poNumber: 'F-2' }]);
  const again = await post(header + row('F-1', 'A', '12'));
  expect(again.text).toMatch(/line 2, poNumber: you have an order F-1 already/);
});
