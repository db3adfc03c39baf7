import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSeries, type SeriesPoints } from './merge-series.ts';

const points = (...rows: [day: number, sold: number | null, inStock?: boolean][]): SeriesPoints => ({
  days: rows.map(([day]) => day),
  soldMilli: rows.map(([, sold]) => sold),
  inStock: rows.map(([, , inStock]) => inStock ?? null),
});

test('a week that nobody reported stays unknown and does not become zero', () => {
  const { series } = mergeSeries(undefined, points([7, 1000], [21, 3000]), 7);
  expect(series).toEqual({ startsOnDay: 7, soldMilli: [1000, null, 3000], inStock: [true, true, true] });
});

test('a file of stock flags leaves what was sold as it was', () => {
  const known = mergeSeries(undefined, points([7, 1000], [14, 0]), 7).series;
  const { series } = mergeSeries(known, points([14, null, false]), 7);
  expect(series).toEqual({ startsOnDay: 7, soldMilli: [1000, 0], inStock: [true, false] });
});

test('sales without stock flags leave the flags of an earlier file as they were', () => {
  const known = mergeSeries(undefined, points([7, null, false]), 7).series;
  expect(mergeSeries(known, points([7, 2000]), 7).series).toEqual({
    startsOnDay: 7,
    soldMilli: [2000],
    inStock: [false],
  });
});

test('older history extends a series to the front', () => {
  const known = mergeSeries(undefined, points([10, 5]), 1).series;
  expect(mergeSeries(known, points([8, 3]), 1).series).toEqual({
    startsOnDay: 8,
    soldMilli: [3, null, 5],
    inStock: [true, true, true],
  });
});

test('of two rows that contradict each other the first is taken and the second named', () => {
  const merged = mergeSeries(undefined, points([7, 1000], [7, 1000], [7, 2000]), 7);
  expect(merged.series.soldMilli).toEqual([1000]);
  expect(merged.contradictingIndexes).toEqual([2]);
});

test('a day between two weeks and a day centuries away are named and not taken', () => {
  const merged = mergeSeries(undefined, points([7, 1000], [9, 5], [70_000, 7]), 7);
  expect(merged.misplacedIndexes).toEqual([1, 2]);
  expect(merged.series.soldMilli).toEqual([1000]);
});

const anyPoints = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer(), fc.option(fc.boolean())), {
    selector: ([day]) => day,
    minLength: 1,
    maxLength: 60,
  })
  .map((rows) => rows.sort((left, right) => left[0] - right[0]))
  .map((rows) => points(...rows.map(([day, sold, inStock]) => [day, sold, inStock ?? undefined] as never)));

test('the same facts twice change nothing the second time', () => {
  fc.assert(
    fc.property(anyPoints, (facts) => {
      const once = mergeSeries(undefined, facts, 1);
      const twice = mergeSeries(once.series, facts, 1);
      expect(twice.hasChanged).toBe(false);
      expect(twice.series).toEqual(once.series);
    }),
  );
});

test('a file in two halves gives the series of the whole file, in either order', () => {
  fc.assert(
    fc.property(anyPoints, fc.nat(), (facts, cut) => {
      const at = cut % facts.days.length;
      const part = (from: number, to: number): SeriesPoints => ({
        days: facts.days.slice(from, to),
        soldMilli: facts.soldMilli.slice(from, to),
        inStock: facts.inStock.slice(from, to),
      });
      const whole = mergeSeries(undefined, facts, 1).series;
      const halves = [part(0, at), part(at, facts.days.length)].filter((half) => half.days.length > 0);
      for (const order of [halves, halves.toReversed()]) {
        let series: ReturnType<typeof mergeSeries>['series'] | undefined;
        for (const half of order) series = mergeSeries(series, half, 1).series;
        expect(series).toEqual(whole);
      }
    }),
  );
});
