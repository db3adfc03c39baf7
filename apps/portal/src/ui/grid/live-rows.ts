import { createRemoteMarks } from './cell-marks.ts';
import type { FollowedEdit, GridSource } from './grid-source.ts';
import type { GridStore } from './grid-store.ts';
import { cellKey } from './grid-view.ts';

/** Who touched a cell last, as far as this screen has seen it. */
export type LastEdit = { name: string; at: string };

const blockSize = 250;
const blocksAtOnce = 2;

/** Reads all rows in blocks, those on the screen first, and again where they are out of date. */
export function createRowLoader(
  { store, source }: { store: GridStore; source: Pick<GridSource, 'readRows'> },
  onError: (error: unknown) => void,
) {
  const blockCount = Math.ceil(store.rowCount / blockSize);
  const wanted = new Set(Array.from({ length: blockCount }, (_, index) => index));
  let wantedFirst = 0;
  let runningCount = 0;
  let isStopped = false;

  const nextBlock = (): number | undefined => {
    const atView = wantedFirst;
    if (wanted.has(atView)) return atView;
    if (wanted.has(atView + 1)) return atView + 1;
    const [any] = wanted;
    return any;
  };
  async function read(block: number): Promise<void> {
    runningCount += 1;
    try {
      const rows = await source.readRows({ offset: block * blockSize, limit: blockSize });
      if (!isStopped) store.loadRows(block * blockSize, rows);
    } catch (error) {
      wanted.add(block);
      isStopped = true;
      onError(error);
    }
    runningCount -= 1;
    readMore();
  }
  function readMore(): void {
    while (!isStopped && runningCount < blocksAtOnce) {
      const block = nextBlock();
      if (block === undefined) return;
      wanted.delete(block);
      void read(block);
    }
  }
  const want = (blocks: Iterable<number>): void => {
    for (const block of blocks) wanted.add(block);
    readMore();
  };
  return {
    start: readMore,
    stop(): void {
      isStopped = true;
    },
    /** After an error. */
    retry(): void {
      isStopped = false;
      readMore();
    },
    /** The row that people look at: its block is read next. */
    lookAt(rowIndex: number): void {
      wantedFirst = Math.floor(rowIndex / blockSize);
    },
    readAgain: (rowIndex: number): void => want([Math.floor(rowIndex / blockSize)]),
    readAllAgain: (): void => want(Array.from({ length: blockCount }, (_, index) => index)),
  };
}
export type RowLoader = ReturnType<typeof createRowLoader>;

/** Brings other people's edits into the store, marks them, and remembers who touched what. */
export function followEdits(
  { store, source, loader }: { store: GridStore; source: Pick<GridSource, 'follow'>; loader: RowLoader },
  { now, onSeen }: { now: () => number; onSeen: (edits: readonly FollowedEdit[]) => void },
) {
  const marks = createRemoteMarks(now);
  const lastEdits = new Map<number, LastEdit>();
  const editors = new Map<string, string>();
  const measureOfPlan = new Map(store.measures.map(({ planId }, index) => [planId, index]));

  function take(edit: FollowedEdit): boolean {
    const measureIndex = measureOfPlan.get(edit.planId);
    const rowIndex = store.rowIndexOf(edit.itemLocationId);
    if (measureIndex === undefined || rowIndex === undefined) return false;
    const address = { measureIndex, rowIndex, bucketIndex: edit.column };
    const isEditable = store.measures[measureIndex]?.isEditable === true;
    if (edit.overrideMilli === undefined || !isEditable) {
      loader.readAgain(rowIndex);
      return false;
    }
    const isOwn = store.isPending(address);
    const isNews = store.confirm(address, edit.overrideMilli, edit.editNumber);
    if (!isNews) return false;
    const key = cellKey(store, address);
    lastEdits.set(key, { name: edit.actorName, at: edit.at });
    // An own edit under way covers the news, or is the news: if it lost, the list of conflicts says so.
    if (!isOwn) {
      marks.add(key, edit.actorName);
      editors.set(edit.actorName, edit.at);
    }
    return true;
  }
  const stop = source.follow({
    onEdits: (edits) => {
      const seen = edits.filter(take);
      if (seen.length > 0) onSeen(seen);
    },
    onGap: loader.readAllAgain,
  });
  return { marks, lastEdits, editors, stop };
}
