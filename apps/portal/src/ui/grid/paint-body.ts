import type { CellMarks } from './cell-marks.ts';
import type { CellText } from './cell-text.ts';
import { columnWidth, type Geometry, headerHeight, positionOf } from './grid-geometry.ts';
import type { Palette } from './grid-palette.ts';
import type { CellRange } from './grid-types.ts';
import { cellKey, type GridView, type Line, lineAt } from './grid-view.ts';
import type { AuthorFlag } from './paint-flags.ts';

/** Everything that one picture of the grid is made of. */
export type Scene = {
  context: CanvasRenderingContext2D;
  view: GridView;
  geometry: Geometry;
  visible: CellRange;
  palette: Palette;
  text: CellText;
  marks: CellMarks;
  flags: readonly AuthorFlag[];
  selection: CellRange;
  /** The bucket that today lies in; −1 when it is none of these. */
  currentColumn: number;
};

const cellPaddingX = 6;
/** Longer numbers are squeezed into their cell, never cut: a cut number is a wrong number. */
const wideTextLength = 8;

/** Past is grey, frozen hatched, slushy dotted, the current bucket tinted with a line at its left. */
export function paintWindows({ context, view, geometry, visible, palette, currentColumn }: Scene): void {
  const height = Math.min(geometry.height, headerHeight + geometry.lineCount * geometry.lineHeight);
  for (let column = visible.left; column <= visible.right; column += 1) {
    const { window } = view.store.buckets[column] ?? { window: 'liquid' };
    const { x } = positionOf({ line: 0, column }, geometry);
    const fills = [
      ...(window === 'past' ? [palette.sunk] : []),
      ...(column === currentColumn ? [palette.accentSoft] : []),
      ...(window === 'frozen' ? [palette.frozenPattern] : []),
      ...(window === 'slushy' ? [palette.slushyPattern] : []),
    ];
    for (const fill of fills) {
      context.fillStyle = fill;
      context.fillRect(x, headerHeight, columnWidth, height - headerHeight);
    }
  }
}

/** Behind the lines of totals, so that groups stand out without borders. */
export function paintGroupLines({ context, view, geometry, visible, palette }: Scene): void {
  context.fillStyle = palette.sunk;
  context.globalAlpha = 0.85;
  for (let line = visible.top; line <= visible.bottom; line += 1) {
    if (lineAt(view, line).groupIndex === undefined) continue;
    const { y } = positionOf({ line, column: 0 }, geometry);
    context.fillRect(0, y, geometry.width, geometry.lineHeight);
  }
  context.globalAlpha = 1;
}

export function paintLines({ context, view, geometry, visible, palette }: Scene): void {
  const bottom = positionOf({ line: visible.bottom + 1, column: 0 }, geometry).y;
  const right = positionOf({ line: 0, column: visible.right + 1 }, geometry).x;
  context.fillStyle = palette.line;
  for (let column = visible.left; column <= visible.right + 1; column += 1) {
    const { x } = positionOf({ line: 0, column }, geometry);
    context.fillRect(x - 1, headerHeight, 1, bottom - headerHeight);
  }
  for (let line = visible.top; line <= visible.bottom + 1; line += 1) {
    const { y } = positionOf({ line, column: 0 }, geometry);
    const isBlockEdge = line % view.measures.length === 0;
    context.fillStyle = isBlockEdge ? palette.lineStrong : palette.line;
    context.fillRect(0, y - 1, right, 1);
  }
}

/** A cell's corner signs: override ◥, comment ◤, conflict "!", and the colour of who has just changed it. */
function paintMarks(scene: Scene, line: Line, column: number, at: { x: number; y: number }): void {
  const { context, view, geometry, palette, marks } = scene;
  if (line.rowIndex === undefined) return;
  const address = { measureIndex: line.measureIndex, rowIndex: line.rowIndex, bucketIndex: column };
  const key = cellKey(view.store, address);
  const remote = marks.remote.get(key);
  if (remote !== undefined) {
    const colour = palette.authors[remote.colour] ?? palette.accent;
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.strokeRect(at.x + 1, at.y + 1, columnWidth - 3, geometry.lineHeight - 3);
    context.globalAlpha = 0.16;
    context.fillStyle = colour;
    context.fillRect(at.x + 1, at.y + 1, columnWidth - 3, geometry.lineHeight - 3);
    context.globalAlpha = 1;
  }
  if (marks.conflicts.has(key)) {
    context.fillStyle = palette.bad;
    context.fillRect(at.x, at.y, 3, geometry.lineHeight - 1);
    context.textAlign = 'left';
    context.fillText('!', at.x + 5, at.y + geometry.lineHeight / 2);
    context.textAlign = 'right';
  }
  if (marks.comments.has(key)) paintCorner(context, palette.warn, at.x, at.y, 1);
  if (view.store.overrideAt(address) !== null)
    paintCorner(context, palette.accent, at.x + columnWidth - 1, at.y, -1);
}

function paintCorner(context: CanvasRenderingContext2D, colour: string, x: number, y: number, side: number) {
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 5 * side, y);
  context.lineTo(x, y + 5);
  context.fill();
}

const isMarked = ({ view, marks }: Scene, { measureIndex }: Line): boolean =>
  view.store.measures[measureIndex]?.isEditable === true ||
  marks.remote.size + marks.conflicts.size + marks.comments.size > 0;

function paintLineOfNumbers(scene: Scene, lineNumber: number): void {
  const { context, view, geometry, visible, palette, text } = scene;
  const { store, totals } = view;
  const line = lineAt(view, lineNumber);
  const isEditable = store.measures[line.measureIndex]?.isEditable === true;
  const y = positionOf({ line: lineNumber, column: 0 }, geometry).y;
  const middle = y + geometry.lineHeight / 2 + 0.5;
  const shown = store.shownOf(line.measureIndex);
  const start = (line.rowIndex ?? 0) * store.bucketCount;
  const hasMarks = isMarked(scene, line);
  for (let column = visible.left; column <= visible.right; column += 1) {
    const value =
      line.groupIndex === undefined
        ? (shown[start + column] ?? Number.NaN)
        : totals.totalOf(line.groupIndex, line.measureIndex, column);
    const x = positionOf({ line: lineNumber, column }, geometry).x;
    if (hasMarks) paintMarks(scene, line, column, { x, y });
    const formatted = text.short(value);
    if (formatted === '') continue;
    const isPast = store.buckets[column]?.window === 'past';
    context.fillStyle = isPast || !isEditable ? palette.inkSoft : palette.ink;
    const right = x + columnWidth - cellPaddingX;
    if (formatted.length > wideTextLength)
      context.fillText(formatted, right, middle, columnWidth - 2 * cellPaddingX);
    else context.fillText(formatted, right, middle);
  }
}

/** All numbers on the screen. */
export function paintNumbers(scene: Scene): void {
  const { context, view, visible, palette } = scene;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  let isBold: boolean | undefined;
  for (let line = visible.top; line <= visible.bottom; line += 1) {
    const isGroup = lineAt(view, line).groupIndex !== undefined;
    if (isGroup !== isBold) context.font = `${isGroup ? '600 ' : ''}12px ${palette.font}`;
    isBold = isGroup;
    paintLineOfNumbers(scene, line);
  }
}
