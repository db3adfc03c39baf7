import type { DespatchAdvice, Invoice, OrderConfirmation, PurchaseOrderChange } from '@coplan/documents';
import { expect, test } from 'vitest';
import type { OrderDocument } from './judge-document.ts';
import { arrive, type Book, emptyBook, type Picture, pictureOf } from './test-book.ts';
import {
  answer855,
  answer865,
  change860,
  everyOrder,
  invoice810,
  notice856,
  order850,
  sixMessages,
} from './test-documents.ts';

function arrivalOf(documents: readonly OrderDocument[]): Book {
  let ids = 0;
  return documents.reduce((book, document) => arrive(book, document, () => `id-${ids++}`), emptyBook);
}

/** Each message once more, right after itself and again at the end. */
const withDuplicates = (documents: readonly OrderDocument[]): OrderDocument[] => [
  ...documents.flatMap((document) => [document, document]),
  ...documents,
];

const right = pictureOf(arrivalOf(sixMessages));

test('the six messages of one purchase order, in their right order, end shipped and billed', () => {
  expect(right).toEqual({
    state: 'shipped',
    lines: [
      {
        lineNumber: '1',
        state: 'shipped',
        promisedOn: '2026-12-01',
        quantities: [120_000, 0, 120_000, 0, 0, 0, 120_000],
      },
      {
        lineNumber: '2',
        state: 'shipped',
        promisedOn: '2026-12-02',
        quantities: [50_000, 0, 50_000, 0, 0, 0, 50_000],
      },
      {
        lineNumber: '3',
        state: 'cancelled',
        promisedOn: '2026-12-01',
        quantities: [20_000, 0, 0, 20_000, 0, 0, 0],
      },
      {
        lineNumber: '4',
        state: 'shipped',
        promisedOn: '2026-12-01',
        quantities: [30_000, 0, 30_000, 0, 0, 0, 30_000],
      },
    ],
    invoices: [{ invoiceNumber: 'R-1', state: 'waiting', variances: [] }],
    waiting: [],
  } satisfies Picture);
});

test('all 720 orders of the six messages, each with duplicates, end in that same state', () => {
  const arrivals = everyOrder(sixMessages);
  expect(arrivals).toHaveLength(720);
  for (const documents of arrivals) {
    expect(pictureOf(arrivalOf(documents))).toEqual(right);
    expect(pictureOf(arrivalOf(withDuplicates(documents)))).toEqual(right);
  }
});

const rejecting865: OrderConfirmation = { ...answer865, outcome: 'rejected' };
const late855: OrderConfirmation = {
  ...answer855,
  lines: [
    { lineNumber: '1', outcome: 'rejected', schedule: [] },
    {
      lineNumber: '2',
      outcome: 'changed',
      schedule: [{ quantity: { amountMilli: 40_000, unit: 'EA' }, deliverOn: '2026-12-20' as never }],
    },
    { lineNumber: '3', outcome: 'backordered', schedule: [] },
  ],
};
const smaller860: PurchaseOrderChange = {
  ...change860,
  lines: [{ lineNumber: '2', change: 'quantity-decreased', ordered: { amountMilli: 10_000, unit: 'EA' } }],
};
const cancelling860: PurchaseOrderChange = { ...change860, purpose: 'cancellation', lines: [] };
const dearer810: Invoice = {
  ...invoice810,
  lines: invoice810.lines.map((line) => ({ ...line, unitPriceMicros: 2_600_000 })),
};
const unknownLine856: DespatchAdvice = {
  ...notice856,
  orders: [
    {
      ...order850,
      poNumber: '4711',
      pallets: [],
      cartons: [],
      lines: [{ lineNumber: '9', shipped: { amountMilli: 1_000, unit: 'EA' }, ssccs: [] }],
    },
  ],
};

const conserves = ({ lines }: Picture): boolean =>
  lines.every(({ quantities: [ordered = 0, open = 0, shipped = 0, cancelled = 0] }) =>
    shipped > ordered ? open + cancelled === 0 : ordered === open + shipped + cancelled,
  );

const settled = (picture: Picture) => ({ ...picture, waiting: [] });

test('whatever the six messages say, every order of them ends in the same picture or leaves a named issue', () => {
  const variants: OrderDocument[][] = [
    [order850, late855, change860, answer865, notice856, dearer810],
    [order850, answer855, change860, rejecting865, notice856, invoice810],
    [order850, answer855, smaller860, answer865, notice856, invoice810],
    [order850, answer855, cancelling860, answer865, notice856, invoice810],
    [order850, late855, change860, answer865, unknownLine856, invoice810],
  ];
  for (const documents of variants) {
    const expected = pictureOf(arrivalOf(documents));
    for (const arrival of everyOrder(documents)) {
      const picture = pictureOf(arrivalOf(withDuplicates(arrival)));
      expect(conserves(picture)).toBe(true);
      // Where even the right order leaves an issue for a person, another one may be luckier.
      if (picture.waiting.length + expected.waiting.length === 0) expect(settled(picture)).toEqual(expected);
    }
  }
});

test('a ship notice before its order waits by name and needs nobody', () => {
  const early = arrivalOf([notice856]);
  expect(pictureOf(early).waiting).toEqual(['despatch-advice: order-unknown']);
  const placed = arrivalOf([notice856, order850]);
  expect(pictureOf(placed).waiting).toEqual(['despatch-advice: line-unknown']);
  expect(pictureOf(arrivalOf([notice856, order850, change860])).waiting).toEqual([]);
});

test('the same number with another content is an issue, not a second effect', () => {
  const book = arrivalOf([
    ...sixMessages,
    { ...invoice810, totalMinor: 1 },
    { ...notice856, despatchedOn: undefined },
  ]);
  expect(pictureOf(book)).toEqual({
    ...right,
    waiting: ['despatch-advice: shipment-number-used', 'invoice: invoice-number-used'],
  });
});
