import { createEditHistory } from './edit-history.ts';
import { createEditQueue } from './edit-queue.ts';
import type { FollowedEdit, GridSource } from './grid-source.ts';
import { createGridState } from './grid-state.ts';
import { createGridStore } from './grid-store.ts';
import type { CellEdit } from './grid-types.ts';
import { createRowLoader, followEdits } from './live-rows.ts';

export type SheetCore = ReturnType<typeof createSheetCore>;

type SheetNews = {
  onLoadError: (error: unknown) => void;
  onSeen: (edits: readonly FollowedEdit[]) => void;
};

const newOperationId = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
};

/** Everything behind one grid: its numbers, who reads and follows them, what was typed and what can be undone. */
export function createSheetCore(source: GridSource) {
  const { buckets, measures, rowCount } = source.head;
  const store = createGridStore({ buckets, measures, rowCount });
  const present = Math.max(
    0,
    buckets.findIndex(({ window }) => window !== 'past'),
  );
  // The first line that can be edited, below the lines of the total.
  const firstEditable = Math.max(
    0,
    measures.findIndex(({ isEditable }) => isEditable),
  );
  const column = Math.max(present, measures[firstEditable]?.columns?.first ?? 0);
  const state = createGridState({ line: measures.length + firstEditable, column });
  const history = createEditHistory(store);
  let loader: ReturnType<typeof createRowLoader> | undefined;
  let following: ReturnType<typeof followEdits> | undefined;
  const queue = createEditQueue({
    store,
    source,
    newOperationId,
    after: (delayMs, run) => void setTimeout(run, delayMs),
    onStale: (rowIndex) => loader?.readAgain(rowIndex),
  });
  return {
    source,
    store,
    state,
    queue,
    history,
    currentColumn: buckets.findIndex(({ window }) => window !== 'past'),
    loader: () => loader,
    marks: () => following?.marks,
    /** Who else has edited while this screen was open, and when last. */
    editors: (): ReadonlyMap<string, string> => following?.editors ?? new Map(),
    lastEditOf: (key: number) => following?.lastEdits.get(key),
    /** Begins to read and to follow; returns how to stop. */
    start({ onLoadError, onSeen }: SheetNews): () => void {
      const started = createRowLoader({ store, source }, onLoadError);
      loader = started;
      const followed = followEdits(
        { store, source, loader: started },
        { now: () => performance.now(), onSeen },
      );
      following = followed;
      started.start();
      return () => {
        started.stop();
        followed.stop();
      };
    },
    /** Carries edits out and remembers them for undo. */
    apply(edits: readonly CellEdit[]): void {
      history.record(edits);
      queue.enqueue(edits);
    },
  };
}
