import { isGln, isGtin, isUuid } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { demoWeeks, makeDemand, recentPerWeek } from './demo-demand.ts';
import { withIncident } from './demo-incidents.ts';
import { demoGln, demoGtin, demoId, demoPackGtin } from './demo-names.ts';
import { demoProducts } from './demo-products.ts';
import { createSeededRandom } from './seeded-random.ts';

const milk = { description: 'Milk', price: 1, caseSize: 12, soldPerWeek: 100, pattern: 'steady' } as const;
const shop = { size: 1, bucketDays: 7, firstWeekOfYear: 0 } as const;
const make = (label: string, change: object = {}) =>
  makeDemand({ ...milk, ...change }, shop, createSeededRandom(label));

test('the demo comes out alike every time', () => {
  expect(make('a')).toEqual(make('a'));
  expect(make('a')).not.toEqual(make('b'));
});

test('two years of sales lie around the level of the product', () => {
  const series = make('level');
  expect(series.soldMilli).toHaveLength(demoWeeks);
  expect(recentPerWeek(series, 7)).toBeGreaterThan(70);
  expect(recentPerWeek(series, 7)).toBeLessThan(160);
});

test('days of a week add up to about a week', () => {
  const daily = makeDemand(milk, { ...shop, bucketDays: 1 }, createSeededRandom('daily'));
  expect(daily.soldMilli).toHaveLength(demoWeeks * 7);
  expect(recentPerWeek(daily, 1)).toBeGreaterThan(70);
});

test('a new product has a short past, a slow one has many empty weeks', () => {
  expect(make('n', { pattern: 'new' }).soldMilli.length).toBeLessThan(25);
  const slow = make('s', { pattern: 'slow', soldPerWeek: 0.8 }).soldMilli;
  expect(slow.filter((sold) => sold === 0).length).toBeGreaterThan(20);
});

test('some shelves were empty, so there are sales that are less than demand', () => {
  const flags = Array.from({ length: 20 }, (_, index) => make(`empty ${index}`).inStock).flat();
  const emptyShare = flags.filter((flag) => !flag).length / flags.length;
  expect(emptyShare).toBeGreaterThan(0.005);
  expect(emptyShare).toBeLessThan(0.1);
});

test('every number of the demo is a right GS1 number and every id a UUID', () => {
  const gtin = demoGtin(11, 7);
  expect([isGtin(gtin), isGtin(demoPackGtin(1, gtin)), isGln(demoGln(1, 3)), isUuid(demoId('x'))]).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test('no supplier sells two products under one name', () => {
  for (const { products } of Object.values(demoProducts)) {
    expect(new Set(products.map((product) => product.description)).size).toBe(products.length);
  }
});

test('what happened to an item leaves all others as they were', () => {
  const series = make('incident');
  const at = (product: string, place: string, retailerKey = 'northwind-grocers') =>
    withIncident(series, { retailerKey, product, place });
  expect(at('Glass cleaner 750 ml', 'DC-10').soldMilli.at(-31)).toBe((series.soldMilli.at(-31) ?? 0) * 6);
  expect(at('Sponges 5 pieces', 'DC-10').inStock.filter((isInStock) => !isInStock).length).toBeGreaterThan(4);
  expect(at('Baking paper 8 m', 'DC-20').soldMilli).toHaveLength(5);
  expect(at('Glass cleaner 750 ml', 'DC-20')).toBe(series);
  expect(at('Glass cleaner 750 ml', 'DC-10', 'casa-lumen')).toBe(series);
});
