import type { GridStore } from './grid-store.ts';
import type { CellAddress, CellPlace } from './grid-types.ts';
import type { GroupTotals } from './group-totals.ts';
import { groupOfBlock, type RowGroup, type RowModel } from './row-model.ts';

/** The rows, groups and measures that are on the screen at the moment, and what stands in each cell. */
export type GridView = {
  store: GridStore;
  model: RowModel;
  totals: GroupTotals;
  /** Indices of the measures shown, in their order on the screen. */
  measures: readonly number[];
};

/** What one line of the screen shows. */
export type Line = {
  measureIndex: number;
  isFirstOfBlock: boolean;
  rowIndex: number | undefined;
  groupIndex: number | undefined;
};

/** The name of a measure's line in formulas: A is the first shown. */
export const letterOf = (position: number): string => String.fromCodePoint(65 + position);

export const lineCountOf = ({ model, measures }: GridView): number => model.blocks.length * measures.length;

export function lineAt({ model, measures }: GridView, line: number): Line {
  const position = line % measures.length;
  const block = model.blocks[(line - position) / measures.length] ?? 0;
  const groupIndex = groupOfBlock(block);
  return {
    measureIndex: measures[position] ?? 0,
    isFirstOfBlock: position === 0,
    rowIndex: groupIndex === undefined ? block : undefined,
    groupIndex,
  };
}

export const groupAt = (view: GridView, line: number): RowGroup | undefined =>
  view.model.groups[lineAt(view, line).groupIndex ?? -1];

/** The number in a cell of the screen, a total's too; null is "no value". */
export function valueAt(view: GridView, { line, column }: CellPlace): number | null {
  const { measureIndex, rowIndex, groupIndex } = lineAt(view, line);
  const value =
    groupIndex === undefined
      ? (view.store.shownOf(measureIndex)[(rowIndex ?? 0) * view.store.bucketCount + column] ?? Number.NaN)
      : view.totals.totalOf(groupIndex, measureIndex, column);
  return Number.isNaN(value) ? null : value;
}

/** Where the cell's number lies; undefined for totals and for rows that are still on their way. */
export function addressAt(view: GridView, { line, column }: CellPlace): CellAddress | undefined {
  const { measureIndex, rowIndex } = lineAt(view, line);
  if (rowIndex === undefined || view.store.rowAt(rowIndex) === undefined) return undefined;
  return { measureIndex, rowIndex, bucketIndex: column };
}

/** Why a cell cannot be edited, in words; undefined when it can. Totals are edited by spreading. */
export function whyReadOnly(view: GridView, { line, column }: CellPlace): string | undefined {
  const { measureIndex, rowIndex } = lineAt(view, line);
  const measure = view.store.measures[measureIndex];
  if (measure === undefined || !measure.isEditable || measure.planId === null)
    return `${measure?.name ?? 'This'} is only read here`;
  if (rowIndex !== undefined && view.store.rowAt(rowIndex) === undefined) return 'This row is still loading';
  if (view.store.buckets[column]?.window === 'past') return 'The past is only read';
  const { first, before } = measure.columns ?? { first: 0, before: view.store.bucketCount };
  if (column < first || column >= before) return `${measure.name} does not reach this bucket`;
  return undefined;
}

/** Lines and columns where a cell is shown, if it is. */
export function placeOf(view: GridView, address: CellAddress): CellPlace | undefined {
  const position = view.measures.indexOf(address.measureIndex);
  const block = view.model.blocks.indexOf(address.rowIndex);
  if (position < 0 || block < 0) return undefined;
  return { line: block * view.measures.length + position, column: address.bucketIndex };
}

/** One number for a cell of the typed arrays: small enough to be a key of a map. */
export const cellKey = (
  { rowCount, bucketCount }: Pick<GridStore, 'rowCount' | 'bucketCount'>,
  { measureIndex, rowIndex, bucketIndex }: CellAddress,
): number => (measureIndex * rowCount + rowIndex) * bucketCount + bucketIndex;
