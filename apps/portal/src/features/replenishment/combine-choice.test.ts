import { expect, test } from 'vitest';
import { combineInputOf, firstChoice } from './combine-choice.ts';

const supplierId = 'supplier';
const choice = { ...firstChoice, delivery: '2026-11-25 place' };

test('nothing is asked before the goal has its number', () => {
  expect(combineInputOf(supplierId, firstChoice)).toBeUndefined();
  expect(combineInputOf(supplierId, choice)).toBeUndefined();
  expect(combineInputOf(supplierId, { ...choice, goal: 'full-truck' })).toBeUndefined();
  expect(combineInputOf(supplierId, { ...choice, goal: 'budget', budgetMoney: 0 })).toBeUndefined();
});

test('money is asked for in minor units, pallets in thousandths', () => {
  const place = { supplierId, deliverOn: '2026-11-25', locationId: 'place' };
  expect(combineInputOf(supplierId, { ...choice, minimumMoney: 500.5, truckPallets: 33 })).toEqual({
    ...place,
    goal: 'minimum',
    minimum: { measure: 'money', least: 50_050 },
    palletsMilliMax: 33_000,
    coverDaysMax: 28,
  });
  expect(
    combineInputOf(supplierId, { ...choice, goal: 'budget', budgetMoney: 1200, truckPallets: 33 }),
  ).toEqual({
    ...place,
    goal: 'budget',
    budgetMinor: 120_000,
  });
});
