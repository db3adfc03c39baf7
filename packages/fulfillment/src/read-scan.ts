import { isGtin, isSscc, type LocalDate } from '@coplan/kernel';
import { dayOfElement, type Element, readElements } from './element-string.ts';
import { typedText } from './typed-text.ts';

/** What somebody held the scanner to. */
export type Scan =
  /** A carton or pallet. */
  | { kind: 'sscc'; sscc: string }
  /** A thing to pick or pack, with what its barcode says besides. */
  | {
      kind: 'item';
      gtin14: string;
      lotNumber?: string;
      expiresOn?: LocalDate;
      count?: number;
      serialNumber?: string;
    }
  /** The label of a bin or another place, as it stands there. */
  | { kind: 'place'; code: string }
  /** Nothing that can be used; says why, for whoever holds the scanner. */
  | { kind: 'unreadable'; why: string };

const placeMax = 40;

function ofElements(elements: readonly Element[], today: LocalDate): Scan {
  const value = (...ais: Element['ai'][]): string | undefined =>
    elements.find(({ ai }) => ais.includes(ai))?.value;
  const sscc = value('00');
  if (sscc !== undefined) return { kind: 'sscc', sscc };
  const gtin14 = value('01', '02');
  if (gtin14 === undefined)
    return {
      kind: 'unreadable',
      why: 'That barcode names neither an item nor a carton: scan the other one on the label',
    };
  const date = value('17', '15');
  const expiresOn = date === undefined ? undefined : dayOfElement(date, today);
  if (date !== undefined && expiresOn === undefined)
    return { kind: 'unreadable', why: `"${date}" is no day: scan again, or type the item's GTIN` };
  const lotNumber = value('10');
  const count = value('37');
  const serialNumber = value('21');
  return {
    kind: 'item',
    gtin14,
    ...(lotNumber === undefined ? {} : { lotNumber }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(serialNumber === undefined ? {} : { serialNumber }),
  };
}

const misread = (text: string): Scan => ({
  kind: 'unreadable',
  why: `${text} has a wrong check digit: it was misread or mistyped, scan it again`,
});

/**
 * What a keyboard wedge typed: a GTIN of 8 to 14 digits, an SSCC, a GS1 element string, or the code of a place. A long
 * number with a wrong check digit is refused, never taken for a place.
 */
export function readScan(typed: string, today: LocalDate): Scan {
  const text = typedText(typed);
  if (text === '') return { kind: 'unreadable', why: 'Nothing was scanned' };
  if (/^\d+$/.test(text)) {
    if (isSscc(text)) return { kind: 'sscc', sscc: text };
    if (isGtin(text)) return { kind: 'item', gtin14: text.padStart(14, '0') };
    if (/^(\d{12,14}|\d{18})$/.test(text)) return misread(text);
  }
  const read = readElements(text);
  if (read !== undefined && 'elements' in read) return ofElements(read.elements, today);
  if (read !== undefined && (text.startsWith('(') || /^0[012]\d{14,}/.test(text)))
    return { kind: 'unreadable', why: `${read.fault}: scan it again` };
  if (text.length > placeMax)
    return { kind: 'unreadable', why: `${text.slice(0, placeMax)}… is no label that is known here` };
  return { kind: 'place', code: text.toUpperCase() };
}
