import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consensusRules } from '../vocabulary.ts';
import { accuracyWeights } from './accuracy-weights.ts';
import { type ConsensusInput, computeConsensus } from './compute-consensus.ts';

const one = (input: Partial<ConsensusInput> & { buyer: number | null; seller: number | null }) =>
  computeConsensus({
    rule: 'average',
    touchless: {},
    unitPriceMicros: 2_000_000,
    weights: { buyer: 7_500, seller: 2_500 },
    ...input,
    buyerMilli: [input.buyer],
    sellerMilli: [input.seller],
  })[0]!;

test.each([
  ['buyer', 100_000],
  ['seller', 60_001],
  ['average', 80_001],
  ['high', 100_000],
  ['low', 60_001],
  ['accuracy-weighted', 90_000],
] as const)(
  'within the tolerance the rule %s agrees on its own number without a person',
  (rule, expected) => {
    const result = one({ rule, buyer: 100_000, seller: 60_001, touchless: { ratio: 0.5 } });
    expect(result).toEqual({
      valueMilli: expected,
      suggestedMilli: expected,
      state: 'touchless',
      missing: [],
    });
  },
);

test('a difference beyond every threshold stays open and only suggests the number of the rule', () => {
  const touchless = { ratio: 0.2, unitsMilli: 10_000, moneyMinor: 5_000 };
  const result = one({ buyer: 100_000, seller: 60_000, touchless });
  expect(result).toEqual({ valueMilli: null, suggestedMilli: 80_000, state: 'open', missing: [] });
});

test.each([
  ['share', { ratio: 0.4, unitsMilli: 0, moneyMinor: 0 }],
  ['units', { ratio: 0, unitsMilli: 40_000, moneyMinor: 0 }],
  ['money', { ratio: 0, unitsMilli: 0, moneyMinor: 8_000 }],
])('one threshold that is not passed (%s) is enough for the difference to be small', (_, touchless) => {
  expect(one({ buyer: 100_000, seller: 60_000, touchless }).state).toBe('touchless');
});

test('without a price the money threshold hides nothing', () => {
  const touchless = { moneyMinor: 1_000_000 };
  expect(one({ buyer: 100_000, seller: 60_000, touchless, unitPriceMicros: null }).state).toBe('open');
});

test('a missing value is owed, is never zero, and nobody else stands in for it, whatever the rule', () => {
  for (const rule of consensusRules) {
    for (const [buyer, seller, missing] of [
      [null, 5_000, ['buyer']],
      [5_000, null, ['seller']],
      [null, null, ['buyer', 'seller']],
      [0, null, ['seller']],
    ] as const) {
      const result = one({ rule, buyer, seller, touchless: { ratio: 1 } });
      expect(result).toEqual({
        valueMilli: null,
        suggestedMilli: null,
        state: 'response-required',
        missing,
      });
    }
  }
});

test('where one side leads alone the other owes nothing and its silence is no question', () => {
  expect(one({ rule: 'buyer', buyer: 5_000, seller: null, owedBy: ['buyer'] })).toMatchObject({
    valueMilli: 5_000,
    state: 'agreed',
  });
  expect(one({ rule: 'buyer', buyer: null, seller: 5_000, owedBy: ['buyer'] })).toMatchObject({
    state: 'response-required',
    missing: ['buyer'],
  });
});

test('equal numbers are agreed under every rule, and a manual rule never agrees on different ones', () => {
  for (const rule of consensusRules) {
    expect(one({ rule, buyer: 0, seller: 0 })).toMatchObject({ valueMilli: 0, state: 'agreed' });
  }
  expect(one({ rule: 'manual', buyer: 10, seller: 11, touchless: { ratio: 1 } })).toEqual({
    valueMilli: null,
    suggestedMilli: null,
    state: 'open',
    missing: [],
  });
});

test('the joint number always lies between the two sides', () => {
  const value = fc.integer({ min: 0, max: 1_000_000_000_000 });
  const rule = fc.constantFrom(...consensusRules.filter((name) => name !== 'manual'));
  fc.assert(
    fc.property(rule, value, value, fc.integer({ min: 0, max: 10_000 }), (name, buyer, seller, share) => {
      const weights = { buyer: share, seller: 10_000 - share };
      const { valueMilli } = one({ rule: name, buyer, seller, weights, touchless: { ratio: 1 } });
      expect(valueMilli).toBeGreaterThanOrEqual(Math.min(buyer, seller));
      expect(valueMilli).toBeLessThanOrEqual(Math.max(buyer, seller));
    }),
  );
});

const actualMilli = [null, 100, 100, 100, 100, 100, 100, 100];

test('who erred half as much has four times the weight', () => {
  const weights = accuracyWeights({
    actualMilli,
    buyerMilli: [1, 90, 110, 90, 110, 90, 110, 90],
    sellerMilli: [1, 80, 120, 80, 120, 80, 120, 80],
  });
  expect(weights).toMatchObject({ buyer: 8_000, seller: 2_000, isFallback: false, bucketCount: 7 });
  expect(weights.reason).toContain('buyer 10.0 %, seller 20.0 %');
});

test('only weeks known of both sides count, at most the newest thirteen', () => {
  const long = Array.from({ length: 20 }, () => 100);
  const early = long.map((_, index) => (index < 7 ? 500 : 90));
  const weights = accuracyWeights({ actualMilli: long, buyerMilli: early, sellerMilli: long.map(() => 90) });
  expect(weights).toMatchObject({ buyer: 5_000, seller: 5_000, bucketCount: 13, isFallback: false });
});

test('too few weeks or no demand fall back to the average and say why', () => {
  const few = accuracyWeights({
    actualMilli: [1, 2, 3, 4, 5, null],
    buyerMilli: [1, 2, 3, 4, 5, 6],
    sellerMilli: [1, 2, 3, 4, 5, 6],
  });
  expect(few).toMatchObject({ buyer: 5_000, seller: 5_000, isFallback: true, bucketCount: 5 });
  expect(few.reason).toContain('5 of the 6 buckets');
  const zeros = Array.from({ length: 8 }, () => 0);
  const none = accuracyWeights({ actualMilli: zeros, buyerMilli: zeros, sellerMilli: zeros });
  expect(none.isFallback).toBe(true);
  expect(none.reason).toContain('nothing was sold');
});

test('a side without any error still leaves the other a say', () => {
  const flat = Array.from({ length: 8 }, () => 1_000);
  const weights = accuracyWeights({
    actualMilli: flat,
    buyerMilli: flat,
    sellerMilli: flat.map(() => 1_020),
  });
  expect(weights).toMatchObject({ buyer: 8_000, seller: 2_000 });
});
