import { expect, test } from 'vitest';
import { holdKinds, judgeHolds, releasedBy } from './hold-rules.ts';

const rules = { creditMinor: 100_000, priceRatio: 0.05, duplicateDays: 7, version: 1 };
const line = (unitPriceMicros: number, contractPriceMicros: number | null) => ({
  ...{ unitPriceMicros, contractPriceMicros, itemNumber: 'A' },
});
const kinds = (placed: Parameters<typeof judgeHolds>[1], of = rules) =>
  judgeHolds(of, placed).map(({ kind }) => kind);

test('a limit is not passed at its edge: the sum, and five of a hundred above the contract', () => {
  const plain = { totalMinor: 100_000, lines: [line(1_050_000, 1_000_000)], sameOrder: null };
  expect(kinds(plain)).toEqual([]);
  expect(kinds({ ...plain, totalMinor: 100_001 })).toEqual(['credit']);
  expect(kinds({ ...plain, lines: [line(1_050_001, 1_000_000)] })).toEqual(['price']);
  expect(kinds({ ...plain, lines: [line(9_000_000, null)] })).toEqual([]);
  expect(kinds({ ...plain, sameOrder: '4711' })).toEqual(['duplicate']);
});

test('every reason counts for itself, and without rules nothing is held', () => {
  const bad = { totalMinor: 100_001, lines: [line(2_000_000, 1_000_000)], sameOrder: '4711' };
  expect(kinds(bad)).toEqual(['credit', 'price', 'duplicate']);
  const none = { creditMinor: null, priceRatio: null, duplicateDays: null, version: 1 };
  expect(judgeHolds(none, { ...bad, sameOrder: null })).toEqual([]);
});

test('every kind of hold is released by somebody', () => {
  for (const kind of holdKinds) expect(releasedBy[kind].length).toBeGreaterThan(0);
});
