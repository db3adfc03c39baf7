import { expect, test } from 'vitest';
import { rangeAfterKey } from './grid-range.ts';

const bare = { shiftKey: false, ctrlKey: false, metaKey: false };
const size = { rowCount: 3, columnCount: 5 };
const start = { fromRow: 0, fromColumn: 0, toRow: 0, toColumn: 0 };

test('an arrow moves the cell and never leaves the grid', () => {
  expect(rangeAfterKey(start, { ...bare, key: 'ArrowRight' }, size)).toEqual({
    fromRow: 0,
    fromColumn: 1,
    toRow: 0,
    toColumn: 1,
  });
  expect(rangeAfterKey(start, { ...bare, key: 'ArrowUp' }, size)).toEqual(start);
});

test('Shift marks from where the range began, Ctrl goes to the edge', () => {
  expect(rangeAfterKey(start, { ...bare, key: 'ArrowDown', shiftKey: true, ctrlKey: true }, size)).toEqual({
    ...start,
    toRow: 2,
  });
});

test('other keys are left to the browser', () => {
  expect(rangeAfterKey(start, { ...bare, key: 'Tab' }, size)).toBeUndefined();
});
