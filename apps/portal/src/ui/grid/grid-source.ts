import type { GridBucket, GridMeasure, LoadedRow } from './grid-types.ts';

/** Columns, measures and size of a grid, before its rows are there. */
export type GridHead = {
  buckets: readonly GridBucket[];
  measures: readonly GridMeasure[];
  rowCount: number;
  /** Buckets of one year, for the mix of the year before; undefined where nothing repeats yearly. */
  bucketsPerYear: number;
};

/** One cell's override in the words of the server: columns of the grid, ids of the rows. */
export type SourceEdit = {
  itemLocationId: string;
  column: number;
  beforeMilli: number | null;
  afterMilli: number | null;
};

export type SourceConflict = {
  itemLocationId: string;
  column: number;
  currentMilli: number | null;
  /** Number of the edit that was first; null when the number came from elsewhere. */
  editNumber: number | null;
  actorName: string | null;
  at: string | null;
};

/** Numbers of the applied edits, in the order in which they were sent; conflicts are left out. */
export type EditAnswer = { applied: readonly number[]; conflicts: readonly SourceConflict[] };

/** An edit that somebody made, us included. */
export type FollowedEdit = {
  planId: string;
  editNumber: number;
  itemLocationId: string;
  column: number;
  /** What the override is now; undefined when another layer changed and the row must be read again. */
  overrideMilli: number | null | undefined;
  actorName: string;
  at: string;
};

export type Follower = {
  onEdits: (edits: readonly FollowedEdit[]) => void;
  /** Something was missed: every row must be read again. */
  onGap: () => void;
};

export type CellEditRecord = {
  editNumber: number;
  layer: string;
  beforeMilli: number | null;
  afterMilli: number | null;
  outcome: 'applied' | 'conflict';
  reason: string | null;
  actorName: string;
  at: string;
};

/** Where a grid's numbers come from and go to. */
export type GridSource = {
  head: GridHead;
  readRows: (block: { offset: number; limit: number }) => Promise<readonly LoadedRow[]>;
  edit: (operation: {
    planId: string;
    operationId: string;
    edits: readonly SourceEdit[];
  }) => Promise<EditAnswer>;
  /** Returns how to stop following. */
  follow: (follower: Follower) => () => void;
  history: (cell: {
    planId: string;
    itemLocationId: string;
    column: number;
  }) => Promise<readonly CellEditRecord[]>;
  /** Whether an error means that the server was not reached, so that the same edit may be sent again. */
  isUnreached: (error: unknown) => boolean;
  explain: (error: unknown) => string;
};
