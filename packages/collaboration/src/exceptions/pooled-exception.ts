import type { Side } from '../vocabulary.ts';

/** Why values are outside: what is solved once solves all children. Highest first, as far as they are levels. */
export const causeKinds = [
  'event',
  'response',
  'metric',
  'data',
  'version',
  'category',
  'location',
  'item',
  'item-location',
  'mixed',
  /** Not found by a criterion: an event that was changed after its lock. */
  'event-change',
  'small-differences',
] as const;
export type CauseKind = (typeof causeKinds)[number];

/** The criterion code under which the rest is pooled: it belongs to several criteria at once. */
export const smallDifferencesCode = 'small-differences';

export type PooledException = {
  readonly criterionCode: string;
  readonly causeKind: CauseKind;
  /** Names the cause for as long as it lasts: one open exception per agreement, criterion and key. */
  readonly causeKey: string;
  /** The event, item, location, item-location or category; null where the whole agreement is meant. */
  readonly causeRef: string | null;
  /** Who owes an answer, where that is the matter. */
  readonly owedBy: Side | null;
  readonly moneyMinor: number;
  /** Money of findings whose source lies above the compared value, and below it. */
  readonly overMinor: number;
  readonly underMinor: number;
  /** Children as pairs: place of the criterion, place of the finding among that criterion's. */
  readonly criterionIndexes: Int32Array;
  readonly findingIndexes: Int32Array;
};
