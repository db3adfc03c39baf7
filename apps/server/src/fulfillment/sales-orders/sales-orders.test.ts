import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeReservation } from '../reservations/act-on-reservations.ts';
import { openTestMarket, type TestMarket } from '../test-market.ts';

let market: TestMarket;
beforeAll(async () => {
  market = await openTestMarket();
  await market.seller.receive('A', 10, '2027-01-01');
});
afterAll(() => market?.seller.server.close());

const line = { item: 'OATS', quantityMilli: 4_000, unitPriceMicros: 2_000_000, requestedOn: '2026-12-01' };
const order = { customerNumber: 'C1', customerName: 'Corner shop', currency: 'NOK', lines: [line] };
const settle = () => market.seller.server.app.runPending();

test('an order of a customer gets a day with its reason, stock, and everything back when it is cancelled', async () => {
  const { caller, seller } = market;
  const { orderId, orderNumber } = await caller.salesOrders.place({ ...order, customerReference: 'R1' });
  expect(orderNumber).toBe('SO-000001');
  await settle();
  const placed = await caller.salesOrders.get({ orderId });
  expect(placed.lines).toMatchObject([{ state: 'allocated', promisedOn: '2026-12-01' }]);
  const [one] = await caller.fulfillment.reservations({ orderId });
  const parts = [{ reservationId: one?.reservationId ?? '', amountMilli: 1_000 }];
  await seller
    .context()
    .db.transaction((tx) => takeReservation(seller.context(), tx, { commandId: 'pick', parts }));
  expect(await seller.balances()).toEqual({ available: 6, allocated: 3, picked: 1 });
  const asked = { orderId, expectedVersion: placed.version, reason: 'Closed down' };
  expect(await caller.salesOrders.cancel(asked)).toMatchObject({ givenBackMilli: 4_000 });
  expect(await seller.balances()).toEqual({ available: 10 });
  await expect(caller.salesOrders.cancel(asked)).rejects.toThrow(/changed this order meanwhile/);
  const cancelled = await caller.salesOrders.get({ orderId });
  expect(cancelled.timeline.map(({ type }) => type)).toEqual(['placed', 'promised', 'cancelled']);
  expect(cancelled.allowedEvents).toEqual([]);
});

test('the same reference again is held until somebody with the right lets it go', async () => {
  const { caller, seller } = market;
  const { orderId, holdReason } = await caller.salesOrders.place({ ...order, customerReference: 'R1' });
  expect(holdReason).toBe('duplicate');
  await settle();
  expect(await seller.balances()).toEqual({ available: 10 });
  const clerk = seller.server.app.createCaller(seller.server.actorOf(seller.sellerId, ['clerk']));
  const asked = { orderId, expectedVersion: 1, reason: 'It is another one' };
  await expect(clerk.salesOrders.releaseHold(asked)).rejects.toThrow(/role does not include/);
  await caller.salesOrders.releaseHold(asked);
  await settle();
  expect((await caller.salesOrders.get({ orderId })).lines[0]?.state).toBe('allocated');
  await caller.salesOrders.cancel({ orderId, expectedVersion: 2, reason: 'Done' });
});

test('what is ordered and not there waits without a day, and is served when goods come', async () => {
  const { caller, seller } = market;
  const rye = { ...line, item: 'RYE' };
  const { orderId } = await caller.salesOrders.place({ ...order, lines: [rye] });
  await settle();
  const waiting = await caller.salesOrders.get({ orderId });
  expect(waiting.lines).toMatchObject([{ state: 'validated', promisedOn: null }]);
  expect(waiting.lines[0]?.promiseReason).toMatch(/nobody knows when more can be had/);
  await seller.receive(null, 4, undefined, { itemId: seller.otherItemId });
  await settle();
  expect((await caller.salesOrders.get({ orderId })).lines[0]?.state).toBe('allocated');
});

test('orders of other systems come by REST and by file, and a row that cannot be read is named', async () => {
  const { server, sellerId } = market.seller;
  const { key } = await server.app.accounts.createApiKey({
    organisationId: sellerId,
    name: 'Shop',
    roles: ['edi'],
  });
  const post = async (path: string, body: string, contentType: string) => {
    const response = await server.app.hono.request(`/api/v1/sales-orders${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': contentType,
        'idempotency-key': newId(),
      },
      body,
    });
    return { status: response.status, text: await response.text() };
  };
  const rest = await post('', JSON.stringify({ ...order, customerReference: 'R2' }), 'application/json');
  expect(rest).toMatchObject({ status: 201 });
  const header = 'order,customer,item,quantity,price,currency,date\n';
  const good = `${header}F1,C1,OATS,1.5,2,NOK,2026-12-01\nF1,C1,RYE,2,3.10,NOK,2026-12-02\nF2,C1,OATS,1,2,NOK,2026-12-03\n`;
  const file = await post('/file', good, 'text/csv');
  expect(JSON.parse(file.text).orders).toHaveLength(2);
  const bad = await post('/file', `${good}F3,C1,OATS,one,2,NOK,2026-12-03\n`, 'text/csv');
  expect(bad).toMatchObject({ status: 400 });
  expect(bad.text).toMatch(/line 5, column quantity/);
  const unknown = await post('/file', `${header}F4,C1,SPELT,1,2,NOK,2026-12-03\n`, 'text/csv');
  expect(unknown.text).toMatch(/no active item SPELT/);
  const { rows } = await market.caller.salesOrders.list({ search: 'f1' });
  expect(rows).toMatchObject([{ channel: 'csv', lineCount: 2, totalMinor: 920 }]);
});
