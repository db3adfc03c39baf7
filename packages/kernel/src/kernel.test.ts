import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  convertMilli,
  daysBetween,
  defineLifecycle,
  formatMilli,
  fraction,
  gs1CheckDigit,
  invertFraction,
  isGln,
  isGtin,
  isLocalDate,
  isoWeekday,
  isoWeekLabel,
  isUuid,
  lineTotalMinor,
  localDate,
  localDateAt,
  localDateOfDay,
  nextState,
  normalInverse,
  parseMilli,
  reachableFrom,
  startOfIsoWeek,
  toGtin14,
  uuidv7,
  weeksBetween,
} from './index.ts';

const anyDate = fc.integer({ min: -20_000, max: 40_000 }).map(localDateOfDay);

test('a day that does not exist is no date', () => {
  expect(isLocalDate('2026-02-29')).toBe(false);
  expect(isLocalDate('2028-02-29')).toBe(true);
  expect(() => localDate('22.11.2026')).toThrow('YYYY-MM-DD');
});

test('adding days and counting them back agree', () => {
  fc.assert(
    fc.property(anyDate, fc.integer({ min: -5000, max: 5000 }), (date, days) => {
      expect(daysBetween(date, addDays(date, days))).toBe(days);
    }),
  );
});

test('an ISO week starts on Monday and belongs to the year of its Thursday', () => {
  expect(isoWeekLabel(localDate('2026-11-22'))).toBe('2026-W47');
  expect(isoWeekLabel(localDate('2021-01-03'))).toBe('2020-W53');
  expect(isoWeekLabel(localDate('2024-12-30'))).toBe('2025-W01');
  fc.assert(
    fc.property(anyDate, (date) => {
      expect(isoWeekday(startOfIsoWeek(date))).toBe(1);
    }),
  );
});

test('the weeks that touch a period are listed once each', () => {
  expect(weeksBetween({ startsOn: localDate('2026-11-22'), endsBefore: localDate('2026-11-24') })).toEqual([
    '2026-11-16',
    '2026-11-23',
  ]);
});

test('the business day depends on the place, also in the night when clocks change', () => {
  const instant = new Date('2026-03-29T00:30:00Z');
  expect(localDateAt(instant, 'America/New_York')).toBe('2026-03-28');
  expect(localDateAt(instant, 'Europe/Berlin')).toBe('2026-03-29');
});

test('a case of 12 converts to eaches and back without loss', () => {
  expect(convertMilli(5000, fraction(12))).toBe(60_000);
  expect(convertMilli(60_000, invertFraction(fraction(12)))).toBe(5000);
  expect(() => convertMilli(1000, fraction(1, 3))).toThrow('inexact');
  expect(convertMilli(1000, fraction(1, 3), 'up')).toBe(334);
  expect(convertMilli(-1000, fraction(1, 3), 'down')).toBe(-334);
  expect(convertMilli(500, fraction(1, 1000), 'half-up')).toBe(1);
});

test('thousandths survive writing and reading', () => {
  fc.assert(
    fc.property(fc.integer(), (milli) => {
      expect(parseMilli(formatMilli(milli))).toBe(milli);
    }),
  );
  expect(parseMilli('1.0005')).toBeUndefined();
  expect(parseMilli('')).toBeUndefined();
  expect(parseMilli('1e3')).toBeUndefined();
});

test('a line total is rounded half up, once', () => {
  expect(lineTotalMinor({ quantityMilli: 3000, unitPriceMicros: 1_335_000 })).toBe(401);
  expect(lineTotalMinor({ quantityMilli: 1000, unitPriceMicros: 125_000 })).toBe(13);
});

test('check digits of the GS1 specification are verified', () => {
  expect(gs1CheckDigit('629104150021')).toBe(3);
  expect(isGtin('6291041500213')).toBe(true);
  expect(isGtin('6291041500214')).toBe(false);
  expect(toGtin14('6291041500213')).toBe('06291041500213');
  expect(() => toGtin14('6291041500214')).toThrow('check digit should be 3');
  expect(isGln('4012345000009')).toBe(gs1CheckDigit('401234500000') === 9);
});

test('any single wrong digit is caught', () => {
  const body = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 13, maxLength: 13 });
  fc.assert(
    fc.property(body, fc.nat(13), fc.integer({ min: 1, max: 9 }), (digits, at, shift) => {
      const gtin = digits + gs1CheckDigit(digits);
      const wrong = gtin.slice(0, at) + ((Number(gtin[at]) + shift) % 10) + gtin.slice(at + 1);
      expect(isGtin(gtin)).toBe(true);
      expect(isGtin(wrong)).toBe(false);
    }),
  );
});

test('ids sort by the time they were made', () => {
  const randomBytes = new Uint8Array(10).fill(255);
  const early = uuidv7({ nowMs: 1000, randomBytes });
  expect(isUuid(early)).toBe(true);
  expect(early[14]).toBe('7');
  expect(early < uuidv7({ nowMs: 1001, randomBytes: new Uint8Array(10) })).toBe(true);
});

test('a life cycle with an unreachable or unknown state does not start', () => {
  expect(() => defineLifecycle<'a' | 'b', 'go'>('a', { a: {}, b: {} })).toThrow('cannot be reached');
  expect(() => defineLifecycle<'a', 'go'>('a', { a: { go: 'x' as 'a' } })).toThrow('unknown state');
  const lifecycle = defineLifecycle<'a' | 'b', 'go'>('a', { a: { go: 'b' }, b: {} });
  expect(nextState(lifecycle, 'b', 'go')).toBeUndefined();
  expect(reachableFrom(lifecycle, 'b')).toEqual(new Set(['b']));
});

test('the normal quantile matches the tables to 12 digits', () => {
  expect(normalInverse(0.95)).toBeCloseTo(1.6448536269514722, 12);
  expect(normalInverse(0.999)).toBeCloseTo(3.090232306167813, 12);
  expect(normalInverse(1e-10)).toBeCloseTo(-6.361340902404056, 11);
});
