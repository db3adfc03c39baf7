import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import type { SupplierForecastRow } from '../../app/api-types.ts';
import { forecastGridOf, rangeAsText, weeksOf } from './forecast-weeks.ts';

const row = (startsOn: string, bucketDays: number, meanMilli: number[]): SupplierForecastRow => ({
  buyerName: 'Buyer',
  itemNumber: 'A-1',
  supplierItemNumber: null,
  description: 'Oat drink',
  locationCode: 'DC1',
  startsOn: localDate(startsOn),
  bucketDays,
  meanMilli,
  p10Milli: meanMilli.map((amount) => amount / 2),
  p90Milli: meanMilli.map((amount) => amount * 2),
  unit: 'EA',
  issuedAt: '2026-11-22T05:00:00Z',
});

test('days are summed into their ISO week, and nothing is lost', () => {
  const weeks = weeksOf(row('2026-11-27', 1, [1000, 1000, 1000, 5000]));
  expect([...weeks].map(([week, { meanMilli }]) => [week, meanMilli])).toEqual([
    ['2026-11-23', 3000],
    ['2026-11-30', 5000],
  ]);
});

test('a week that the forecast only touches says how many days it holds', () => {
  const weeks = [...weeksOf(row('2026-11-29', 1, [1000, 1000])).values()];
  expect(weeks.map(({ dayCount }) => dayCount)).toEqual([1, 1]);
});

test('buyers whose forecasts begin in different weeks share the columns', () => {
  const { weeks, grid } = forecastGridOf([row('2026-11-30', 7, [7000]), row('2026-11-23', 7, [1000, 2000])]);
  expect(weeks).toEqual(['2026-11-23', '2026-11-30']);
  expect(grid[0]?.cells.map((cell) => cell?.meanMilli)).toEqual([undefined, 7000]);
  expect(grid[1]?.cells.map((cell) => cell?.meanMilli)).toEqual([1000, 2000]);
});

test('a range is copied as a spreadsheet expects it, in whichever direction it was marked', () => {
  const { grid } = forecastGridOf([row('2026-11-30', 7, [7000]), row('2026-11-23', 7, [1000, 2500])]);
  expect(rangeAsText(grid, { fromRow: 1, fromColumn: 1, toRow: 0, toColumn: 0 })).toBe('\t7\n1\t2.5');
});
