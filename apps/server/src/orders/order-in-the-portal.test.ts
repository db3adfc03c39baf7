import { afterAll, beforeAll, expect, test } from 'vitest';
import { order850 } from './life/test-documents.ts';
import { openTrade, ssccOf, type Trade } from './test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

const open = async (poNumber: string) => {
  await trade.post('buyer', { ...order850, poNumber });
  const [row] = (await trade.supplier().orders.list({ search: poNumber })).rows;
  const orderId = row?.orderId ?? '';
  return {
    orderId,
    asBuyer: () => trade.buyer().orders.get({ orderId }),
    asSupplier: () => trade.supplier().orders.get({ orderId }),
  };
};

test('a change is reviewed beside what was asked, and the supplier answers it', async () => {
  const { orderId, asBuyer, asSupplier } = await open('C1');
  const placed = await asSupplier();
  await trade.supplier().orders.confirm({
    orderId,
    expectedVersion: placed.version,
    lines: placed.lines.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' })),
  });
  const confirmed = await asBuyer();
  expect(confirmed).toMatchObject({ state: 'acknowledged', hasPendingChange: false });
  const [first, , third] = confirmed.lines;
  await trade.buyer().orders.change({
    orderId,
    expectedVersion: confirmed.version,
    reason: 'The shop is larger',
    lines: [
      { orderLineId: first?.orderLineId ?? '', quantityMilli: 150_000 },
      { orderLineId: third?.orderLineId ?? '', isDeleted: true },
    ],
  });
  const changed = await asSupplier();
  expect(changed).toMatchObject({ state: 'change-pending', hasPendingChange: true });
  expect(changed.changes).toMatchObject([
    {
      changeNumber: '1',
      isPending: true,
      lines: [
        { lineNumber: '1', before: { quantityMilli: 100_000 }, asked: { quantityMilli: 150_000 } },
        { lineNumber: '3', isDeleted: true },
      ],
    },
  ]);
  expect(changed.allowedEvents).toContain('confirm');
  expect(
    (await trade.supplier().orders.list({ worklist: 'changed' })).rows.map(({ poNumber }) => poNumber),
  ).toEqual(['C1']);
  await trade.supplier().orders.confirm({
    orderId,
    expectedVersion: changed.version,
    lines: [{ orderLineId: first?.orderLineId ?? '', outcome: 'accepted' }],
  });
  const answered = await asBuyer();
  expect(answered).toMatchObject({ state: 'acknowledged', totalMinor: 50_000 });
  expect(answered.lines.map(({ state }) => state)).toEqual(['promised', 'promised', 'cancelled']);
});

type Opened = Awaited<ReturnType<typeof open>>;

/** Ships lines 1 and 2, counts them with one damaged case, and bills them, line 1 too dear. */
async function shipCountAndBill({ orderId, asBuyer, asSupplier }: Opened): Promise<void> {
  const placed = await asSupplier();
  const [first = '', second = ''] = placed.lines.map(({ orderLineId }) => orderLineId as string);
  await trade.supplier().orders.ship({
    orderId,
    shipmentNumber: 'SH-C2',
    despatchedOn: '2026-11-28',
    deliverOn: '2026-12-01',
    expectedVersion: placed.version,
    lines: [
      { orderLineId: first, quantityMilli: 100_000, sscc: ssccOf(7) },
      { orderLineId: second, quantityMilli: 50_000, lotNumber: 'L-1' },
    ],
  });
  expect((await asBuyer()).state).toBe('partially-shipped');
  const received = await trade.buyer().orders.receive({
    orderId,
    receivedOn: '2026-12-01',
    shipmentNumber: 'SH-C2',
    expectedVersion: (await asBuyer()).version,
    lines: [
      {
        orderLineId: first,
        receivedMilli: 90_000,
        deviations: [{ condition: 'damaged', quantityMilli: 10_000 }],
      },
      { orderLineId: second, receivedMilli: 50_000 },
    ],
  });
  expect(received).toMatchObject({ state: 'partially-received', receiptNumber: 'R000001' });
  await trade.supplier().orders.invoice({
    orderId,
    invoiceNumber: 'I-C2',
    invoicedOn: '2026-12-02',
    expectedVersion: (await asSupplier()).version,
    lines: [
      { orderLineId: first, quantityMilli: 100_000, unitPriceMicros: 2_600_000 },
      { orderLineId: second, quantityMilli: 50_000 },
    ],
  });
}

const told = [
  'placed',
  'sent',
  'shipped',
  'received',
  'invoiced',
  'invoice-dispute',
  'invoice-debit',
  'closed-short',
  'paid',
];

