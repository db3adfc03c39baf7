import type { Invoice } from '@coplan/documents';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderFacts } from './order-facts.ts';
import { shareOut, splitInvoice } from './split-invoice.ts';
import { arrive, emptyBook } from './test-book.ts';
import { invoice810, notice856, order850 } from './test-documents.ts';

const each = (amount: number) => ({ amountMilli: amount * 1000, unit: 'EA' as const });
const gtinOf = (index: number) => order850.lines[index]?.gtin ?? '';

/** Two orders of the same items in one shipment: 4711 with so much of each item, 4712 with so much. */
function shipped(first: readonly number[], second: readonly number[]): OrderFacts[] {
  const orders = [
    { poNumber: '4711', amounts: first },
    { poNumber: '4712', amounts: second },
  ];
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `id-${ids}`;
  };
  const notice = {
    ...notice856,
    shipmentNumber: 'TRUCK-1',
    orders: orders.map(({ poNumber, amounts }) => ({
      ...{ poNumber, pallets: [], cartons: [] },
      lines: amounts
        .map((amount, index) => ({ amount, index }))
        .filter(({ amount }) => amount > 0)
        .map(({ amount, index }) => ({ gtin: gtinOf(index), shipped: each(amount), ssccs: [] })),
    })),
  };
  return orders.map(({ poNumber }) => {
    const { facts } = arrive(arrive(emptyBook, { ...order850, poNumber }, newId), notice, newId);
    if (facts === undefined) throw new Error('the order did not arrive');
    return facts;
  });
}

const bill = (...lines: [index: number, amount: number][]): Invoice => {
  const { poNumber: _none, ...invoice } = invoice810;
  return {
    ...invoice,
    shipmentNumber: 'TRUCK-1',
    lines: lines.map(([index, amount]) => ({
      ...{ gtin: gtinOf(index), invoiced: each(amount), unitPriceMicros: 2_500_000, charges: [] },
    })),
    totalMinor: lines.reduce((sum, [, amount]) => sum + amount * 250, 0),
  };
};

const split = (invoice: Invoice, orders: OrderFacts[]) =>
  splitInvoice(invoice, orders, 'TRUCK-1')?.map(({ poNumber, invoice: part }) => [
    poNumber,
    part.lines.map(({ lineNumber, invoiced }) => `${lineNumber}×${invoiced.amountMilli / 1000}`).join(' '),
    part.totalMinor,
  ]);

test('one invoice over two orders is matched with both where each line can belong to one of them only', () => {
  expect(split(bill([0, 10], [1, 5]), shipped([10, 0], [0, 5]))).toEqual([
    ['4711', '1×10', 2_500],
    ['4712', '2×5', 1_250],
  ]);
});

test('the same item for both orders: the quantity shipped decides, or the line bills the sum of both', () => {
  expect(split(bill([0, 10], [0, 20]), shipped([10], [20]))).toEqual([
    ['4711', '1×10', 2_500],
    ['4712', '1×20', 5_000],
  ]);
  expect(split(bill([0, 30]), shipped([10], [20]))).toEqual([
    ['4711', '1×10', 2_500],
    ['4712', '1×20', 5_000],
  ]);
});

test('what could be meant in two ways, or was not in the shipment, is left to a person', () => {
  expect(split(bill([0, 10]), shipped([10], [10]))).toBeUndefined();
  expect(split(bill([0, 7]), shipped([10], [20]))).toBeUndefined();
  expect(split(bill([2, 5]), shipped([10], [20]))).toBeUndefined();
});

test('freight and tax go with the goods, and the parts add up to what was billed', () => {
  const taxed = { ...bill([0, 10], [1, 5]), totalMinor: 4_001 };
  const parts = splitInvoice(taxed, shipped([10, 0], [0, 5]), 'TRUCK-1') ?? [];
  expect(parts.map(({ invoice }) => invoice.totalMinor)).toEqual([2_667, 1_334]);
  fc.assert(
    fc.property(
      fc.integer({ min: -1_000_000, max: 1_000_000 }),
      fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 9 }),
      (total, weights) => {
        const shares = shareOut(total, weights);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      },
    ),
  );
});
