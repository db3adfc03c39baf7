/** Why an observation does not count. Every exclusion is counted and shown beside the number. */
export const exclusionReasons = [
  'NO_ACTUAL',
  'NO_FORECAST',
  'ZERO_ACTUAL',
  'NO_SCALE',
  'STOCK_OUT',
  'NOT_DUE',
  'CUSTOMER_CANCELLED',
  'CUSTOMER_CHANGED',
  'FORCE_MAJEURE',
  'BUYER_FAULT',
  'TEST',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** `key` names the observation for the list of denominator rows; quantities are thousandths of the base unit. */
type Observation = { key: string; excluded?: ExclusionReason };

/** What was forecast for a bucket at the agreed lag and what came. null: not known. */
export type ForecastFact = Observation & {
  kind: 'forecast';
  actualMilli: number | null;
  forecastMilli: number | null;
  /** Mean absolute error of the seasonal naive forecast inside the history; needed by MASE only. */
  scaleMilli?: number;
};
/** One bucket in two versions that follow one another. */
export type VersionFact = Observation & {
  kind: 'version';
  previousMilli: number | null;
  currentMilli: number | null;
};
/** A bucket that is due: what the seller committed to and what was received for it. */
export type CommitFact = Observation & {
  kind: 'commit';
  committedMilli: number | null;
  receivedMilli: number | null;
};
/** So many of so many: answers in time of answers due, days in stock of days, lines on time and in full of lines. */
export type ShareFact = Observation & { kind: 'share'; hitCount: number; ofCount: number };

export type MetricFact = ForecastFact | VersionFact | CommitFact | ShareFact;
export type MetricFactKind = MetricFact['kind'];
