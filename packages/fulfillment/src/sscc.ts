import { assert, DomainError, gs1CheckDigit } from '@coplan/kernel';

/** Whose numbers they are: the extension digit is free to use, the prefix is given by GS1 (7 to 10 digits). */
export type SsccRange = { extensionDigit: number; companyPrefix: string };

/** Digits left for the serial reference: 16 less the prefix, with the extension digit before and the check digit after. */
const serialDigits = ({ companyPrefix }: SsccRange): number => 16 - companyPrefix.length;

/**
 * The Serial Shipping Container Code of a serial number: 18 digits (GS1 General Specifications, section 3.3.1). Numbers must
 * not come again within twelve months: the caller counts them up. Throws `DomainError` when a range is used up.
 */
export function makeSscc(range: SsccRange, serial: number): string {
  const { extensionDigit, companyPrefix } = range;
  assert(
    Number.isInteger(extensionDigit) && extensionDigit >= 0 && extensionDigit <= 9,
    'an extension is one digit',
  );
  assert(/^\d{7,10}$/.test(companyPrefix), 'a GS1 company prefix has 7 to 10 digits');
  assert(Number.isSafeInteger(serial) && serial >= 0, 'a serial number is a whole number of at least 0');
  const text = String(serial);
  const digits = serialDigits(range);
  if (text.length > digits) {
    throw new DomainError(
      'conflict',
      'fulfillment.sscc-range-used-up',
      { extensionDigit, companyPrefix, serial },
      `Extension ${extensionDigit} of prefix ${companyPrefix} has ${digits} digits for serial numbers, and ${text} has more: use the next extension digit.`,
    );
  }
  const body = `${extensionDigit}${companyPrefix}${text.padStart(digits, '0')}`;
  return `${body}${gs1CheckDigit(body)}`;
}

/** The serial number inside a code of this range; undefined where it is of another. */
export function serialOfSscc({ extensionDigit, companyPrefix }: SsccRange, sscc: string): number | undefined {
  const head = `${extensionDigit}${companyPrefix}`;
  return sscc.startsWith(head) ? Number(sscc.slice(head.length, 17)) : undefined;
}
