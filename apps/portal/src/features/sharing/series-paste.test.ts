import { expect, test } from 'vitest';
import { readPastedSeries } from './series-paste.ts';

const english = { isMoney: false, locale: 'en-US' };

test('lines of a spreadsheet become series by item and place, empty cells stay unsaid, a heading is passed over', () => {
  expect(
    readPastedSeries('Item\tPlace\tW48\tW49\r\nA-1\tS1\t1,200\t\r\n A-2 \t\t0.5\t7\r\n\r\n', english),
  ).toEqual({
    lines: [
      { itemNumber: 'A-1', locationCode: 'S1', amounts: [1_200_000, null] },
      { itemNumber: 'A-2', amounts: [500, 7_000] },
    ],
    bucketCount: 2,
    problems: [],
  });
  const german = readPastedSeries('A-1\t\t12,345', { isMoney: true, locale: 'de-DE' });
  expect(german.lines).toEqual([{ itemNumber: 'A-1', amounts: [12_345_000] }]);
});

test('what is no number is told with its line and period, and its line is not taken', () => {
  const { lines, problems } = readPastedSeries(
    'A-1\tS1\t5\tmany\nA-2\t\t-1\nA-3\t\t1.2345\n\tS1\t5\nA-4\tS1',
    english,
  );
  expect(lines).toEqual([]);
  expect(problems).toEqual([
    expect.stringMatching(/^Line 1, period 2: "many" is not a number/),
    'Line 2, period 1: write a number from 0 on',
    'Line 3, period 1: write at most three decimals',
    'Line 4 has no item number in its first column',
    'Line 5 has no values after item and place',
  ]);
});
