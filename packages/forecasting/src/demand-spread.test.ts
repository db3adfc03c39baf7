import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DemandSpread, periodQuantiles, sumQuantiles, totalMoments } from './demand-spread.ts';

const spreadOf = (changes: Partial<DemandSpread>): DemandSpread => ({
  kind: 'normal',
  mean: new Float64Array(6).fill(100),
  sd: new Float64Array(6).fill(10),
  carry: 0,
  isNonNegative: false,
  unit: 1,
  ...changes,
});

test('the total of one period has the quantiles of that period', () => {
  fc.assert(
    fc.property(fc.constantFrom('normal', 'log-normal', 'count'), fc.nat(5), (kind, fromIndex) => {
      const spread = spreadOf({ kind });
      const [path] = periodQuantiles(spread, [0.9]);
      const [total] = sumQuantiles(spread, { fromIndex, toIndex: fromIndex + 1 }, [0.9]);
      expect(total).toBeCloseTo(path![fromIndex]!, 9);
    }),
  );
});

test('independent errors partly cancel: four periods have twice the deviation of one', () => {
  expect(totalMoments(spreadOf({}), { fromIndex: 0, toIndex: 4 })).toEqual({ mean: 400, sd: 20 });
});

test('errors of a random walk add up: the variance of n periods is n(n + 1)(2n + 1)/6', () => {
  const sd = Float64Array.from({ length: 6 }, (_, index) => Math.sqrt(index + 1));
  const moments = totalMoments(spreadOf({ sd, carry: 1 }), { fromIndex: 0, toIndex: 6 });
  expect(moments.sd ** 2).toBeCloseTo((6 * 7 * 13) / 6, 9);
});

test('the 95 % quantile of a total lies below the sum of the periods’ 95 % quantiles', () => {
  const spread = spreadOf({ kind: 'log-normal', carry: 0.3 });
  const [path] = periodQuantiles(spread, [0.95]);
  const [total] = sumQuantiles(spread, { fromIndex: 0, toIndex: 6 }, [0.95]);
  expect(total!).toBeGreaterThan(600);
  expect(total!).toBeLessThan(path!.reduce((sum, value) => sum + value, 0));
});

test('demand in packs of six has quantiles in sixes', () => {
  const spread = spreadOf({
    kind: 'count',
    unit: 6,
    mean: new Float64Array(6).fill(9),
    sd: new Float64Array(6).fill(9),
  });
  for (const value of sumQuantiles(spread, { fromIndex: 0, toIndex: 3 }, [0.3, 0.6, 0.9])) {
    expect(value % 6).toBe(0);
  }
});

test('a window outside the forecast and a level outside 0 … 1 are refused', () => {
  expect(() => sumQuantiles(spreadOf({}), { fromIndex: 0, toIndex: 7 }, [0.5])).toThrow(
    /within the 6 periods/,
  );
  expect(() => sumQuantiles(spreadOf({}), { fromIndex: 0, toIndex: 2 }, [0])).toThrow(/between 0 and 1/);
});
