import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrade } from '../orders/test-trade.ts';
import { keepScoresCurrent } from './index.ts';
import { acceptAll, invoice, receive, ship, type Telling, type ToldOrder, tellIn } from './test-orders.ts';

let told: Telling;
beforeAll(async () => {
  told = tellIn(await openTrade());
});
afterAll(() => told?.world.app.remove());

/** Ordered for the 10th of December, counted on the 12th: two days late, otherwise as it should be. */
async function late(poNumber: string): Promise<ToldOrder> {
  told.at('2026-12-01T09:00:00Z');
  const order = await told.order(poNumber, '2026-12-10');
  told.at('2026-12-02T09:00:00Z');
  await acceptAll(told, order);
  told.at('2026-12-09T08:00:00Z');
  await ship(told, order, { on: '2026-12-09', shipment: `S-${poNumber}` });
  told.at('2026-12-12T10:00:00Z');
  await receive(told, order, { on: '2026-12-12', shipment: `S-${poNumber}` });
  await invoice(told, order, { on: '2026-12-12', number: `R-${poNumber}` });
  await told.settle();
  return order;
}

const lineOf = async (order: ToldOrder) =>
  told.buyer().performance.line({ orderLineId: order.lines[0]?.orderLineId ?? '' });

const because = { reason: 'The gate was closed', evidence: 'Mail of the receiving place of the 10th' };
const byBuyer = { kind: 'exclusion', code: 'BUYER_FAULT' } as const;

test('a supplier disputes a late line, both figures are shown, and the buyer grants it: restated, with what was first', async () => {
  const order = await late('CLOSED');
  const before = await lineOf(order);
  expect(before).toMatchObject({ isPerfect: false, standing: 'judged' });
  const about = { orderLineId: before.orderLineId, claim: byBuyer, ...because };
  const { disputeId } = await told
    .supplier()
    .performance.disputeVerdict({ ...about, scoreHash: before.scoreHash });
  await told.settle();
  const disputed = await lineOf(order);
  expect(disputed).toMatchObject({ status: 'DISPUTED', isPerfect: false });
  expect(disputed.openDispute).toMatchObject({
    mayDecide: true,
    evidence: because.evidence,
    asClaimed: { standing: 'excluded', isPerfect: null, costMinor: 0 },
  });
  const listed = await told.buyer().performance.disputes({ worklist: 'mine' });
  expect(listed.rows).toMatchObject([
    { disputeId, poNumber: 'CLOSED', state: 'open', isWaitingForMe: true, claim: byBuyer },
  ]);
  expect((await told.supplier().performance.disputes({})).counts).toMatchObject({ mine: 0, theirs: 1 });
  const decide = { disputeId, decision: 'restate', reason: 'It was closed indeed' } as const;
  await expect(told.supplier().performance.decideVerdictDispute(decide)).rejects.toThrow(
    'the other side decides',
  );
  told.at('2026-12-13T08:00:00Z');
  await told.buyer().performance.decideVerdictDispute(decide);
  await told.settle();
  const restated = await lineOf(order);
  expect(restated).toMatchObject({ status: 'RESTATED', standing: 'excluded', exclusionCode: 'BUYER_FAULT' });
  const ended = await told.buyer().performance.disputes({ worklist: 'ended', orderId: order.orderId });
  expect(ended).toMatchObject({ rows: [{ disputeId, state: 'restated' }], counts: { mine: 0, ended: 1 } });
  expect(restated.score.asScored).toMatchObject({ standing: 'judged', isPerfect: false });
  await expect(told.buyer().performance.decideVerdictDispute(decide)).rejects.toThrow('decided already');
  expect((await told.buyer().performance.dashboard({ weekCount: 4 })).perfectLine.asScored).not.toBeNull();
});

test('an upheld dispute leaves the score as it was, and the line can be disputed by the buyer as well', async () => {
  const order = await late('UPHELD');
  const { orderLineId, scoreHash } = await lineOf(order);
  const { disputeId } = await told.supplier().performance.disputeVerdict({
    ...{ orderLineId, scoreHash, claim: byBuyer, ...because },
  });
  await told.settle();
  const again = { orderLineId, scoreHash, claim: byBuyer, ...because };
  await expect(told.supplier().performance.disputeVerdict(again)).rejects.toThrow('disputed already');
  await told
    .buyer()
    .performance.decideVerdictDispute({ disputeId, decision: 'uphold', reason: 'It was open' });
  await told.settle();
  const upheld = await lineOf(order);
  expect(upheld).toMatchObject({ isPerfect: false, standing: 'judged', openDispute: null });
  expect(upheld.status).not.toBe('DISPUTED');
  const claim = { kind: 'quantity', receivedMilli: 100_000 } as const;
  await told.buyer().performance.disputeVerdict({ ...again, claim, scoreHash: upheld.scoreHash });
  await told.settle();
  expect((await told.supplier().performance.line({ orderLineId })).openDispute).toMatchObject({
    mayDecide: true,
  });
});

