import { canonicalJson, perfectOrderVersion, verifyLineScore } from '@coplan/collaboration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrade } from '../orders/test-trade.ts';
import { keepScoresCurrent } from './index.ts';
import { computeScores, storeScores } from './store-scores.ts';
import { acceptAll, invoice, receive, ship, type Telling, type ToldOrder, tellIn } from './test-orders.ts';

let told: Telling;
beforeAll(async () => {
  told = tellIn(await openTrade());
});
afterAll(() => told?.world.app.remove());

const buyerContext = () => {
  const { app, buyerId, person } = told.world;
  return app.contextFor(person(buyerId, 'Job', ['buyer', 'admin']));
};

/** Ordered on the 1st of December for the 10th, shipped on the 9th; received, counted and billed as said. */
async function deliver(
  poNumber: string,
  how: {
    receivedOn?: string;
    shippedOn?: string;
    quantities?: number[];
    damaged?: number;
    priceMicros?: number;
    beforeShipping?: (order: ToldOrder) => Promise<void>;
  } = {},
): Promise<ToldOrder> {
  const { receivedOn = '2026-12-10', shippedOn = '2026-12-09', quantities, damaged = 0 } = how;
  told.at('2026-12-01T09:00:00Z');
  const order = await told.order(poNumber, '2026-12-10');
  told.at('2026-12-02T09:00:00Z');
  await acceptAll(told, order);
  await how.beforeShipping?.(order);
  const goods = { shipment: `S-${poNumber}`, ...(quantities === undefined ? {} : { quantities }) };
  told.at(`${shippedOn}T08:00:00Z`);
  await ship(told, order, { ...goods, on: shippedOn });
  told.at(`${receivedOn}T10:00:00Z`);
  await receive(told, order, { ...goods, on: receivedOn, damaged });
  told.at('2026-12-12T10:00:00Z');
  const price = how.priceMicros === undefined ? {} : { priceMicros: how.priceMicros };
  const billed = quantities === undefined ? {} : { quantities };
  await invoice(told, order, { on: '2026-12-12', number: `R-${poNumber}`, ...price, ...billed });
  return order;
}

test('an order that comes whole, in time, undamaged and rightly billed is perfect, for both parties alike', async () => {
  const order = await deliver('GOOD');
  const [first, second] = await order.verdicts();
  expect([first?.isPerfect, second?.isPerfect]).toEqual([true, true]);
  expect(first).toMatchObject({ status: 'PROVISIONAL', standing: 'judged', costMinor: 0, causeParty: null });
  const ofSupplier = await told.supplier().performance.lines({ orderId: order.orderId });
  expect(ofSupplier.rows.map(({ isPerfect }) => isPerfect)).toEqual([true, true]);
  const seen = await Promise.all(
    [told.buyer(), told.supplier()].map((who) =>
      who.performance.line({ orderLineId: first?.orderLineId ?? '' }),
    ),
  );
  expect(seen[0]?.scoreHash).toBe(seen[1]?.scoreHash);
  for (const view of seen) {
    const asOfMs = Date.parse(view?.asOf ?? '');
    expect(verifyLineScore(view.facts, { asOfMs }, view.score)).toBe(true);
  }
});

test('one damaged case and a price too high: which line failed, why, whose, and what it cost', async () => {
  const order = await deliver('DEAR', { damaged: 12_000, priceMicros: 2_700_000 });
  const [first, second] = await order.verdicts();
  expect(second).toMatchObject({ isPerfect: true });
  expect(first).toMatchObject({
    isPerfect: false,
    components: { 'RL.2.1': 1, 'RL.2.2': 1, 'RL.2.3': 0, 'RL.2.4': 0 },
    causeParty: 'CARRIER',
    cause: 'DAMAGED',
    costMinor: 12 * 250 + 2_500,
  });
  const { score } = await told.buyer().performance.line({ orderLineId: first?.orderLineId ?? '' });
  expect(score.failures.map(({ check, party, costMinor }) => [check, party, costMinor])).toEqual([
    ['RL.3.45', 'SUPPLIER', 2_500],
    ['RL.3.24', 'CARRIER', 3_000],
  ]);
  const evidence = score.checks.filter((check) => check.score === 0).flatMap((check) => check.evidence);
  expect(evidence.map((id) => id.split(':')[0])).toEqual(['invoice', 'receipt']);
});

