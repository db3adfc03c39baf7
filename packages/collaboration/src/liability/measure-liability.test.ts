import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LiabilityRow, measureLiability } from './measure-liability.ts';

const terms = { liability: { frozen: 'firm', slushy: 'material', materialRatio: 0.5 } } as const;
const row = (changes: Partial<LiabilityRow>): LiabilityRow => ({
  window: 'frozen',
  committedMilli: 100_000,
  orderedMilli: 0,
  forecastMilli: 100_000,
  receivedMilli: null,
  unitPriceMicros: 2_000_000,
  ...changes,
});
const meter = (changes: Partial<LiabilityRow>) => measureLiability([row(changes)], terms);

test('as long as the buyer still plans to buy what was committed he owes nothing, but it is open', () => {
  expect(meter({ orderedMilli: 30_000 })).toMatchObject({
    openMinor: 14_000,
    buyerDebtMinor: 0,
    sellerDebtMinor: 0,
  });
});

test('a forecast that falls in the frozen window is owed at the full price, in the slushy one at the agreed share', () => {
  expect(meter({ forecastMilli: 60_000 }).buyerDebtMinor).toBe(8_000);
  expect(meter({ forecastMilli: 60_000, window: 'slushy' }).buyerDebtMinor).toBe(4_000);
  expect(meter({ forecastMilli: 60_000, window: 'liquid' })).toMatchObject({
    buyerDebtMinor: 0,
    openMinor: 0,
  });
});

test('what was ordered already is not owed again, even where the forecast has fallen below it', () => {
  expect(meter({ forecastMilli: 0, orderedMilli: 80_000 }).buyerDebtMinor).toBe(4_000);
  expect(meter({ forecastMilli: 0, orderedMilli: 120_000 }).buyerDebtMinor).toBe(0);
});

test('when a bucket is over the buyer owes what he never ordered and the seller what never came', () => {
  const over = meter({ window: 'past', orderedMilli: 70_000, receivedMilli: 50_000 });
  expect(over).toMatchObject({ buyerDebtMinor: 6_000, sellerDebtMinor: 4_000 });
  const more = meter({ window: 'past', orderedMilli: 150_000, receivedMilli: 100_000 });
  expect(more).toMatchObject({ buyerDebtMinor: 0, sellerDebtMinor: 0 });
  expect(meter({ window: 'past', orderedMilli: 70_000, receivedMilli: null }).sellerDebtMinor).toBe(0);
});

test('without a commit nobody owes anything, and without a price the quantity is shown but no money', () => {
  expect(meter({ committedMilli: null, forecastMilli: 0 }).windows[1]).toMatchObject({ committedMilli: 0 });
  const unpriced = meter({ unitPriceMicros: null, forecastMilli: 0 });
  expect(unpriced).toMatchObject({ buyerDebtMinor: 0, unpricedCount: 1 });
  expect(unpriced.windows[1]).toMatchObject({ buyerDebtMilli: 100_000 });
});

test('each window states its rule in words', () => {
  expect(measureLiability([], terms).windows.map(({ rule }) => rule)).toEqual([
    'Buckets that are over (frozen before): firm, what was committed is owed at the full price.',
    'In the frozen window: firm, what was committed is owed at the full price.',
    'In the slushy window: material, 50 % of the price of what was committed is owed.',
  ]);
  const free = { liability: { frozen: 'none', slushy: 'none', materialRatio: 0.5 } } as const;
  expect(measureLiability([row({ forecastMilli: 0 })], free).buyerDebtMinor).toBe(0);
});

test('no debt is greater than what was committed, and planning more never raises the debt', () => {
  const quantity = fc.integer({ min: 0, max: 1_000_000_000 });
  fc.assert(
    fc.property(
      quantity,
      quantity,
      quantity,
      quantity,
      (committedMilli, orderedMilli, forecastMilli, more) => {
        const before = meter({ committedMilli, orderedMilli, forecastMilli });
        const after = meter({ committedMilli, orderedMilli, forecastMilli: forecastMilli + more });
        expect(after.buyerDebtMinor).toBeLessThanOrEqual(before.buyerDebtMinor);
        expect(before.windows[1]!.buyerDebtMilli).toBeLessThanOrEqual(before.windows[1]!.openMilli);
        expect(before.windows[1]!.openMilli).toBeLessThanOrEqual(committedMilli);
      },
    ),
  );
});
