import { expect, test } from 'vitest';
import { draftTargets, periodChoices, statedTargets, targetLines } from './target-rows.ts';

const target = (category: string, salesMinor: number | null) => ({
  category,
  salesMinor,
  marginMinor: null,
  inStockRatio: null,
  turns: null,
});
const plan = {
  categories: ['Dairy', 'Bakery'],
  agreed: { targets: [target('Dairy', 100)] },
  proposed: { targets: [target('Dairy', 120), target('Cheese', 5)] },
  progress: [{ category: 'Dairy', soldMilli: 1, salesMinor: 90, inStockRatio: 0.95, turns: 9, dayCount: 60 }],
};

test('every category with a goal, an offer or sales has one line', () => {
  const lines = targetLines(plan);
  expect(lines.map(({ category }) => category)).toEqual(['Bakery', 'Cheese', 'Dairy']);
  expect(lines[2]?.cells.sales).toEqual({ agreed: 100, proposed: 120, actual: 90 });
  expect(lines[2]?.cells.margin).toEqual({ agreed: null, proposed: null, actual: null });
  expect(lines[0]?.cells.sales).toEqual({ agreed: null, proposed: null, actual: null });
});

test('a form begins with the open offer, and says only what was filled in', () => {
  const draft = draftTargets(plan);
  expect(draft.find(({ category }) => category === 'Dairy')?.salesMinor).toBe(120);
  expect(statedTargets(draft).map(({ category }) => category)).toEqual(['Cheese', 'Dairy']);
});

test('periods are years and the quarters of the year shown', () => {
  expect(periodChoices('2026-Q3')).toEqual([
    '2025',
    '2026',
    '2026-Q1',
    '2026-Q2',
    '2026-Q3',
    '2026-Q4',
    '2027',
  ]);
});
