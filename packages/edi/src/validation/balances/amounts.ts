const decimals = 12;
/** The amount 1. */
export const one = 10n ** BigInt(decimals);
const pattern = /^(-?)(\d*)(?:[.,](\d*))?$/;

/** A decimal number in units of 10⁻¹², exactly; undefined when the text is none or has more decimals. */
export function amountOf(text: string): bigint | undefined {
  const [, sign, whole = '', fraction = ''] = pattern.exec(text.trim()) ?? [];
  if (sign === undefined || whole + fraction === '' || fraction.length > decimals) return undefined;
  const units = BigInt(whole === '' ? '0' : whole) * one + BigInt(fraction.padEnd(decimals, '0') || '0');
  return sign === '-' ? -units : units;
}

/** The product of two amounts, rounded to the unit. */
export const times = (left: bigint, right: bigint): bigint => (left * right) / one;

/** The quotient of two amounts, cut to the unit; `right` is not zero. */
export const over = (left: bigint, right: bigint): bigint => (left * one) / right;

export const sumOf = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((sum, amount) => sum + amount, 0n);

/** One hundredth: cents of most currencies. */
export const cent = one / 100n;

export const isNear = (left: bigint, right: bigint, tolerance: bigint): boolean =>
  left - right <= tolerance && right - left <= tolerance;

/** For people: 12.5 */
export function amountText(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`;
}
