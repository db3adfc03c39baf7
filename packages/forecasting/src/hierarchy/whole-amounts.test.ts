import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelFrom, totalLevel } from './hierarchy.ts';
import { shareExactly, wholeMilli } from './whole-amounts.ts';

const anyWeights = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);

test('the parts of an amount add up to it exactly, and each is within one of its share', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), anyWeights, (amount, list) => {
      const weights = Float64Array.from(list);
      const parts = shareExactly(amount, weights);
      expect(sumOf(parts)).toBe(amount);
      const total = sumOf(weights);
      parts.forEach((part, index) => {
        const share = total > 0 ? (amount * weights[index]!) / total : amount / weights.length;
        expect(Math.abs(part - share)).toBeLessThanOrEqual(1 + 1e-6);
      });
    }),
  );
});

test('who has the larger remainder gets the one that is left; equal ones in their order', () => {
  expect([...shareExactly(10, Float64Array.from([1, 1, 1]))]).toEqual([4, 3, 3]);
  expect([...shareExactly(5, Float64Array.from([0.2, 0.5, 0.3]))]).toEqual([1, 3, 1]);
  expect([...shareExactly(3, new Float64Array(2))]).toEqual([2, 1]);
});

test('whole thousandths of every item add up to every category, every place and the rounded total exactly', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 12, maxLength: 12 });
  const labels = (from: string) => fc.array(fc.constantFrom(...from), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(values, labels('abc'), labels('xy'), (list, categories, places) => {
      const category = levelFrom('category', categories);
      const place = levelFrom('place', places);
      const hierarchy = { bottomCount: 6, levels: [totalLevel(6), category.level, place.level] };
      const bottom = { values: Float64Array.from(list), periods: 2 };
      const whole = wholeMilli(hierarchy, bottom);
      const at = (paths: { values: Float64Array }, node: number, t: number) => paths.values[node * 2 + t]!;
      for (let t = 0; t < 2; t++) {
        const units = Array.from({ length: 6 }, (_, series) => at(bottom, series, t));
        const milli = Array.from({ length: 6 }, (_, series) => at(whole.bottom, series, t));
        expect(milli.every((value) => Number.isSafeInteger(value) && value >= 0)).toBe(true);
        const total = at(whole.upper, 0, t);
        expect(total).toBe(Math.round(sumOf(units) * 1000));
        expect(total).toBe(sumOf(milli));
        expect(total).toBe(sumOf(category.groups.map((_, group) => at(whole.upper, 1 + group, t))));
        expect(total).toBe(
          sumOf(place.groups.map((_, group) => at(whole.upper, 1 + category.groups.length + group, t))),
        );
      }
    }),
  );
});
