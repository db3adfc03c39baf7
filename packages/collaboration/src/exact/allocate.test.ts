import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, scaleRounded } from './allocate.ts';

const wholes = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 40 });

test('the parts of a split add up to what was split', () => {
  fc.assert(
    fc.property(wholes, weights, (total, shares) => {
      expect(allocate(total, shares).reduce((sum, part) => sum + part, 0)).toBe(total);
    }),
  );
});

test('no part is a whole unit away from its fair share', () => {
  fc.assert(
    fc.property(wholes, weights, (total, shares) => {
      const sum = shares.reduce((all, share) => all + share, 0);
      if (sum === 0) return;
      allocate(total, shares).forEach((part, index) => {
        const gap = BigInt(part) * BigInt(sum) - BigInt(total) * BigInt(shares[index]!);
        expect((gap < 0n ? -gap : gap) < BigInt(sum)).toBe(true);
      });
    }),
  );
});

test('ten among three goes 4, 3, 3 and without weights evenly', () => {
  expect(allocate(10, [1, 1, 1])).toEqual([4, 3, 3]);
  expect(allocate(10, [0, 0, 0])).toEqual([4, 3, 3]);
  expect(allocate(-10, [1, 0, 1])).toEqual([-5, 0, -5]);
  expect(allocate(0, [])).toEqual([]);
  expect(() => allocate(1, [])).toThrow('at least one part');
  expect(() => allocate(1, [-1, 2])).toThrow('at least 0');
});

test('scaling rounds half away from zero and stays exact beyond 2⁵³', () => {
  expect(scaleRounded(5, 1, 2)).toBe(3);
  expect(scaleRounded(-5, 1, 2)).toBe(-3);
  expect(scaleRounded(4, 1, 3)).toBe(1);
  expect(scaleRounded(9_007_199_254_740_991, 999_999, 999_999)).toBe(9_007_199_254_740_991);
});
