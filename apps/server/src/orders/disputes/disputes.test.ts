import { afterAll, beforeAll, expect, test } from 'vitest';
import { order850 } from '../life/test-documents.ts';
import { openTrade, type Trade } from '../test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

type Billed = { orderId: string; invoiceId: string; receiptNumber: string };

/** 100 of line 1 shipped, 90 kept and 10 damaged, 100 billed at 2.60 instead of 2.50. */
async function openBilled(poNumber: string): Promise<Billed> {
  await trade.post('buyer', { ...order850, poNumber });
  const [row] = (await trade.supplier().orders.list({ search: poNumber })).rows;
  const orderId = row?.orderId ?? '';
  const placed = await trade.supplier().orders.get({ orderId });
  const [line] = placed.lines;
  const orderLineId = line?.orderLineId ?? '';
  const version = async () => (await trade.buyer().orders.get({ orderId })).version;
  await trade.supplier().orders.ship({
    ...{
      orderId,
      shipmentNumber: `SH-${poNumber}`,
      despatchedOn: '2026-11-28',
      expectedVersion: placed.version,
    },
    lines: [{ orderLineId, quantityMilli: 100_000 }],
  });
  const { receiptNumber } = await trade.buyer().orders.receive({
    ...{
      orderId,
      receivedOn: '2026-12-01',
      shipmentNumber: `SH-${poNumber}`,
      expectedVersion: await version(),
    },
    lines: [
      { orderLineId, receivedMilli: 90_000, deviations: [{ condition: 'damaged', quantityMilli: 10_000 }] },
    ],
  });
  await trade.supplier().orders.invoice({
    ...{
      orderId,
      invoiceNumber: `I-${poNumber}`,
      invoicedOn: '2026-12-02',
      expectedVersion: await version(),
    },
    lines: [{ orderLineId, quantityMilli: 100_000, unitPriceMicros: 2_600_000 }],
  });
  const [invoice] = (await trade.buyer().orders.get({ orderId })).invoices;
  return { orderId, invoiceId: invoice?.invoiceId ?? '', receiptNumber };
}

const raiseAbout = (
  { orderId, invoiceId }: Billed,
  cause: 'price' | 'short' | 'damaged',
  text = 'Agreed were 2.50',
) =>
  trade.buyer().orders.disputes.raise({
    ...{ orderId, text },
    subject: { about: 'invoice', invoiceId, lineNumber: '1', cause },
  });
const invoiceOf = async ({ orderId }: Billed) => (await trade.buyer().orders.get({ orderId })).invoices[0];
const asBuyer = (disputeId: string) => trade.buyer().orders.disputes.get({ disputeId });
const asSupplier = (disputeId: string) => trade.supplier().orders.disputes.get({ disputeId });

test('price and damage are disputed apart, each is settled by a memo, and the match follows', async () => {
  const billed = await openBilled('D1');
  const price = await raiseAbout(billed, 'price');
  const damage = await raiseAbout(billed, 'damaged', 'One pallet was wet');
  expect([price.disputeNumber, damage.disputeNumber]).toEqual(['D1-1', 'D1-2']);
  expect(await invoiceOf(billed)).toMatchObject({ state: 'disputed' });
  const seen = await asSupplier(price.disputeId);
  expect(seen).toMatchObject({
    state: 'open',
    claimedMinor: 1_000,
    isWaitingForMe: true,
    decisions: ['credit'],
  });
  expect(seen.variances.map(({ kind }) => kind)).toEqual(['price']);
  expect(seen.line).toMatchObject({ orderedMilli: 100_000, receivedMilli: 90_000, invoicedMilli: 100_000 });
  expect(new Set(seen.entries[0]?.evidence.map(({ kind }) => kind))).toEqual(
    new Set(['order', 'shipment', 'receipt', 'invoice']),
  );
  await trade.supplier().orders.disputes.decide({
    ...{ disputeId: price.disputeId, text: 'Our mistake', outcome: 'credit', amountMinor: 1_000 },
    expectedVersion: seen.version,
  });
  expect(await invoiceOf(billed)).toMatchObject({ state: 'disputed', payableMinor: 25_000 });
  const { version } = await asBuyer(damage.disputeId);
  await trade.buyer().orders.disputes.decide({
    ...{ disputeId: damage.disputeId, text: 'Ten pieces', outcome: 'debit', amountMinor: 2_500 },
    expectedVersion: version,
  });
  const settled = await invoiceOf(billed);
  expect(settled).toMatchObject({ state: 'approved', payableMinor: 22_500 });
  expect(settled?.decisions.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
    ['credit', 1_000],
    ['debit', 2_500],
  ]);
  const { timeline, lines } = await trade.buyer().orders.get({ orderId: billed.orderId });
  expect(timeline.map(({ type }) => type).filter((type) => type.startsWith('dispute'))).toEqual([
    ...['dispute-raised', 'dispute-raised', 'dispute-ended', 'dispute-ended'],
  ]);
  expect(lines[0]?.state).toBe('matched');
});

