import { assert, DomainError } from './errors.ts';

/** An exact positive ratio in lowest terms: a case of 12 is `12/1` each per case. */
export type Fraction = { numerator: number; denominator: number };

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

export function fraction(numerator: number, denominator = 1): Fraction {
  assert(Number.isSafeInteger(numerator) && numerator > 0, 'a pack factor has a positive whole numerator');
  assert(
    Number.isSafeInteger(denominator) && denominator > 0,
    'a pack factor has a positive whole denominator',
  );
  const divisor = greatestCommonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export const multiplyFractions = (left: Fraction, right: Fraction): Fraction =>
  fraction(left.numerator * right.numerator, left.denominator * right.denominator);

export const invertFraction = ({ numerator, denominator }: Fraction): Fraction =>
  fraction(denominator, numerator);

export type RoundingPolicy = 'exact' | 'up' | 'down' | 'half-up';

/**
 * Converts thousandths by an exact factor. With policy `exact` it throws when the result is no whole number of
 * thousandths, so nothing is ever lost silently.
 */
export function convertMilli(
  amountMilli: number,
  factor: Fraction,
  policy: RoundingPolicy = 'exact',
): number {
  const product = BigInt(amountMilli) * BigInt(factor.numerator);
  const denominator = BigInt(factor.denominator);
  let quotient = product / denominator;
  const remainder = product % denominator;
  if (remainder !== 0n) {
    if (policy === 'exact') {
      throw new DomainError('invalid', 'kernel.inexact-conversion', { amountMilli, factor });
    }
    const isNegative = product < 0n;
    const doubled = (isNegative ? -remainder : remainder) * 2n;
    if (policy === 'up' && !isNegative) quotient += 1n;
    if (policy === 'down' && isNegative) quotient -= 1n;
    if (policy === 'half-up' && doubled >= denominator) quotient += isNegative ? -1n : 1n;
  }
  const converted = Number(quotient);
  assert(Number.isSafeInteger(converted), 'the converted quantity is too large');
  return converted;
}
