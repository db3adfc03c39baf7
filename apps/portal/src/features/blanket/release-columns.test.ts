import { expect, test } from 'vitest';
import { type Release, sideBySide } from './release-columns.ts';

const release = (releaseNumber: string, amounts: Record<string, number>): Release =>
  ({
    releaseNumber,
    items: [
      {
        itemLine: '1',
        buckets: Object.entries(amounts).map(([startsOn, pieces]) => ({
          ...{ startsOn, endsBefore: `${startsOn}+7`, time: null, amountMilli: pieces * 1000 },
          certainty: 'firm',
        })),
      },
    ],
  }) as unknown as Release;

test('releases stand side by side by period, each cell with its difference to the release before', () => {
  const rows = sideBySide([release('2', { b: 120, c: 80 }), release('1', { a: 100, b: 100 })], '1');
  expect(rows.map(({ startsOn, cells }) => [startsOn, ...cells.map((cell) => cell?.changedMilli)])).toEqual([
    ['a', undefined, null],
    ['b', 20_000, null],
    ['c', null, undefined],
  ]);
  expect(sideBySide([], '1')).toEqual([]);
});
