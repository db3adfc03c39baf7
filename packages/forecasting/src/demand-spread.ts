import { assert, normalInverse } from '@coplan/kernel';
import { countQuantiles } from './negative-binomial.ts';

/**
 * The joint distribution of the coming periods, as plain data: a mean and a standard deviation per period,
 * and how errors of different periods go together. Enough for quantiles of one period and of any total.
 */
export type DemandSpread = {
  /** `normal` for any number, `log-normal` for positive amounts, `count` for few whole units. */
  readonly kind: 'normal' | 'log-normal' | 'count';
  /**
   * The expected path. For `log-normal` it is the middle of the distribution: candidates are chosen by
   * absolute errors, so what they estimate of a skewed demand is its median.
   */
  readonly mean: Float64Array;
  readonly sd: Float64Array;
  /**
   * How much of a period's error stays in the level, 0–1: 0 makes the periods independent, 1 is a random
   * walk. Errors follow a local level: var(i) ∝ 1 + (i − 1)·c², cov(i, j) ∝ c + (i − 1)·c² for i < j.
   */
  readonly carry: number;
  readonly isNonNegative: boolean;
  /** For `count`: the amount that is one count (demand in packs of 6 counts in sixes). */
  readonly unit: number;
};

/** Variance of the error i periods ahead (1 is the next one), relative to the first. */
export const relativeVariance = (periodsAhead: number, carry: number): number =>
  1 + (periodsAhead - 1) * carry * carry;

/** Correlation of the errors i and j periods ahead. */
export const errorCorrelation = (i: number, j: number, carry: number): number => {
  if (i === j) return 1;
  const nearer = Math.min(i, j);
  const covariance = carry + (nearer - 1) * carry * carry;
  return covariance / Math.sqrt(relativeVariance(i, carry) * relativeVariance(j, carry));
};

/** One standard deviation is a factor of e at most: beyond it a few past errors would promise anything. */
const logVarianceMax = 1;

/** Standard normal quantiles of the levels asked for last: a run asks for the same ones all the time. */
let known: { readonly levels: readonly number[]; readonly deviates: readonly number[] } = {
  levels: [],
  deviates: [],
};

const deviatesOf = (levels: readonly number[]): readonly number[] => {
  const isKnown =
    levels.length === known.levels.length && levels.every((level, index) => level === known.levels[index]);
  if (!isKnown) known = { levels: [...levels], deviates: levels.map(normalInverse) };
  return known.deviates;
};

const logSdOf = (mean: number, sd: number): number =>
  Math.sqrt(Math.min(logVarianceMax, Math.log1p((sd / mean) ** 2)));

const quantilesOf = (
  spread: Pick<DemandSpread, 'kind' | 'isNonNegative' | 'unit'>,
  mean: number,
  sd: number,
  levels: readonly number[],
): number[] => {
  if (spread.kind === 'count') {
    const counts = { mean: mean / spread.unit, variance: (sd / spread.unit) ** 2 };
    return countQuantiles(counts, levels).map((count) => count * spread.unit);
  }
  const deviates = deviatesOf(levels);
  if (spread.kind === 'log-normal' && mean > 0) {
    const logSd = logSdOf(mean, sd);
    return deviates.map((deviate) => mean * Math.exp(logSd * deviate));
  }
  return deviates.map((deviate) => {
    const value = mean + sd * deviate;
    return spread.isNonNegative ? Math.max(0, value) : value;
  });
};

const assertLevels = (levels: readonly number[]): void => {
  for (const level of levels) {
    // The sentence is made only where it is needed: it costs more than the quantiles.
    if (!(level > 0 && level < 1)) assert(false, `a quantile level lies between 0 and 1, not ${level}`);
  }
};

/** As `quantilesOf` answers them, for all periods at once. */
const fillLogNormal = (
  { mean, sd }: DemandSpread,
  deviates: readonly number[],
  paths: readonly Float64Array[],
): void => {
  for (let t = 0; t < mean.length; t++) {
    const middle = mean[t]!;
    const logSd = middle > 0 ? logSdOf(middle, sd[t]!) : 0;
    for (let index = 0; index < paths.length; index++) {
      paths[index]![t] =
        middle > 0
          ? middle * Math.exp(logSd * deviates[index]!)
          : Math.max(0, middle + sd[t]! * deviates[index]!);
    }
  }
};

/** Quantiles of each period: one array of periods per level, in the order of the levels. */
export const periodQuantiles = (spread: DemandSpread, levels: readonly number[]): Float64Array[] => {
  assertLevels(levels);
  const periods = spread.mean.length;
  const all = new Float64Array(levels.length * periods);
  const paths = levels.map((_, index) => all.subarray(index * periods, (index + 1) * periods));
  if (spread.kind === 'log-normal') {
    fillLogNormal(spread, deviatesOf(levels), paths);
    return paths;
  }
  for (let t = 0; t < spread.mean.length; t++) {
    const values = quantilesOf(spread, spread.mean[t]!, spread.sd[t]!, levels);
    for (let index = 0; index < levels.length; index++) paths[index]![t] = values[index]!;
  }
  return paths;
};

/** A run of coming periods, half-open, counted from 0: `{ fromIndex: 0, toIndex: 3 }` is the next three. */
export type PeriodWindow = { readonly fromIndex: number; readonly toIndex: number };

/** Mean and standard deviation of the total demand of a window. */
export const totalMoments = (spread: DemandSpread, { fromIndex, toIndex }: PeriodWindow) => {
  assert(
    Number.isInteger(fromIndex) && fromIndex >= 0 && fromIndex < toIndex && toIndex <= spread.mean.length,
    `the window ${fromIndex}…${toIndex} lies within the ${spread.mean.length} periods of the forecast`,
  );
  let mean = 0;
  let variance = 0;
  for (let i = fromIndex; i < toIndex; i++) {
    mean += spread.mean[i]!;
    variance += spread.sd[i]! ** 2;
    for (let j = i + 1; j < toIndex; j++) {
      variance += 2 * spread.sd[i]! * spread.sd[j]! * errorCorrelation(i + 1, j + 1, spread.carry);
    }
  }
  return { mean, sd: Math.sqrt(variance) };
};

/**
 * Quantiles of the total demand of several periods together, one per level. This is not the sum of the
 * periods' quantiles: errors partly cancel, as far as `carry` lets them.
 */
export const sumQuantiles = (
  spread: DemandSpread,
  window: PeriodWindow,
  levels: readonly number[],
): Float64Array => {
  assertLevels(levels);
  const { mean, sd } = totalMoments(spread, window);
  return Float64Array.from(quantilesOf(spread, mean, sd, levels));
};
