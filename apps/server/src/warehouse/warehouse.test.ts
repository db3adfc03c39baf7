import { isSscc } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gtinOf } from '../planning-world.ts';
import { drawSsccs } from './packing/draw-ssccs.ts';
import { openTestWarehouse, type TestWarehouse } from './test-warehouse.ts';

let house: TestWarehouse;
beforeAll(async () => {
  house = await openTestWarehouse();
});
afterAll(() => house?.trade.world.app.remove());

const warehouse = () => house.trade.supplier().warehouse;
const stopsOf = async (listId: string) => (await warehouse().picks.list({ listId })).stops;

/** What the balances differ by from before. */
async function watching() {
  const before = await house.balances();
  return async () => {
    const after = await house.balances();
    const states = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    const changes = states.map((state) => [state, (after[state] ?? 0) - (before[state] ?? 0)] as const);
    return Object.fromEntries(changes.filter(([, change]) => change !== 0));
  };
}

test('an order goes through wave, short pick, cartons and ship confirm: ledger, notice and order agree', async () => {
  const change = await watching();
  const orderId = await house.order('W1');
  expect(await change()).toEqual({ available: -170, allocated: 170 });
  expect((await warehouse().waves.candidates({})).orders).toMatchObject([
    { poNumber: 'W1', lineCount: 3, zones: ['cool', 'dry'], itemsWithoutBin: [] },
  ]);
  const { waveId, listId } = await house.release(orderId);
  expect((await warehouse().waves.candidates({})).orders).toEqual([]);
  const [oats] = await stopsOf(listId);
  // The walk goes zone by zone: cool before dry.
  expect((await stopsOf(listId)).map(({ binCode }) => binCode)).toEqual(['A-03', 'A-01', 'A-02']);
  const short = (await stopsOf(listId)).find(({ binCode }) => binCode === 'A-01');
  const about = { taskId: short?.taskId ?? '', expectedVersion: short?.version ?? 0 };
  await expect(warehouse().picks.record({ ...about, foundMilli: 70_000 })).rejects.toThrow(/say why/);
  await expect(warehouse().picks.record({ ...about, foundMilli: 101_000 })).rejects.toThrow(
    /100 are to be taken/,
  );
  const picked = await warehouse().picks.record({ ...about, foundMilli: 70_000, reason: 'The bin is empty' });
  expect(picked).toMatchObject({ state: 'short-picked', missingMilli: 30_000 });
  // What is missing is promised to nobody until somebody has counted.
  expect(await change()).toEqual({ available: -170, allocated: 70, picked: 70, blocked: 30 });
  expect((await warehouse().counts.list({})).rows).toMatchObject([
    { binCode: 'A-01', missingMilli: 30_000, reason: 'The bin is empty' },
  ]);
  await house.pickAll(listId);
  expect(await warehouse().waves.get({ waveId })).toMatchObject({ state: 'picked' });
  expect(oats?.binCode).toBe('A-03');

  const { shipmentId } = await warehouse().packing.plan({ orderId });
  const packing = await warehouse().packing.get({ orderId });
  expect(packing.cartons.every(({ sscc }) => isSscc(sscc))).toBe(true);
  // 70, 50 and 20 pieces, ten a case of 5 kg: 14 cases, at most six (30 kg) in a carton.
  expect(packing.cartons).toHaveLength(3);
  const { orders } = house.trade.supplier();
  const ship = async () => {
    const { version, orderVersion } = await warehouse().shipments.get({ shipmentId });
    const days = { despatchedOn: '2026-11-29', deliverOn: '2026-12-01', carrierName: 'Posten' };
    return warehouse().shipments.confirm({ shipmentId, ...days, expectedVersion: version, orderVersion });
  };
  await expect(ship()).rejects.toThrow(/are open: pack or void/);
  for (const { unitId, version } of packing.cartons)
    await warehouse().packing.pack({ unitId, expectedVersion: version });
  expect(await ship()).toMatchObject({ state: 'in-transit', orderState: 'partially-shipped' });
  expect(await change()).toEqual({ available: -170, blocked: 30, 'in-transit': 140 });
  expect(await warehouse().waves.get({ waveId })).toMatchObject({ state: 'shipped' });

  const seen = await house.trade.buyer().orders.get({ orderId });
  expect(seen.lines.map(({ quantities }) => quantities.shippedMilli)).toEqual([70_000, 50_000, 20_000]);
  const [notice] = seen.shipments;
  expect(notice).toMatchObject({ shipmentNumber: 'S000001' });
  const noticed = await house.trade.world.app.database.asOwner<{
    sscc: string;
    lot: string;
    expires: string;
    shipped: number;
  }>(
    `select ssccs[1] as sscc, lot_number as lot, expires_on::text as expires, shipped_milli::float8 as shipped
     from ship_notice_lines order by lot_number`,
  );
  expect(noticed.reduce((sum, { shipped }) => sum + shipped, 0)).toBe(140_000);
  expect(new Set(noticed.map(({ sscc }) => sscc))).toEqual(new Set(packing.cartons.map(({ sscc }) => sscc)));
  expect(new Set(noticed.map(({ lot, expires }) => `${lot} ${expires}`))).toEqual(
    new Set(['L-1 2027-05-31', 'L-2 2027-05-31', 'L-3 2027-05-31']),
  );
  expect((await orders.get({ orderId })).state).toBe('partially-shipped');
});

