import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { demandSeriesOf } from './demand-series.ts';

const history = {
  bucketDays: 7,
  startsOn: localDate('2026-11-02'),
  soldMilli: [10_000, null, 3_000],
  inStock: [true, false, false],
};
const forecast = {
  startsOn: localDate('2026-11-23'),
  bucketDays: 7,
  meanMilli: [8_000],
  p10Milli: [4_000],
  p50Milli: [8_000],
  p90Milli: [13_500],
  models: ['sba'],
  demandClass: 'intermittent',
  issuedAt: '2026-11-22T05:00:00Z',
};

test('history and forecast follow each other on one axis', () => {
  const series = demandSeriesOf(history, forecast);
  expect(series.times.map((time) => new Date(time * 1000).toISOString().slice(0, 10))).toEqual([
    '2026-11-02',
    '2026-11-09',
    '2026-11-16',
    '2026-11-23',
  ]);
  expect(series.sold).toEqual([10, null, 3, null]);
  expect(series.mean).toEqual([null, null, null, 8]);
  expect(series.high).toEqual([null, null, null, 13.5]);
});

test('neighbouring weeks without stock are one gap', () => {
  const [gap, ...others] = demandSeriesOf(history, forecast).gaps;
  expect(others).toEqual([]);
  expect((gap?.to ?? 0) - (gap?.from ?? 0)).toBe(14 * 86_400);
});

test('an item that was never forecast still shows its history', () => {
  expect(demandSeriesOf(history, undefined).times).toHaveLength(3);
});
