import { expect, test } from 'vitest';
import { coverageText, listInputOf, turnText, valuesByBucket } from './exception-words.ts';

const turn = { mySide: 'buyer', partnerName: 'Acme', isMine: false, ownerName: null } as const;

test('the worklist says whose turn it is from the reader’s side', () => {
  expect(turnText({ ...turn, ownerSide: null })).toBe('Nobody yet');
  expect(turnText({ ...turn, ownerSide: 'buyer', ownerName: 'Planner', isMine: true })).toBe('You');
  expect(turnText({ ...turn, ownerSide: 'buyer' })).toBe('Us');
  expect(turnText({ ...turn, ownerSide: 'seller' })).toBe('Acme');
});

test('the coverage line counts exceptions and says how much of the money they hold', () => {
  const totals = { count: 18, moneyMinor: 41_200_000, currency: 'USD', coveredShare: 0.97 };
  expect(coverageText(totals, 'en')).toBe('18 exceptions cover 97% of the money, $412,000');
  expect(coverageText({ ...totals, count: 0 }, 'en')).toBe('');
});

test('without a filter the worklist asks for open exceptions, most money first', () => {
  expect(listInputOf({})).toEqual({ state: 'open', sort: 'money' });
  expect(listInputOf({ state: 'snoozed', owner: 'me' })).toEqual({
    state: ['snoozed'],
    sort: 'money',
    owner: 'me',
  });
});

test('the chart adds up both values by bucket and counts missing ones, never as nothing', () => {
  const cell = { kind: 'difference', measured: null, moneyMinor: 0 } as const;
  const children = [
    {
      cells: [
        { ...cell, startsOn: '2026-12-07', sourceMilli: 5_000, comparedMilli: 3_000 },
        { ...cell, startsOn: '2026-11-30', sourceMilli: 1_000, comparedMilli: null },
      ],
    },
    { cells: [{ ...cell, startsOn: '2026-12-07', sourceMilli: 2_000, comparedMilli: 4_000 }] },
  ];
  expect(valuesByBucket(children)).toEqual([
    { startsOn: '2026-11-30', sourceMilli: 1_000, comparedMilli: 0, missingCount: 1 },
    { startsOn: '2026-12-07', sourceMilli: 7_000, comparedMilli: 7_000, missingCount: 0 },
  ]);
});
