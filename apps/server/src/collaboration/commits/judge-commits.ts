import type { CommitState } from '@coplan/collaboration';

/** What a new order forecast asks for in one bucket of one item-location. */
export type AskedCell = { itemLocationId: string; startsOn: string; quantityMilli: number };

/** A commit that stands, answered or not. */
export type LiveCommit = {
  commitId: string;
  itemLocationId: string;
  startsOn: string;
  state: CommitState;
  forecastMilli: number;
  committedMilli: number | null;
};

export type CommitChanges = {
  /** Asked for the first time, or again. */
  ask: AskedCell[];
  /** Not answered yet: the question follows the forecast. */
  change: { commitId: string; quantityMilli: number }[];
  /** Not answered yet, and no longer needed. */
  takeBackIds: string[];
  supersedeIds: string[];
};

const isOpen = ({ state }: LiveCommit): boolean =>
  state === 'due' || state === 'draft' || state === 'overdue';

/**
 * Whether an answer still stands when `quantityMilli` is asked for: it covers it, or it was given to just that question,
 * or it is an accepted short commit, which is a limit that the forecast itself keeps to.
 */
function stands({ state, forecastMilli, committedMilli }: LiveCommit, quantityMilli: number): boolean {
  const answeredMilli = committedMilli ?? 0;
  if (quantityMilli === forecastMilli || quantityMilli <= answeredMilli) return true;
  return state === 'accepted' && answeredMilli < forecastMilli;
}

const keyOf = ({ itemLocationId, startsOn }: { itemLocationId: string; startsOn: string }): string =>
  `${itemLocationId}|${startsOn}`;

/** What becomes of the commits of an agreement when a new order forecast asks for `asked`. */
export function judgeCommits(asked: readonly AskedCell[], live: readonly LiveCommit[]): CommitChanges {
  const changes: CommitChanges = { ask: [], change: [], takeBackIds: [], supersedeIds: [] };
  const askedOf = new Map(asked.map((cell) => [keyOf(cell), cell]));
  const answered = new Set<string>();
  for (const commit of live) {
    const { commitId } = commit;
    const key = keyOf(commit);
    const cell = askedOf.get(key);
    if (isOpen(commit)) {
      answered.add(key);
      if (cell === undefined) changes.takeBackIds.push(commitId);
      else if (cell.quantityMilli !== commit.forecastMilli)
        changes.change.push({ commitId, quantityMilli: cell.quantityMilli });
    } else if (cell === undefined || stands(commit, cell.quantityMilli)) answered.add(key);
    else changes.supersedeIds.push(commitId);
  }
  changes.ask = asked.filter((cell) => !answered.has(keyOf(cell)));
  return changes;
}
