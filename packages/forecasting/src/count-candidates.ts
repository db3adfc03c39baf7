import type { CandidateSet } from './candidates.ts';
import { meanObserved } from './forecast-model.ts';
import { sba } from './sba.ts';
import { simpleSmoothing } from './simple-smoothing.ts';
import { tsb } from './tsb.ts';

/** Slow smoothing: few demands carry little news each. */
const slowWeight = 0.1;

/** The candidates for intermittent and lumpy demand. SBA never sinks while nothing is sold, the others do. */
export const countCandidates: CandidateSet = {
  names: ['tsb', 'ses-slow', 'sba'],
  defaults: [1, 1, 0.15],
  estimate: () => (history, periods) => {
    const seasonPeriods = 1;
    return [
      tsb.forecast(tsb.fit(history, { seasonPeriods, alpha: slowWeight, beta: slowWeight }), periods),
      simpleSmoothing.forecast(simpleSmoothing.fit(history, { seasonPeriods, alpha: slowWeight }), periods),
      sba.forecast(sba.fit(history, { seasonPeriods, alpha: slowWeight }), periods),
    ];
  },
};

/** Variance of the observed demands around their mean; 0 with fewer than two. */
export const observedVariance = (history: Float64Array): number => {
  const mean = meanObserved(history);
  let sum = 0;
  let count = 0;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    sum += (demand - mean) ** 2;
    count += 1;
  }
  return count < 2 ? 0 : sum / (count - 1);
};

/**
 * The unit in which demands come, so that counts can be counted: the greatest common divisor of whole
 * demands, else the smallest demand (fractions of a pack or kilograms). 1 where nothing was demanded.
 */
export const demandUnit = (history: Float64Array): number => {
  let divisor = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (!(demand > 0)) continue;
    if (demand < smallest) smallest = demand;
    // Every whole demand can be counted in ones.
    if (divisor === 1 && Number.isInteger(demand)) continue;
    divisor =
      Number.isInteger(demand) && !Number.isNaN(divisor)
        ? greatestCommonDivisor(divisor, demand)
        : Number.NaN;
  }
  if (smallest === Number.POSITIVE_INFINITY) return 1;
  return Number.isNaN(divisor) ? smallest : divisor;
};

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
