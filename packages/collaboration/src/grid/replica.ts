import { type CellEdit, type CellRef, cellKey, type EditConflict, type LoggedEdit } from './cell-edits.ts';

/** What the server answered to one operation. */
export type Settlement = {
  operationId: string;
  applied: readonly LoggedEdit[];
  conflicts: readonly EditConflict[];
};

/** The edited cells of a plan on one screen; see `createReplica`. */
export type Replica = {
  /** Shows edits at once, before the server has answered. */
  edit(operationId: string, edits: readonly CellEdit[]): void;
  /** Takes edits of the plan's log, in any order, as often as they come. */
  receive(edits: readonly LoggedEdit[]): void;
  /** Ends an operation: its edits are now in the log or are conflicts. Answers the conflicts that are new. */
  settle(settlement: Settlement): EditConflict[];
  /** What to show: the own edit under way, else the newest of the log, else what was loaded. */
  visibleMilli(ref: CellRef): number | null;
  /** What the log says, without own edits under way. */
  confirmedMilli(ref: CellRef): number | null;
  /** Operations not yet answered, oldest first: to be sent again after a lost connection. */
  waiting(): { operationId: string; edits: readonly CellEdit[] }[];
  conflicts(): readonly EditConflict[];
};

/**
 * One screen's copy of a plan that several people edit. The server gives every applied edit a number in one order; a cell
 * shows the edit with the highest number. Whatever order, delay or repetition edits arrive with, replicas that have
 * received the same log hold the same values, and those are the server's. Conflicts are kept until somebody clears them.
 */
export function createReplica(loadedMilli: (ref: CellRef) => number | null): Replica {
  const confirmed = new Map<string, { valueMilli: number | null; editNumber: number }>();
  const operations = new Map<string, readonly CellEdit[]>();
  const conflicts: EditConflict[] = [];

  const receive = (edits: readonly LoggedEdit[]): void => {
    for (const edit of edits) {
      const key = cellKey(edit);
      const known = confirmed.get(key);
      if (known !== undefined && known.editNumber >= edit.editNumber) continue;
      confirmed.set(key, { valueMilli: edit.afterMilli, editNumber: edit.editNumber });
    }
  };
  const confirmedMilli = (ref: CellRef): number | null => {
    const known = confirmed.get(cellKey(ref));
    return known === undefined ? loadedMilli(ref) : known.valueMilli;
  };
  /** The newest own edit under way of each cell; rebuilt when an operation begins or ends. */
  let overlay = new Map<string, number | null>();
  const rebuildOverlay = (): void => {
    overlay = new Map();
    for (const edits of operations.values()) {
      for (const edit of edits) overlay.set(cellKey(edit), edit.afterMilli);
    }
  };

  return {
    edit(operationId, edits) {
      operations.set(operationId, edits);
      for (const edit of edits) overlay.set(cellKey(edit), edit.afterMilli);
    },
    receive,
    settle({ operationId, applied, conflicts: refused }) {
      receive(applied);
      if (!operations.delete(operationId)) return [];
      rebuildOverlay();
      conflicts.push(...refused);
      return [...refused];
    },
    visibleMilli(ref) {
      const key = cellKey(ref);
      return overlay.has(key) ? (overlay.get(key) ?? null) : confirmedMilli(ref);
    },
    confirmedMilli,
    waiting: () => [...operations].map(([operationId, edits]) => ({ operationId, edits })),
    conflicts: () => conflicts,
  };
}

/** The state that a log leaves: of each cell the value of its newest edit, whatever order the log is given in. */
export function replayEdits(log: readonly LoggedEdit[]): Map<string, number | null> {
  const newest = new Map<string, LoggedEdit>();
  for (const edit of log) {
    const known = newest.get(cellKey(edit));
    if (known === undefined || known.editNumber < edit.editNumber) newest.set(cellKey(edit), edit);
  }
  return new Map([...newest].map(([key, edit]) => [key, edit.afterMilli]));
}