test('whoever looked at an older score, or at an open line, cannot dispute it', async () => {
  const order = await late('STALE');
  const { orderLineId } = await lineOf(order);
  const about = { orderLineId, claim: byBuyer, ...because };
  const stale = { ...about, scoreHash: '0'.repeat(64) };
  await expect(told.supplier().performance.disputeVerdict(stale)).rejects.toThrow('scored anew meanwhile');
  const open = await told.order('OPEN', '2027-01-10');
  const line = await lineOf(open);
  const early = { ...about, orderLineId: line.orderLineId, scoreHash: line.scoreHash };
  await expect(told.supplier().performance.disputeVerdict(early)).rejects.toThrow('not judged yet');
});

test('the buyer names who answers for a failure, a supplier claims it, and only the buyer leaves lines out', async () => {
  const order = await late('CAUSE');
  const line = await lineOf(order);
  expect(line).toMatchObject({ causeParty: 'CARRIER', cause: 'LATE_TRANSIT' });
  const about = { orderLineId: line.orderLineId, reason: 'The supplier books the carrier' };
  const named = { ...about, check: 'RL.3.32', party: 'SUPPLIER', cause: 'WRONG_CARRIER' } as const;
  await told.buyer().performance.assignCause(named);
  await told.settle();
  const assigned = await lineOf(order);
  expect(assigned.score.failures.find(({ check }) => check === 'RL.3.32')).toMatchObject({
    party: 'SUPPLIER',
    cause: 'WRONG_CARRIER',
  });
  const claim = { kind: 'cause', check: 'RL.3.32', party: 'CARRIER', cause: 'STRIKE' } as const;
  const claimed = { ...about, claim, evidence: 'Press', scoreHash: assigned.scoreHash };
  await expect(told.buyer().performance.disputeVerdict(claimed)).rejects.toThrow('name the cause yourself');
  const { disputeId } = await told.supplier().performance.disputeVerdict(claimed);
  await told
    .buyer()
    .performance.decideVerdictDispute({ disputeId, decision: 'restate', reason: 'A strike it was' });
  await told.settle();
  expect((await lineOf(order)).score.failures.find(({ check }) => check === 'RL.3.32')).toMatchObject({
    cause: 'STRIKE',
  });
  await expect(told.supplier().performance.exclude({ ...about, code: 'TEST' })).rejects.toThrow(
    'does not include',
  );
  await told.buyer().performance.exclude({ ...about, code: 'TEST' });
  await told.settle();
  expect(await lineOf(order)).toMatchObject({ standing: 'excluded', exclusionCode: 'TEST' });
});

test('a credit note within thirty days after the line was final restates it; a dispute after them comes too late', async () => {
  const { app, buyerId, person } = told.world;
  const job = () => keepScoresCurrent(app.contextFor(person(buyerId, 'Job', ['buyer'])));
  told.at('2026-12-01T09:00:00Z');
  const order = await told.order('FINAL', '2026-12-10');
  await acceptAll(told, order);
  told.at('2026-12-09T08:00:00Z');
  await ship(told, order, { on: '2026-12-09', shipment: 'S-FINAL' });
  told.at('2026-12-10T10:00:00Z');
  await receive(told, order, { on: '2026-12-10', shipment: 'S-FINAL' });
  await invoice(told, order, { on: '2026-12-10', number: 'R-FINAL' });
  told.at('2026-12-20T09:00:00Z');
  await job();
  expect(await lineOf(order)).toMatchObject({ status: 'FINAL', isPerfect: true });
  told.at('2026-12-28T09:00:00Z');
  const credited = await told.post('supplier', {
    documentType: 'invoice',
    kind: 'credit-note',
    invoiceNumber: 'C-FINAL',
    invoicedOn: '2026-12-28' as never,
    poNumber: 'FINAL',
    currency: 'NOK',
    lines: [
      {
        lineNumber: '1',
        gtin: '04006381333931',
        invoiced: { amountMilli: 10_000, unit: 'EA' },
        unitPriceMicros: 2_500_000,
        charges: [],
      },
    ],
    charges: [],
    taxes: [],
    totalMinor: 2_500,
  });
  expect(credited).toMatchObject({ status: 200 });
  await told.settle();
  const restated = await lineOf(order);
  expect(restated).toMatchObject({ status: 'RESTATED', isPerfect: false, components: { 'RL.2.3': 0 } });
  expect(restated.score.asScored).toMatchObject({ isPerfect: true });
  told.at('2027-02-10T09:00:00Z');
  const { orderLineId, scoreHash } = restated;
  const lateDispute = { orderLineId, scoreHash, claim: byBuyer, ...because };
  await expect(told.supplier().performance.disputeVerdict(lateDispute)).rejects.toThrow(
    'final more than 30 days ago',
  );
});

