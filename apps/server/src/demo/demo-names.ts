import { createHash } from 'node:crypto';
import { gs1CheckDigit } from '@coplan/kernel';

/**
 * The id of a thing of the demo: the same at every fill, so that filling twice changes nothing. A version 8 UUID
 * (RFC 9562, section 5.8) over the name.
 */
export function demoId<Id extends string>(name: string): Id {
  const hex = createHash('sha256').update(`coplan demo: ${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}` as Id;
}

/** The same for what lists order by its id: it sorts at that moment, as an id of version 7 (section 5.7) would. */
export function demoIdAt<Id extends string>(name: string, at: Date): Id {
  const moment = at.getTime().toString(16).padStart(12, '0');
  return `${moment.slice(0, 8)}-${moment.slice(8)}-7${demoId(name).slice(15)}` as Id;
}

/** GS1 keeps the prefix 952 for demonstrations: such numbers never belong to a company. */
const withCheckDigit = (digits: string): string => digits + gs1CheckDigit(digits);

export const demoGln = (company: number, place: number): string =>
  withCheckDigit(`952${String(company).padStart(4, '0')}${String(place).padStart(5, '0')}`);

/** A GTIN-13; `indicator` 1 to 8 makes the GTIN-14 of a pack of it. */
export const demoGtin = (company: number, item: number): string =>
  withCheckDigit(`952${String(company).padStart(4, '0')}${String(item).padStart(5, '0')}`);

export const demoPackGtin = (indicator: number, gtin13: string): string =>
  withCheckDigit(`${indicator}${gtin13.slice(0, 12)}`);