test('shipped, counted with one damaged case, billed too dear, disputed, debited, paid', async () => {
  const opened = await open('C2');
  const { orderId, asBuyer } = opened;
  const { buyer } = trade;
  await shipCountAndBill(opened);
  const stock = await trade.world.app.database.asOwner<{ state: string; milli: number }>(
    `select to_state as state, sum(quantity_milli)::float8 as milli from stock_entries
     where source_kind = 'receipt' group by 1 order by 1`,
  );
  expect(stock).toEqual([
    { state: 'available', milli: 140_000 },
    { state: 'damaged', milli: 10_000 },
  ]);
  const billed = await asBuyer();
  expect(billed.invoices).toMatchObject([{ state: 'variance', totalMinor: 38_500 }]);
  expect(billed.invoices[0]?.variances).toMatchObject([
    { kind: 'price', lineNumber: '1', amountMinor: 1_000 },
    { kind: 'quantity', lineNumber: '1', amountMinor: 2_500 },
  ]);
  expect((await buyer().orders.worklists())['to-match']).toBe(1);
  const invoiceId = billed.invoices[0]?.invoiceId ?? '';
  const about = async () => ({
    ...{ orderId, invoiceId, reason: 'One case was damaged and the price was agreed' },
    expectedVersion: (await asBuyer()).version,
  });
  const debit = async (amountMinor: number) =>
    buyer().orders.decideInvoice({ ...(await about()), decision: 'debit', amountMinor });
  await buyer().orders.decideInvoice({ ...(await about()), decision: 'dispute' });
  expect((await asBuyer()).invoices[0]?.state).toBe('disputed');
  await debit(3_500);
  expect((await asBuyer()).invoices[0]).toMatchObject({ state: 'approved', payableMinor: 35_000 });
  await expect(debit(99_999)).rejects.toThrow(/at most 350 can be taken off/);
  const rest = { orderId, reason: 'Not needed', lineNumbers: ['3'] };
  await buyer().orders.closeShort({ ...rest, expectedVersion: (await asBuyer()).version });
  expect((await asBuyer()).lines.map(({ state }) => state)).toEqual(['matched', 'matched', 'cancelled']);
  const payment = {
    paymentNumber: 'Z-1',
    paidOn: '2026-12-10',
    method: 'transfer',
    currency: 'NOK',
  } as const;
  const items = [{ invoiceNumber: 'I-C2', paidMinor: 35_000 }];
  await buyer().orders.pay({ supplierId: trade.world.portalSupplierId, ...payment, items });
  const paid = await asBuyer();
  expect(paid.lines.map(({ state }) => state)).toEqual(['closed', 'closed', 'cancelled']);
  expect(paid.timeline.map(({ type }) => type)).toEqual(told);
  expect(paid.timeline[0]).toMatchObject({ channel: 'edi', documentId: expect.any(String) });
});

test('a receipt that was wrong is taken back, and the stock with it', async () => {
  const { orderId, asBuyer } = await open('C3');
  const before = await asBuyer();
  const { receiptNumber } = await trade.buyer().orders.receive({
    orderId,
    receivedOn: '2026-12-01',
    expectedVersion: before.version,
    lines: [{ orderLineId: before.lines[1]?.orderLineId ?? '', receivedMilli: 50_000 }],
  });
  expect((await asBuyer()).lines[1]).toMatchObject({
    state: 'received',
    quantities: { openMilli: 0, shippedMilli: 50_000, receivedMilli: 50_000 },
  });
  await trade
    .buyer()
    .orders.reverseReceipt({ orderId, receiptNumber, expectedVersion: (await asBuyer()).version });
  expect((await asBuyer()).lines[1]).toMatchObject({ quantities: { openMilli: 50_000, receivedMilli: 0 } });
});

test('what is shipped is not cancelled, and what is promised twice too much is refused at once', async () => {
  const { orderId, asBuyer, asSupplier } = await open('C4');
  const placed = await asSupplier();
  const ship = (quantityMilli: number) =>
    trade.supplier().orders.ship({
      orderId,
      shipmentNumber: `SH-C4-${quantityMilli}`,
      despatchedOn: '2026-11-28',
      expectedVersion: placed.version,
      lines: [{ orderLineId: placed.lines[0]?.orderLineId ?? '', quantityMilli }],
    });
  await expect(ship(101_000)).rejects.toThrow(/101 EA announced, 100 EA ordered/);
  await ship(10_000);
  const { version } = await asBuyer();
  await expect(
    trade.buyer().orders.cancel({ orderId, reason: 'No', expectedVersion: version }),
  ).rejects.toThrow(/not possible any more/);
});

test('facts of an order cannot be rewritten, not even by the owner of the database', async () => {
  for (const statement of [
    'delete from ship_notices',
    'update receipts set received_on = received_on + 1',
    'delete from order_closings',
    'delete from invoice_decisions',
    'delete from invoice_payments',
  ]) {
    await expect(trade.world.app.database.asOwner(statement)).rejects.toThrow(/append-only/);
  }
});
