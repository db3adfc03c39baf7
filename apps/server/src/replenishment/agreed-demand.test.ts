import { addDays, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreedMeans } from './agreed-demand.ts';

const monday = localDate('2026-11-23');
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test('agreed weeks replace statistical weeks one by one, and where nothing is agreed the statistics stay', () => {
  const forecast = { startsOn: monday, bucketDays: 7, meanMilli: [70_000, 80_000, 90_000] };
  const agreed = { startsOn: addDays(monday, -7), bucketDays: 7, valueMilli: [1, null, 100_000] };
  expect(agreedMeans(forecast, agreed)).toEqual([70_000, 100_000, 90_000]);
});

test('an agreed zero is zero: the item is not sold that week', () => {
  const forecast = { startsOn: monday, bucketDays: 7, meanMilli: [70_000] };
  expect(agreedMeans(forecast, { startsOn: monday, bucketDays: 7, valueMilli: [0] })).toEqual([0]);
});

test('Sunday weeks are cut at Monday by the profile of the statistical forecast', () => {
  const forecast = { startsOn: monday, bucketDays: 1, meanMilli: [10, 10, 10, 10, 10, 30, 60, 10, 10] };
  const sundayWeek = { startsOn: addDays(monday, 6), bucketDays: 7, valueMilli: [120_000] };
  // Sunday 60 and two known days of 10, an average day of 27 for the four that the forecast does not reach.
  const means = agreedMeans(forecast, sundayWeek);
  expect(means.slice(0, 6)).toEqual([10, 10, 10, 10, 10, 30]);
  expect(means[6]).toBeGreaterThan(3 * (means[7] ?? 0));
});

test('agreed buckets that lie inside the forecast keep their totals, whatever day their weeks begin on', () => {
  const values = fc.array(fc.option(fc.nat(500_000), { nil: null }), { minLength: 1, maxLength: 6 });
  const means = fc.array(fc.nat(300_000), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(means, values, fc.nat(6), (meanMilli, valueMilli, shift) => {
      const forecast = { startsOn: monday, bucketDays: 7, meanMilli };
      const agreed = {
        startsOn: addDays(monday, shift),
        bucketDays: 7,
        valueMilli: valueMilli.map((v) => v ?? 0),
      };
      const none = { ...agreed, valueMilli: valueMilli.map(() => null) };
      expect(agreedMeans(forecast, none)).toEqual(meanMilli);
      const daily = agreedMeans(
        {
          startsOn: monday,
          bucketDays: 1,
          meanMilli: agreedMeans(forecast, none).flatMap((mean) => [mean, 0, 0, 0, 0, 0, 0]),
        },
        agreed,
      );
      const first = shift;
      agreed.valueMilli.forEach((value, index) => {
        expect(sum(daily.slice(first + 7 * index, first + 7 * index + 7))).toBe(value);
      });
    }),
  );
});
