/** Weeks between a forecast and the week it speaks of at which accuracy is recorded. */
export const recordedLags = [1, 2, 4, 8] as const;
export type RecordedLag = (typeof recordedLags)[number];

/** Means that are kept of a forecast: lag 0 to 9, one more than the longest lag so that its revision is known. */
export const meansKept = 10;

/** Weeks that a page may look back over. */
export const windowsOfWeeks = [13, 26, 52] as const;

export const accuracyLevels = ['total', 'category', 'location', 'supplier', 'item'] as const;
export type AccuracyLevel = (typeof accuracyLevels)[number];

/**
 * The steps of an organisation's own forecast, in their order. The last is what it plans with: the statistical forecast
 * with the events and overrides that its people laid on it.
 */
export const ownSteps = [
  { code: 'naive', name: 'Naive' },
  { code: 'seasonal', name: 'Seasonal naive' },
  { code: 'statistical', name: 'Statistical' },
  { code: 'buyer', name: 'Events and overrides' },
] as const;
export type OwnStep = (typeof ownSteps)[number]['code'];
