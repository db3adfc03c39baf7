import type { GridCommand } from './grid-keys.ts';
import type { CellPlace } from './grid-types.ts';

/** What moving needs to know of the grid. */
export type CursorField = {
  lineCount: number;
  columnCount: number;
  linesPerPage: number;
  columnsPerPage: number;
  isFilled: (place: CellPlace) => boolean;
};

const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** As in Excel: to the end of the filled stretch, or over a gap to the next filled cell, else to the edge. */
function edgeFrom(from: CellPlace, step: { lines: number; columns: number }, field: CursorField): CellPlace {
  const next = ({ line, column }: CellPlace): CellPlace => ({
    line: line + step.lines,
    column: column + step.columns,
  });
  const isInside = ({ line, column }: CellPlace): boolean =>
    line >= 0 && line < field.lineCount && column >= 0 && column < field.columnCount;
  let at = from;
  const first = next(at);
  if (!isInside(first)) return at;
  const isStretch = field.isFilled(at) && field.isFilled(first);
  for (let ahead = first; isInside(ahead); ahead = next(ahead)) {
    if (isStretch && !field.isFilled(ahead)) return at;
    at = ahead;
    if (!isStretch && field.isFilled(ahead)) return at;
  }
  return at;
}

/** Where the cursor goes; `undefined` for commands that do not move it. */
export function moveCursor(from: CellPlace, command: GridCommand, field: CursorField): CellPlace | undefined {
  const bound = ({ line, column }: CellPlace): CellPlace => ({
    line: clamp(line, field.lineCount),
    column: clamp(column, field.columnCount),
  });
  switch (command.kind) {
    case 'move':
      if (command.isToEdge) return edgeFrom(from, command, field);
      return bound({ line: from.line + command.lines, column: from.column + command.columns });
    case 'page':
      return bound(
        command.isSideways
          ? { line: from.line, column: from.column + command.pages * field.columnsPerPage }
          : { line: from.line + command.pages * field.linesPerPage, column: from.column },
      );
    case 'go': {
      const isStart = command.to === 'line-start' || command.to === 'first';
      const line = command.to === 'first' ? 0 : command.to === 'last' ? field.lineCount - 1 : from.line;
      return bound({ line, column: isStart ? 0 : field.columnCount - 1 });
    }
    default:
      return undefined;
  }
}
