/** How keys move the marked range of a grid. Pure. */
import type { CellRange } from './forecast-weeks.ts';

const moves: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  PageDown: [15, 0],
  PageUp: [-15, 0],
};

const clamp = (value: number, max: number): number => Math.max(0, Math.min(max, value));

/** The range after an arrow key; with Shift its far corner moves, else the whole range does. */
export function rangeAfterKey(
  range: CellRange,
  press: { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean },
  size: { rowCount: number; columnCount: number },
): CellRange | undefined {
  const [rows, columns] = moves[press.key] ?? [0, 0];
  if (rows === 0 && columns === 0) return undefined;
  const far = press.ctrlKey || press.metaKey ? Number.MAX_SAFE_INTEGER : 1;
  const toRow = clamp(range.toRow + rows * far, size.rowCount - 1);
  const toColumn = clamp(range.toColumn + columns * far, size.columnCount - 1);
  return press.shiftKey
    ? { ...range, toRow, toColumn }
    : { fromRow: toRow, fromColumn: toColumn, toRow, toColumn };
}
