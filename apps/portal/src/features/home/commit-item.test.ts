import { expect, test } from 'vitest';
import { commitItem } from './commit-item.ts';

const agreement = { agreementId: 'a1', partnerName: 'Northwind' };
const row = {
  state: 'due',
  dueAt: '2026-11-26T16:00:00Z',
  forecastMinor: 500,
  shortMinor: null,
  currency: 'USD',
};

test('a seller commits, with the earliest due time and what is overdue', () => {
  const totals = [
    { state: 'due', count: 12 },
    { state: 'overdue', count: 2 },
    { state: 'accepted', count: 40 },
  ];
  const earlier = { ...row, state: 'overdue', dueAt: '2026-11-19T16:00:00Z' };
  expect(commitItem({ side: 'seller', rows: [row, earlier], totals }, agreement)).toMatchObject([
    { text: 'Commit 14 buckets, 2 overdue', dueAt: '2026-11-19T16:00:00Z', isLate: true, moneyMinor: 1000 },
  ]);
});

test('a buyer decides what is short, and has nothing to do otherwise', () => {
  const short = { ...row, state: 'short', shortMinor: 70 };
  expect(
    commitItem({ side: 'buyer', rows: [short], totals: [{ state: 'short', count: 1 }] }, agreement),
  ).toMatchObject([{ text: 'Decide 1 short commit', moneyMinor: 70, isLate: false }]);
  expect(commitItem({ side: 'buyer', rows: [], totals: [{ state: 'due', count: 3 }] }, agreement)).toEqual(
    [],
  );
});
