import type { CellAddress, GridBucket, GridMeasure, GridRow, LoadedRow } from './grid-types.ts';
import { type ChangeListener, createMeasureCells } from './measure-cells.ts';

export type GridStore = ReturnType<typeof createGridStore>;

type StoreShape = {
  buckets: readonly GridBucket[];
  measures: readonly GridMeasure[];
  rowCount: number;
  /** Runs its argument soon: the next frame in a browser. */
  scheduleFlush?: (flush: () => void) => void;
};

/** Tells listeners once a frame, whatever the number of changes. */
function createFlush(schedule: (flush: () => void) => void) {
  const listeners = new Set<() => void>();
  let isDue = false;
  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    touch(): void {
      if (isDue) return;
      isDue = true;
      schedule(() => {
        isDue = false;
        for (const listener of listeners) listener();
      });
    },
  };
}

/** Rows, buckets and numbers of one grid, of any size: 10,000 rows of 104 buckets are a few flat blocks of memory. */
export function createGridStore({ buckets, measures, rowCount, scheduleFlush }: StoreShape) {
  const rows: (GridRow | undefined)[] = Array.from({ length: rowCount });
  const rowIndexOf = new Map<string, number>();
  const changeListeners = new Set<ChangeListener>();
  const { subscribe, touch } = createFlush(scheduleFlush ?? ((flush) => void requestAnimationFrame(flush)));
  const cells = createMeasureCells({
    measures,
    rowCount,
    bucketCount: buckets.length,
    onChange: (address, before, after) => {
      for (const listener of changeListeners) listener(address, before, after);
    },
  });
  let loadedCount = 0;
  let loadCount = 0;

  function loadRow(rowIndex: number, { measures: numbers, ...row }: LoadedRow): void {
    if (rows[rowIndex] === undefined) loadedCount += 1;
    rows[rowIndex] = row;
    rowIndexOf.set(row.itemLocationId, rowIndex);
    for (const [measureIndex, { code }] of measures.entries())
      cells.load(measureIndex, rowIndex, numbers[code]);
  }
  return {
    buckets,
    measures,
    rowCount,
    bucketCount: buckets.length,
    rowAt: (rowIndex: number): GridRow | undefined => rows[rowIndex],
    rowIndexOf: (itemLocationId: string): number | undefined => rowIndexOf.get(itemLocationId),
    loadedCount: (): number => loadedCount,
    /** Grows with every block of rows read: whoever sums or groups begins anew. */
    loadCount: (): number => loadCount,
    subscribe,
    touch,
    onChange(listener: ChangeListener): () => void {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
    loadRows(offset: number, loaded: readonly LoadedRow[]): void {
      for (const [index, row] of loaded.entries()) loadRow(offset + index, row);
      loadCount += 1;
      touch();
    },
    /** Painted numbers of a measure, row after row; NaN is "no value". Read only. */
    shownOf: cells.shownOf,
    valueAt({ measureIndex, rowIndex, bucketIndex }: CellAddress): number | null {
      const value = cells.shownOf(measureIndex)[rowIndex * buckets.length + bucketIndex];
      return value === undefined || Number.isNaN(value) ? null : value;
    },
    /** The override that the screen shows, own edits included. */
    overrideAt: cells.overrideAt,
    underlyingAt: cells.underlyingAt,
    isPending: cells.isPending,
    setPending(address: CellAddress, overrideMilli: number | null): void {
      cells.setPending(address, overrideMilli);
      touch();
    },
    clearPending(address: CellAddress): void {
      cells.clearPending(address);
      touch();
    },
    confirm(address: CellAddress, overrideMilli: number | null, editNumber: number): boolean {
      const isNews = cells.confirm(address, overrideMilli, editNumber);
      if (isNews) touch();
      return isNews;
    },
  };
}
