import { seasonalScale } from './accuracy.ts';
import { averagePaths, type Combination, halfTrustPeriods } from './combination.ts';
import { demandUnit, observedVariance } from './count-candidates.ts';
import type { DemandSpread } from './demand-spread.ts';
import { type ErrorScale, estimateErrorScale } from './error-scale.ts';
import { countObserved, meanObserved } from './forecast-model.ts';
import type { Window } from './rolling-origin.ts';
import { tabulate } from './tabulate.ts';

/** Share of the error variance that choosing by the same errors hides in an endless history. */
const flattery = 0.5;
/** Below this mean, in units, whole demands are counted one by one. */
const smallCountMax = 100;
/** Demand more even than this share of a Poisson variance is no count of chances (packs on a schedule). */
const evenCountMin = 0.6;
/** Relative deviation assumed of an item with hardly any past. */
const unknownVariation = 0.5;
/** So many past errors are believed without a guess beside them. */
const trustedErrorCount = 12;
const carryGuess = 0.25;
/** A normal deviate's standard deviation for a mean absolute of 1. */
const absoluteToSd = Math.sqrt(Math.PI / 2);
/** The rate of rare demand is known badly: an error in it stays in all periods of a total. */
const countCarry = 0.05;

/** Variance over mean, in units, of items demanded now and then; a few own demands say little about theirs. */
const usualDispersion = 1.7;
const dispersionPriorDemands = 5;

type KnownDemand = { readonly history: Float64Array; readonly isNonNegative: boolean };

/** Few whole units: as variable as they were, nearly independent from period to period. */
export const countSpread = (history: Float64Array, mean: Float64Array): DemandSpread => {
  const unit = demandUnit(history);
  const average = meanObserved(history);
  const own = average > 0 ? Math.max(unit, observedVariance(history) / average) : unit;
  let demands = 0;
  for (const demand of history) if (demand > 0) demands += 1;
  const dispersion =
    (demands * own + dispersionPriorDemands * usualDispersion * unit) / (demands + dispersionPriorDemands);
  const sd = mean.map((value) => Math.sqrt(value * dispersion));
  return { kind: 'count', mean, sd, carry: countCarry, isNonNegative: true, unit };
};

/** Errors of the same combination at past origins; relative to the forecast where demand is an amount. */
export const flowSpread = (
  { history, isNonNegative }: KnownDemand,
  mean: Float64Array,
  windows: readonly Window[],
  { weights }: Combination,
  carryExpected?: number,
): DemandSpread => {
  const floor = Math.abs(meanObserved(history)) * 0.02;
  const scaleOf = (value: number) => (isNonNegative ? Math.max(floor, value) : 1);
  const errors = windows.map(({ actual, paths }) => {
    const path = averagePaths(paths, weights);
    for (let t = 0; t < path.length; t++) path[t] = (actual[t]! - path[t]!) / scaleOf(path[t]!);
    return path;
  });
  const measured = scaleOfErrors(errors, () => guessErrorScale(history, isNonNegative), carryExpected);
  // Weights that follow these very errors flatter the combination: the longer the history, the sharper they follow,
  // and the more they take from it.
  const trust = history.length / (history.length + halfTrustPeriods);
  const sd = measured.sd * Math.sqrt(1 + flattery * trust * trust);
  const { carry } = measured;
  const sdPath = tabulate(mean.length, (t) => sd * Math.sqrt(1 + t * carry * carry) * scaleOf(mean[t]!));
  const unit = demandUnit(history);
  const isCount =
    isNonNegative && isCountedOneByOne(history, unit) && sdPath[0]! ** 2 >= mean[0]! * unit * evenCountMin;
  const kind = isCount ? 'count' : isNonNegative ? 'log-normal' : 'normal';
  return { kind, mean, sd: sdPath, carry, isNonNegative, unit: isCount ? unit : 1 };
};

/** Whole units and few of them: the steps between them matter. */
const isCountedOneByOne = (history: Float64Array, unit: number): boolean =>
  meanObserved(history) < smallCountMax * unit &&
  history.every((demand) => Number.isNaN(demand) || Number.isInteger(demand / unit));

/** The measured scale; leaning on the guess where only a few errors were seen. */
const scaleOfErrors = (
  errors: readonly Float64Array[],
  guessed: () => ErrorScale,
  carryExpected: number | undefined,
): ErrorScale => {
  const measured = estimateErrorScale(errors, carryExpected);
  if (measured === undefined) return guessed();
  const errorCount = errors.reduce((sum, path) => sum + countObserved(path), 0);
  const trust = Math.min(1, errorCount / trustedErrorCount);
  if (trust === 1) return measured;
  const guess = guessed();
  return { sd: trust * measured.sd + (1 - trust) * guess.sd, carry: measured.carry };
};

/** Where the past is too short to be forecast from: its steps, or half the demand where it has none. */
const guessErrorScale = (history: Float64Array, isRelative: boolean): ErrorScale => {
  const mean = Math.abs(meanObserved(history));
  const step = seasonalScale(history, 1);
  const sd = step === undefined ? unknownVariation * mean : step * absoluteToSd;
  return { sd: isRelative && mean > 0 ? sd / mean : sd, carry: carryGuess };
};