test('a shipment that was taken back leaves every count as it was, and goes out again under a number of its own', async () => {
  const orderId = await house.order('W2');
  const change = await watching();
  const { listId } = await house.release(orderId);
  await house.pickAll(listId);
  const { shipmentId } = await warehouse().packing.plan({ orderId });
  for (const { unitId, version } of (await warehouse().packing.get({ orderId })).cartons)
    await warehouse().packing.pack({ unitId, expectedVersion: version });
  const versions = async () => {
    const { version, orderVersion } = await warehouse().shipments.get({ shipmentId });
    return { shipmentId, expectedVersion: version, orderVersion };
  };
  const days = { despatchedOn: '2026-11-29', deliverOn: '2026-12-01' };
  expect(await warehouse().shipments.confirm({ ...(await versions()), ...days })).toMatchObject({
    orderState: 'shipped',
  });
  expect(await warehouse().shipments.takeBack(await versions())).toMatchObject({ state: 'planned' });
  expect(await change()).toEqual({ allocated: -170, picked: 170 });
  const back = await house.trade.buyer().orders.get({ orderId });
  expect(back.lines.map(({ quantities }) => quantities.shippedMilli)).toEqual([0, 0, 0]);
  await warehouse().shipments.confirm({ ...(await versions()), ...days });
  const again = await house.trade.buyer().orders.get({ orderId });
  expect(again.state).toBe('shipped');
  expect(await change()).toEqual({ allocated: -170, 'in-transit': 170 });
  const [first] = again.lines;
  const { version: expectedVersion } = again;
  await house.trade.buyer().orders.receive({
    ...{ orderId, expectedVersion, receivedOn: '2026-12-01' },
    lines: [{ orderLineId: first?.orderLineId ?? '', receivedMilli: 100_000 }],
  });
  await expect(warehouse().shipments.takeBack(await versions())).rejects.toThrow(/comes back as a return/);
});

test('an undone pick is put back and picked again; what is packed is not put back, what was freed stays free', async () => {
  const orderId = await house.order('W3');
  const { waveId, listId } = await house.release(orderId);
  const change = await watching();
  const at = async (binCode: string) => {
    const stop = (await stopsOf(listId)).find((one) => one.binCode === binCode);
    return { taskId: stop?.taskId ?? '', expectedVersion: stop?.version ?? 0 };
  };
  await warehouse().picks.record({ ...(await at('A-02')), foundMilli: 10_000, reason: 'Damaged' });
  expect(await change()).toEqual({ allocated: -50, picked: 10, blocked: 40 });
  await warehouse().picks.undo(await at('A-02'));
  expect(await change()).toEqual({ allocated: -40, blocked: 40 });
  expect((await stopsOf(listId)).find(({ binCode }) => binCode === 'A-02')).toMatchObject({
    state: 'open',
    quantityMilli: 10_000,
  });
  expect(await warehouse().waves.get({ waveId })).toMatchObject({ state: 'released' });
  const nothing = { foundMilli: 0, reason: 'Nothing there' };
  await warehouse().picks.record({ ...(await at('A-02')), ...nothing });
  await expect(warehouse().picks.undo(await at('A-02'))).rejects.toThrow(/Nothing was found there/);
  await house.pickAll(listId);
  await warehouse().packing.plan({ orderId });
  const [carton] = (await warehouse().packing.get({ orderId })).cartons;
  const unit = { unitId: carton?.unitId ?? '' };
  const packed = await warehouse().packing.pack({ ...unit, expectedVersion: carton?.version ?? 0 });
  await expect(warehouse().picks.undo(await at('A-01'))).rejects.toThrow(/is packed: open its carton/);
  await warehouse().packing.reopen({ ...unit, expectedVersion: packed.version });
  expect(await warehouse().picks.undo(await at('A-01'))).toMatchObject({ state: 'open' });
});

test('a count ends what a short pick left open: what is found is available, what is lost leaves the books', async () => {
  const change = await watching();
  const { rows } = await warehouse().counts.list({});
  const first = rows.find(({ binCode }) => binCode === 'A-01');
  const about = { countId: first?.countId ?? '', expectedVersion: first?.version ?? 0 };
  expect(await warehouse().counts.record({ ...about, foundMilli: 20_000 })).toEqual({ lostMilli: 10_000 });
  expect(await change()).toEqual({ blocked: -30, available: 20 });
  await expect(
    warehouse().counts.record({ ...about, expectedVersion: about.expectedVersion + 1, foundMilli: 0 }),
  ).rejects.toThrow(/is counted/);
});

