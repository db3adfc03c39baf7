import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addUp, type Hierarchy, levelFrom, memberCounts, totalLevel, upperCountOf } from './hierarchy.ts';
import { reconcileMint } from './mint.ts';
import { nestedTreeOf } from './nested-tree.ts';
import { reconcile, structuralVariances } from './reconcile.ts';

const periods = 3;

/** Solves a small system by elimination: the plain text-book answer that the fast ones must give. */
function eliminate(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, index) => [...row, right[index]!]);
  for (let pivot = 0; pivot < rows.length; pivot++) {
    for (let row = 0; row < rows.length; row++) {
      if (row === pivot) continue;
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      rows[row] = rows[row]!.map((value, column) => value - factor * rows[pivot]![column]!);
    }
  }
  return rows.map((row, index) => row.at(-1)! / row[index]!);
}

/** (S'W⁻¹S)⁻¹S'W⁻¹ŷ written out, for one period. */
function byTheBook(hierarchy: Hierarchy, forecasts: number[], variances: number[]): number[] {
  const { bottomCount, levels } = hierarchy;
  const summing = [
    ...levels.flatMap(({ groupCount, groupOf }) =>
      Array.from({ length: groupCount }, (_, group) => Array.from(groupOf, (own) => Number(own === group))),
    ),
    ...Array.from({ length: bottomCount }, (_, series) =>
      Array.from({ length: bottomCount }, (_, other) => Number(other === series)),
    ),
  ];
  const sum = (of: (node: number) => number): number =>
    summing.reduce((total, _, node) => total + of(node) / variances[node]!, 0);
  const ofBottom = <Value>(value: (series: number) => Value) =>
    Array.from({ length: bottomCount }, (_, series) => value(series));
  return eliminate(
    ofBottom((i) => ofBottom((j) => sum((node) => summing[node]![i]! * summing[node]![j]!))),
    ofBottom((i) => sum((node) => summing[node]![i]! * forecasts[node]!)),
  );
}

const bottomCount = 6;
const labels = (from: string) =>
  fc.array(fc.constantFrom(...from), { minLength: bottomCount, maxLength: bottomCount });
/** Total, region and store inside the region. */
const anyNested = labels('ab').chain((regions) =>
  labels('xyz').map((stores): Hierarchy => {
    const inside = stores.map((store, series) => `${regions[series]}${store}`);
    const levels = [
      totalLevel(bottomCount),
      levelFrom('region', regions).level,
      levelFrom('store', inside).level,
    ];
    return { bottomCount, levels };
  }),
);
/** Items and suppliers that cross; some series belong to no supplier. */
const anyCrossed = labels('ab').chain((items) =>
  labels('pq-').map((suppliers): Hierarchy => {
    const known = suppliers.map((supplier) => (supplier === '-' ? undefined : supplier));
    const levels = [
      levelFrom('item', items).level,
      levelFrom('supplier', known).level,
      totalLevel(bottomCount),
    ];
    return { bottomCount, levels };
  }),
);
const numbers = (count: number, least: number) =>
  fc.array(fc.integer({ min: least, max: 500 }), { minLength: count, maxLength: count });
const anyCase = fc.oneof(anyNested, anyCrossed).chain((hierarchy) => {
  const upperCount = upperCountOf(hierarchy);
  return fc.record({
    hierarchy: fc.constant(hierarchy),
    upper: numbers(upperCount * periods, 0).map((values) => ({ values: Float64Array.from(values), periods })),
    bottom: numbers(bottomCount * periods, 0).map((values) => ({
      values: Float64Array.from(values),
      periods,
    })),
    variances: fc.record({
      upper: numbers(upperCount, 1).map((values) => Float64Array.from(values)),
      bottom: numbers(bottomCount, 1).map((values) => Float64Array.from(values)),
    }),
  });
});

test('reconciled forecasts are the weighted least squares of the text book, along trees and across levels', () => {
  fc.assert(
    fc.property(anyCase, ({ variances, ...base }) => {
      const { hierarchy, upper, bottom } = base;
      const { bottom: made, method } = reconcile(base, { variances, isNonNegative: false });
      expect(method).toBe(nestedTreeOf(hierarchy) === undefined ? 'crossed' : 'tree');
      for (let t = 0; t < periods; t++) {
        const at = (values: Float64Array) => [...values].filter((_, index) => index % periods === t);
        const all = [...at(upper.values), ...at(bottom.values)];
        const known = byTheBook(hierarchy, all, [...variances.upper, ...variances.bottom]);
        at(made.values).forEach((value, series) => {
          expect(value).toBeCloseTo(known[series]!, 5);
        });
      }
    }),
    { numRuns: 60 },
  );
});

