import { isGtin, isSscc, type LocalDate } from '@coplan/kernel';
import { dayOfElement, type Element, readElements, separator } from './element-string.ts';
import { announcesElements, typedText } from './typed-text.ts';

/** A serial number, with what its barcode says besides. */
export type ReadSerial = {
  kind: 'serial';
  serialNumber: string;
  lotNumber?: string;
  expiresOn?: LocalDate;
};
export type UnreadSerial = { kind: 'unreadable'; why: string };

/** Whose serial numbers are read. GTINs of it and its packs: a barcode of another item is refused. */
export type SerialItem = { itemNumber: string; gtin14s: readonly string[]; today: LocalDate };

export const serialLengthMax = 35;

const unreadable = (why: string): UnreadSerial => ({ kind: 'unreadable', why });

/** Only what cannot be a plain serial number is read as elements: "21A7" is a serial number, "(21)A7" names one. */
const readsAsElements = (typed: string, text: string): boolean =>
  announcesElements(typed) ||
  text.startsWith('(') ||
  text.includes(separator) ||
  (/^01\d{14}./.test(text) && isGtin(text.slice(2, 16)));

function ofElements(elements: readonly Element[], { itemNumber, gtin14s, today }: SerialItem) {
  const value = (ai: Element['ai']): string | undefined => elements.find((one) => one.ai === ai)?.value;
  const gtin14 = value('01');
  if (gtin14 !== undefined && gtin14s.length > 0 && !gtin14s.includes(gtin14))
    return unreadable(`${gtin14} is another item: here are serial numbers of ${itemNumber}`);
  const serialNumber = value('21');
  if (serialNumber === undefined)
    return unreadable('That barcode holds no serial number (21): scan the other one on the label');
  const lotNumber = value('10');
  const date = value('17');
  const expiresOn = date === undefined ? undefined : dayOfElement(date, today);
  if (date !== undefined && expiresOn === undefined) return unreadable(`"${date}" is no day: scan again`);
  return {
    kind: 'serial' as const,
    serialNumber,
    ...(lotNumber === undefined ? {} : { lotNumber }),
    ...(expiresOn === undefined ? {} : { expiresOn }),
  };
}

/**
 * The serial number that a keyboard wedge typed: as it is, or application identifier 21 of a GS1 element string (GS1-128,
 * DataMatrix, or its text with brackets). The item's own GTIN and an SSCC are refused: the wrong barcode was scanned.
 */
export function readSerial(typed: string, item: SerialItem): ReadSerial | UnreadSerial {
  const text = typedText(typed);
  if (text === '') return unreadable('Nothing was scanned');
  if (readsAsElements(typed, text)) {
    const read = readElements(text);
    if (read === undefined) return unreadable(`"${text}" cannot be read: scan it again`);
    return 'fault' in read ? unreadable(`${read.fault}: scan it again`) : ofElements(read.elements, item);
  }
  if (isGtin(text) && item.gtin14s.includes(text.padStart(14, '0')))
    return unreadable(`${text} is the GTIN of ${item.itemNumber}: scan the serial number beside it`);
  if (isSscc(text) || (/^00\d{18}$/.test(text) && isSscc(text.slice(2))))
    return unreadable(`${text} is a carton: scan the serial numbers of the units in it`);
  if (text.length > serialLengthMax)
    return unreadable(`${text.slice(0, serialLengthMax)}… is longer than a serial number can be`);
  return { kind: 'serial', serialNumber: text };
}

/** A pasted column, one serial number in each line; `line` counts from 1. Empty lines are passed over. */
export const readSerials = (
  text: string,
  item: SerialItem,
): ((ReadSerial | UnreadSerial) & { line: number })[] =>
  text
    .split(/\r\n|[\r\n\t]/)
    .map((one, index) => ({ one, line: index + 1 }))
    .filter(({ one }) => one.trim() !== '')
    .map(({ one, line }) => ({ ...readSerial(one, item), line }));
