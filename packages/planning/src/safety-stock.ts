import { assert, normalInverse } from '@coplan/kernel';
import { inverseNormalLoss, normalLoss } from './normal-distribution.ts';

/** z · √(L · σ² + d² · σ_L²) for a cycle service level (Silver, Pyke & Thomas, ch. 6). */
export function safetyStockForLevel(input: {
  meanPerPeriod: number;
  deviationPerPeriod: number;
  leadTimePeriods: number;
  leadTimeDeviationPeriods: number;
  serviceLevel: number;
}): number {
  const { meanPerPeriod, deviationPerPeriod, leadTimePeriods, leadTimeDeviationPeriods, serviceLevel } =
    input;
  const demandPart = leadTimePeriods * deviationPerPeriod ** 2;
  const leadTimePart = (meanPerPeriod * leadTimeDeviationPeriods) ** 2;
  return normalInverse(serviceLevel) * Math.sqrt(demandPart + leadTimePart);
}

/** z and safety stock for a fill rate with order size Q: σ · loss(z) = (1 − fill rate) · Q (continuous review). */
export function safetyStockForFillRate(input: {
  fillRate: number;
  orderQuantity: number;
  deviation: number;
}): {
  z: number;
  safetyStock: number;
} {
  const { fillRate, orderQuantity, deviation } = input;
  assert(fillRate > 0 && fillRate < 1, 'a fill rate lies between 0 and 1');
  const z = inverseNormalLoss(((1 - fillRate) * orderQuantity) / deviation);
  return { z, safetyStock: z * deviation };
}

/**
 * Order-up-to level of a periodic review for a fill rate, both loss terms kept: shortage at the end of the cover
 * less shortage at its start is (1 − fill rate) of a review period's demand.
 */
export function orderUpToForFillRate(input: {
  fillRate: number;
  meanPerPeriod: number;
  deviationPerPeriod: number;
  reviewPeriods: number;
  leadTimePeriods: number;
}): { z: number; orderUpTo: number } {
  const { fillRate, meanPerPeriod, deviationPerPeriod, reviewPeriods, leadTimePeriods } = input;
  const cover = reviewPeriods + leadTimePeriods;
  const coverDeviation = deviationPerPeriod * Math.sqrt(cover);
  const leadDeviation = deviationPerPeriod * Math.sqrt(leadTimePeriods);
  const allowed = (1 - fillRate) * meanPerPeriod * reviewPeriods;
  const shortAt = (level: number): number => {
    const before = leadDeviation * normalLoss((level - meanPerPeriod * leadTimePeriods) / leadDeviation);
    return coverDeviation * normalLoss((level - meanPerPeriod * cover) / coverDeviation) - before;
  };
  let low = meanPerPeriod * leadTimePeriods;
  let high = meanPerPeriod * cover + 12 * coverDeviation;
  for (let step = 0; step < 200 && high - low > 1e-12 * high; step++) {
    const middle = (low + high) / 2;
    if (shortAt(middle) > allowed) low = middle;
    else high = middle;
  }
  const orderUpTo = (low + high) / 2;
  return { z: (orderUpTo - meanPerPeriod * cover) / coverDeviation, orderUpTo };
}
