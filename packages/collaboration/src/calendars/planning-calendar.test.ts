import { addDays, isoWeekLabel, type LocalDate, localDate, localDateOfDay } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fiscalYearLabel, type PlanningCalendar, periodOf, periodsBetween } from './planning-calendar.ts';
import { weekLabels } from './week-labels.ts';

const iso: PlanningCalendar = { kind: 'iso-week', weekStartsOn: 1, yearStartsInMonth: 1 };
const nrf: PlanningCalendar = { kind: '4-5-4', weekStartsOn: 7, yearStartsInMonth: 2 };
const month: PlanningCalendar = { kind: 'month', weekStartsOn: 1, yearStartsInMonth: 1 };
const day = (text: string): LocalDate => localDate(text);

const anyCalendar = fc.record({
  kind: fc.constantFrom(
    'iso-week' as const,
    '4-4-5' as const,
    '4-5-4' as const,
    '5-4-4' as const,
    'month' as const,
  ),
  weekStartsOn: fc.integer({ min: 1, max: 7 }),
  yearStartsInMonth: fc.integer({ min: 1, max: 12 }),
  grain: fc.constantFrom('day' as const, 'week' as const, 'period' as const),
});
const anyDate = fc.integer({ min: 7_000, max: 30_000 }).map(localDateOfDay);

test('the retail calendar of the NRF starts its years where the NRF does', () => {
  const starts = ['2017-01-29', '2018-02-04', '2023-01-29', '2024-02-04', '2025-02-02', '2026-02-01'];
  for (const start of starts) {
    const { label, startsOn } = periodOf(nrf, day(start));
    expect({ label, startsOn }).toEqual({ label: `P1 W1 FY${start.slice(0, 4)}`, startsOn: start });
  }
});

test('a 53-week retail year gives its last week to the last period', () => {
  expect(periodOf(nrf, day('2024-02-03')).label).toBe('P12 W5 FY2023');
  const long = periodOf({ ...nrf, grain: 'period' }, day('2024-02-03'));
  expect(long).toEqual({ startsOn: '2023-12-31', endsBefore: '2024-02-04', label: 'P12 FY2023' });
  expect(periodOf(nrf, day('2025-02-01')).label).toBe('P12 W4 FY2024');
});

test('4-5-4, 4-4-5 and 5-4-4 say where the long period of a quarter stands', () => {
  const weeks = (kind: '4-4-5' | '4-5-4' | '5-4-4') =>
    periodsBetween(
      { ...nrf, kind, grain: 'period' },
      { startsOn: day('2025-02-02'), endsBefore: day('2026-02-01') },
    ).map(({ startsOn, endsBefore }) => (Date.parse(endsBefore) - Date.parse(startsOn)) / 604_800_000);
  expect(weeks('4-5-4')).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4]);
  expect(weeks('4-4-5')).toEqual([4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5]);
  expect(weeks('5-4-4')).toEqual([5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4]);
});

test('Monday weeks from January make the ISO year', () => {
  const fiscal: PlanningCalendar = { kind: '4-4-5', weekStartsOn: 1, yearStartsInMonth: 1 };
  for (let date = day('2015-01-01'); date < '2032-01-01'; date = addDays(date, 7)) {
    expect(fiscalYearLabel(fiscal, date)).toBe(`FY${isoWeekLabel(date).slice(0, 4)}`);
  }
});

test('buckets are named as planners name them', () => {
  const date = day('2026-11-18');
  expect(periodOf(iso, date).label).toBe('2026-W47');
  expect(periodOf({ ...iso, weekStartsOn: 7 }, date)).toEqual({
    startsOn: '2026-11-15',
    endsBefore: '2026-11-22',
    label: '2026-W47',
  });
  expect(periodOf(nrf, date).label).toBe('P10 W3 FY2026');
  expect(periodOf(month, date)).toEqual({
    startsOn: '2026-11-01',
    endsBefore: '2026-12-01',
    label: 'Nov 2026',
  });
  expect(periodOf(month, day('2026-12-31')).endsBefore).toBe('2027-01-01');
  expect(periodOf({ ...iso, grain: 'day' }, date).label).toBe('2026-11-18');
  expect(fiscalYearLabel({ ...month, yearStartsInMonth: 10 }, date)).toBe('FY2027');
  expect(fiscalYearLabel({ ...month, yearStartsInMonth: 4 }, day('2026-03-31'))).toBe('FY2025');
});

test('every day lies in exactly one bucket, and buckets follow one another without a gap', () => {
  fc.assert(
    fc.property(anyCalendar, anyDate, (calendar, date) => {
      const period = periodOf(calendar, date);
      expect(period.startsOn <= date && date < period.endsBefore).toBe(true);
      expect(periodOf(calendar, period.startsOn)).toEqual(period);
      expect(periodOf(calendar, addDays(period.endsBefore, -1))).toEqual(period);
      const next = periodOf(calendar, period.endsBefore);
      expect(next.startsOn).toBe(period.endsBefore);
      expect(next.label).not.toBe(period.label);
    }),
  );
});

test('no two buckets of a calendar have the same name', () => {
  fc.assert(
    fc.property(anyCalendar, anyDate, (calendar, date) => {
      const labels = periodsBetween(calendar, { startsOn: date, endsBefore: addDays(date, 800) }).map(
        ({ label }) => label,
      );
      expect(new Set(labels).size).toBe(labels.length);
    }),
    { numRuns: 40 },
  );
});

test('a column head names the week of the partner in brackets, both where a week is cut', () => {
  const buckets = [{ startsOn: day('2026-11-16'), endsBefore: day('2026-11-23') }];
  expect(weekLabels(iso, nrf, buckets)).toEqual([
    {
      label: '2026-W47',
      partnerLabel: 'P10 W3 FY2026 / P10 W4 FY2026',
      text: '2026-W47 (P10 W3 FY2026 / P10 W4 FY2026)',
      isStraddling: true,
    },
  ]);
  expect(weekLabels(iso, iso, buckets)[0]).toMatchObject({ text: '2026-W47', isStraddling: false });
});
