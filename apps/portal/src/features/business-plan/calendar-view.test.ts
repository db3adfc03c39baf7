import { addDays, type LocalDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastDayOf, monthHeads, spanOf, startOfWeek, weekStarts } from './calendar-view.ts';

const weeks = weekStarts('2026-11-25', 6, 1);

test('weeks begin where the agreement says, on Sunday as well as on Monday', () => {
  expect(weeks[0]).toBe('2026-11-23');
  expect(weeks[5]).toBe('2026-12-28');
  expect(startOfWeek('2026-11-22', 7)).toBe('2026-11-22');
  expect(startOfWeek('2026-11-21', 7)).toBe('2026-11-15');
});

test('a window covers every week that it touches, its end is the first day after it', () => {
  expect(spanOf({ startsOn: '2026-11-30', endsBefore: '2026-12-07' }, weeks)).toEqual({
    first: 1,
    count: 1,
    isCutLeft: false,
    isCutRight: false,
  });
  expect(spanOf({ startsOn: '2026-11-30', endsBefore: '2026-12-08' }, weeks)?.count).toBe(2);
  expect(spanOf({ startsOn: '2026-11-01', endsBefore: '2027-03-01' }, weeks)).toEqual({
    first: 0,
    count: 6,
    isCutLeft: true,
    isCutRight: true,
  });
  expect(spanOf({ startsOn: '2026-11-01', endsBefore: '2026-11-23' }, weeks)).toBeUndefined();
  expect(spanOf({ startsOn: '2027-01-04', endsBefore: '2027-01-11' }, weeks)).toBeUndefined();
});

test('no window is ever drawn outside the calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 200 }), (start, days) => {
      const startsOn = addDays('2026-11-23' as LocalDate, start);
      const span = spanOf({ startsOn, endsBefore: addDays(startsOn, days) }, weeks);
      if (span === undefined) return;
      expect(span.first).toBeGreaterThanOrEqual(0);
      expect(span.count).toBeGreaterThanOrEqual(1);
      expect(span.first + span.count).toBeLessThanOrEqual(weeks.length);
    }),
  );
});

test('months head the weeks that begin in them', () => {
  expect(monthHeads(weeks)).toEqual([
    { first: 0, count: 2, month: '2026-11' },
    { first: 2, count: 4, month: '2026-12' },
  ]);
  expect(lastDayOf({ startsOn: '2026-11-30', endsBefore: '2026-12-07' })).toBe('2026-12-06');
});
