import type { CandidateSet } from './candidates.ts';
import { countObserved } from './forecast-model.ts';

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

/** Every candidate forecasts from several moments of the past, each time fitted on what was known then. */
export const rollOrigins = (history: Float64Array, set: CandidateSet, plan: RollingPlan): Window[] =>
  chooseOrigins(history.length, plan).flatMap((originIndex) => {
    const known = history.subarray(0, originIndex);
    const actual = history.subarray(originIndex, originIndex + plan.horizonPeriods);
    if (countObserved(known) < 3 || countObserved(actual) === 0) return [];
    return [{ originIndex, actual, paths: set.forecastAll(known, actual.length) }];
  });
