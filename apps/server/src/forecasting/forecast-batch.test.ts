import { addDays, type LocalDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compute,
  type ForecastBatchInput,
  type ForecastRow,
  type HashedForecastRow,
  type HistorySeries,
} from './forecast-batch.ts';
import { defaultForecastParameters } from './forecast-parameters.ts';

const firstMonday = '2024-11-25' as LocalDate;
const weeks = 104;

const seriesOf = (
  soldMilli: (number | null)[],
  inStock?: boolean[],
): Omit<HistorySeries, 'forecastFrom'> => ({
  itemLocationId: 'il',
  itemId: 'item',
  locationId: 'place',
  supplierId: null,
  bucketDays: 7,
  startsOn: firstMonday,
  soldMilli,
  inStock: inStock ?? soldMilli.map(() => true),
});
const bytesOf = (
  series: ReturnType<typeof seriesOf>[],
  forecastFrom = addDays(firstMonday, weeks * 7),
): Uint8Array => {
  const input: ForecastBatchInput = {
    parameters: defaultForecastParameters,
    series: series.map((one) => ({ ...one, forecastFrom })),
  };
  return new TextEncoder().encode(JSON.stringify(input));
};
const forecast = (...args: Parameters<typeof bytesOf>): HashedForecastRow =>
  (
    JSON.parse(new TextDecoder().decode(compute(bytesOf(...args)))) as HashedForecastRow[]
  )[0] as HashedForecastRow;
const mean = ({ meanMilli }: ForecastRow): number =>
  meanMilli.reduce((sum, value) => sum + value, 0) / meanMilli.length;

const steady = Array.from({ length: weeks }, (_, week) => 40_000 + (week % 3) * 1_000);

test('weeks without stock are unknown demand, not zero', () => {
  const isEmpty = (week: number) => week % 4 === 0;
  const withGaps = steady.map((sold, week) => (isEmpty(week) ? 0 : sold));
  const known = forecast([
    seriesOf(
      withGaps,
      withGaps.map((_, week) => !isEmpty(week)),
    ),
  ]);
  const taken = forecast([seriesOf(withGaps)]);
  expect(mean(known)).toBeGreaterThan(37_000);
  expect(mean(taken)).toBeLessThan(35_000);
});

test('a series that ended before the others is unknown since, and its forecast begins with theirs', () => {
  const short = forecast([seriesOf(steady.slice(0, weeks - 8))]);
  expect(short.startsOn).toBe(addDays(firstMonday, weeks * 7));
  expect(mean(short)).toBeGreaterThan(35_000);
});

test('what happened after the day of looking back is not looked at', () => {
  const later = steady.map((sold, week) => (week < 90 ? sold : sold * 10));
  const lookingBack = addDays(firstMonday, 90 * 7);
  const { inputHash: _, ...known } = forecast([seriesOf(later)], lookingBack);
  expect(forecast([seriesOf(steady)], lookingBack)).toMatchObject(known);
});

test('an item that was never sold is forecast as nothing', () => {
  const none = forecast([seriesOf(steady.map(() => null))]);
  expect(new Set(none.meanMilli)).toEqual(new Set([0]));
});

test('quantiles are whole, never negative, ascend with the level, and the same bytes give the same bytes', () => {
  const anyHistory = fc.array(fc.option(fc.integer({ min: 0, max: 90_000 }), { freq: 9 }), {
    minLength: 1,
    maxLength: weeks,
  });
  fc.assert(
    fc.property(anyHistory, (history) => {
      const bytes = bytesOf([seriesOf(history)]);
      const output = compute(bytes);
      expect(compute(bytes)).toEqual(output);
      const [row] = JSON.parse(new TextDecoder().decode(output)) as ForecastRow[];
      const { meanMilli = [], quantilesMilli = [], levels = [] } = row ?? {};
      expect(quantilesMilli).toHaveLength(levels.length * meanMilli.length);
      expect(
        [...meanMilli, ...quantilesMilli].every((value) => Number.isSafeInteger(value) && value >= 0),
      ).toBe(true);
      for (let index = meanMilli.length; index < quantilesMilli.length; index++) {
        expect(quantilesMilli[index]).toBeGreaterThanOrEqual(quantilesMilli[index - meanMilli.length] ?? 0);
      }
    }),
    { numRuns: 60 },
  );
});

test('who shares a batch with a series changes nothing in its forecast or its hashes', () => {
  const other = { ...seriesOf(steady.map((sold) => sold * 3)), itemLocationId: 'other' };
  expect(forecast([seriesOf(steady), other])).toEqual(forecast([seriesOf(steady)]));
});
