import type { GridStore } from './grid-store.ts';
import type { CellEdit } from './grid-types.ts';
import { cellKey } from './grid-view.ts';

/** Edits of one plan that travel together under one operation id. */
export type EditBatch = { planId: string; operationId: string; edits: readonly CellEdit[] };

const batchSizeMax = 2_000;

/** What has been typed but not sent: per cell the value before the first and after the last touch. */
export function createWaitingEdits(store: GridStore, newOperationId: () => string) {
  let waiting = new Map<number, CellEdit>();
  return {
    count: (): number => waiting.size,
    has: (edit: CellEdit): boolean => waiting.has(cellKey(store, edit)),
    add(edit: CellEdit): void {
      const key = cellKey(store, edit);
      const earlier = waiting.get(key);
      waiting.set(key, earlier === undefined ? edit : { ...earlier, afterMilli: edit.afterMilli });
      store.setPending(edit, edit.afterMilli);
    },
    /** The number typed last into a cell whose edit was lost, also one that has not been sent; it is shown no more. */
    takeBack(edit: CellEdit): number | null {
      const later = waiting.get(cellKey(store, edit));
      waiting.delete(cellKey(store, edit));
      store.clearPending(edit);
      return (later ?? edit).afterMilli;
    },
    takeBatches(): EditBatch[] {
      const all = [...waiting.values()];
      waiting = new Map();
      for (const edit of all) if (edit.beforeMilli === edit.afterMilli) store.clearPending(edit);
      const byPlan = Map.groupBy(
        all.filter(({ beforeMilli, afterMilli }) => beforeMilli !== afterMilli),
        ({ measureIndex }) => store.measures[measureIndex]?.planId ?? '',
      );
      return [...byPlan].flatMap(([planId, edits]) =>
        Array.from({ length: Math.ceil(edits.length / batchSizeMax) }, (_, index) => ({
          planId,
          operationId: newOperationId(),
          edits: edits.slice(index * batchSizeMax, (index + 1) * batchSizeMax),
        })),
      );
    },
  };
}
export type WaitingEdits = ReturnType<typeof createWaitingEdits>;
