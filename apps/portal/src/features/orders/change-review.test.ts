import { expect, test } from 'vitest';
import type { OrderChangeView } from '../../app/api-types.ts';
import { cellsOf } from './change-review.tsx';

const line = (part: object) =>
  ({
    lineNumber: '1',
    isAdded: false,
    isDeleted: false,
    before: { requestedOn: '2026-12-01', quantityMilli: 100_000, unitPriceMicros: 2_500_000 },
    asked: { requestedOn: null, quantityMilli: 120_000, unitPriceMicros: null },
    ...part,
  }) as unknown as OrderChangeView['lines'][number];
const about = { unit: 'EA', currency: 'NOK' };

test('what is not said in a change stays as it was', () => {
  const { before, after } = cellsOf(line({}), about);
  expect(after.day).toBe(before.day);
  expect(after.price).toBe(before.price);
  expect(after.quantity).not.toBe(before.quantity);
});

test('an added line was nothing before, and a removed one is nothing after', () => {
  expect(cellsOf(line({ isAdded: true }), about).before.quantity).toBe('–');
  expect(cellsOf(line({ isDeleted: true }), about).after.quantity).toBe('–');
});
