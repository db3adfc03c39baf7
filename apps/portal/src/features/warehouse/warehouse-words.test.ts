import { expect, test } from 'vitest';
import { formatGrams, formatSscc, piecesText } from './warehouse-words.ts';

test.each([
  [100_000, 10_000, '10 × 10'],
  [75_000, 10_000, '7 × 10 + 5'],
  [5_000, 10_000, ''],
  [5_000, 1_000, ''],
  [5_000, null, ''],
])('%i thousandths in pieces of %s are read as "%s"', (quantityMilli, pieceMilli, text) => {
  expect(piecesText(quantityMilli, pieceMilli)).toBe(text);
});

test('a weight is read in kilograms, an SSCC in groups', () => {
  expect(formatGrams(12_400)).toBe('12.4 kg');
  expect(formatGrams(140_400)).toBe('140 kg');
  expect(formatSscc('340063810000000018')).toBe('3 4006 3810 0000 0001 8');
});
