import { expect, test } from 'vitest';
import { type CursorField, moveCursor } from './grid-cursor.ts';
import { commandOf } from './grid-keys.ts';

const press = (keys: string) => {
  const parts = keys.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    metaKey: false,
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
  };
};

/** Columns 2 to 4 and 7 are filled. */
const field: CursorField = {
  lineCount: 30,
  columnCount: 10,
  linesPerPage: 8,
  columnsPerPage: 4,
  isFilled: ({ column }) => (column >= 2 && column <= 4) || column === 7,
};

test.each([
  ['ArrowRight', [5, 3], [5, 4]],
  ['ArrowUp', [0, 3], [0, 3]],
  ['Ctrl+ArrowRight', [5, 0], [5, 2]],
  ['Ctrl+ArrowRight', [5, 2], [5, 4]],
  ['Ctrl+ArrowRight', [5, 4], [5, 7]],
  ['Ctrl+ArrowRight', [5, 7], [5, 9]],
  ['Ctrl+ArrowLeft', [5, 7], [5, 4]],
  ['PageDown', [5, 3], [13, 3]],
  ['PageDown', [25, 3], [29, 3]],
  ['Alt+PageUp', [5, 3], [5, 0]],
  ['Home', [5, 3], [5, 0]],
  ['Ctrl+Home', [5, 3], [0, 0]],
  ['End', [5, 3], [5, 9]],
  ['Ctrl+End', [5, 3], [29, 9]],
  ['Enter', [5, 3], [6, 3]],
  ['Shift+Enter', [5, 3], [4, 3]],
])('%s goes from %o to %o, as in Excel', (keys, [line = 0, column = 0], [toLine, toColumn]) => {
  const command = commandOf(press(keys));
  if (command === undefined) throw new Error(`${keys} means nothing`);
  expect(moveCursor({ line, column }, command, field)).toEqual({ line: toLine, column: toColumn });
});

test.each([
  ['F2', 'edit'],
  ['Delete', 'clear'],
  ['Ctrl+d', 'fill-down'],
  ['Ctrl+r', 'fill-right'],
  ['Ctrl+z', 'undo'],
  ['Ctrl+y', 'redo'],
  ['Ctrl+Shift+z', 'redo'],
  ['Ctrl+f', 'find'],
  ['Ctrl+;', 'comment'],
  ['Alt+ArrowDown', 'history'],
  ['Ctrl+a', 'select-all'],
])('%s means %s', (keys, kind) => {
  expect(commandOf(press(keys))?.kind).toBe(kind);
});

test.each(['5', '+', '*', '=', ',', '.', '-'])('typing %s begins an edit', (key) => {
  expect(commandOf({ ...press(key), key })).toEqual({ kind: 'type', text: key });
});

test.each(['g', '?', 'Ctrl+k', 'Ctrl+c', 'Escape+Shift'])('%s stays with the page', (keys) => {
  const { kind } = commandOf(press(keys)) ?? { kind: 'none' };
  expect(kind).toBe('none');
});
