import type { BoardItem, BoardLine } from '../../app/api-types.ts';

/** What stands in the board's rows: an item, and below it everybody who wants it. */
export type BoardRow = { kind: 'item'; item: BoardItem } | { kind: 'line'; item: BoardItem; line: BoardLine };

export const keyOf = (row: BoardRow): string =>
  row.kind === 'item' ? `item ${row.item.itemId ?? row.item.itemNumber}` : row.line.orderLineId;

export const rowsOf = (items: readonly BoardItem[]): BoardRow[] =>
  items.flatMap((item): BoardRow[] => [
    { kind: 'item', item },
    ...item.lines.map((line): BoardRow => ({ kind: 'line', item, line })),
  ]);

/** A line's priority one step before or after; 1 is served first, 9 last. */
export const steppedPriority = (priority: number, step: -1 | 1): number =>
  Math.max(1, Math.min(9, priority + step));
