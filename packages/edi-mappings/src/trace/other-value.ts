import { addDays, gs1CheckDigit, isLocalDate, type LocalDate } from '@coplan/kernel';

const numberPattern = /^-?\d+([.,]\d+)?$/;

const nextDigit = (digit: string): string => (digit === '9' ? '8' : String(Number(digit) + 1));

/**
 * Another value of the same kind and length: the next day of a day, another number, a GTIN or GLN with a right check
 * digit, another text. Exchanging the one for the other shows what a field does.
 */
export function otherValue(value: string): string {
  const day = `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6, 8)}`;
  if (/^\d{8,14}$/.test(value) && isLocalDate(day)) {
    return addDays(day as LocalDate, 1).replaceAll('-', '') + value.slice(8);
  }
  if (/^\d{8,18}$/.test(value) && gs1CheckDigit(value.slice(0, -1)) === Number(value.at(-1))) {
    const body = value.slice(0, -2) + nextDigit(value.at(-2) ?? '0');
    return `${body}${gs1CheckDigit(body)}`;
  }
  if (numberPattern.test(value)) return value.replace(/\d(?=[.,]|$)/, nextDigit);
  return value.endsWith('X') ? `${value.slice(0, -1)}Y` : `${value.slice(0, -1)}X`;
}
