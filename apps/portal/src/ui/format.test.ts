import { expect, test } from 'vitest';
import {
  formatActor,
  formatAmount,
  formatChange,
  formatDay,
  formatDelay,
  formatMoney,
  formatMoneyInColumn,
  formatMoneyRounded,
  formatState,
  formatTimeLeft,
  formatUnitPrice,
  formatWeek,
} from './format.ts';

test('quantities keep thousandths and drop empty decimals', () => {
  expect(formatAmount(1_234_500, 'en')).toBe('1,234.5');
  expect(formatAmount(2_000, 'en')).toBe('2');
  expect(formatAmount(1_234_500, 'de')).toBe('1.234,5');
});

test('a change always shows its sign, except no change', () => {
  expect([formatChange(12_000, 'en'), formatChange(-3_000, 'en'), formatChange(0, 'en')]).toEqual([
    '+12',
    '−3',
    '0',
  ]);
});

test('money follows the locale and survives an unknown currency', () => {
  expect(formatMoney(123_450, 'EUR', 'en')).toBe('€1,234.50');
  expect(formatMoneyRounded(123_450, 'EUR', 'en')).toBe('€1,235');
  expect(formatMoney(100, '', 'en')).toBe('1.00');
});

test('unit prices show their millionths but never fewer digits than the currency has', () => {
  expect(formatUnitPrice(1_234_567, 'EUR', 'en')).toBe('€1.234567');
  expect(formatUnitPrice(2_500_000, 'EUR', 'en')).toBe('€2.50');
});

test('a business day is never moved by the zone of the viewer', () => {
  expect(formatDay('2026-11-23', { locale: 'en-GB', currentYear: 2026 })).toBe('Mon 23 Nov');
  expect(formatDay('2027-01-01', { locale: 'en-GB', currentYear: 2026 })).toContain('2027');
});

test('weeks are ISO weeks, so New Year may belong to the old year', () => {
  expect(formatWeek('2027-01-01')).toBe('2026-W53');
});

test('time left shows two parts and says when it has passed', () => {
  expect(formatTimeLeft(59_000)).toBe('59 s');
  expect(formatTimeLeft(185_000)).toBe('3 min 05 s');
  expect(formatTimeLeft(3 * 3_600_000 + 5 * 60_000)).toBe('3 h 05 min');
  expect(formatTimeLeft(52 * 3_600_000)).toBe('2 d 4 h');
  expect(formatTimeLeft(0)).toBe('passed');
});

test('a promise is compared with what was asked for in days', () => {
  expect(formatDelay('2026-11-23', '2026-11-23')).toBe('as requested');
  expect(formatDelay('2026-11-28', '2026-12-01')).toBe('3 days later');
  expect(formatDelay('2026-11-23', '2026-11-22')).toBe('1 day earlier');
});

test('states are read as words', () => {
  expect(formatState('CHANGES_PROPOSED')).toBe('Changes proposed');
  expect(formatState('in-review')).toBe('In review');
});

test('what a job did was done by Coplan, what a person did by the person', () => {
  expect(formatActor('replenishment.carry-out-run')).toBe('Coplan');
  expect(formatActor('Buyer, Northwind Grocers')).toBe('Buyer, Northwind Grocers');
});

test('a column names its currency once, and only another currency is written out', () => {
  expect(formatMoneyInColumn({ amountMinor: 497_352, currency: 'NOK' }, 'NOK', 'en')).toBe('4,974');
  expect(formatMoneyInColumn({ amountMinor: 497_352, currency: 'EUR' }, 'NOK', 'en')).toBe('€4,974');
});
