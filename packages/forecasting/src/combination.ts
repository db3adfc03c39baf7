import type { CandidateSet } from './candidates.ts';
import { countObserved } from './forecast-model.ts';
import type { Window } from './rolling-origin.ts';
import { scratch } from './scratch.ts';

export type Combination = {
  /** One weight per candidate; they add up to 1. */
  readonly weights: Float64Array;
  /** Mean absolute error of each candidate over the windows, in units of demand; NaN without windows. */
  readonly absoluteErrors: Float64Array;
};

/** With fewer past errors any candidate may look best by accident. */
const errorsMin = 6;
/** How sharply weights follow past errors where the history is without end, … */
const sharpnessMax = 12;
/** … and of how many periods half of that is believed: a short past says little about the next errors. */
export const halfTrustPeriods = 400;
/** A candidate with an error this many times the best one's is left out. */
const errorRatioMax = 3;

/** Mean absolute error per candidate over all windows, and of how many errors. */
const absoluteErrorsOf = (windows: readonly Window[], candidateCount: number) => {
  const sums = scratch(candidateCount);
  let count = 0;
  for (const { actual, paths } of windows) {
    count += countObserved(actual);
    for (let index = 0; index < candidateCount; index++) {
      const path = paths[index]!;
      let sum = 0;
      for (let t = 0; t < actual.length; t++) {
        const error = Math.abs(actual[t]! - path[t]!);
        if (!Number.isNaN(actual[t]!)) sum += error;
      }
      sums[index]! += sum;
    }
  }
  for (let index = 0; index < candidateCount; index++)
    sums[index] = count === 0 ? Number.NaN : sums[index]! / count;
  return { absoluteErrors: sums, count };
};

/**
 * Weights from rolling-origin errors: the set's defaults, divided by a power of the error that grows with the
 * length of the history. Over a few dozen periods the candidates stay close to their defaults, because averages
 * beat selection there and weights that move make the forecast jump; over a thousand the better ones prevail.
 */
export const combineByErrors = (
  windows: readonly Window[],
  set: CandidateSet,
  periodsObserved: number,
): Combination => {
  const { absoluteErrors, count } = absoluteErrorsOf(windows, set.names.length);
  const weights = scratch(set.names.length);
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let index = 0; index < absoluteErrors.length; index++) {
    const error = absoluteErrors[index]!;
    smallest = Math.min(smallest, error);
    largest = Math.max(largest, error);
  }
  const tiny = 1e-9 * largest;
  if (count < errorsMin || smallest === largest) weights.set(set.defaults);
  else {
    const sharpness = (sharpnessMax * periodsObserved) / (periodsObserved + halfTrustPeriods);
    for (let index = 0; index < weights.length; index++) {
      const ratio = (absoluteErrors[index]! + tiny) / (smallest + tiny);
      weights[index] = ratio > errorRatioMax ? 0 : set.defaults[index]! / ratio ** sharpness;
    }
  }
  let total = 0;
  for (let index = 0; index < weights.length; index++) total += weights[index]!;
  for (let index = 0; index < weights.length; index++) weights[index]! /= total;
  return { weights, absoluteErrors };
};

/** The weighted average of the candidates' paths. */
export const averagePaths = (paths: readonly Float64Array[], weights: Float64Array): Float64Array => {
  const mean = scratch(paths[0]!.length);
  for (let index = 0; index < paths.length; index++) {
    const weight = weights[index]!;
    if (weight === 0) continue;
    const path = paths[index]!;
    for (let t = 0; t < mean.length; t++) mean[t]! += weight * path[t]!;
  }
  return mean;
};
