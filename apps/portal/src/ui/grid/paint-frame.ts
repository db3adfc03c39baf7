import { formatUnit } from '../format.ts';
import { shortBucketName, shortPartnerName } from './bucket-names.ts';
import { columnWidth, frozenColumns, frozenWidth, headerHeight, positionOf } from './grid-geometry.ts';
import type { GridBucket, GridRow } from './grid-types.ts';
import { type Line, letterOf, lineAt } from './grid-view.ts';
import type { Scene } from './paint-body.ts';

const shortened = new Map<string, string>();
const shortenedMax = 5_000;

/** Text that fits, with an ellipsis where it had to be cut. */
function fit(context: CanvasRenderingContext2D, text: string, width: number): string {
  const key = `${context.font} ${width} ${text}`;
  const known = shortened.get(key);
  if (known !== undefined) return known;
  let kept = text;
  while (kept.length > 1 && context.measureText(kept === text ? kept : `${kept}…`).width > width)
    kept = kept.slice(0, -1);
  const fitted = kept === text ? text : `${kept.trimEnd()}…`;
  if (shortened.size > shortenedMax) shortened.clear();
  shortened.set(key, fitted);
  return fitted;
}

const columnStarts = frozenColumns.map((_, index) =>
  frozenColumns.slice(0, index).reduce((sum, { width }) => sum + width, 8),
);

/** The sign of a measure in legend and lines: a letter, which formulas use, on a colour of its own. */
function paintMeasure(scene: Scene, line: Line, letter: string, middle: number): void {
  const { context, palette, view } = scene;
  const { measureIndex } = line;
  const measure = view.store.measures[measureIndex];
  if (measure === undefined) return;
  const x = columnStarts[2] ?? 0;
  context.fillStyle = palette.measures[measureIndex % palette.measures.length] ?? palette.ink;
  context.fillRect(x, middle - 7, 3, 14);
  context.fillStyle = measure.isEditable ? palette.ink : palette.inkSoft;
  context.fillText(fit(context, `${letter}  ${measure.name}`, 100), x + 8, middle);
}

const itemText = (row: GridRow): string => `${row.itemNumber} ${row.description}`;

/** Names of the line's row: on the first line of a block, and on the first line of the screen. */
function paintNames(scene: Scene, line: Line, at: { middle: number; isNamed: boolean }): void {
  const { context, view, palette } = scene;
  if (!at.isNamed) return;
  const group = view.model.groups[line.groupIndex ?? -1];
  context.fillStyle = palette.ink;
  if (group !== undefined) {
    const indent = 8 + group.level * 12;
    context.font = `600 12px ${palette.font}`;
    const label = `${group.isCollapsed ? '▸' : '▾'} ${group.label} · ${group.members.length}`;
    context.fillText(fit(context, label, 244 - indent), indent, at.middle);
    context.font = `12px ${palette.font}`;
    return;
  }
  const row = view.store.rowAt(line.rowIndex ?? 0);
  if (row === undefined) {
    context.fillStyle = palette.inkSoft;
    context.fillText('Loading…', 8, at.middle);
    return;
  }
  context.fillText(fit(context, itemText(row), 164), columnStarts[0] ?? 0, at.middle);
  context.fillStyle = palette.inkSoft;
  context.fillText(fit(context, row.locationCode, 66), columnStarts[1] ?? 0, at.middle);
}

/** A second line under the name: category and unit, where a block has room for it. */
function paintDetails(scene: Scene, line: Line, middle: number): void {
  const row = line.rowIndex === undefined ? undefined : scene.view.store.rowAt(line.rowIndex);
  if (row === undefined) return;
  scene.context.fillStyle = scene.palette.inkSoft;
  const details = [formatUnit(row.unit), row.category, row.partnerItemNumber].filter((part) => part);
  scene.context.fillText(fit(scene.context, details.join(' · '), 164), columnStarts[0] ?? 0, middle);
}