test('a late truck fails both lines by one cause, a short one by another', async () => {
  const late = await deliver('LATE', { receivedOn: '2026-12-12' });
  expect(await late.verdicts()).toMatchObject([
    { isPerfect: false, cause: 'LATE_TRANSIT', causeParty: 'CARRIER', components: { 'RL.2.2': 0 } },
    { isPerfect: false, cause: 'LATE_TRANSIT', causeParty: 'CARRIER' },
  ]);
  const short = await deliver('SHORT', { quantities: [90_000, 50_000] });
  expect((await short.verdicts())[0]).toMatchObject({
    isPerfect: false,
    cause: 'SHORT_SHIPPED',
    causeParty: 'SUPPLIER',
    costMinor: Math.round(10 * 250 * 0.25),
  });
  const { causes } = await told.buyer().performance.dashboard({ weekCount: 4 });
  expect(causes.find(({ cause }) => cause === 'LATE_TRANSIT')).toMatchObject({ lineCount: 2, eventCount: 1 });
});

test('what the supplier promises later never moves the day that it is measured by', async () => {
  const order = await deliver('AGAIN', {
    receivedOn: '2026-12-12',
    async beforeShipping(placed) {
      const lines = placed.lines.map(({ orderLineId }) => ({
        orderLineId,
        outcome: 'changed' as const,
        promisedOn: '2026-12-12',
        reason: 'A machine is down',
      }));
      await told.supplier().orders.confirm({ ...(await placed.now()), lines });
      await told
        .buyer()
        .orders.decideChange({ ...(await placed.now()), decision: 'accept', reason: 'We wait' });
    },
  });
  expect((await order.verdicts())[0]).toMatchObject({
    dueOn: '2026-12-10',
    isPerfect: false,
    components: { 'RL.2.2': 0 },
  });
});

test('a day that the buyer asked for and the supplier agreed to is the new basis', async () => {
  const order = await deliver('REBASE', {
    receivedOn: '2026-12-12',
    async beforeShipping(placed) {
      const [line] = placed.lines;
      const asked = [{ orderLineId: line?.orderLineId ?? '', deliverOn: '2026-12-12' }];
      await told
        .buyer()
        .orders.change({ ...(await placed.now()), lines: asked, reason: 'The store is closed' });
      await acceptAll(told, placed);
    },
  });
  expect(await order.verdicts()).toMatchObject([
    { dueOn: '2026-12-12', isPerfect: true },
    { dueOn: '2026-12-10', isPerfect: false },
  ]);
});

test('an open line fails as soon as its window is over, without anybody’s doing', async () => {
  told.at('2026-12-01T09:00:00Z');
  const order = await told.order('WAITS', '2026-12-05');
  expect((await order.verdicts())[0]).toMatchObject({ standing: 'open', isPerfect: null });
  told.at('2026-12-06T09:00:00Z');
  await keepScoresCurrent(buyerContext());
  expect((await order.verdicts())[0]).toMatchObject({
    standing: 'judged',
    isPerfect: false,
    status: 'PROVISIONAL',
    cause: 'NOT_SHIPPED',
  });
});

test('a line that the buyer cancels in time is left out with its code, one that the supplier rejects counts as failed', async () => {
  told.at('2026-12-01T09:00:00Z');
  const cancelled = await told.order('CANCEL', '2026-12-10');
  await told.buyer().orders.cancel({ ...(await cancelled.now()), reason: 'Called off' });
  expect((await cancelled.verdicts())[0]).toMatchObject({
    standing: 'excluded',
    exclusionCode: 'CUSTOMER_CANCELLED',
  });
  const rejected = await told.order('REJECT', '2026-12-10');
  const lines = rejected.lines.map(({ orderLineId }) => ({
    orderLineId,
    outcome: 'rejected' as const,
    reason: 'Sold out',
  }));
  await told.supplier().orders.confirm({ ...(await rejected.now()), lines });
  expect((await rejected.verdicts())[0]).toMatchObject({
    isPerfect: false,
    cause: 'STOCK_OUT',
    causeParty: 'SUPPLIER',
  });
});

