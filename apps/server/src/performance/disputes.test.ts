import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrade } from '../orders/test-trade.ts';
import { keepScoresCurrent } from './index.ts';
import { computeScores } from './store-scores.ts';
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

/** A dispute as its caller sees it, a minute after what was said before. */
const asSeenBy = async (who: 'buyer' | 'supplier', disputeId: string) => {
  told.at(new Date(told.world.clock.now().getTime() + 60_000).toISOString());
  const { version: expectedVersion } = await told[who]().orders.disputes.get({ disputeId });
  return { disputeId, expectedVersion };
};
const rooms = (who: 'buyer' | 'supplier') => told[who]().performance.verdictDisputes;
const versionsOf = async (order: ToldOrder) =>
  (await lineOf(order)).versions.map(({ status, standing, causeParty, said }) => [
    ...[status, standing, causeParty, said?.kind ?? null],
  ]);

async function dispute(
  order: ToldOrder,
  claim: Parameters<ReturnType<Telling['supplier']>['performance']['disputeVerdict']>[0]['claim'],
  who: 'buyer' | 'supplier' = 'supplier',
): Promise<string> {
  told.at(new Date(told.world.clock.now().getTime() + 60_000).toISOString());
  const { orderLineId, scoreHash } = await lineOf(order);
  const { disputeId } = await told[who]().performance.disputeVerdict({
    ...{ orderLineId, scoreHash, claim, ...because },
  });
  await told.settle();
  return disputeId;
}

test('a supplier disputes a late line in a room with its evidence, both figures are shown, and the buyer grants it: restated, with what was first', async () => {
  const order = await late('CLOSED');
  const before = await lineOf(order);
  expect(before).toMatchObject({ isPerfect: false, standing: 'judged', versions: [] });
  const disputeId = await dispute(order, byBuyer);
  const disputed = await lineOf(order);
  expect(disputed).toMatchObject({ status: 'DISPUTED', isPerfect: false });
  expect(disputed.openDispute).toMatchObject({
    ...{ disputeNumber: 'CLOSED-1', evidence: because.evidence, asOffered: null },
    asClaimed: { standing: 'excluded', isPerfect: null, costMinor: 0 },
  });
  const listed = await told.buyer().orders.disputes.list({ worklist: 'mine' });
  expect(listed.rows).toMatchObject([
    { disputeId, poNumber: 'CLOSED', about: 'verdict', state: 'open', isWaitingForMe: true, claim: byBuyer },
  ]);
  expect(await told.supplier().orders.disputes.counts()).toMatchObject({ mine: 0, theirs: 1 });
  const room = await told.buyer().orders.disputes.get({ disputeId });
  expect(room).toMatchObject({ decisions: ['restated', 'stands'], answerBy: '2026-12-19' });
  expect(room.entries[0]?.text).toBe(`${because.reason}\nEvidence: ${because.evidence}`);
  expect(new Set(room.entries[0]?.evidence.map(({ kind }) => kind))).toEqual(
    new Set(['order', 'promise', 'shipment', 'receipt', 'invoice']),
  );
  const decide = { outcome: 'restated', claim: byBuyer, text: 'It was closed indeed' } as const;
  await expect(
    rooms('supplier').decide({ ...decide, ...(await asSeenBy('supplier', disputeId)) }),
  ).rejects.toThrow('not yours to do');
  told.at('2026-12-13T08:00:00Z');
  await rooms('buyer').decide({ ...decide, ...(await asSeenBy('buyer', disputeId)) });
  await told.settle();
  const restated = await lineOf(order);
  expect(restated).toMatchObject({ status: 'RESTATED', standing: 'excluded', exclusionCode: 'BUYER_FAULT' });
  expect(restated.score.asScored).toMatchObject({ standing: 'judged', isPerfect: false });
  expect(restated.versions).toMatchObject([
    { number: 1, status: 'DISPUTED', isPerfect: false, said: { kind: 'disputed', reason: because.reason } },
    {
      ...{ number: 2, status: 'RESTATED', standing: 'excluded', exclusionCode: 'BUYER_FAULT' },
      ...{ definitionVersion: restated.score.definitionVersion, scoreHash: restated.scoreHash },
      said: { kind: 'dispute-resolved', reason: decide.text },
    },
  ]);
  await expect(rooms('buyer').decide({ ...decide, ...(await asSeenBy('buyer', disputeId)) })).rejects.toThrow(
    'not possible any more',
  );
  expect((await told.buyer().performance.dashboard({ weekCount: 4 })).perfectLine.asScored).not.toBeNull();
  const { timeline } = await told.buyer().orders.get({ orderId: order.orderId });
  expect(timeline.map(({ type }) => type).filter((type) => type.startsWith('dispute'))).toEqual([
    ...['dispute-raised', 'dispute-ended'],
  ]);
});

test('an upheld dispute leaves the score as it was; said again it changes nothing, and the buyer can dispute the line as well', async () => {
  const order = await late('UPHELD');
  const { orderLineId, scoreHash } = await lineOf(order);
  const about = { orderLineId, scoreHash, claim: byBuyer, ...because };
  const disputeId = await dispute(order, byBuyer);
  expect(await told.supplier().performance.disputeVerdict(about)).toMatchObject({
    ...{ disputeId, isUnchanged: true },
  });
  const other = { ...about, claim: { kind: 'quantity', receivedMilli: 90_000 } as const };
  await expect(told.supplier().performance.disputeVerdict(other)).rejects.toThrow('disputed already');
  const stands = { outcome: 'stands', text: 'It was open' } as const;
  await rooms('buyer').decide({ ...stands, ...(await asSeenBy('buyer', disputeId)) });
  await told.settle();
  const upheld = await lineOf(order);
  expect(upheld).toMatchObject({ isPerfect: false, standing: 'judged', openDispute: null });
  expect(upheld.status).not.toBe('DISPUTED');
  await dispute(order, { kind: 'quantity', receivedMilli: 100_000 }, 'buyer');
  expect((await told.supplier().orders.disputes.list({ worklist: 'mine' })).rows[0]).toMatchObject({
    ...{ poNumber: 'UPHELD', disputeNumber: 'UPHELD-2' },
  });
});

