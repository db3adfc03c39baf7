import { separator } from './element-string.ts';

/** What keyboard wedges put before the text (symbology identifiers, ISO/IEC 15424). */
const symbology = /^\][A-Za-z]\d/;

/** What a scanner typed, without what it types around the text, and with the separator as one character. */
export const typedText = (typed: string): string => {
  const text = typed
    .trim()
    .replace(symbology, '')
    .replaceAll(/<GS>|\{GS\}/gi, separator);
  return text.startsWith(separator) ? text.slice(1) : text;
};

/** Symbology identifiers that announce GS1 element strings: GS1-128, DataBar, GS1 DataMatrix, GS1 QR code. */
export const announcesElements = (typed: string): boolean => /^\](C1|e0|d2|Q3)/.test(typed.trim());
