import { addDays, type LocalDate, localDate, localDateOfDay } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeRuleOf, judgeChange, type PlanningWindow, planningWindowOf } from './planning-window.ts';
import {
  addWorkingHours,
  type BusinessHours,
  businessHoursOf,
  workingHoursBetween,
} from './working-hours.ts';
import { instantAt } from './zoned-time.ts';

const day = (text: string): LocalDate => localDate(text);
const horizons = { frozenDays: 14, slushyDays: 14, liquidDays: 56, slushyChangeRatio: 0.2 };
const windowAhead = (days: number): PlanningWindow => {
  const startsOn = addDays(day('2026-11-23'), days);
  return planningWindowOf({ startsOn, endsBefore: addDays(startsOn, 7) }, horizons, day('2026-11-23'));
};

test.each<[number, PlanningWindow]>([
  [-7, 'past'],
  [-6, 'frozen'],
  [0, 'frozen'],
  [13, 'frozen'],
  [14, 'slushy'],
  [27, 'slushy'],
  [28, 'liquid'],
  [55, 'liquid'],
  [56, 'beyond'],
])('a week that begins %i days from today is %s', (days, window) => {
  expect(windowAhead(days)).toBe(window);
});

test('the nearer a bucket comes the stricter its window gets', () => {
  const order: PlanningWindow[] = ['past', 'frozen', 'slushy', 'liquid', 'beyond'];
  for (let days = -10; days < 60; days++) {
    expect(order.indexOf(windowAhead(days))).toBeLessThanOrEqual(order.indexOf(windowAhead(days + 1)));
  }
});

test.each<[PlanningWindow, number | null, number | null, string]>([
  ['past', 100, 101, 'impossible'],
  ['frozen', 100, 101, 'both-sides'],
  ['frozen', 100, 100, 'nothing'],
  ['frozen', null, 101, 'nothing'],
  ['slushy', 100, 120, 'nothing'],
  ['slushy', 100, 80, 'nothing'],
  ['slushy', 100, 121, 'both-sides'],
  ['slushy', 100, 79, 'both-sides'],
  ['slushy', 100, null, 'both-sides'],
  ['slushy', 0, 1, 'both-sides'],
  ['liquid', 100, 9_000, 'nothing'],
  ['beyond', 100, null, 'nothing'],
])('in the %s window changing %s to %s needs %s', (window, agreedMilli, askedMilli, needs) => {
  expect(judgeChange(window, { agreedMilli, askedMilli }, horizons).needs).toBe(needs);
});

test('the slushy window tells its bounds and the reason', () => {
  expect(changeRuleOf('slushy', 1_001, { slushyChangeRatio: 0.3 })).toMatchObject({
    fromMilli: 701,
    toMilli: 1_301,
  });
  expect(changeRuleOf('slushy', 1_000, horizons).reason).toContain('20 %');
});

const berlin: BusinessHours = businessHoursOf({
  timeZone: 'Europe/Berlin',
  workingWeekdays: [1, 2, 3, 4, 5],
  holidays: [day('2026-12-25')],
});
const at = (text: string): Date => new Date(text);

test.each([
  ['the same morning', '2026-11-23T09:00:00Z', 2, '2026-11-23T11:00:00.000Z'],
  ['the next working day', '2026-11-23T15:00:00Z', 4, '2026-11-24T11:00:00.000Z'],
  ['over a weekend', '2026-11-27T15:00:00Z', 2, '2026-11-30T09:00:00.000Z'],
  ['asked at night', '2026-11-23T22:00:00Z', 1, '2026-11-24T09:00:00.000Z'],
  ['asked on a Sunday', '2026-11-22T12:00:00Z', 0, '2026-11-23T08:00:00.000Z'],
  ['over a holiday and a weekend', '2026-12-24T15:00:00Z', 2, '2026-12-28T09:00:00.000Z'],
  ['to the minute of closing', '2026-11-23T08:00:00Z', 8, '2026-11-23T16:00:00.000Z'],
  ['half an hour', '2026-11-23T08:00:00Z', 0.5, '2026-11-23T08:30:00.000Z'],
])('a response time ends %s', (_, from, hours, until) => {
  expect(addWorkingHours(at(from), hours, berlin).toISOString()).toBe(until);
});

test('the weekends in which clocks change take nothing away and add nothing', () => {
  // Friday 16:00 to Monday 10:00 on the clock, in spring and in autumn.
  expect(addWorkingHours(at('2026-03-27T15:00:00Z'), 2, berlin).toISOString()).toBe(
    '2026-03-30T08:00:00.000Z',
  );
  expect(addWorkingHours(at('2026-10-23T14:00:00Z'), 2, berlin).toISOString()).toBe(
    '2026-10-26T09:00:00.000Z',
  );
});

test('who works through the night of the change works the hours that there are', () => {
  const always: BusinessHours = {
    timeZone: 'Europe/Berlin',
    workingWeekdays: [1, 2, 3, 4, 5, 6, 7],
    holidays: [],
    opensAt: '00:00',
    closesAt: '24:00',
  };
  expect(workingHoursBetween(at('2026-03-28T23:00:00Z'), at('2026-03-29T22:00:00Z'), always)).toBe(23);
  expect(workingHoursBetween(at('2026-10-24T22:00:00Z'), at('2026-10-25T23:00:00Z'), always)).toBe(25);
});

test('times that the clock skips or shows twice have one meaning', () => {
  expect(instantAt(day('2026-03-29'), '02:30', 'Europe/Berlin').toISOString()).toBe(
    '2026-03-29T01:30:00.000Z',
  );
  expect(instantAt(day('2026-10-25'), '02:30', 'Europe/Berlin').toISOString()).toBe(
    '2026-10-25T00:30:00.000Z',
  );
  expect(instantAt(day('2026-11-23'), '09:00', 'Asia/Kolkata').toISOString()).toBe(
    '2026-11-23T03:30:00.000Z',
  );
  expect(instantAt(day('2026-11-23'), '24:00', 'UTC').toISOString()).toBe('2026-11-24T00:00:00.000Z');
});

test('hours added are hours counted, in any zone, and every end lies in working time', () => {
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'UTC',
  );
  const start = fc
    .integer({ min: 20_500, max: 21_500 })
    .chain((days) =>
      fc.integer({ min: 0, max: 86_399 }).map((seconds) => new Date((days * 86_400 + seconds) * 1_000)),
    );
  fc.assert(
    fc.property(zone, start, fc.integer({ min: 1, max: 400 }), (timeZone, from, quarters) => {
      const hours = { ...berlin, timeZone };
      const until = addWorkingHours(from, quarters / 4, hours);
      expect(workingHoursBetween(from, until, hours)).toBeCloseTo(quarters / 4, 9);
      expect(workingHoursBetween(until, from, hours)).toBeCloseTo(-quarters / 4, 9);
    }),
    { numRuns: 60 },
  );
});

test('a calendar without working days is named and not searched forever', () => {
  const from = instantAt(localDateOfDay(20_780), '09:00', 'UTC');
  expect(() => addWorkingHours(from, 1, { ...berlin, workingWeekdays: [] })).toThrow(
    'check working weekdays',
  );
});
