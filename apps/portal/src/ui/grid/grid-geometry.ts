import type { CellPlace, CellRange } from './grid-types.ts';

export const densities = ['compact', 'comfortable'] as const;
export type Density = (typeof densities)[number];

/** The columns that stay at the left, in pixels. */
export const frozenColumns = [
  { code: 'item', name: 'Item', width: 176 },
  { code: 'location', name: 'Location', width: 74 },
  { code: 'measure', name: 'Measure', width: 122 },
] as const;

export const frozenWidth = frozenColumns.reduce((sum, { width }) => sum + width, 0);
export const headerHeight = 38;
export const columnWidth = 72;
const lineHeights: Readonly<Record<Density, number>> = { compact: 20, comfortable: 27 };

/** Sizes and scroll position of the grid, in CSS pixels. */
export type Geometry = {
  width: number;
  height: number;
  scrollTop: number;
  scrollLeft: number;
  lineHeight: number;
  lineCount: number;
  columnCount: number;
};

export const lineHeightOf = (density: Density): number => lineHeights[density];

/** Size of everything, as the scroll bars measure it. */
export const contentSize = ({ lineHeight, lineCount, columnCount }: Geometry) => ({
  width: frozenWidth + columnCount * columnWidth,
  height: headerHeight + lineCount * lineHeight,
});

/** The cells that are at least partly on the screen. */
export function visibleRange(geometry: Geometry): CellRange {
  const { width, height, scrollTop, scrollLeft, lineHeight, lineCount, columnCount } = geometry;
  const lines = Math.ceil((scrollTop + height - headerHeight) / lineHeight);
  const columns = Math.ceil((scrollLeft + width - frozenWidth) / columnWidth);
  return {
    top: Math.max(0, Math.floor(scrollTop / lineHeight)),
    bottom: Math.min(lineCount, lines) - 1,
    left: Math.max(0, Math.floor(scrollLeft / columnWidth)),
    right: Math.min(columnCount, columns) - 1,
  };
}

/** How many whole lines a page is. */
export const linesPerPage = ({ height, lineHeight }: Geometry): number =>
  Math.max(1, Math.floor((height - headerHeight) / lineHeight) - 1);

/** Left upper corner of a cell, from the left upper corner of the grid's window. */
export const positionOf = ({ line, column }: CellPlace, geometry: Geometry) => ({
  x: frozenWidth + column * columnWidth - geometry.scrollLeft,
  y: headerHeight + line * geometry.lineHeight - geometry.scrollTop,
});

export type Hit =
  | ({ kind: 'cell' } & CellPlace)
  | { kind: 'row'; line: number }
  | { kind: 'bucket'; column: number }
  | { kind: 'outside' };

/** What lies under a point of the grid's window. */
export function hitTest(point: { x: number; y: number }, geometry: Geometry): Hit {
  const line = Math.floor((point.y - headerHeight + geometry.scrollTop) / geometry.lineHeight);
  const column = Math.floor((point.x - frozenWidth + geometry.scrollLeft) / columnWidth);
  const isLine = line >= 0 && line < geometry.lineCount;
  const isColumn = column >= 0 && column < geometry.columnCount;
  if (point.y < headerHeight)
    return isColumn && point.x >= frozenWidth ? { kind: 'bucket', column } : { kind: 'outside' };
  if (!isLine) return { kind: 'outside' };
  if (point.x < frozenWidth) return { kind: 'row', line };
  return isColumn ? { kind: 'cell', line, column } : { kind: 'outside' };
}

/** The nearest scroll position at which a cell is whole on the screen. */
export function scrollToShow({ line, column }: CellPlace, geometry: Geometry) {
  const { width, height, lineHeight } = geometry;
  const top = line * lineHeight;
  const left = column * columnWidth;
  const topMin = top + lineHeight - (height - headerHeight);
  const leftMin = left + columnWidth - (width - frozenWidth);
  return {
    top: Math.min(top, Math.max(geometry.scrollTop, topMin)),
    left: Math.min(left, Math.max(geometry.scrollLeft, leftMin)),
  };
}
