import { assert, type Fraction } from '@coplan/kernel';

export type UnitRounding = 'up' | 'down' | 'nearest';

export type ConvertedValues = {
  valuesMilli: (number | null)[];
  /**
   * What whole steps could not express, in thousandths of the new unit as an exact fraction: input · factor = output +
   * remainder. Negative where rounding up took more than there was.
   */
  remainder: { numerator: number; denominator: number };
  /** The same in thousandths of the old unit, where that is a whole number: "4 each are no full case". */
  remainderMilli: number | null;
};

/**
 * Converts a series by an exact factor (new units per old unit: each into cases of 12 is `1/12`) in steps of `stepMilli`
 * (1000: whole packs). What one bucket cannot express is carried into the next one and shown at the end, never dropped.
 */
export function convertUnits(
  valuesMilli: readonly (number | null)[],
  {
    factor,
    stepMilli = 1,
    rounding = 'down',
  }: { factor: Fraction; stepMilli?: number; rounding?: UnitRounding },
): ConvertedValues {
  assert(Number.isSafeInteger(stepMilli) && stepMilli >= 1, 'a step is at least one thousandth');
  const numerator = BigInt(factor.numerator);
  const denominator = BigInt(factor.denominator);
  const step = BigInt(stepMilli);
  const divisor = denominator * step;
  let total = 0n;
  let given = 0n;
  const converted = valuesMilli.map((value) => {
    if (value === null) return null;
    total += BigInt(value) * numerator;
    const steps = divide(total, divisor, rounding);
    const part = Number((steps - given) * step);
    given = steps;
    assert(Number.isSafeInteger(part), 'the converted quantity is too large');
    return part;
  });
  const left = total - given * divisor;
  return {
    valuesMilli: converted,
    remainder: reduced(left, denominator),
    remainderMilli: left % numerator === 0n ? Number(left / numerator) : null,
  };
}

function divide(total: bigint, divisor: bigint, rounding: UnitRounding): bigint {
  const floor = (value: bigint): bigint => value / divisor - (value < 0n && value % divisor !== 0n ? 1n : 0n);
  if (rounding === 'down') return floor(total);
  if (rounding === 'up') return -floor(-total);
  return floor(total + divisor / 2n);
}

/** In lowest terms, with a positive denominator. */
function reduced(numerator: bigint, denominator: bigint): { numerator: number; denominator: number } {
  let a = numerator < 0n ? -numerator : numerator;
  let b = denominator;
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: Number(numerator / a), denominator: Number(denominator / a) };
}
