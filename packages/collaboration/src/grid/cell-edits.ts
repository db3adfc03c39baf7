import type { ForecastLayer } from '../vocabulary.ts';

export type CellRef = { itemLocationId: string; bucketIndex: number; layer: ForecastLayer };

/** What somebody saw in a cell and what he wants there; null is "no value". */
export type CellEdit = CellRef & { beforeMilli: number | null; afterMilli: number | null };

/** An edit that counts, with its place in the one order of the plan's log. */
export type LoggedEdit = CellEdit & { editNumber: number };

/** An edit that came too late: the cell held another value by then. */
export type EditConflict = CellEdit & { currentMilli: number | null };

export const cellKey = ({ itemLocationId, bucketIndex, layer }: CellRef): string =>
  `${itemLocationId}|${bucketIndex}|${layer}`;

/**
 * The conflict rule of the grid: an edit applies when the cell still holds what its author saw. Edits of one batch follow
 * one another; an edit that changes nothing applies. `currentMilli` answers what a cell holds before the batch.
 */
export function decideEdits<Edit extends CellEdit>(
  edits: readonly Edit[],
  currentMilli: (ref: CellRef) => number | null,
): { applied: Edit[]; conflicts: (Edit & EditConflict)[] } {
  const changed = new Map<string, number | null>();
  const applied: Edit[] = [];
  const conflicts: (Edit & EditConflict)[] = [];
  for (const edit of edits) {
    const key = cellKey(edit);
    const held = changed.has(key) ? (changed.get(key) ?? null) : currentMilli(edit);
    if (held === edit.beforeMilli || held === edit.afterMilli) {
      applied.push(edit);
      changed.set(key, edit.afterMilli);
    } else {
      conflicts.push({ ...edit, currentMilli: held });
    }
  }
  return { applied, conflicts };
}

/**
 * Edits of one sitting as the fewest edits with the same effect: per cell the first `before` and the last `after`, in the
 * order of the first touch. A cell that ended where it began is left out.
 */
export function mergeEdits(edits: readonly CellEdit[]): CellEdit[] {
  const merged = new Map<string, CellEdit>();
  for (const edit of edits) {
    const key = cellKey(edit);
    const first = merged.get(key);
    merged.set(key, first === undefined ? { ...edit } : { ...first, afterMilli: edit.afterMilli });
  }
  return [...merged.values()].filter(({ beforeMilli, afterMilli }) => beforeMilli !== afterMilli);
}

/** The edits that take a batch back, last first; they conflict where somebody else has gone on since. */
export const undoEdits = (edits: readonly CellEdit[]): CellEdit[] =>
  [...edits]
    .reverse()
    .map((edit) => ({ ...edit, beforeMilli: edit.afterMilli, afterMilli: edit.beforeMilli }));