test('a wrong scan is refused with what to do, a right one is taken, and neither changes anything', async () => {
  const orderId = await house.order('W4');
  const { listId } = await house.release(orderId);
  const stop = (await stopsOf(listId)).find(({ binCode }) => binCode === 'A-01');
  const scan = (text: string, isAtBin = false) =>
    warehouse().picks.scan({ taskId: stop?.taskId ?? '', text, isAtBin });
  expect(await scan('A-02')).toEqual({ kind: 'wrong', why: 'You are at A-02: go to bin A-01' });
  expect(await scan(gtinOf(0))).toMatchObject({
    kind: 'wrong',
    why: expect.stringMatching(/bin A-01 first/),
  });
  expect(await scan('a-01')).toEqual({ kind: 'bin' });
  expect(await scan(gtinOf(0), true)).toEqual({ kind: 'item', quantityMilli: 1_000 });
  expect(await scan(gtinOf(1), true)).toMatchObject({
    why: expect.stringMatching(/another item: take OATS/),
  });
  expect(await scan(`02${gtinOf(0)}10L-9\u001d3724`, true)).toMatchObject({
    why: expect.stringMatching(/take lot L-1/),
  });
  expect(await scan(`02${gtinOf(0)}10L-1\u001d3724`, true)).toEqual({ kind: 'item', quantityMilli: 24_000 });
  await house.pickAll(listId);
  await warehouse().packing.plan({ orderId });
  const { lines, cartons: all } = await warehouse().packing.get({ orderId });
  const oats = lines.find(({ itemNumber }) => itemNumber === 'OATS')?.lineId;
  const cartons = all.filter(({ contents }) => contents.some(({ lineId }) => lineId === oats));
  const pack = (text: string, unitId?: string) =>
    warehouse().packing.scan({ orderId, text, ...(unitId === undefined ? {} : { unitId }) });
  expect(await pack(gtinOf(0))).toMatchObject({ why: expect.stringMatching(/Scan a carton first/) });
  expect(await pack(`(00)${cartons[0]?.sscc}`)).toEqual({ kind: 'carton', unitId: cartons[0]?.unitId });
  expect(await pack(gtinOf(0), cartons[0]?.unitId)).toMatchObject({ kind: 'item', quantityMilli: 1_000 });
  expect(await pack(gtinOf(3), cartons[0]?.unitId)).toMatchObject({
    why: expect.stringMatching(/not of this order/),
  });
});

test('nobody else finds a wave, a carton or a shipment of this warehouse', async () => {
  const { rows } = await warehouse().waves.list({});
  const rival = house.trade.world.callerOf(
    house.trade.world.person(house.trade.world.ediSupplierId, 'Rival', ['supplier-planner']),
  );
  expect((await rival.warehouse.waves.list({})).rows).toEqual([]);
  await expect(rival.warehouse.waves.get({ waveId: rows[0]?.waveId ?? '' })).rejects.toThrow(/no such wave/);
});

test('the papers of a carton and a shipment are served to whoever may read them', async () => {
  const { rows } = await warehouse().shipments.list({});
  const { world } = house.trade;
  const keyOf = async (organisationId: typeof world.buyerId) =>
    (await world.app.accounts.createApiKey({ organisationId, name: 'Printer', roles: ['clerk'] })).key;
  const get = async (path: string, key: string) =>
    world.app.hono.request(`/api/v1/warehouse/${path}`, { headers: { authorization: `Bearer ${key}` } });
  const own = await keyOf(world.portalSupplierId);
  const id = rows[0]?.shipmentId;
  for (const paper of ['labels', 'packing-list', 'bill-of-lading']) {
    const response = await get(`shipments/${id}/${paper}`, own);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  }
  expect((await get(`shipments/${id}/labels`, await keyOf(world.ediSupplierId))).status).toBe(404);
});

test('SSCC serials have no gap and no double, however many draw at once and whatever is rolled back', async () => {
  const { app } = house.trade.world;
  const [before] = await app.database.asOwner<{ next: number }>(
    'select next_serial::float8 as next from sscc_ranges',
  );
  const drawn = await Promise.allSettled(
    Array.from({ length: 96 }, (_, index) =>
      house.context().db.transaction(async (tx) => {
        const numbers = await drawSsccs(tx, 1 + (index % 3));
        if (index % 4 === 0) throw new Error('changed my mind');
        return numbers.map(({ serial }) => serial);
      }),
    ),
  );
  const serials = drawn.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])).sort((a, b) => a - b);
  const first = before?.next ?? 0;
  expect(serials).toEqual(Array.from({ length: serials.length }, (_, index) => first + index));
  expect(drawn.filter(({ status }) => status === 'rejected')).toHaveLength(24);
});
