import { assert, normalInverse } from '@coplan/kernel';

export type CountMoments = { readonly mean: number; readonly variance: number };

const exactMeanMax = 400;

/**
 * Quantiles of a count with this mean and variance, at increasing or any levels: negative binomial, Poisson
 * where the variance does not exceed the mean. Above a mean of 400 a log-normal of the same moments is used:
 * there the steps of one unit no longer matter.
 */
export const countQuantiles = (moments: CountMoments, levels: readonly number[]): number[] => {
  for (const level of levels)
    assert(level > 0 && level < 1, `a quantile level lies between 0 and 1, not ${level}`);
  const { mean } = moments;
  if (!(mean > 0)) return levels.map(() => 0);
  const variance = Math.max(moments.variance, mean);
  if (mean > exactMeanMax) return levels.map((level) => logNormalQuantile({ mean, variance }, level));
  const order = levels.map((_, index) => index).sort((a, b) => levels[a]! - levels[b]!);
  const result = new Array<number>(levels.length).fill(0);
  const isPoisson = variance <= mean * (1 + 1e-9);
  const size = isPoisson ? Number.POSITIVE_INFINITY : (mean * mean) / (variance - mean);
  const odds = isPoisson ? 0 : 1 - mean / variance;
  let probability = isPoisson ? Math.exp(-mean) : Math.exp(size * Math.log(mean / variance));
  let cumulated = probability;
  let count = 0;
  const countMax = Math.ceil(mean + 60 * Math.sqrt(variance)) + 60;
  for (const index of order) {
    while (cumulated < levels[index]! && count < countMax) {
      count += 1;
      probability *= isPoisson ? mean / count : (odds * (size + count - 1)) / count;
      cumulated += probability;
    }
    result[index] = count;
  }
  return result;
};

const logNormalQuantile = ({ mean, variance }: CountMoments, level: number): number => {
  const logVariance = Math.log1p(variance / mean ** 2);
  return Math.exp(Math.log(mean) - logVariance / 2 + normalInverse(level) * Math.sqrt(logVariance));
};
