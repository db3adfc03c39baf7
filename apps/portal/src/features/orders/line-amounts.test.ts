import { expect, test } from 'vitest';
import { amountsText } from './line-amounts.ts';

test('what lies in several cartons of a line is one amount, and conditions stay apart', () => {
  const cartons = ['2', '1', '1'].map((lineNumber) => ({ lineNumber, quantityMilli: 1_500 }));
  expect(amountsText(cartons)).toBe('line 2: 1.5, line 1: 3');
  const damaged = { lineNumber: '1', what: 'damaged' };
  const counted = [
    { ...damaged, quantityMilli: 1_000 },
    { lineNumber: '1', quantityMilli: 1_000, what: 'short' },
    { ...damaged, quantityMilli: 2_000 },
  ];
  expect(amountsText(counted)).toBe('line 1: 3 damaged, line 1: 1 short');
  expect(amountsText([])).toBe('');
});
