import { convertMilli, type Fraction, formatMilli, invertFraction, type UnitCode } from '@coplan/kernel';

/** Base units in one unit of a pack, exactly: a case of 12 is `12/1`. */
export type PackLevel = { unit: UnitCode; factor: Fraction; gtin14: string | null };

const sizeOf = ({ factor }: PackLevel): number => factor.numerator / factor.denominator;

/**
 * A base quantity as a warehouse says it: "4 CS", "1 PL + 3 CS + 5 EA". Whole packs only, the largest first; what is
 * left over is in base units. Layers are left out: nobody orders by them.
 */
export function packText(about: {
  quantityMilli: number;
  baseUnit: UnitCode;
  packs: readonly PackLevel[];
}): string {
  const parts: string[] = [];
  let restMilli = about.quantityMilli;
  const largestFirst = about.packs
    .filter((pack) => pack.unit !== about.baseUnit && pack.unit !== 'LY' && sizeOf(pack) > 1)
    .sort((left, right) => sizeOf(right) - sizeOf(left));
  for (const pack of largestFirst) {
    const whole = Math.floor(convertMilli(restMilli, invertFraction(pack.factor), 'down') / 1000);
    if (whole <= 0) continue;
    parts.push(`${whole} ${pack.unit}`);
    restMilli -= convertMilli(whole * 1000, pack.factor);
  }
  if (restMilli !== 0 || parts.length === 0) parts.push(`${formatMilli(restMilli)} ${about.baseUnit}`);
  return parts.join(' + ');
}
