import { expect, test } from 'vitest';
import { cappedPrice, tierPrice } from './contract-price.ts';

const tiers = [
  { fromMilli: 0, unitPriceMicros: 3_000_000 },
  { fromMilli: 100_000, unitPriceMicros: 2_500_000 },
  { fromMilli: 500_000, unitPriceMicros: 2_000_000 },
];

test('the price is that of the highest tier that the quantity reaches, at its edge already', () => {
  expect([1, 99_999, 100_000, 499_999, 500_000, 9_000_000].map((milli) => tierPrice(tiers, milli))).toEqual([
    ...[3_000_000, 3_000_000, 2_500_000, 2_500_000, 2_000_000, 2_000_000],
  ]);
});

test('a contract caps what is ordered and promised, unless the buyer let the dearer price stand', () => {
  const contractMicros = 2_500_000;
  expect(cappedPrice(2_600_000, { contractMicros, isAcceptedByBuyer: false })).toBe(2_500_000);
  expect(cappedPrice(2_400_000, { contractMicros, isAcceptedByBuyer: false })).toBe(2_400_000);
  expect(cappedPrice(2_600_000, { contractMicros, isAcceptedByBuyer: true })).toBe(2_600_000);
  expect(cappedPrice(2_600_000, { contractMicros: null, isAcceptedByBuyer: false })).toBe(2_600_000);
});