export function paintFrozenColumns(scene: Scene): void {
  const { context, view, geometry, visible, palette } = scene;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (let lineNumber = visible.top; lineNumber <= visible.bottom; lineNumber += 1) {
    const line = lineAt(view, lineNumber);
    const { y } = positionOf({ line: lineNumber, column: 0 }, geometry);
    context.fillStyle = line.groupIndex === undefined ? palette.raised : palette.sunk;
    context.fillRect(0, y, frozenWidth - 1, geometry.lineHeight);
    const isEdge = (lineNumber + 1) % view.measures.length === 0;
    context.fillStyle = isEdge ? palette.lineStrong : palette.line;
    const edgeLeft = isEdge ? 0 : (columnStarts[2] ?? 0) - 8;
    context.fillRect(edgeLeft, y + geometry.lineHeight - 1, frozenWidth - edgeLeft, 1);
    const middle = y + geometry.lineHeight / 2 + 0.5;
    const isNamed = line.isFirstOfBlock || lineNumber === visible.top;
    context.font = `12px ${palette.font}`;
    paintNames(scene, line, { middle, isNamed });
    const isSecond = lineNumber % view.measures.length === 1 && lineNumber !== visible.top;
    if (isSecond) paintDetails(scene, line, middle);
    paintMeasure(scene, line, letterOf(lineNumber % view.measures.length), middle);
  }
  context.fillStyle = palette.lineStrong;
  context.fillRect(frozenWidth - 1, 0, 1, geometry.height);
}

const dayOfBucket = (bucket: GridBucket): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }).format(
    new Date(`${bucket.startsOn}T00:00:00Z`),
  );

function paintBucketHead(scene: Scene, column: number): void {
  const { context, view, geometry, palette, currentColumn } = scene;
  const bucket = view.store.buckets[column];
  if (bucket === undefined) return;
  const { x } = positionOf({ line: 0, column }, geometry);
  const isCurrent = column === currentColumn;
  context.fillStyle = bucket.window === 'past' ? palette.sunk : palette.surface;
  context.fillRect(x, 0, columnWidth, headerHeight);
  if (bucket.window === 'frozen' || bucket.window === 'slushy') {
    context.fillStyle = bucket.window === 'frozen' ? palette.frozenPattern : palette.slushyPattern;
    context.fillRect(x, headerHeight - 5, columnWidth, 4);
  }
  context.fillStyle = palette.line;
  context.fillRect(x + columnWidth - 1, 0, 1, headerHeight);
  const right = x + columnWidth - 6;
  context.fillStyle = isCurrent ? palette.accent : bucket.window === 'past' ? palette.inkSoft : palette.ink;
  context.font = `600 11.5px ${palette.font}`;
  context.fillText(`${isCurrent ? '▾' : ''}${shortBucketName(bucket.label)}`, right, 11, columnWidth - 8);
  context.fillStyle = palette.inkSoft;
  context.font = `10.5px ${palette.font}`;
  const second = bucket.partnerLabel === null ? dayOfBucket(bucket) : shortPartnerName(bucket.partnerLabel);
  context.fillText(second, right, 25, columnWidth - 8);
}

export function paintHeader(scene: Scene): void {
  const { context, geometry, visible, palette } = scene;
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, geometry.width, headerHeight);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let column = visible.left; column <= visible.right; column += 1) paintBucketHead(scene, column);
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, frozenWidth, headerHeight);
  context.textAlign = 'left';
  context.fillStyle = palette.inkSoft;
  context.font = `600 11.5px ${palette.font}`;
  for (const [index, { name }] of frozenColumns.entries())
    context.fillText(name, columnStarts[index] ?? 0, 18);
  context.fillStyle = palette.lineStrong;
  context.fillRect(0, headerHeight - 1, geometry.width, 1);
  context.fillRect(frozenWidth - 1, 0, 1, headerHeight);
}
