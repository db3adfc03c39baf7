import type { LocalDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { accuracyCell, addCell, type ForecastOrigin, noSums } from './sum-accuracy.ts';
import { weeklySalesOf } from './weekly-sales.ts';

const week = (index: number): LocalDate =>
  new Date(Date.parse('2025-01-06') + index * 7 * 86_400_000).toISOString().slice(0, 10) as LocalDate;
/** 60 weeks: week n sold 1000 + n. */
const sales = {
  startsOn: week(0),
  soldMilli: Array.from({ length: 60 }, (_, index): number | null => 1_000 + index),
  isInStock: new Array<boolean>(60).fill(true),
};
const origin: ForecastOrigin = {
  baseMilli: new Array<number>(10).fill(935),
  meanMilli: [900, 910, 920, 930, 940, 950, 960, 970, 980, 990],
  levels: [0.5, 0.9],
  quantilesMilli: [900, 1_100, 900, 1_100, 900, 1_055, 900, 1_100],
};
const both = { origin, previous: { ...origin, meanMilli: origin.meanMilli.map(() => 800) } };

test('a naive forecast knows only weeks that were over when the forecast was made', () => {
  expect(accuracyCell(sales, week(55), 4, both)).toMatchObject({
    actualMilli: 1_055,
    naiveMilli: 1_050,
    seasonalMilli: 1_003,
    statisticalMilli: 935,
    buyerMilli: 940,
    previousMilli: 800,
    quantilesMilli: [900, 1_055],
    scaleMilli: 1,
  });
  const young = { ...sales, startsOn: week(50), soldMilli: sales.soldMilli.slice(50) };
  expect(accuracyCell(young, week(55), 1, both)).toMatchObject({ naiveMilli: 1_053, seasonalMilli: 1_053 });
});

test('a week counts where everything is known; an empty shelf, no sales and no forecast are told apart', () => {
  const sums = noSums();
  const cell = accuracyCell(sales, week(55), 4, both);
  addCell(sums, cell);
  addCell(sums, { ...cell, isInStock: false });
  addCell(sums, { ...cell, actualMilli: null });
  addCell(sums, { ...cell, statisticalMilli: null, buyerMilli: null });
  expect(sums).toMatchObject({ countedCount: 1, stockOutCount: 1, noActualCount: 1, noForecastCount: 1 });
  expect(sums).toMatchObject({
    actualMilli: 1_055,
    buyerMilli: 940,
    buyerErrorMilli: 115,
    statisticalErrorMilli: 120,
  });
  expect(sums).toMatchObject({ naiveErrorMilli: 5, seasonalErrorMilli: 52 });
  // Demand is above the median and at the upper quantile, which counts as below.
  expect(sums.belowCounts).toEqual([0, 1]);
  expect(sums.pinballMilli).toBeCloseTo((0.5 * 155 + 0) / 2, 9);
  expect(sums).toMatchObject({ revisedFromMilli: 2_400, revisionMilli: 3 * 140 });
});

test('days make a week only where all seven are known, and one empty day is an empty shelf', () => {
  const days = Array.from({ length: 21 }, (_, day): number | null => (day === 16 ? null : 10));
  const inStock = days.map((_, day) => day !== 9);
  const history = { itemLocationId: 'il', bucketDays: 1 as const, soldMilli: days, inStock };
  expect(weeklySalesOf({ ...history, startsOn: '2026-11-04' as LocalDate })).toEqual({
    startsOn: '2026-11-02',
    soldMilli: [null, 70, null, null],
    isInStock: [true, false, true, true],
  });
});
