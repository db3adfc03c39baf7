import { tabulate } from '../tabulate.ts';
import { robustSd } from './robust-statistics.ts';

export type Outlier = {
  readonly index: number;
  readonly observed: number;
  /** As far as the threshold from what was to be expected: the part that is ordinary stays. */
  readonly cleaned: number;
  readonly score: number;
  readonly threshold: number;
};

export const outlierThreshold = 6;
/** Where no season ago is known a peak may be one that comes every year. */
const thresholdWithoutSeason = 9;
/** Nothing less than so much of what was to be expected is worth a planner's look. */
const relativeMin = 0.75;
const observedMin = 20;
/** Longer runs are a change or a season, not an accident. */
const runMax = 2;
/** Where more than this share of the periods is odd, odd is their nature. */
const shareMax = 0.05;
/** The newest periods may be the first of a new level. */
const newestKept = 2;
const tolerance = 1e-9;

/** Whether about one season before or after was odd in the same direction; undefined where neither is known. */
const isRecurring = (scores: Float64Array, index: number, seasonPeriods: number): boolean | undefined => {
  let isKnown = false;
  for (const centre of [index - seasonPeriods, index + seasonPeriods]) {
    for (let t = centre - 2; t <= centre + 2; t++) {
      const score = scores[t];
      if (score === undefined || Number.isNaN(score)) continue;
      if (t === centre) isKnown = true;
      if (score * Math.sign(scores[index]!) > outlierThreshold / 3) return true;
    }
  }
  return isKnown ? false : undefined;
};

const runLength = (isOdd: ReadonlySet<number>, index: number): number => {
  let from = index;
  let to = index;
  while (isOdd.has(from - 1)) from -= 1;
  while (isOdd.has(to + 1)) to += 1;
  return to - from + 1;
};

/**
 * Single periods far from what their neighbours and their season lead to expect. Distances grow with the root of
 * the level, as counts do. Seasonal peaks that come again are none, nor are the newest periods, nor a history in
 * which oddities are common. The answer scales with the demand and repeats itself on its own result.
 */
export const findOutliers = (
  history: Float64Array,
  expected: Float64Array,
  seasonPeriods: number,
): Outlier[] => {
  let observedCount = 0;
  for (const demand of history) if (!Number.isNaN(demand)) observedCount += 1;
  if (observedCount < observedMin) return [];
  const { length } = history;
  const weights = tabulate(length, (t) => (expected[t]! > 0 ? Math.sqrt(expected[t]!) : Number.NaN));
  const residuals = tabulate(length, (t) => (history[t]! - expected[t]!) / weights[t]!);
  const sd = robustSd(residuals);
  if (!(sd > 0)) return [];
  const scores = tabulate(length, (t) => residuals[t]! / sd);
  const odd: number[] = [];
  for (let t = 0; t < length; t++) {
    if (!(Math.abs(scores[t]!) > outlierThreshold * (1 + tolerance))) continue;
    const isFar = Math.abs(history[t]! - expected[t]!) > relativeMin * expected[t]! * (1 + tolerance);
    if (isFar) odd.push(t);
  }
  const found = new Map<number, number>();
  const isOdd = new Set(odd);
  for (const t of odd) {
    if (t >= length - newestKept || runLength(isOdd, t) > runMax) continue;
    const recurs = seasonPeriods > 1 ? isRecurring(scores, t, seasonPeriods) : false;
    if (recurs === true) continue;
    const threshold = recurs === undefined ? thresholdWithoutSeason : outlierThreshold;
    if (Math.abs(scores[t]!) > threshold * (1 + tolerance)) found.set(t, threshold);
  }
  if (found.size > Math.max(1, shareMax * observedCount)) return [];
  return [...found].map(([index, threshold]) => {
    const direction = Math.sign(scores[index]!);
    const reach = Math.max(threshold * sd * weights[index]!, relativeMin * expected[index]!);
    return {
      index,
      observed: history[index]!,
      cleaned: Math.max(0, expected[index]! + direction * reach),
      score: scores[index]!,
      threshold,
    };
  });
};
