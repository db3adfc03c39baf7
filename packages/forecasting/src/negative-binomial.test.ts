import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countQuantiles } from './negative-binomial.ts';

test('Poisson quantiles are those of the tables', () => {
  expect(countQuantiles({ mean: 3, variance: 3 }, [0.1, 0.5, 0.9, 0.99])).toEqual([1, 3, 5, 8]);
});

test('a negative binomial of size 1 is the geometric distribution', () => {
  // Mean 4, variance 20: P(X ≤ k) = 1 − 0.8^(k+1).
  const expected = [0.2, 0.5, 0.9, 0.95].map((level) =>
    Math.max(0, Math.ceil(Math.log(1 - level) / Math.log(0.8) - 1e-9) - 1),
  );
  expect(countQuantiles({ mean: 4, variance: 20 }, [0.2, 0.5, 0.9, 0.95])).toEqual(expected);
});

test('no demand has no quantiles above zero', () => {
  expect(countQuantiles({ mean: 0, variance: 0 }, [0.5, 0.99])).toEqual([0, 0]);
});

test('quantiles rise with the level and with the mean, also where the exact count is given up', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 2000, noNaN: true }),
      fc.double({ min: 1, max: 20, noNaN: true }),
      (mean, dispersion) => {
        const low = countQuantiles({ mean, variance: mean * dispersion }, [0.9, 0.1, 0.5]);
        expect(low[1]!).toBeLessThanOrEqual(low[2]!);
        expect(low[2]!).toBeLessThanOrEqual(low[0]!);
        const more = countQuantiles({ mean: 2 * mean, variance: 2 * mean * dispersion }, [0.9]);
        expect(more[0]!).toBeGreaterThanOrEqual(low[0]! - 1);
      },
    ),
  );
});

test('a level outside 0 … 1 is refused', () => {
  expect(() => countQuantiles({ mean: 1, variance: 1 }, [1])).toThrow(/between 0 and 1/);
});