test('a credit in the dispute room within sixty days of the bill restates the papers of a final line, one after them leaves it', async () => {
  const { app, buyerId, person } = told.world;
  const job = () => keepScoresCurrent(app.contextFor(person(buyerId, 'Job', ['buyer'])));
  const perfect = async (poNumber: string): Promise<ToldOrder> => {
    told.at('2026-12-01T09:00:00Z');
    const order = await told.order(poNumber, '2026-12-10');
    await acceptAll(told, order);
    told.at('2026-12-09T08:00:00Z');
    await ship(told, order, { on: '2026-12-09', shipment: `S-${poNumber}` });
    told.at('2026-12-10T10:00:00Z');
    await receive(told, order, { on: '2026-12-10', shipment: `S-${poNumber}` });
    await invoice(told, order, { on: '2026-12-10', number: `R-${poNumber}` });
    told.at('2026-12-20T09:00:00Z');
    await job();
    return order;
  };
  const credit = async (order: ToldOrder): Promise<void> => {
    const { invoices } = await told.buyer().orders.get({ orderId: order.orderId });
    const invoiceId = invoices[0]?.invoiceId ?? '';
    const subject = { about: 'invoice', invoiceId, lineNumber: null, cause: 'whole' } as const;
    const raising = { orderId: order.orderId, subject, text: 'The rebate is missing', evidence: [] };
    const { disputeId } = await told.buyer().orders.disputes.raise(raising);
    const { version: expectedVersion } = await told.supplier().orders.disputes.get({ disputeId });
    await told.supplier().orders.disputes.decide({
      ...{ disputeId, expectedVersion, text: 'It is', evidence: [], outcome: 'credit', amountMinor: 500 },
    });
    await told.settle();
  };
  const [soon, late] = [await perfect('REBATE'), await perfect('REBATE-LATE')];
  expect(await lineOf(soon)).toMatchObject({ status: 'FINAL', isPerfect: true });
  told.at('2026-12-30T09:00:00Z');
  await credit(soon);
  const restated = await lineOf(soon);
  expect(restated).toMatchObject({ status: 'RESTATED', isPerfect: false, components: { 'RL.2.3': 0 } });
  expect(restated.score.asScored).toMatchObject({ isPerfect: true });
  expect(restated.score.checks.find(({ check }) => check === 'RL.3.45')?.text).toBe(
    'Credited or billed again within 60 days.',
  );
  told.at('2027-02-10T08:00:00Z');
  await credit(late);
  expect(await lineOf(late)).toMatchObject({ status: 'FINAL', isPerfect: true });
});

test('the pre-mortem shows both sides the same chance, learnt from what became of earlier lines', async () => {
  const { app, buyerId, person } = told.world;
  told.at('2027-02-10T09:00:00Z');
  await told.order('AHEAD', '2027-02-15');
  const risked = await keepScoresCurrent(app.contextFor(person(buyerId, 'Job', ['buyer'])));
  expect(risked).toMatchObject({ riskCount: 2 });
  const [ofBuyer, ofSupplier] = await Promise.all([
    told.buyer().performance.risks({}),
    told.supplier().performance.risks({}),
  ]);
  expect(ofBuyer.rows.map(({ risk }) => risk.failsMicros)).toEqual(
    ofSupplier.rows.map(({ risk }) => risk.failsMicros),
  );
  const [first] = ofBuyer.rows;
  expect(first?.poNumber).toBe('AHEAD');
  // Nearly every earlier line was late.
  expect(first?.risk.failsMicros).toBeGreaterThan(500_000);
  expect(first?.risk.text).toContain('Valley Mill');
});

test('a supplier reads the terms by which it is judged, its own and those of all, and no other supplier’s', async () => {
  const { buyerId, portalSupplierId, ediSupplierId, person, callerOf } = told.world;
  const admin = callerOf(person(buyerId, 'Administrator', ['admin']));
  const { standard, today } = await admin.performance.terms.get();
  const agreed = [
    { supplierId: null, returnDays: 20 },
    { supplierId: portalSupplierId, returnDays: 10 },
    { supplierId: ediSupplierId, returnDays: 5 },
  ];
  for (const { supplierId, returnDays } of agreed)
    await admin.performance.terms.set({
      supplierId,
      validFrom: today,
      content: { ...standard, returnDays },
    });
  const mine = await told.supplier().performance.terms.ofBuyer({ buyerId });
  expect(mine.versions.map(({ supplierId, content }) => [supplierId, content.returnDays])).toEqual([
    [null, 20],
    [portalSupplierId, 10],
  ]);
  expect(mine.versions[0]).toMatchObject({ recordedBy: 'Administrator', validFrom: today });
  await expect(told.supplier().performance.terms.ofBuyer({ buyerId: portalSupplierId })).rejects.toThrow(
    'choose one of your buyers',
  );
  await expect(told.supplier().performance.terms.get()).rejects.toThrow('does not include');
});
