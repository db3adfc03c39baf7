import type { GridSource, SourceEdit } from './grid-source.ts';
import type { GridStore } from './grid-store.ts';
import type { CellAddress, CellEdit } from './grid-types.ts';
import { type EditConflict, settleBatch } from './settle-batch.ts';
import { createWaitingEdits, type EditBatch } from './waiting-edits.ts';

/** The server does not allow it: the cell is as it was, and the reason is shown. */
export type RefusedEdit = { address: CellAddress; mineMilli: number | null; text: string };

export type QueueState = {
  /** Cells that the server has not confirmed yet. */
  waitingCount: number;
  isOffline: boolean;
  conflicts: readonly EditConflict[];
  refused: readonly RefusedEdit[];
};

export type EditQueueParts = {
  store: GridStore;
  source: Pick<GridSource, 'edit' | 'isUnreached' | 'explain'>;
  newOperationId: () => string;
  /** Runs its argument after so many milliseconds. */
  after: (delayMs: number, run: () => void) => void;
  /** What is known of this row is out of date. */
  onStale: (rowIndex: number) => void;
};

/** Edits of one moment travel together; nobody waits longer than this for them to leave. */
const batchMs = 60;
const retryMs = [500, 1_000, 2_000, 5_000, 10_000];

/** What a person sees of the queue. */
function createQueueState() {
  let state: QueueState = { waitingCount: 0, isOffline: false, conflicts: [], refused: [] };
  const listeners = new Set<() => void>();
  return {
    get: (): QueueState => state,
    change(part: Partial<QueueState>): void {
      state = { ...state, ...part };
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Two halves of a refused batch, so that one forbidden cell does not take the others with it. */
function halvesOf({ planId, edits }: EditBatch, newOperationId: () => string): EditBatch[] {
  const middle = Math.ceil(edits.length / 2);
  return [edits.slice(0, middle), edits.slice(middle)].map((half) => ({
    planId,
    operationId: newOperationId(),
    edits: half,
  }));
}

export type EditQueue = ReturnType<typeof createEditQueue>;

/**
 * Shows edits at once and brings them to the server in batches, one after the other, so that an edit always names what
 * its author saw. A batch that got no answer is sent again under the same operation id: it counts once. Conflicts and
 * refusals are kept in lists until somebody has looked at them; nothing that was typed disappears silently.
 */
export function createEditQueue({ store, source, newOperationId, after, onStale }: EditQueueParts) {
  const state = createQueueState();
  const waiting = createWaitingEdits(store, newOperationId);
  const batches: EditBatch[] = [];
  let isSending = false;
  let isTimed = false;
  let attempt = 0;

  const tell = (): void =>
    state.change({
      waitingCount: waiting.count() + batches.reduce((sum, { edits }) => sum + edits.length, 0),
    });
  const toSource = ({ rowIndex, bucketIndex, beforeMilli, afterMilli }: CellEdit): SourceEdit => ({
    itemLocationId: store.rowAt(rowIndex)?.itemLocationId ?? '',
    column: bucketIndex,
    beforeMilli,
    afterMilli,
  });
  function refuse(batch: EditBatch, error: unknown): void {
    const [only] = batch.edits;
    if (batch.edits.length > 1) batches.unshift(...halvesOf(batch, newOperationId));
    else if (only !== undefined) {
      const refused = { address: only, mineMilli: waiting.takeBack(only), text: source.explain(error) };
      state.change({ refused: [...state.get().refused, refused] });
    }
  }
  async function sendAgainLater(): Promise<void> {
    state.change({ isOffline: true });
    const delayMs = retryMs[Math.min(attempt, retryMs.length - 1)] ?? 0;
    attempt += 1;
    await new Promise<void>((resolve) => after(delayMs, resolve));
  }
  async function sendNext(batch: EditBatch): Promise<void> {
    try {
      const answer = await source.edit({ ...batch, edits: batch.edits.map(toSource) });
      batches.shift();
      attempt = 0;
      const conflicts = settleBatch(batch, answer, { store, waiting, onStale });
      state.change({ isOffline: false, conflicts: [...state.get().conflicts, ...conflicts] });
    } catch (error) {
      if (source.isUnreached(error)) return sendAgainLater();
      batches.shift();
      refuse(batch, error);
    }
  }
  async function drain(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (;;) {
      if (batches.length === 0) batches.push(...waiting.takeBatches());
      tell();
      const [batch] = batches;
      if (batch === undefined) break;
      await sendNext(batch);
    }
    isSending = false;
  }

  return {
    state: { get: state.get, subscribe: state.subscribe },
    enqueue(edits: readonly CellEdit[]): void {
      for (const edit of edits) waiting.add(edit);
      tell();
      if (isTimed) return;
      isTimed = true;
      after(batchMs, () => {
        isTimed = false;
        void drain();
      });
    },
    forgetConflict(conflict: EditConflict): void {
      state.change({ conflicts: state.get().conflicts.filter((one) => one !== conflict) });
    },
    forgetRefused(): void {
      state.change({ refused: [] });
    },
  };
}
