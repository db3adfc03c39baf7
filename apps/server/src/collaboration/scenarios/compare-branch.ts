import { addDays, type LocalDate } from '@coplan/kernel';
import type { PlanValues } from './load-scenario.ts';

/** One bucket of one item-location, named by its first day, so that plans of different weeks compare. */
export type ChangedCell = {
  itemLocationId: string;
  startsOn: LocalDate;
  baseMilli: number | null;
  branchMilli: number | null;
};

export const cellKey = ({ itemLocationId, startsOn }: { itemLocationId: string; startsOn: string }): string =>
  `${itemLocationId}|${startsOn}`;

/** Every cell of a plan by `cellKey`. */
export function cellsOf(rows: readonly PlanValues[]): Map<string, number | null> {
  const cells = new Map<string, number | null>();
  for (const { itemLocationId, startsOn, bucketDays, valueMilli } of rows)
    valueMilli.forEach((value, index) => {
      cells.set(cellKey({ itemLocationId, startsOn: addDays(startsOn, index * bucketDays) }), value);
    });
  return cells;
}

/** The cells in which a branch differs from what it was branched off. */
export function changedCells(base: readonly PlanValues[], branch: readonly PlanValues[]): ChangedCell[] {
  const before = cellsOf(base);
  return branch.flatMap(({ itemLocationId, startsOn, bucketDays, valueMilli }) =>
    valueMilli.flatMap((branchMilli, index) => {
      const cell = { itemLocationId, startsOn: addDays(startsOn, index * bucketDays) };
      const baseMilli = before.get(cellKey(cell)) ?? null;
      return baseMilli === branchMilli ? [] : [{ ...cell, baseMilli, branchMilli }];
    }),
  );
}

/** A cell that the branch and the base changed since, each to something else. */
export type RebaseConflict = ChangedCell & { theirsMilli: number | null };

/**
 * What a branch comes to on a base that moved: its changes are kept, the base's taken over, and where both changed a
 * cell differently it is a conflict, unless somebody chose. A cell that the new base no longer has is dropped.
 */
export function rebaseCells(input: {
  branchedFrom: readonly PlanValues[];
  branch: readonly PlanValues[];
  base: readonly PlanValues[];
  choices: ReadonlyMap<string, 'mine' | 'theirs'>;
}): { kept: ChangedCell[]; conflicts: RebaseConflict[]; droppedCount: number } {
  const now = cellsOf(input.base);
  const kept: ChangedCell[] = [];
  const conflicts: RebaseConflict[] = [];
  let droppedCount = 0;
  for (const cell of changedCells(input.branchedFrom, input.branch)) {
    const key = cellKey(cell);
    if (!now.has(key)) {
      droppedCount += 1;
      continue;
    }
    const theirsMilli = now.get(key) ?? null;
    if (theirsMilli === cell.branchMilli) continue;
    const choice = theirsMilli === cell.baseMilli ? 'mine' : input.choices.get(key);
    if (choice === undefined) conflicts.push({ ...cell, theirsMilli });
    else if (choice === 'mine') kept.push({ ...cell, baseMilli: theirsMilli });
  }
  return { kept, conflicts, droppedCount };
}
