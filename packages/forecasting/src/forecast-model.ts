import { assert, normalInverse } from '@coplan/kernel';

/** What every model may be told before it is fitted; a model adds its own parameters to it. */
export type FitOptions = {
  /** Periods in one season (12 months, 7 days); 1 says that there is none. */
  readonly seasonPeriods: number;
};

/** What every fitted model carries beside its own states. */
export type FittedSeries = {
  /** One-step errors of the history, NaN where nothing was observed or nothing could be forecast yet. */
  readonly residuals: Float64Array;
};

/**
 * One way to forecast a series; every model answers the same verbs, so that comparing models needs no
 * special case. A history is demand per period, oldest first; NaN is a period of which nothing is known
 * (no stock to sell, no data): it is never read as zero.
 */
export type ForecastModel<Parameters extends FitOptions, Fitted extends FittedSeries> = {
  readonly name: string;
  /** Observed periods below which `fit` refuses. */
  readonly periodsMin: number;
  /** Estimates the model. Throws InvariantError below `periodsMin` observed periods. */
  readonly fit: (history: Float64Array, parameters: Parameters) => Fitted;
  /** Expected demand of each of the next periods. */
  readonly forecast: (fitted: Fitted, periods: number) => Float64Array;
  /** One array of `periods` values for each level (0–1), in the order of the levels. */
  readonly quantiles: (fitted: Fitted, periods: number, levels: readonly number[]) => Float64Array[];
  /** One-step errors over the history, NaN where there is none. */
  readonly residuals: (fitted: Fitted) => Float64Array;
};

/** The usual `residuals` verb: every fitted record keeps them. */
export const residualsOf = (fitted: FittedSeries): Float64Array => fitted.residuals;

/** Quantiles of a normal distribution around a path, one array per level. */
export const normalQuantiles = (
  mean: Float64Array,
  sd: (periodIndex: number) => number,
  levels: readonly number[],
): Float64Array[] =>
  levels.map((level) => {
    assert(level > 0 && level < 1, `a quantile level lies between 0 and 1, not ${level}`);
    const z = normalInverse(level);
    return mean.map((value, periodIndex) => value + z * sd(periodIndex));
  });

/** Root mean square of the errors that exist, corrected for the parameters spent; 0 where there is none. */
export const errorSd = (residuals: Float64Array, parameterCount = 1): number => {
  let sum = 0;
  let count = 0;
  for (const error of residuals) {
    if (Number.isNaN(error)) continue;
    sum += error * error;
    count += 1;
  }
  return count === 0 ? 0 : Math.sqrt(sum / Math.max(1, count - parameterCount));
};

/** How many periods of a history were observed. */
export const countObserved = (history: Float64Array): number => {
  let count = 0;
  for (let t = 0; t < history.length; t++) if (!Number.isNaN(history[t]!)) count += 1;
  return count;
};

/** The last observed demand; NaN where nothing was observed. */
export const lastObserved = (history: Float64Array): number => {
  for (let index = history.length - 1; index >= 0; index--) {
    if (!Number.isNaN(history[index]!)) return history[index]!;
  }
  return Number.NaN;
};

/** Mean of the observed periods; NaN where there is none. */
export const meanObserved = (history: Float64Array): number => {
  let sum = 0;
  let count = 0;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    sum += demand;
    count += 1;
  }
  return count === 0 ? Number.NaN : sum / count;
};

/** Refuses a history with fewer observed periods than the model needs. */
export const assertObserved = (name: string, history: Float64Array, periodsMin: number): void => {
  const observed = countObserved(history);
  assert(observed >= periodsMin, `${name} needs ${periodsMin} observed periods, the history has ${observed}`);
};
