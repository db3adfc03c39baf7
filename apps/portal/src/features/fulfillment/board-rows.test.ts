import { expect, test } from 'vitest';
import type { BoardItem, BoardLine } from '../../app/api-types.ts';
import { keyOf, rowsOf, steppedPriority } from './board-rows.ts';

const line = (orderLineId: string) => ({ orderLineId }) as BoardLine;
const item = (itemId: string, ...lines: BoardLine[]) => ({ itemId, lines }) as BoardItem;

test('every item stands above those who want it', () => {
  const rows = rowsOf([item('a', line('1'), line('2')), item('b', line('3'))]);
  expect(rows.map(keyOf)).toEqual(['item a', '1', '2', 'item b', '3']);
});

test('a priority goes no further than first and last', () => {
  expect([steppedPriority(1, -1), steppedPriority(5, 1), steppedPriority(9, 1)]).toEqual([1, 6, 9]);
});