test('the same dispute again changes nothing, another one about the same is refused, and what was settled stays so', async () => {
  const billed = await openBilled('D2');
  const first = await raiseAbout(billed, 'price');
  expect(await raiseAbout(billed, 'price')).toEqual({ ...first, isUnchanged: true });
  await expect(raiseAbout(billed, 'price', 'Once more')).rejects.toThrow(/Dispute D2-1 is about the same/);
  const { version } = await asBuyer(first.disputeId);
  const stands = { disputeId: first.disputeId, text: 'It was agreed later', outcome: 'stands' as const };
  await trade.buyer().orders.disputes.decide({ ...stands, expectedVersion: version });
  await expect(trade.buyer().orders.disputes.decide({ ...stands, expectedVersion: version })).rejects.toThrow(
    /Somebody else wrote/,
  );
  await expect(raiseAbout(billed, 'price', 'Once more')).rejects.toThrow(/D2-1 .* upheld/);
  // The quantity was never talked about.
  expect(await invoiceOf(billed)).toMatchObject({ state: 'variance', payableMinor: 26_000 });
});

test('a proposal needs the other side’s word: refused it is talked about further, accepted it is written down', async () => {
  const billed = await openBilled('D3');
  const { disputeId } = await raiseAbout(billed, 'price');
  const { supplier, buyer } = trade;
  const propose = async (amountMinor: number) =>
    supplier().orders.disputes.propose({
      ...{ disputeId, text: 'We share it', outcome: 'debit', amountMinor },
      expectedVersion: (await asSupplier(disputeId)).version,
    });
  await propose(300);
  const answer = async (said: 'accept' | 'refuse') =>
    buyer().orders.disputes.answerProposal({
      ...{ disputeId, text: said, answer: said, expectedVersion: (await asBuyer(disputeId)).version },
    });
  await expect(
    supplier().orders.disputes.answerProposal({
      ...{ disputeId, text: 'Yes', answer: 'accept', expectedVersion: (await asSupplier(disputeId)).version },
    }),
  ).rejects.toThrow(/not yours to do/);
  await answer('refuse');
  expect(await asBuyer(disputeId)).toMatchObject({ state: 'answered', outcome: null, amountMinor: null });
  await propose(600);
  await answer('accept');
  expect(await asBuyer(disputeId)).toMatchObject({ state: 'settled', outcome: 'debit', amountMinor: 600 });
  expect(await invoiceOf(billed)).toMatchObject({ payableMinor: 25_400 });
  const { entries } = await asSupplier(disputeId);
  expect(entries.map(({ kind }) => kind)).toEqual(['raise', 'propose', 'refuse', 'propose', 'accept']);
});

test('the supplier disputes a count: the buyer corrects it first, or lets it stand', async () => {
  const billed = await openBilled('D4');
  const { orderId, receiptNumber } = billed;
  const { supplier, buyer } = trade;
  const { disputeId } = await supplier().orders.disputes.raise({
    ...{ orderId, text: 'We loaded 100 good ones' },
    subject: { about: 'receipt', receiptNumber, lineNumber: '1', cause: 'count' },
  });
  const corrected = async () =>
    buyer().orders.disputes.decide({
      ...{ disputeId, text: 'Counted again', outcome: 'corrected' },
      expectedVersion: (await asBuyer(disputeId)).version,
    });
  await expect(corrected()).rejects.toThrow(/take it back and count again first/);
  const { version } = await buyer().orders.get({ orderId });
  await buyer().orders.reverseReceipt({ orderId, receiptNumber, expectedVersion: version });
  expect(await corrected()).toMatchObject({ state: 'settled' });
});

test('nothing is disputed that does not differ', async () => {
  const { orderId, invoiceId } = await openBilled('D5');
  const subject = { about: 'invoice', invoiceId, lineNumber: '2', cause: 'price' } as const;
  await expect(trade.buyer().orders.disputes.raise({ orderId, text: 'Too dear', subject })).rejects.toThrow(
    /line 2 does not differ in price/,
  );
});

test('what is withdrawn may be raised again, and each worklist holds what waits for its reader', async () => {
  const billed = await openBilled('D6');
  const { disputeId } = await raiseAbout(billed, 'price');
  const waiting = async (caller: 'buyer' | 'supplier') =>
    (await trade[caller]().orders.disputes.list({ worklist: 'mine' })).rows.map(({ poNumber }) => poNumber);
  expect(await waiting('supplier')).toContain('D6');
  expect(await waiting('buyer')).not.toContain('D6');
  await trade.supplier().orders.disputes.say({
    ...{ disputeId, text: 'We look into it', expectedVersion: (await asSupplier(disputeId)).version },
  });
  expect(await waiting('buyer')).toContain('D6');
  await trade.buyer().orders.disputes.withdraw({
    ...{ disputeId, text: 'Found the mail', expectedVersion: (await asBuyer(disputeId)).version },
  });
  expect(await invoiceOf(billed)).toMatchObject({ state: 'variance' });
  expect(await raiseAbout(billed, 'price')).toMatchObject({ disputeNumber: 'D6-2', isUnchanged: false });
  await expect(trade.world.app.database.asOwner('delete from dispute_entries')).rejects.toThrow(
    /append-only/,
  );
});
