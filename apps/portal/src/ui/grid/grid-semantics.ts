import type { CellText } from './cell-text.ts';
import { columnWidth, frozenWidth, type Geometry, headerHeight, positionOf } from './grid-geometry.ts';
import { type CellPlace, type CellRange, isInRange } from './grid-types.ts';
import { type GridView, lineAt, valueAt, whyReadOnly } from './grid-view.ts';

export const cellId = (gridId: string, { line, column }: CellPlace): string => `${gridId}-${line}-${column}`;

/** What the elements say of one picture. */
export type SemanticScene = {
  gridId: string;
  view: GridView;
  geometry: Geometry;
  visible: CellRange;
  selection: CellRange;
  text: CellText;
  titleOf: (place: CellPlace) => string;
};

const nameOfLine = ({ view }: SemanticScene, lineNumber: number): string => {
  const { measureIndex, rowIndex, groupIndex } = lineAt(view, lineNumber);
  const measure = view.store.measures[measureIndex]?.name ?? '';
  const group = view.model.groups[groupIndex ?? -1];
  if (group !== undefined) return `${group.label}, total of ${group.members.length}, ${measure}`;
  const row = view.store.rowAt(rowIndex ?? 0);
  return row === undefined
    ? `Loading, ${measure}`
    : `${row.itemNumber} ${row.description}, ${row.locationCode}, ${measure}`;
};

function childAt(parent: Element, index: number, role: string): HTMLElement {
  const found = parent.children[index];
  if (found instanceof HTMLElement) return found;
  const made = document.createElement('div');
  made.setAttribute('role', role);
  parent.append(made);
  return made;
}

function trim(parent: Element, count: number): void {
  while (parent.children.length > count) parent.lastElementChild?.remove();
}

function writeHead(row: HTMLElement, scene: SemanticScene): void {
  const { view, visible, geometry } = scene;
  row.setAttribute('aria-rowindex', '1');
  row.style.transform = `translateX(${positionOf({ line: 0, column: visible.left }, geometry).x}px)`;
  row.style.height = `${headerHeight}px`;
  for (let column = visible.left; column <= visible.right; column += 1) {
    const cell = childAt(row, column - visible.left, 'columnheader');
    const bucket = view.store.buckets[column];
    cell.setAttribute('aria-colindex', String(column + 2));
    const partner = bucket?.partnerLabel == null ? '' : ` [${bucket.partnerLabel}]`;
    cell.textContent = `${bucket?.label ?? ''}${partner}, ${bucket?.window ?? ''}`;
    cell.title = `${bucket?.label ?? ''}${partner}: ${bucket?.startsOn ?? ''} until before ${bucket?.endsBefore ?? ''}, ${bucket?.window ?? ''}`;
  }
  trim(row, visible.right - visible.left + 1);
}

function writeLine(row: HTMLElement, scene: SemanticScene, lineNumber: number): void {
  const { gridId, view, geometry, visible, selection, text } = scene;
  const { groupIndex } = lineAt(view, lineNumber);
  const group = view.model.groups[groupIndex ?? -1];
  const at = positionOf({ line: lineNumber, column: visible.left }, geometry);
  row.setAttribute('aria-rowindex', String(lineNumber + 2));
  if (group === undefined) row.removeAttribute('aria-expanded');
  else row.setAttribute('aria-expanded', String(!group.isCollapsed));
  row.style.transform = `translate(${at.x - frozenWidth}px, ${at.y}px)`;
  row.style.height = `${geometry.lineHeight}px`;
  const head = childAt(row, 0, 'rowheader');
  head.setAttribute('aria-colindex', '1');
  head.textContent = nameOfLine(scene, lineNumber);
  head.title = head.textContent;
  for (let column = visible.left; column <= visible.right; column += 1) {
    const place = { line: lineNumber, column };
    const cell = childAt(row, column - visible.left + 1, 'gridcell');
    cell.id = cellId(gridId, place);
    cell.setAttribute('aria-colindex', String(column + 2));
    cell.setAttribute('aria-selected', String(isInRange(place, selection)));
    cell.setAttribute('aria-readonly', String(whyReadOnly(view, place) !== undefined));
    cell.textContent = text.exact(valueAt(view, place)) || 'no value';
    cell.title = scene.titleOf(place);
  }
  trim(row, visible.right - visible.left + 2);
}

/**
 * The grid as elements, invisible over the canvas: rows, row headers and cells with their roles, so that screen
 * readers, tooltips, tests and the browser's own search meet the same cells that the eye sees.
 */
export function writeSemantics(layer: HTMLElement, scene: SemanticScene): void {
  layer.style.setProperty('--column-width', `${columnWidth}px`);
  layer.style.setProperty('--frozen-width', `${frozenWidth}px`);
  writeHead(childAt(layer, 0, 'row'), scene);
  const { top, bottom } = scene.visible;
  for (let line = top; line <= bottom; line += 1)
    writeLine(childAt(layer, line - top + 1, 'row'), scene, line);
  trim(layer, bottom - top + 2);
}
