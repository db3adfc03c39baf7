import { expect, test } from 'vitest';
import { rangeAt, rawLinesOf } from './text-pieces.ts';

const text = 'UNA junk BEG*00*PO-1~ACK*ZQ~SE*3~';
const segment = (tag: string, start: number, end: number, values: [number, number][]) => ({
  ...{ tag, depth: 0, start, end },
  elements: values.map(([from, to], index) => ({
    ...{ position: index + 1, name: '' },
    ...{ value: text.slice(from, to), start: from, end: to },
  })),
});
const rows = [
  segment('BEG', 9, 20, [
    [13, 15],
    [16, 20],
  ]),
  segment('ACK', 21, 27, [[25, 27]]),
];
const issue = { code: 'c', severity: 'error' as const, message: 'm', place: 'p', start: 25, end: 27 };

test('the pieces are the text, character by character, and name what is wrong', () => {
  const lines = rawLinesOf(text, rows, [issue]);
  expect(lines.map(({ pieces }) => pieces.map((piece) => piece.text).join(''))).toEqual([
    'UNA junk ',
    'BEG*00*PO-1~',
    'ACK*ZQ~SE*3~',
  ]);
  const wrong = lines.flatMap(({ pieces }) => pieces).filter(({ hasIssue }) => hasIssue);
  expect(wrong.map((piece) => piece.text)).toEqual(['ZQ']);
});

test('a character leads to its value, or to its segment where it stands in none', () => {
  expect(rangeAt(rows, 17)).toEqual({ start: 16, end: 20 });
  expect(rangeAt(rows, 10)).toEqual({ start: 9, end: 20 });
  expect(rangeAt(rows, 3)).toBeUndefined();
});
