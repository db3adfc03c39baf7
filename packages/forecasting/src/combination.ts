import type { CandidateSet } from './candidates.ts';
import type { Window } from './rolling-origin.ts';

export type Combination = {
  /** One weight per candidate; they add up to 1. */
  readonly weights: Float64Array;
  /** Mean absolute error of each candidate over the windows, in units of demand; NaN without windows. */
  readonly absoluteErrors: Float64Array;
};

const clearWinRatio = 0.6;
/** With fewer past errors any candidate may look best by accident. */
const errorsMin = 6;
const sharpness = 5;
/** A candidate with an error this many times the best one's is left out. */
const errorRatioMax = 1.5;

/** Mean absolute error per candidate over all windows, and of how many errors. */
const absoluteErrorsOf = (windows: readonly Window[], candidateCount: number) => {
  const sums = new Float64Array(candidateCount);
  let count = 0;
  for (const { actual, paths } of windows) {
    for (let t = 0; t < actual.length; t++) {
      if (Number.isNaN(actual[t]!)) continue;
      count += 1;
      for (let index = 0; index < candidateCount; index++) {
        sums[index]! += Math.abs(actual[t]! - paths[index]![t]!);
      }
    }
  }
  return { absoluteErrors: sums.map((sum) => (count === 0 ? Number.NaN : sum / count)), count };
};

/**
 * Weights from rolling-origin errors: an average that leans to the better candidates (1/error⁵, none with 1.5 times the best one's error), unless one
 * clearly wins: then it stands alone. Averages beat selection wherever candidates are close, as the M
 * competitions showed. Where nothing can be measured, the set's defaults decide.
 */
export const combineByErrors = (windows: readonly Window[], set: CandidateSet): Combination => {
  const { absoluteErrors, count } = absoluteErrorsOf(windows, set.names.length);
  const weights = new Float64Array(set.names.length);
  const sorted = absoluteErrors.slice().sort();
  const tiny = 1e-9 * sorted[sorted.length - 1]!;
  if (count < errorsMin || sorted[0] === sorted[sorted.length - 1]) {
    weights.set(set.defaults);
  } else if (sorted[0]! < clearWinRatio * sorted[1]!) {
    weights[absoluteErrors.indexOf(sorted[0]!)] = 1;
  } else {
    for (let index = 0; index < weights.length; index++) {
      const ratio = (absoluteErrors[index]! + tiny) / (sorted[0]! + tiny);
      weights[index] = ratio > errorRatioMax ? 0 : set.defaults[index]! / ratio ** sharpness;
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { weights: weights.map((weight) => weight / total), absoluteErrors };
};

/** The weighted average of the candidates' paths. */
export const averagePaths = (paths: readonly Float64Array[], weights: Float64Array): Float64Array => {
  const mean = new Float64Array(paths[0]!.length);
  for (let index = 0; index < paths.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    const path = paths[index]!;
    for (let t = 0; t < mean.length; t++) mean[t]! += weight * path[t]!;
  }
  return mean;
};
