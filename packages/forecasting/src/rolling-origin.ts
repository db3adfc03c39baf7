import type { CandidateForecaster, CandidateSet } from './candidates.ts';

/** What one candidate set forecast at one moment of the past, and what then came. */
export type Window = {
  /** How many periods were known. */
  readonly originIndex: number;
  readonly actual: Float64Array;
  /** One path per candidate. */
  readonly paths: readonly Float64Array[];
};

export type RollingPlan = {
  readonly horizonPeriods: number;
  readonly windowsMax: number;
  /** Observed periods that must remain before the earliest origin. */
  readonly historyMin: number;
};

/** Lengths of the known past, newest first: whole horizons where they fit, shorter ones at a short history. */
export const chooseOrigins = (length: number, plan: RollingPlan): number[] => {
  const room = length - plan.historyMin;
  if (room < 1) return [];
  const step = Math.max(1, Math.min(Math.ceil(plan.horizonPeriods / 2), Math.floor(room / plan.windowsMax)));
  const newest = length - Math.min(plan.horizonPeriods, Math.max(1, room - step * (plan.windowsMax - 1)));
  const origins: number[] = [];
  for (let origin = newest; origin >= plan.historyMin && origins.length < plan.windowsMax; origin -= step) {
    origins.push(origin);
  }
  return origins;
};

const observedMin = 3;

/** Observed periods from one index to before another, counted no further than `enough`. */
const observedBetween = (history: Float64Array, from: number, to: number, enough: number): number => {
  let count = 0;
  const end = Math.min(to, history.length);
  for (let t = from; t < end && count < enough; t++) {
    if (!Number.isNaN(history[t]!)) count += 1;
  }
  return count;
};

/**
 * Every candidate forecasts from several moments of the past, knowing only what was known then: season, level,
 * trend and initial states are estimated at each. Only the few smoothing weights and orders are those of the
 * whole history where `whole` brings them, which makes eight windows as cheap as one estimate; without it they
 * come from the oldest moment.
 */
export const rollOrigins = (
  history: Float64Array,
  set: CandidateSet,
  plan: RollingPlan,
  whole?: CandidateForecaster,
): Window[] => {
  const origins = chooseOrigins(history.length, plan).filter((originIndex) => {
    const isKnown = observedBetween(history, 0, originIndex, observedMin) >= observedMin;
    return isKnown && observedBetween(history, originIndex, originIndex + plan.horizonPeriods, 1) > 0;
  });
  const oldest = origins.at(-1);
  if (oldest === undefined) return [];
  const shared = whole ?? set.estimate(history.subarray(0, oldest));
  return origins.map((originIndex) => {
    const known = history.subarray(0, originIndex);
    const actual = history.subarray(originIndex, originIndex + plan.horizonPeriods);
    return { originIndex, actual, paths: shared(known, actual.length) };
  });
};
