import type { GridStore } from './grid-store.ts';
import type { CellEdit } from './grid-types.ts';

const stepsMax = 200;

export type Undone = {
  edits: readonly CellEdit[] /** Cells that somebody has changed since; they stay. */;
  stayedCount: number;
};

/** What can be undone and done again, one step per action of the user. */
export function createEditHistory(store: Pick<GridStore, 'overrideAt'>) {
  const done: (readonly CellEdit[])[] = [];
  const undone: (readonly CellEdit[])[] = [];

  /** Only cells that still hold what the step left there are taken along. */
  function take(edits: readonly CellEdit[]): Undone {
    const kept = edits.filter((edit) => store.overrideAt(edit) === edit.beforeMilli);
    return { edits: kept, stayedCount: edits.length - kept.length };
  }
  const inverse = (edits: readonly CellEdit[]): CellEdit[] =>
    edits.map((edit) => ({ ...edit, beforeMilli: edit.afterMilli, afterMilli: edit.beforeMilli }));

  return {
    record(edits: readonly CellEdit[]): void {
      if (edits.length === 0) return;
      done.push(edits);
      if (done.length > stepsMax) done.shift();
      undone.length = 0;
    },
    undo(): Undone | undefined {
      const step = done.pop();
      if (step === undefined) return undefined;
      undone.push(step);
      return take(inverse(step));
    },
    redo(): Undone | undefined {
      const step = undone.pop();
      if (step === undefined) return undefined;
      done.push(step);
      return take(step);
    },
  };
}
export type EditHistory = ReturnType<typeof createEditHistory>;
