import { assert } from '@coplan/kernel';
import { classifyDemand } from './demand-class.ts';
import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  meanObserved,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { simpleAlpha } from './simple-smoothing.ts';

export type AdidaParameters = FitOptions & {
  /** Periods added up before smoothing; the rounded average demand interval where absent. */
  readonly bucketPeriods?: number | undefined;
  /** Weight of the newest bucket, in (0, 1); estimated on the buckets where absent. */
  readonly alpha?: number | undefined;
};
export type AdidaFitted = FittedSeries & {
  readonly bucketPeriods: number;
  readonly alpha: number;
  readonly demandPerPeriod: number;
  readonly sd: number;
};

/** So many buckets are needed to learn a smoothing weight from. */
const bucketsMin = 4;
const alphaUnknown = 0.1;

/**
 * Mean observed demand per period of each bucket, the newest bucket whole and what is left over at the start
 * passed over; NaN where nothing of a bucket was observed.
 */
export const bucketMeans = (history: Float64Array, bucketPeriods: number): Float64Array => {
  const count = Math.floor(history.length / bucketPeriods);
  const first = history.length - count * bucketPeriods;
  const means = new Float64Array(count);
  for (let bucket = 0; bucket < count; bucket++) {
    const from = first + bucket * bucketPeriods;
    means[bucket] = meanObserved(history.subarray(from, from + bucketPeriods));
  }
  return means;
};

/** Smooths one level of aggregation; the answer and the errors are per period. */
export const smoothBuckets = (history: Float64Array, bucketPeriods: number, alpha?: number) => {
  const means = bucketMeans(history, bucketPeriods);
  const weight = alpha ?? (means.length < bucketsMin ? alphaUnknown : simpleAlpha(means));
  const residuals = new Float64Array(history.length).fill(Number.NaN);
  const first = history.length - means.length * bucketPeriods;
  let level = Number.NaN;
  for (let bucket = 0; bucket < means.length; bucket++) {
    const demand = means[bucket]!;
    for (let t = first + bucket * bucketPeriods, end = t + bucketPeriods; t < end; t++) {
      residuals[t] = history[t]! - level;
    }
    if (!Number.isNaN(demand)) level = Number.isNaN(level) ? demand : level + weight * (demand - level);
  }
  return { level: Number.isNaN(level) ? meanObserved(history) : level, alpha: weight, residuals };
};

/** The bucket in which one demand is expected: the average demand interval, rounded. */
export const intervalBucket = (history: Float64Array): number => {
  const { averageIntervalPeriods } = classifyDemand(history);
  if (!Number.isFinite(averageIntervalPeriods)) return 1;
  return Math.max(1, Math.min(Math.floor(history.length / 2), Math.round(averageIntervalPeriods)));
};

/**
 * Intermittent demand added up over as many periods as lie between two demands, smoothed there and shared out
 * evenly again: aggregation removes most zeros. Nikolopoulos, Syntetos, Boylan, Petropoulos & Assimakopoulos (2011),
 * J. of the Operational Research Society 62(3). A bucket observed in part counts with the mean of what was observed.
 */
export const adida: ForecastModel<AdidaParameters, AdidaFitted> = {
  name: 'adida',
  periodsMin: 1,
  fit(history, parameters) {
    assertObserved('adida', history, 1);
    const bucketPeriods = parameters.bucketPeriods ?? intervalBucket(history);
    assert(
      Number.isInteger(bucketPeriods) && bucketPeriods >= 1 && bucketPeriods <= history.length,
      `bucketPeriods is a whole number from 1 to the history's ${history.length} periods`,
    );
    const { level, alpha, residuals } = smoothBuckets(history, bucketPeriods, parameters.alpha);
    return { residuals, bucketPeriods, alpha, demandPerPeriod: level, sd: errorSd(residuals) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.demandPerPeriod),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(adida.forecast(fitted, periods), () => fitted.sd, levels),
  residuals: residualsOf,
};
