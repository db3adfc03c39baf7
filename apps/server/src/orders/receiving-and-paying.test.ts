import type { DespatchAdvice, Invoice } from '@coplan/documents';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invoice810, notice856, order850 } from './life/test-documents.ts';
import { openTrade, ssccOf, type Trade } from './test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

const idOf = async (poNumber: string): Promise<string> =>
  (await trade.buyer().orders.list({ search: poNumber })).rows[0]?.orderId ?? '';
const orderOf = async (poNumber: string) => trade.buyer().orders.get({ orderId: await idOf(poNumber) });
const each = (amount: number) => ({ amountMilli: amount * 1000, unit: 'EA' as const });
const gtinOf = (index: number) => order850.lines[index]?.gtin ?? '';

/** One truck with line 1 of the first order (10, one carton with a lot) and line 2 of the second (5). */
const truck = (shipmentNumber: string, first: string, second: string, sscc: string): DespatchAdvice => ({
  ...notice856,
  shipmentNumber,
  orders: [
    {
      ...{ poNumber: first, pallets: [], lines: [] },
      cartons: [
        {
          sscc,
          lines: [
            {
              gtin: gtinOf(0),
              shipped: each(10),
              lotNumber: 'L7',
              expiresOn: '2027-03-01' as never,
              ssccs: [],
            },
          ],
        },
      ],
    },
    {
      ...{ poNumber: second, pallets: [], cartons: [] },
      lines: [{ gtin: gtinOf(1), shipped: each(5), ssccs: [] }],
    },
  ],
});

test('a scanned carton shows what it holds, is counted with its lot, and is not counted twice', async () => {
  const sscc = ssccOf(71);
  await trade.post('buyer', { ...order850, poNumber: 'V1' });
  await trade.post('buyer', { ...order850, poNumber: 'V2' });
  await trade.post('supplier', truck('T-1', 'V1', 'V2', sscc));
  const found = await trade.buyer().orders.findGoods({ code: `(00)${sscc}` });
  expect(found).toMatchObject({
    kind: 'package',
    orders: [
      {
        ...{ poNumber: 'V1', shipmentNumber: 'T-1' },
        goods: [{ lineNumber: '1', expectedMilli: 10_000, lotNumber: 'L7', expiresOn: '2027-03-01', sscc }],
      },
    ],
  });
  const [order] = found.orders;
  const [carton] = order?.goods ?? [];
  const receive = async () =>
    trade.buyer().orders.receive({
      ...{ orderId: order?.orderId ?? '', shipmentNumber: 'T-1', receivedOn: '2026-12-01' },
      expectedVersion: (await orderOf('V1')).version,
      lines: [
        {
          ...{ orderLineId: carton?.orderLineId ?? '', receivedMilli: 9_000 },
          deviations: [{ condition: 'damaged', quantityMilli: 1_000 }],
          ...{ lotNumber: 'L7', expiresOn: '2027-03-01', sscc },
        },
      ],
    });
  const { receiptNumber } = await receive();
  await expect(receive()).rejects.toThrow(new RegExp(`${sscc} was counted in receipt ${receiptNumber}`));
  const [line] = (await orderOf('V1')).receipts[0]?.lines ?? [];
  expect(line).toMatchObject({ lotNumber: 'L7', expiresOn: '2027-03-01', sscc });
  const again = await trade.buyer().orders.findGoods({ code: sscc });
  expect(again.orders[0]?.goods[0]?.countedIn).toBe(receiptNumber);
});

test('what is counted lies in the stock in its lot, and a receipt that is taken back takes it out of that very lot', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'V9' });
  const { orderId, lines, version } = await orderOf('V9');
  const { receiptNumber } = await trade.buyer().orders.receive({
    ...{ orderId, receivedOn: '2026-12-01', expectedVersion: version },
    lines: [
      {
        ...{ orderLineId: lines[1]?.orderLineId ?? '', receivedMilli: 6_000, lotNumber: 'B-77' },
        deviations: [{ condition: 'damaged', quantityMilli: 1_000 }],
      },
    ],
  });
  const { app, buyerId } = trade.world;
  const inLot = () =>
    app.database.asOwner<{ state: string; pieces: number }>(
      `select balance.state, (balance.quantity_milli / 1000)::float8 as pieces from stock_balances balance
         join stock_lots lot on lot.org_id = balance.org_id and lot.id = balance.lot_id
       where lot.org_id = $1 and lot.lot_number = 'B-77' and balance.quantity_milli > 0 order by 1`,
      [buyerId],
    );
  expect(await inLot()).toEqual([
    { state: 'available', pieces: 6 },
    { state: 'damaged', pieces: 1 },
  ]);
  const back = { orderId, receiptNumber, expectedVersion: (await orderOf('V9')).version };
  await trade.buyer().orders.reverseReceipt(back);
  expect(await inLot()).toEqual([]);
});

