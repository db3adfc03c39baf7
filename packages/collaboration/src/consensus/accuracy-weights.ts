import { assert } from '@coplan/kernel';

/** How many of ten thousand parts of the joint number each side has; the two add up to 10,000. */
export type ConsensusWeights = { buyer: number; seller: number };

export type AccuracyWeights = ConsensusWeights & {
  /** True where the errors do not carry weights and the average is taken instead. */
  isFallback: boolean;
  /** One sentence that stands beside the weights on the screen. */
  reason: string;
  bucketCount: number;
  buyerWape: number | null;
  sellerWape: number | null;
};

export type AccuracyHistory = {
  /** Oldest first, one value per bucket; null: not known. All three of the same length. */
  actualMilli: readonly (number | null)[];
  /** What each side said at the lag of the agreement for the same buckets. */
  buyerMilli: readonly (number | null)[];
  sellerMilli: readonly (number | null)[];
};

export const weightParts = 10_000;
const trailingBucketsMax = 13;
const bucketsMin = 6;
/** Nobody is weighed as if he never erred: a smaller WAPE counts as one percent. */
const wapeMin = 0.01;

const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;

/**
 * The weights of an accuracy-weighted consensus: w ∝ 1/WAPE² at the agreement's lag, over the newest 13 buckets in which
 * both sides and the actual are known, so that both are measured by the same weeks. With fewer than 6 such buckets, or
 * without any demand in them, both count the same and the reason says why.
 */
export function accuracyWeights({ actualMilli, buyerMilli, sellerMilli }: AccuracyHistory): AccuracyWeights {
  assert(
    actualMilli.length === buyerMilli.length && actualMilli.length === sellerMilli.length,
    'actuals and both forecasts have the same number of buckets',
  );
  let bucketCount = 0;
  let demand = 0;
  let buyerError = 0;
  let sellerError = 0;
  for (let index = actualMilli.length - 1; index >= 0 && bucketCount < trailingBucketsMax; index--) {
    const actual = actualMilli[index] ?? null;
    const buyer = buyerMilli[index] ?? null;
    const seller = sellerMilli[index] ?? null;
    if (actual === null || buyer === null || seller === null) continue;
    bucketCount += 1;
    demand += Math.abs(actual);
    buyerError += Math.abs(actual - buyer);
    sellerError += Math.abs(actual - seller);
  }
  if (bucketCount < bucketsMin) {
    return average(
      bucketCount,
      `Both count the same: ${bucketCount} of the ${bucketsMin} buckets needed are known.`,
    );
  }
  if (demand === 0) {
    return average(
      bucketCount,
      `Both count the same: nothing was sold in the last ${bucketCount} known buckets.`,
    );
  }
  const buyerWape = buyerError / demand;
  const sellerWape = sellerError / demand;
  const buyerStrength = 1 / Math.max(wapeMin, buyerWape) ** 2;
  const sellerStrength = 1 / Math.max(wapeMin, sellerWape) ** 2;
  const buyer = Math.round((weightParts * buyerStrength) / (buyerStrength + sellerStrength));
  return {
    buyer,
    seller: weightParts - buyer,
    isFallback: false,
    reason: `Weighted by 1/WAPE² over ${bucketCount} buckets: buyer ${percent(buyerWape)}, seller ${percent(sellerWape)}.`,
    bucketCount,
    buyerWape,
    sellerWape,
  };
}

const average = (bucketCount: number, reason: string): AccuracyWeights => ({
  buyer: weightParts / 2,
  seller: weightParts / 2,
  isFallback: true,
  reason,
  bucketCount,
  buyerWape: null,
  sellerWape: null,
});
