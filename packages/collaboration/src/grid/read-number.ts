import { assert } from '@coplan/kernel';

/** How a language writes numbers: "1.234,5" in German, "1,234.5" in English. */
export type NumberStyle = { locale: string; decimal: string; group: string };

const spaces = /[\s\u00a0\u202f]/g;
const apostrophes = /['\u2019]/g;

/** The separators of a locale (BCP 47), as the browser knows them. */
export function numberStyleOf(locale: string): NumberStyle {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(
    1_234_567.5,
  );
  const find = (type: string, otherwise: string): string =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { locale, decimal: find('decimal', '.'), group: find('group', '') };
}

/** A decimal number without loss: `digits / 10^decimals`. */
export type ExactDecimal = { digits: number; decimals: number };

const digitsMax = 15;

/**
 * A number as it is written in a language, or undefined when it is none. Groups must stand where groups stand, so that
 * "1,5" is not read as 15 where the comma groups. Understands −, accounting brackets, and Excel's "1.2E+05".
 */
export function readDecimal(text: string, style: NumberStyle): ExactDecimal | undefined {
  let rest = text.trim().replace(/\u2212/g, '-');
  let sign = 1;
  const bracketed = /^\((.*)\)$/.exec(rest);
  if (bracketed !== null) {
    sign = -1;
    rest = bracketed[1]!.trim();
  } else if (/^[+-]/.test(rest)) {
    sign = rest.startsWith('-') ? -1 : 1;
    rest = rest.slice(1).trim();
  }
  const [mantissa = '', exponentText, ...more] = rest.split(/[eE]/);
  if (more.length > 0 || (exponentText !== undefined && !/^[+-]?\d{1,2}$/.test(exponentText)))
    return undefined;
  const [wholeText = '', fraction = '', ...extra] = mantissa.split(style.decimal);
  if (extra.length > 0 || !/^\d*$/.test(fraction)) return undefined;
  const whole = withoutGroups(wholeText, style.group);
  if (whole === undefined || whole + fraction === '') return undefined;
  return shift(sign, whole, fraction, Number(exponentText ?? 0));
}

/** The digits of a whole number without its group separators; undefined where they stand in the wrong place. */
function withoutGroups(text: string, group: string): string | undefined {
  const plain = text.replace(spaces, ' ').replace(apostrophes, "'");
  const separator = /\D/.exec(plain)?.[0];
  if (separator === undefined) return plain;
  const [first = '', ...rest] = plain.split(separator);
  const isSeparator = separator === ' ' || separator === "'" || separator === group;
  // Two digits in the middle are how lakh and crore are grouped.
  const isGrouped =
    /^\d{1,3}$/.test(first) && rest.every((part) => /^\d{2,3}$/.test(part)) && rest.at(-1)?.length === 3;
  return isSeparator && isGrouped ? first + rest.join('') : undefined;
}

function shift(sign: number, whole: string, fraction: string, exponent: number): ExactDecimal | undefined {
  let digits = whole + fraction;
  let decimals = fraction.length - exponent;
  while (decimals > 0 && digits.endsWith('0')) {
    digits = digits.slice(0, -1);
    decimals -= 1;
  }
  if (decimals < 0) {
    digits += '0'.repeat(-decimals);
    decimals = 0;
  }
  digits = digits.replace(/^0+(?=\d)/, '') || '0';
  if (digits.length > digitsMax || decimals > digitsMax) return undefined;
  const value = Number(digits);
  return { digits: value === 0 ? 0 : sign * value, decimals: value === 0 ? 0 : decimals };
}

/** Thousandths of a decimal number, half away from zero; `isRounded` where it has more than three decimals. */
export function toMilli({ digits, decimals }: ExactDecimal): { valueMilli: number; isRounded: boolean } {
  if (decimals <= 3) {
    const valueMilli = digits * 10 ** (3 - decimals);
    assert(Number.isSafeInteger(valueMilli), 'the quantity is too large');
    return { valueMilli, isRounded: false };
  }
  const divisor = 10 ** (decimals - 3);
  const valueMilli = Math.sign(digits) * Math.floor((Math.abs(digits) + divisor / 2) / divisor);
  return { valueMilli: valueMilli === 0 ? 0 : valueMilli, isRounded: true };
}