test('a part is granted: the buyer leaves the line in and names the carrier; a supplier grants no more than is claimed', async () => {
  const order = await late('PART');
  const disputeId = await dispute(order, byBuyer);
  await told.buyer().orders.disputes.say({
    ...{ text: 'The gate was open until noon', ...(await asSeenBy('buyer', disputeId)) },
  });
  const cause = { kind: 'cause', check: 'RL.3.32', party: 'CARRIER', cause: 'LATE_TRUCK' } as const;
  const notFailed = { ...cause, check: 'RL.3.24' } as const;
  const part = { outcome: 'restated', text: 'The truck came at one' } as const;
  await expect(
    rooms('buyer').decide({ ...part, claim: notFailed, ...(await asSeenBy('buyer', disputeId)) }),
  ).rejects.toThrow('did not fail');
  await expect(rooms('buyer').decide({ ...part, ...(await asSeenBy('buyer', disputeId)) })).rejects.toThrow(
    'Say what holds instead',
  );
  await rooms('buyer').decide({ ...part, claim: cause, ...(await asSeenBy('buyer', disputeId)) });
  await told.settle();
  expect(await lineOf(order)).toMatchObject({
    ...{ status: 'RESTATED', standing: 'judged', isPerfect: false, causeParty: 'CARRIER' },
    cause: 'LATE_TRUCK',
  });
  expect(await told.supplier().orders.disputes.get({ disputeId })).toMatchObject({
    ...{ state: 'settled', outcome: 'restated', claim: byBuyer, offered: cause },
  });
  const second = await dispute(order, { kind: 'quantity', receivedMilli: 90_000 }, 'buyer');
  const mine = { kind: 'exclusion', code: 'BUYER_FAULT' } as const;
  await expect(
    rooms('supplier').decide({ ...part, claim: mine, ...(await asSeenBy('supplier', second)) }),
  ).rejects.toThrow('grant what is claimed, or propose');
});

test('what one side proposes restates the verdict once the other accepts, also by the side that raised it; withdrawn it stands', async () => {
  const order = await late('SHARED');
  const disputeId = await dispute(order, { kind: 'quantity', receivedMilli: 90_000 }, 'buyer');
  const offered = { kind: 'exclusion', code: 'FORCE_MAJEURE' } as const;
  const offer = { outcome: 'restated', claim: offered, text: 'The bridge was closed' } as const;
  await rooms('supplier').propose({ ...offer, ...(await asSeenBy('supplier', disputeId)) });
  expect((await lineOf(order)).openDispute?.asOffered).toMatchObject({ standing: 'excluded' });
  await expect(
    told.buyer().orders.disputes.answerProposal({
      ...{ answer: 'accept', text: 'Yes', ...(await asSeenBy('buyer', disputeId)) },
    }),
  ).rejects.toThrow('performance.verdictDisputes');
  const yes = { answer: 'accept', text: 'The police says so too' } as const;
  await rooms('buyer').answerProposal({ ...yes, ...(await asSeenBy('buyer', disputeId)) });
  await told.settle();
  expect(await lineOf(order)).toMatchObject({ status: 'RESTATED', exclusionCode: 'FORCE_MAJEURE' });
  expect(await versionsOf(order)).toEqual([
    ['DISPUTED', 'judged', 'CARRIER', 'disputed'],
    ['RESTATED', 'excluded', null, 'dispute-resolved'],
  ]);
  const next = await late('TAKEN-BACK');
  const taken = await dispute(next, byBuyer);
  const back = { text: 'The driver says otherwise' };
  await rooms('supplier').withdraw({ ...back, ...(await asSeenBy('supplier', taken)) });
  await told.settle();
  expect(await lineOf(next)).toMatchObject({ status: 'PROVISIONAL', openDispute: null, standing: 'judged' });
  const { app } = told.world;
  await expect(app.database.asOwner('delete from verdict_versions')).rejects.toThrow(/append-only/);
});

test('every version of a verdict is what its facts said at its moment, to the last byte', async () => {
  const { app, buyerId, person } = told.world;
  const context = app.contextFor(person(buyerId, 'Auditor', ['buyer']));
  const versions = await context.db.read<{ orderId: string; lineId: string; hash: string; asOf: string }>(
    `select order_id as "orderId", order_line_id as "lineId", score_hash as hash, as_of::text as "asOf"
     from verdict_versions order by order_line_id, version_number`,
  );
  expect(versions.length).toBeGreaterThan(8);
  for (const { orderId, lineId, hash, asOf } of versions) {
    const [again] = await context.db.transaction((tx) =>
      computeScores(tx, { orderIds: [orderId], asOfMs: Date.parse(asOf) }),
    );
    expect(again?.lines.find(({ line }) => line.orderLineId === lineId)?.scoreHash).toBe(hash);
  }
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
  const strike = { outcome: 'restated', claim, text: 'A strike it was' } as const;
  await rooms('buyer').decide({ ...strike, ...(await asSeenBy('buyer', disputeId)) });
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
