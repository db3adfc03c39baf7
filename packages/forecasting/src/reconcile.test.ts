import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addUpBottom, type Hierarchy, reconcile } from './reconcile.ts';

/** A total of two regions with two items each. */
const hierarchy: Hierarchy = {
  bottomCount: 4,
  members: [[0, 1, 2, 3], [0, 1], [2, 3], [0], [1], [2], [3]],
};
const anyPath = fc
  .array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 })
  .map((values) => Float64Array.from(values));
const variances = Float64Array.from([9, 4, 4, 1, 1, 1, 1]);

test('after reconciliation parts add up to their totals', () => {
  fc.assert(
    fc.property(fc.array(anyPath, { minLength: 7, maxLength: 7 }), (forecasts) => {
      const [total, north, south, ...items] = reconcile({ hierarchy, forecasts, variances });
      for (let t = 0; t < 3; t++) {
        expect(north![t]! + south![t]!).toBeCloseTo(total![t]!, 6);
        expect(items[0]![t]! + items[1]![t]!).toBeCloseTo(north![t]!, 6);
      }
    }),
  );
});

test('forecasts that add up already stay as they are', () => {
  fc.assert(
    fc.property(fc.array(anyPath, { minLength: 4, maxLength: 4 }), (bottom) => {
      const forecasts = addUpBottom(hierarchy, bottom);
      reconcile({ hierarchy, forecasts, variances }).forEach((path, node) => {
        for (let t = 0; t < 3; t++) expect(path[t]!).toBeCloseTo(forecasts[node]![t]!, 6);
      });
    }),
  );
});

test('the difference is shared by the variances: the surer forecast moves less', () => {
  // Total 12 (variance 1) over parts 4 and 4 (variances 1 and 3): the parts take 4 · 1/5 and 4 · 3/5.
  const forecasts = [[12], [4], [4]].map((values) => Float64Array.from(values));
  const [total, first, second] = reconcile({
    hierarchy: { bottomCount: 2, members: [[0, 1], [0], [1]] },
    forecasts,
    variances: Float64Array.from([1, 1, 3]),
  });
  expect(first![0]).toBeCloseTo(4.8, 9);
  expect(second![0]).toBeCloseTo(6.4, 9);
  expect(total![0]).toBeCloseTo(11.2, 9);
});

test('a bottom series in no node and a variance of zero are refused', () => {
  const path = new Float64Array(1);
  const lost = { bottomCount: 2, members: [[0]] };
  expect(() => reconcile({ hierarchy: lost, forecasts: [path], variances: Float64Array.from([1]) })).toThrow(
    /bottom series 1/,
  );
  const forecasts = hierarchy.members.map(() => path);
  expect(() => reconcile({ hierarchy, forecasts, variances: new Float64Array(7) })).toThrow(/above 0/);
});
