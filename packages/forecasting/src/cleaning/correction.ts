/** What a correction is about. A planner's own number without a finding of ours is `own-value`. */
export const correctionKinds = ['out-of-stock', 'outlier', 'level-shift', 'promotion', 'own-value'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];

/** What counts for a correction: what was computed, what was observed, or the planner's own number. */
export const correctionChoices = ['cleaned', 'observed', 'own'] as const;
export type CorrectionChoice = (typeof correctionChoices)[number];

/** A planner's word on a correction; it goes before what is found and survives the next run. */
export type CleaningDecision = {
  readonly kind: CorrectionKind;
  /** Half-open, counted from the first period of the history; may lie outside of it. */
  readonly fromIndex: number;
  readonly toIndex: number;
  readonly choice: CorrectionChoice;
  /** With `own`: demand of each period of the range, in units of the history. */
  readonly ownPerPeriod?: number;
};

/** A known promotion or event over part of the history. */
export type KnownEvent = {
  readonly name: string;
  readonly fromIndex: number;
  readonly toIndex: number;
  /** What it was expected to add, as a share of the base (0.5: half as much again); the centre of the estimate. */
  readonly expectedLiftRatio?: number;
};

export type CleaningInput = {
  /** What was sold per period, oldest first; NaN where nothing is known. */
  readonly sold: Float64Array;
  /** 1 where the item could be sold, 0 where the shelf was empty; absent: always. */
  readonly inStock?: Uint8Array;
  readonly seasonPeriods: number;
  readonly events?: readonly KnownEvent[];
  readonly decisions?: readonly CleaningDecision[];
};

/** One thing that was changed in a history, with what a planner needs to judge it. */
export type Correction = {
  readonly kind: CorrectionKind;
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Totals over the range. */
  readonly observed: number;
  readonly cleaned: number;
  /** Cleaned demand of each period of the range in the history's own units; empty for a level shift. */
  readonly values: readonly number[];
  /** Level shift: every period before `toIndex` is multiplied by it. Promotion: 1 + its lift. Otherwise 1. */
  readonly factor: number;
  /** How far it is from what was to be expected, in robust standard deviations, and from where on it counts. */
  readonly score: number | null;
  readonly threshold: number | null;
  /** Name of the event, for promotions. */
  readonly name?: string;
  readonly choice: CorrectionChoice;
};

export type CleanedDemand = {
  /** What models learn from: NaN wherever the shelf was empty or nothing is known. */
  readonly cleaned: Float64Array;
  /** The same with an estimate where the shelf was empty; only to be looked at. */
  readonly unconstrained: Float64Array;
  readonly corrections: readonly Correction[];
};