test('recomputed from raw events every stored result comes out to the last byte, and twice is once', async () => {
  told.at('2026-12-13T09:00:00Z');
  const context = buyerContext();
  const stored = await context.db.read<{
    orderId: string;
    lineId: string;
    hash: string;
    asOf: string;
    score: unknown;
    version: string;
  }>(
    `select order_id as "orderId", order_line_id as "lineId", score_hash as hash, as_of::text as "asOf", score,
       definition_version as version
     from perfect_order_lines order by order_line_id`,
  );
  expect(stored.length).toBeGreaterThan(15);
  for (const { orderId, lineId, hash, asOf, score, version } of stored) {
    const [again] = await context.db.transaction((tx) =>
      computeScores(tx, { orderIds: [orderId], asOfMs: Date.parse(asOf) }),
    );
    const line = again?.lines.find((one) => one.line.orderLineId === lineId);
    expect(line?.scoreHash).toBe(hash);
    expect(canonicalJson(line?.score)).toBe(canonicalJson(score));
    expect(version).toBe(perfectOrderVersion);
  }
  const orderIds = [...new Set(stored.map(({ orderId }) => orderId))];
  const hashes = async () =>
    (await context.db.read(
      'select score_hash, as_of from perfect_order_lines order by order_line_id',
    )) as unknown[];
  await storeScores(context, orderIds);
  const once = await hashes();
  await storeScores(context, orderIds);
  expect(await hashes()).toEqual(once);
});

test('where the terms say so a delivery is dated by its arrival: before anybody counts, and by the most trusted word', async () => {
  const { buyerId, portalSupplierId, person, callerOf } = told.world;
  told.at('2027-01-04T09:00:00Z');
  const admin = callerOf(person(buyerId, 'Administrator', ['admin']));
  const { standard } = await admin.performance.terms.get();
  expect(standard.datedBy).toBe('receipt');
  const arrivesLater = async (poNumber: string, orderedOn: string): Promise<ToldOrder> => {
    told.at(`${orderedOn}T10:00:00Z`);
    const order = await told.order(poNumber, '2027-01-12');
    await acceptAll(told, order);
    told.at('2027-01-11T08:00:00Z');
    await ship(told, order, { on: '2027-01-11', shipment: `S-${poNumber}` });
    return order;
  };
  const atGate = (order: ToldOrder, poNumber: string, arrivedAt: string) =>
    told.buyer().orders.arrivals.record({
      ...{ orderId: order.orderId, shipmentNumber: `S-${poNumber}`, arrivedAt, note: 'Gate 3' },
    });
  const counted = await arrivesLater('BY-COUNT', '2027-01-04');
  told.at('2027-01-05T08:00:00Z');
  const content = { ...standard, datedBy: 'arrival' as const };
  await admin.performance.terms.set({ supplierId: portalSupplierId, validFrom: '2027-01-05', content });
  const arrived = await arrivesLater('BY-GATE', '2027-01-05');
  told.at('2027-01-12T18:00:00Z');
  await expect(atGate(arrived, 'BY-GATE', '2027-01-13T10:00:00Z')).rejects.toThrow('not in the time to come');
  await expect(atGate(arrived, 'BY-COUNT', '2027-01-12T15:00:00Z')).rejects.toThrow('was announced');
  expect(await atGate(arrived, 'BY-GATE', '2027-01-12T15:00:00Z')).toEqual({ isUnchanged: false });
  expect(await atGate(arrived, 'BY-GATE', '2027-01-12T16:00:00+01:00')).toEqual({ isUnchanged: true });
  await atGate(counted, 'BY-COUNT', '2027-01-12T15:00:00Z');
  expect((await arrived.verdicts())[0]).toMatchObject({ components: { 'RL.2.2': 1 }, standing: 'open' });
  told.at('2027-01-14T10:00:00Z');
  for (const [order, poNumber] of [
    [counted, 'BY-COUNT'],
    [arrived, 'BY-GATE'],
  ] as const)
    await receive(told, order, { on: '2027-01-14', shipment: `S-${poNumber}` });
  expect((await arrived.verdicts())[0]).toMatchObject({ components: { 'RL.2.1': 1, 'RL.2.2': 1 } });
  const [first] = await arrived.verdicts();
  const { score } = await told.buyer().performance.line({ orderLineId: first?.orderLineId ?? '' });
  expect(score.dateSource).toBe('appointment-check-in');
  expect((await counted.verdicts())[0]).toMatchObject({ isPerfect: false, components: { 'RL.2.2': 0 } });
  // Somebody had read the clock of another zone: the newest word of the gate counts.
  await atGate(arrived, 'BY-GATE', '2027-01-13T15:00:00Z');
  expect((await arrived.verdicts())[0]).toMatchObject({ isPerfect: false, components: { 'RL.2.2': 0 } });
  const seen = await told.supplier().orders.arrivals.list({ orderId: arrived.orderId });
  expect(seen.rows.map(({ source, note }) => [source, note])).toEqual([
    ['appointment-check-in', 'Gate 3'],
    ['appointment-check-in', 'Gate 3'],
  ]);
  await expect(told.world.app.database.asOwner('delete from order_arrivals')).rejects.toThrow(/append-only/);
});
