/** Years of evidence at which an index counts half. */
const shrinkYears = 0.5;

/**
 * Means around each place of a year, which closes on itself: `kernel` weighs a place and its neighbours by distance,
 * and the mean is shrunk towards 0 as by half a year's evidence.
 */
export function kernelMean(
  sums: Float64Array,
  counts: Float64Array,
  kernel: readonly number[],
): Float64Array {
  const { length } = sums;
  return sums.map((_, place) => {
    let sum = 0;
    let count = 0;
    let weights = 0;
    for (let distance = 1 - kernel.length; distance < kernel.length; distance++) {
      const near = (place + distance + length) % length;
      const weight = kernel[Math.abs(distance)] ?? 0;
      sum += weight * (sums[near] ?? 0);
      count += weight * (counts[near] ?? 0);
      weights += weight;
    }
    return sum / (count + shrinkYears * weights);
  });
}
