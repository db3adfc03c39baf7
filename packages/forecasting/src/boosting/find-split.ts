/** Sums of slope, curvature and rows per bin, three numbers a bin, feature after feature. */
export type Histogram = Float64Array;

export type Split = {
  feature: number;
  /** Bins up to this one go left. */
  bin: number;
  isMissingLeft: boolean;
  gain: number;
};

export type SplitLimits = { leafRowsMin: number; ridge: number; splitGainMin: number };

/** Bin 0 of a feature holds the unknown values. */
export const numbersPerBin = 3;

/**
 * The best cut of a node: over all features drawn, all bins, and both sides for unknown values. A leaf is worth
 * slope² / (curvature + ridge); the gain is half of what the two leaves are worth more than the one (Chen &
 * Guestrin 2016, XGBoost, section 2.2). Writes into `best`; a gain of 0 means none is allowed.
 */
export function findSplit(
  histogram: Histogram,
  binStarts: Int32Array,
  features: Int32Array,
  limits: SplitLimits,
  best: Split,
): void {
  best.gain = 0;
  const first = features[0];
  if (first === undefined) return;
  let slope = 0;
  let curvature = 0;
  let rows = 0;
  for (let bin = binStarts[first] as number; bin < (binStarts[first + 1] as number); bin++) {
    slope += histogram[numbersPerBin * bin] as number;
    curvature += histogram[numbersPerBin * bin + 1] as number;
    rows += histogram[numbersPerBin * bin + 2] as number;
  }
  if (rows < 2 * limits.leafRowsMin) return;
  const worth = (slope * slope) / (curvature + limits.ridge);
  for (let drawn = 0; drawn < features.length; drawn++) {
    const feature = features[drawn] as number;
    const start = binStarts[feature] as number;
    const end = binStarts[feature + 1] as number;
    const missing = numbersPerBin * start;
    const hasMissing = (histogram[missing + 2] as number) > 0;
    for (let side = hasMissing ? 1 : 0; side >= 0; side--) {
      let slopeLeft = side === 1 ? (histogram[missing] as number) : 0;
      let curvatureLeft = side === 1 ? (histogram[missing + 1] as number) : 0;
      let rowsLeft = side === 1 ? (histogram[missing + 2] as number) : 0;
      for (let bin = start + 1; bin < end - 1; bin++) {
        const at = numbersPerBin * bin;
        slopeLeft += histogram[at] as number;
        curvatureLeft += histogram[at + 1] as number;
        rowsLeft += histogram[at + 2] as number;
        if (rowsLeft < limits.leafRowsMin) continue;
        if (rows - rowsLeft < limits.leafRowsMin) break;
        const slopeRight = slope - slopeLeft;
        const left = (slopeLeft * slopeLeft) / (curvatureLeft + limits.ridge);
        const right = (slopeRight * slopeRight) / (curvature - curvatureLeft + limits.ridge);
        const gain = 0.5 * (left + right - worth);
        if (gain > best.gain && gain > limits.splitGainMin) {
          best.gain = gain;
          best.feature = feature;
          best.bin = bin - start;
          best.isMissingLeft = hasMissing ? side === 1 : 2 * rowsLeft > rows;
        }
      }
    }
  }
}
