import { addDays, isoWeekday, type LocalDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketCountUntil, bucketDaysOf, bucketStartOf, regroupByDays } from './bucket-axis.ts';

const anyDate = fc.integer({ min: 0, max: 2_000 }).map((days) => addDays('2025-01-01' as LocalDate, days));

test('a bucket begins on the agreement’s weekday and holds its day', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: 1, max: 7 }), (date, weekStartsOn) => {
      const startsOn = bucketStartOf(date, { bucketDays: 7, weekStartsOn });
      expect(isoWeekday(startsOn)).toBe(weekStartsOn);
      expect(startsOn <= date && date < addDays(startsOn, 7)).toBe(true);
      expect(bucketStartOf(date, { bucketDays: 1, weekStartsOn })).toBe(date);
    }),
  );
  expect(bucketDaysOf({ scenario: 'store-replenishment' })).toBe(1);
  expect(bucketDaysOf({ scenario: 'dc-replenishment' })).toBe(7);
  expect(bucketCountUntil('2026-11-23' as LocalDate, '2026-12-01' as LocalDate, 7)).toBe(2);
});

test('weeks split over days and put together again in other weeks lose nothing', () => {
  const series = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(series, fc.integer({ min: 0, max: 6 }), (amounts, shift) => {
      const from = { startsOn: '2026-11-23' as LocalDate, bucketDays: 7 };
      const days = regroupByDays(amounts, from, {
        startsOn: from.startsOn,
        bucketDays: 1,
        bucketCount: amounts.length * 7,
      });
      const weeks = regroupByDays(amounts, from, {
        startsOn: addDays(from.startsOn, shift),
        bucketDays: 7,
        bucketCount: amounts.length - 1,
      });
      const sum = (values: readonly (number | null)[]) =>
        values.reduce<number>((total, value) => total + (value ?? 0), 0);
      expect(days.every((day) => day !== null && day >= 0)).toBe(true);
      expect(sum(days)).toBe(sum(amounts));
      const last = shift === 0 ? amounts.length * 7 - 7 : amounts.length * 7 - 7 + shift;
      expect(sum(weeks)).toBe(sum(days.slice(shift, last)));
    }),
  );
});

test('a bucket that is not wholly known has no number, and zero is a number', () => {
  const from = { startsOn: '2026-11-23' as LocalDate, bucketDays: 7 };
  const sundays = { startsOn: '2026-11-22' as LocalDate, bucketDays: 7, bucketCount: 3 };
  expect(regroupByDays([7_000, 0, null], from, sundays)).toEqual([null, 1_000, null]);
  expect(regroupByDays([7_000, 0, null], from, sundays, { extendsHead: true })).toEqual([7_000, 1_000, null]);
  expect(regroupByDays([7_000, 0, null], from, { ...from, bucketCount: 4 })).toEqual([7_000, 0, null, null]);
});