test('a shipment shows all its orders, an order without a notice what is open, and an unknown code says what to do', async () => {
  const whole = await trade.buyer().orders.findGoods({ code: 'T-1' });
  expect(whole.kind).toBe('shipment');
  expect(whole.orders.map(({ poNumber }) => poNumber)).toEqual(['V1', 'V2']);
  await trade.post('buyer', { ...order850, poNumber: 'V3' });
  const open = await trade.buyer().orders.findGoods({ code: 'V3' });
  expect(open).toMatchObject({ kind: 'order', orders: [{ shipmentNumber: null }] });
  expect(open.orders[0]?.goods.map(({ expectedMilli }) => expectedMilli)).toEqual([100_000, 50_000, 20_000]);
  await expect(trade.buyer().orders.findGoods({ code: ssccOf(99) })).rejects.toThrow(/scan the label again/);
});

const bill = (invoiceNumber: string, shipmentNumber: string, amounts: readonly number[]): Invoice => {
  const { poNumber: _none, ...invoice } = invoice810;
  return {
    ...{ ...invoice, invoiceNumber, shipmentNumber },
    lines: amounts.map((amount, index) => ({
      ...{ gtin: gtinOf(index), invoiced: each(amount), unitPriceMicros: 2_500_000, charges: [] },
    })),
    totalMinor: amounts.reduce((sum, amount) => sum + amount * 250, 0),
  };
};
const billedOn = async (poNumber: string) => (await orderOf(poNumber)).invoices;

test('one invoice over two orders is matched with both and paid once, without a person', async () => {
  const invoice = bill('I-V', 'T-1', [10, 5]);
  const answer = await trade.post('supplier', invoice);
  expect(answer.status).toBeLessThan(300);
  expect((await trade.buyer().orders.waiting.list({})).rows).toEqual([]);
  expect(await billedOn('V1')).toMatchObject([{ invoiceNumber: 'I-V', totalMinor: 2_500, state: 'waiting' }]);
  expect(await billedOn('V2')).toMatchObject([{ invoiceNumber: 'I-V', totalMinor: 1_250 }]);
  // Again, and under the same number with another content.
  await trade.post('supplier', invoice);
  expect(await billedOn('V1')).toHaveLength(1);
  await trade.post('supplier', bill('I-V', 'T-1', [9, 5]));
  expect((await trade.buyer().orders.waiting.list({})).rows.map(({ issueCode }) => issueCode)).toContain(
    'invoice-number-used',
  );
  const payment = {
    paymentNumber: 'Z-V',
    paidOn: '2026-12-10',
    method: 'transfer',
    currency: 'NOK',
  } as const;
  const items = [{ invoiceNumber: 'I-V', paidMinor: 3_750 }];
  const { portalSupplierId: supplierId } = trade.world;
  const pay = () => trade.buyer().orders.pay({ supplierId, ...payment, items });
  expect(await pay()).toEqual({ paidMinor: 3_750 });
  await pay();
  expect((await billedOn('V1'))[0]?.payments).toMatchObject([{ paidMinor: 2_500 }]);
  expect((await billedOn('V2'))[0]?.payments).toMatchObject([{ paidMinor: 1_250 }]);
  const [told] = (await trade.supplier().orders.payments({})).rows;
  expect(told).toMatchObject({ paymentNumber: 'Z-V', paidMinor: 3_750 });
  expect(told?.items.map(({ poNumber, paidMinor }) => [poNumber, paidMinor])).toEqual([
    ['V1', 2_500],
    ['V2', 1_250],
  ]);
});

test('an invoice that could be meant in two ways waits for a person', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'V5' });
  await trade.post('buyer', { ...order850, poNumber: 'V6' });
  await trade.post('supplier', {
    ...notice856,
    shipmentNumber: 'T-2',
    orders: ['V5', 'V6'].map((poNumber) => ({
      ...{ poNumber, pallets: [], cartons: [] },
      lines: [{ gtin: gtinOf(0), shipped: each(10), ssccs: [] }],
    })),
  });
  await trade.post('supplier', bill('I-W', 'T-2', [10]));
  const { rows } = await trade.buyer().orders.waiting.list({});
  expect(rows.map(({ documentType, issueCode }) => [documentType, issueCode])).toContainEqual([
    ...['invoice', 'order-unknown'],
  ]);
});

test('what is matched or decided is listed to be paid, with what was taken off, and what is paid no longer', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'V7' });
  const placed = await orderOf('V7');
  const orderLineId = placed.lines[2]?.orderLineId ?? '';
  const { orderId } = placed;
  await trade.buyer().orders.receive({
    ...{ orderId, receivedOn: '2026-12-01', expectedVersion: placed.version },
    lines: [{ orderLineId, receivedMilli: 20_000 }],
  });
  await trade.supplier().orders.invoice({
    ...{ orderId, invoiceNumber: 'I-V7', invoicedOn: '2026-12-02' },
    expectedVersion: (await orderOf('V7')).version,
    lines: [{ orderLineId, quantityMilli: 20_000 }],
  });
  const listed = async () =>
    (await trade.buyer().orders.payable({})).rows.find(({ invoiceNumber }) => invoiceNumber === 'I-V7');
  expect(await listed()).toMatchObject({ state: 'matched', payableMinor: 5_000, takenOffMinor: 0 });
  const { portalSupplierId: supplierId } = trade.world;
  await trade.buyer().orders.pay({
    ...{ supplierId, paymentNumber: 'Z-7', paidOn: '2026-12-11', method: 'transfer', currency: 'NOK' },
    items: [{ invoiceNumber: 'I-V7', paidMinor: 5_000 }],
  });
  expect(await listed()).toBeUndefined();
});