test('parts add up to every total, and nothing is negative where demand cannot be', () => {
  fc.assert(
    fc.property(anyCase, ({ variances, ...base }) => {
      const { bottom, upper } = reconcile(base, { variances, isNonNegative: true });
      expect(bottom.values.every((value) => value >= 0)).toBe(true);
      expect(upper).toEqual(addUp(base.hierarchy, bottom));
    }),
  );
});

test('forecasts that add up already stay as they are', () => {
  fc.assert(
    fc.property(anyCase, ({ hierarchy, bottom, variances }) => {
      const upper = addUp(hierarchy, bottom);
      const made = reconcile({ hierarchy, bottom, upper }, { variances, isNonNegative: true });
      made.bottom.values.forEach((value, at) => {
        expect(value).toBeCloseTo(bottom.values[at]!, 6);
      });
    }),
  );
});

test('where a variance is not known the parts stay and every total is their sum', () => {
  fc.assert(
    fc.property(anyCase, fc.constantFrom(0, Number.NaN, Infinity), ({ variances, ...base }, unknown) => {
      variances.upper[0] = unknown;
      const made = reconcile(base, { variances, isNonNegative: true });
      expect(made.method).toBe('bottom-up');
      expect(made.bottom.values).toEqual(base.bottom.values);
      expect(reconcile(base, { isNonNegative: true }).bottom.values).toEqual(base.bottom.values);
    }),
  );
});

test('the difference is shared by the variances: the surer forecast moves less', () => {
  // Total 12 (variance 1) over parts 4 and 4 (variances 1 and 3): the parts take 4 · 1/5 and 4 · 3/5.
  const base = {
    hierarchy: { bottomCount: 2, levels: [totalLevel(2)] },
    bottom: { values: Float64Array.from([4, 4]), periods: 1 },
    upper: { values: Float64Array.from([12]), periods: 1 },
  };
  const variances = { bottom: Float64Array.from([1, 3]), upper: Float64Array.from([1]) };
  const { bottom, upper } = reconcile(base, { variances, isNonNegative: true });
  expect(bottom.values[0]).toBeCloseTo(4.8, 9);
  expect(bottom.values[1]).toBeCloseTo(6.4, 9);
  expect(upper.values[0]).toBeCloseTo(11.2, 9);
});

test('without errors of the past a node weighs as many as it adds up', () => {
  const hierarchy = { bottomCount: 3, levels: [totalLevel(3), levelFrom('item', ['a', 'a', 'b']).level] };
  expect([...structuralVariances(hierarchy).upper]).toEqual([3, 2, 1]);
  expect([...memberCounts(hierarchy)]).toEqual([3, 2, 1]);
});

test('a level that does not fit the series is refused', () => {
  const wrong = { name: 'item', groupCount: 1, groupOf: Int32Array.from([0, 1]) };
  const base = {
    hierarchy: { bottomCount: 2, levels: [wrong] },
    bottom: { values: new Float64Array(2), periods: 1 },
    upper: { values: new Float64Array(1), periods: 1 },
  };
  expect(() => reconcile(base, { isNonNegative: true })).toThrow(/level item/);
});

test('MinT follows the covariance of past errors, and stays with the parts where the past is too short', () => {
  const hierarchy = { bottomCount: 2, levels: [totalLevel(2)] };
  const base = {
    hierarchy,
    bottom: { values: Float64Array.from([4, 4]), periods: 1 },
    upper: { values: Float64Array.from([12]), periods: 1 },
  };
  // The second part's errors are three times as large and independent of the first's and the total's.
  const signs = [
    [1, 1, 1],
    [1, 1, -1],
    [1, -1, 1],
    [1, -1, -1],
    [-1, 1, 1],
    [-1, 1, -1],
    [-1, -1, 1],
    [-1, -1, -1],
  ];
  const errors = signs.map(([a, b, c]) => Float64Array.from([a!, b!, 3 * c!]));
  const { bottom, upper, shrinkage } = reconcileMint(base, { errors, isNonNegative: true });
  expect(shrinkage).toBe(1);
  expect(bottom.values[0]).toBeCloseTo(4 + 4 / 11, 6);
  expect(bottom.values[1]).toBeCloseTo(4 + 36 / 11, 6);
  expect(upper.values[0]).toBeCloseTo(bottom.values[0]! + bottom.values[1]!, 9);
  const short = reconcileMint(base, { errors: errors.slice(1), isNonNegative: true });
  expect(short).toMatchObject({ method: 'bottom-up', shrinkage: undefined });
  expect(short.bottom.values).toEqual(base.bottom.values);
});
