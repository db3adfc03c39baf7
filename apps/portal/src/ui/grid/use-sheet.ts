import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { formatCount } from '../format.ts';
import { type CellMarks, noMarks } from './cell-marks.ts';
import type { GridPicture } from './grid-picture.ts';
import type { GridSource } from './grid-source.ts';
import type { GridRow } from './grid-types.ts';
import { cellKey, type GridView, placeOf } from './grid-view.ts';
import { createGroupTotals } from './group-totals.ts';
import type { AuthorFlag } from './paint-flags.ts';
import { buildRowModel, type Grouping } from './row-model.ts';
import { createSheetCore, type SheetCore } from './sheet-core.ts';

/** What of the grid is shown; the owner keeps it, in the address for instance. */
export type SheetSettings = {
  groupBy: readonly Grouping[];
  hiddenMeasures: readonly string[];
  search: string;
  /** Only rows in which two measures differ by more than this share somewhere ahead; undefined: all. */
  differsRatio: number | undefined;
};

const settleMs = 250;

/** Counts blocks of rows read, at most every quarter of a second, so that regrouping does not slow down reading. */
function useLoadCount(core: SheetCore): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = core.store.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setCount(core.store.loadCount());
      }, settleMs);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [core]);
  return count;
}

/** The two measures whose difference matters: theirs and ours, else joint and ours. */
export function comparedMeasures(codes: readonly string[]): readonly [number, number] | undefined {
  const mine = codes.indexOf('mine');
  const other = ['partner', 'joint', 'statistical'].map((code) => codes.indexOf(code)).find((at) => at >= 0);
  return mine < 0 || other === undefined ? undefined : [mine, other];
}

/** Whether a row's two forecasts differ by more than a share anywhere from the present bucket on. */
export function rowDiffers(core: SheetCore, rowIndex: number, ratio: number): boolean {
  const { store, currentColumn } = core;
  const pair = comparedMeasures(store.measures.map(({ code }) => code));
  if (pair === undefined) return true;
  const [ours, theirs] = [store.shownOf(pair[0]), store.shownOf(pair[1])];
  const start = rowIndex * store.bucketCount;
  for (let column = Math.max(0, currentColumn); column < store.bucketCount; column += 1) {
    const [a = Number.NaN, b = Number.NaN] = [ours[start + column], theirs[start + column]];
    if (Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1) > ratio) return true;
  }
  return false;
}

const matches = (row: GridRow, words: readonly string[]): boolean => {
  const text =
    `${row.itemNumber} ${row.partnerItemNumber ?? ''} ${row.description} ${row.locationCode} ${row.category}`.toLowerCase();
  return words.every((word) => text.includes(word));
};

/** Rows, groups and measures as the settings want them. */
export function useSheetView(
  core: SheetCore,
  settings: SheetSettings,
  collapsed: ReadonlySet<string>,
): GridView {
  const loadCount = useLoadCount(core);
  const { groupBy, hiddenMeasures, search, differsRatio } = settings;
  const measures = useMemo(
    () => core.store.measures.flatMap(({ code }, index) => (hiddenMeasures.includes(code) ? [] : [index])),
    [core, hiddenMeasures],
  );
  const view = useMemo(() => {
    // Another count means that other rows are there.
    const isFiltered = loadCount >= 0 && (search !== '' || differsRatio !== undefined);
    const words = search.toLowerCase().split(/\s+/);
    const filter = isFiltered
      ? (row: GridRow, rowIndex: number) =>
          matches(row, words) && (differsRatio === undefined || rowDiffers(core, rowIndex, differsRatio))
      : undefined;
    const model = buildRowModel({ store: core.store, groupBy, collapsed, filter });
    return { store: core.store, model, measures, totals: createGroupTotals(core.store, model.groups) };
  }, [core, groupBy, collapsed, search, differsRatio, measures, loadCount]);
  useEffect(() => view.totals.stop, [view]);
  return view;
}

/** The grid of a source, read and followed while it is shown. */
export function useSheetCore(source: GridSource) {
  const core = useMemo(() => createSheetCore(source), [source]);
  const [loadError, setLoadError] = useState<unknown>();
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    setLoadError(undefined);
    return core.start({
      onLoadError: setLoadError,
      onSeen: (edits) => {
        const names = [...new Set(edits.map(({ actorName }) => actorName))].join(', ');
        setAnnouncement(
          `${names} changed ${formatCount(edits.length)} ${edits.length === 1 ? 'cell' : 'cells'}`,
        );
      },
    });
  }, [core]);
  const retry = (): void => {
    setLoadError(undefined);
    core.loader()?.retry();
  };
  return { core, loadError, retry, announcement };
}

const fadeMs = 400;

/** Marks of remote edits, conflicts and comments, repainted while they fade. */
export function useSheetMarks(core: SheetCore, view: GridView, comments: ReadonlySet<number>) {
  const picture = useRef<GridPicture | undefined>(undefined);
  const { conflicts } = useSyncExternalStore(core.queue.state.subscribe, core.queue.state.get);
  useEffect(() => {
    const timer = setInterval(() => {
      if (core.marks()?.fade() === true) picture.current?.requestPaint();
    }, fadeMs);
    return () => clearInterval(timer);
  }, [core]);
  const marks = useMemo<CellMarks>(
    () => ({
      get remote() {
        return core.marks()?.marks ?? noMarks.remote;
      },
      conflicts: new Set(conflicts.map(({ address }) => cellKey(core.store, address))),
      comments,
    }),
    [core, conflicts, comments],
  );
  const flags = (): AuthorFlag[] => {
    const newest = new Map<string, { key: number; colour: number }>();
    for (const [key, { name, colour }] of core.marks()?.marks ?? []) newest.set(name, { key, colour });
    const { rowCount, bucketCount } = core.store;
    return [...newest].flatMap(([name, { key, colour }]) => {
      const bucketIndex = key % bucketCount;
      const rest = (key - bucketIndex) / bucketCount;
      const rowIndex = rest % rowCount;
      const place = placeOf(view, { measureIndex: (rest - rowIndex) / rowCount, rowIndex, bucketIndex });
      return place === undefined ? [] : [{ name, colour, place }];
    });
  };
  return { picture, marks, flags };
}
