import { DomainError } from './errors.ts';

/** GS1 mod-10 check digit (GS1 General Specifications, section 7.9) of the digits before it. */
export function gs1CheckDigit(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    sum += index % 2 === 0 ? 3 * digit : digit;
  }
  return (10 - (sum % 10)) % 10;
}

const hasCheckDigit = (digits: string): boolean =>
  gs1CheckDigit(digits.slice(0, -1)) === digits.charCodeAt(digits.length - 1) - 48;

/** GTIN-8, -12, -13 or -14 with a right check digit. */
export const isGtin = (text: string): boolean => /^(\d{8}|\d{12,14})$/.test(text) && hasCheckDigit(text);

/** Global Location Number: 13 digits with a right check digit. */
export const isGln = (text: string): boolean => /^\d{13}$/.test(text) && hasCheckDigit(text);

/** Serial Shipping Container Code: 18 digits with a right check digit. */
export const isSscc = (text: string): boolean => /^\d{18}$/.test(text) && hasCheckDigit(text);

/** Any GTIN as 14 digits; throws `DomainError` (invalid) with what the check digit should be. */
export function toGtin14(text: string): string {
  if (isGtin(text)) return text.padStart(14, '0');
  const expected = /^(\d{8}|\d{12,14})$/.test(text) ? gs1CheckDigit(text.slice(0, -1)) : undefined;
  const why =
    expected === undefined
      ? `"${text}" is no GTIN: it needs 8, 12, 13 or 14 digits`
      : `"${text}" is no GTIN: its check digit should be ${expected}`;
  throw new DomainError('invalid', 'kernel.not-a-gtin', { text, expectedCheckDigit: expected }, why);
}
