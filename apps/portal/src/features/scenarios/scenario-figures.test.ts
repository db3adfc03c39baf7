import { expect, test } from 'vitest';
import type { ScenarioComparison } from '../../app/api-types.ts';
import { figureRows } from './scenario-figures.ts';

const figures = {
  serviceRatio: 0.95,
  demandMilli: 1_000_000,
  shortMilli: 50_000,
  averageStockMilli: 400_000,
  averageStockMinor: 80_000,
  carryingMinor: 1_000,
  shortageMinor: 9_000,
  costMinor: 10_000,
};
const stock = {
  currency: 'USD',
  base: figures,
  branch: { ...figures, serviceRatio: 0.97, shortMilli: 30_000, averageStockMilli: 500_000 },
} as unknown as NonNullable<ScenarioComparison['stock']>;

test('more service is better and more stock is worse', () => {
  const rows = figureRows({ stock, orders: null }, 'en');
  expect(rows.find(({ label }) => label === 'Service')).toEqual({
    label: 'Service',
    base: '95%',
    branch: '97%',
    change: '+2.0 points',
    isBetter: true,
  });
  expect(rows.find(({ label }) => label === 'Mean stock')).toMatchObject({ change: '+100', isBetter: false });
});

test('what did not change says nothing, and what is not shared is not shown', () => {
  expect(figureRows({ stock, orders: null }, 'en').find(({ label }) => label === 'Carrying')).toMatchObject({
    change: '',
    isBetter: null,
  });
  expect(figureRows({ stock: null, orders: null }, 'en')).toEqual([]);
});
