import type { EditAnswer } from './grid-source.ts';
import type { GridStore } from './grid-store.ts';
import type { CellAddress } from './grid-types.ts';
import type { EditBatch, WaitingEdits } from './waiting-edits.ts';

/** Somebody else was first: both numbers are kept until a person takes one. */
export type EditConflict = {
  address: CellAddress;
  theirsMilli: number | null;
  mineMilli: number | null;
  theirsName: string | null;
  at: string | null;
};

type SettleParts = {
  store: GridStore;
  waiting: WaitingEdits;
  /** What is known of these rows is out of date. */
  onStale: (rowIndex: number) => void;
};

/** Takes the server's answer over into the store; returns the edits that lost. */
export function settleBatch(
  { edits }: EditBatch,
  answer: EditAnswer,
  { store, waiting, onStale }: SettleParts,
): EditConflict[] {
  const lost = new Map(
    answer.conflicts.map((one) => [`${store.rowIndexOf(one.itemLocationId)} ${one.column}`, one]),
  );
  const conflicts: EditConflict[] = [];
  let appliedIndex = 0;
  for (const edit of edits) {
    const conflict = lost.get(`${edit.rowIndex} ${edit.bucketIndex}`);
    if (conflict === undefined) {
      store.confirm(edit, edit.afterMilli, answer.applied[appliedIndex] ?? 0);
      appliedIndex += 1;
      if (!waiting.has(edit)) store.clearPending(edit);
      continue;
    }
    if (conflict.editNumber === null) onStale(edit.rowIndex);
    else store.confirm(edit, conflict.currentMilli, conflict.editNumber);
    const { measureIndex, rowIndex, bucketIndex } = edit;
    conflicts.push({
      address: { measureIndex, rowIndex, bucketIndex },
      theirsMilli: conflict.currentMilli,
      mineMilli: waiting.takeBack(edit),
      theirsName: conflict.actorName,
      at: conflict.at,
    });
  }
  return conflicts;
}
