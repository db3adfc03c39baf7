import { assert } from '@coplan/kernel';

/**
 * Splits a whole number by whole weights so that the parts always add up to it (largest remainder, Hamilton 1792; of
 * equal remainders the earlier part gets the unit). Where all weights are 0 the parts are even. A negative total is split
 * as its positive twin. Throws when a number is not whole, a weight is negative or there is nothing to split among.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  assert(Number.isSafeInteger(total), `${total} is not a whole number of thousandths`);
  if (weights.length === 0) {
    assert(total === 0, 'a quantity needs at least one part to go to');
    return [];
  }
  let weightSum = 0;
  for (const weight of weights) {
    assert(Number.isSafeInteger(weight) && weight >= 0, 'a weight is a whole number of at least 0');
    weightSum += weight;
  }
  if (weightSum === 0)
    return allocate(
      total,
      weights.map(() => 1),
    );
  assert(Number.isSafeInteger(weightSum), 'the sum of the weights is too large');
  const size = Math.abs(total);
  const parts = new Array<number>(weights.length);
  const remainders = new Array<number>(weights.length);
  let left = size;
  for (let index = 0; index < weights.length; index++) {
    const { quotient, remainder } = divide(size, weights[index]!, weightSum);
    parts[index] = quotient;
    remainders[index] = remainder;
    left -= quotient;
  }
  if (left > 0) {
    const order = remainders.map((_, index) => index);
    order.sort((a, b) => remainders[b]! - remainders[a]! || a - b);
    for (let rank = 0; rank < left; rank++) parts[order[rank]!]! += 1;
  }
  return total < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}

/** `amount · weight / sum` as quotient and remainder, exact beyond 2⁵³ as well. */
function divide(amount: number, weight: number, sum: number): { quotient: number; remainder: number } {
  const product = amount * weight;
  if (product <= Number.MAX_SAFE_INTEGER) {
    const remainder = product % sum;
    return { quotient: (product - remainder) / sum, remainder };
  }
  const exact = BigInt(amount) * BigInt(weight);
  const divisor = BigInt(sum);
  return { quotient: Number(exact / divisor), remainder: Number(exact % divisor) };
}

/** `amount · numerator / denominator` of whole numbers, rounded half away from zero; exact beyond 2⁵³ as well. */
export function scaleRounded(amount: number, numerator: number, denominator: number): number {
  const product = BigInt(amount) * BigInt(numerator);
  const divisor = BigInt(denominator);
  const half = product < 0n ? -divisor / 2n : divisor / 2n;
  const scaled = Number((product + half) / divisor);
  assert(Number.isSafeInteger(scaled), 'the scaled quantity is too large');
  return scaled;
}
