import { dayNumber, type LocalDate } from '@coplan/kernel';
import type { GridStore } from '../../ui/grid/grid-store.ts';

export const seconds = (day: string): number => dayNumber(day as LocalDate) * 86_400;

/** Values of one measure over the buckets in units; `rowIndex` undefined adds up the given rows. */
export function seriesOf(store: GridStore, measureIndex: number, rows: Iterable<number>): (number | null)[] {
  const shown = store.shownOf(measureIndex);
  const sums: (number | null)[] = Array.from({ length: store.bucketCount }, () => null);
  for (const rowIndex of rows) {
    const start = rowIndex * store.bucketCount;
    for (let bucketIndex = 0; bucketIndex < store.bucketCount; bucketIndex += 1) {
      const value = shown[start + bucketIndex];
      if (value === undefined || Number.isNaN(value)) continue;
      sums[bucketIndex] = (sums[bucketIndex] ?? 0) + value / 1_000;
    }
  }
  return sums;
}

export type HeatCell = { rowIndex: number; column: number; ratio: number };

/**
 * Rows whose two forecasts differ most, and by how much in each bucket ahead: (theirs − ours) as a share of the larger.
 * NaN where one of them has no value.
 */
export function differencesOf(
  store: GridStore,
  {
    ours,
    theirs,
    fromColumn,
    rowsMax,
  }: { ours: number; theirs: number; fromColumn: number; rowsMax: number },
): { rowIndex: number; ratios: number[] }[] {
  const [mine, other] = [store.shownOf(ours), store.shownOf(theirs)];
  const rows: { rowIndex: number; ratios: number[]; gap: number }[] = [];
  for (let rowIndex = 0; rowIndex < store.rowCount; rowIndex += 1) {
    if (store.rowAt(rowIndex) === undefined) continue;
    const ratios: number[] = [];
    let gap = 0;
    for (let column = fromColumn; column < store.bucketCount; column += 1) {
      const cell = rowIndex * store.bucketCount + column;
      const [a = Number.NaN, b = Number.NaN] = [mine[cell], other[cell]];
      const ratio = a === b ? 0 : (b - a) / Math.max(Math.abs(a), Math.abs(b));
      ratios.push(ratio);
      if (!Number.isNaN(ratio)) gap += Math.abs(b - a);
    }
    if (gap > 0) rows.push({ rowIndex, ratios, gap });
  }
  rows.sort((a, b) => b.gap - a.gap);
  return rows.slice(0, rowsMax).map(({ rowIndex, ratios }) => ({ rowIndex, ratios }));
}
