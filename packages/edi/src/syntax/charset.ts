import iconv from 'iconv-lite';

/** Character sets by the names that iconv knows; ASCII is in all of them. */
export const charsetNames = [
  'ISO-8859-1',
  'ISO-8859-2',
  'ISO-8859-3',
  'ISO-8859-4',
  'ISO-8859-5',
  'ISO-8859-6',
  'ISO-8859-7',
  'ISO-8859-8',
  'ISO-8859-9',
  'UTF-8',
] as const;
export type CharsetName = (typeof charsetNames)[number];

/** What the syntax identifier of a UNB (0001) says of the characters. */
export type SyntaxLevel = {
  /** Absent where iconv knows none: only ASCII can be read and written then. */
  charset: CharsetName | undefined;
  /** What may be written, where that is less than the charset. */
  allowed?: RegExp | undefined;
};

const basic = ' .,\\-()/=+:?\'!"%&*;<>0-9A-Z';

/** ISO 9735, data element 0001. UNOX (ISO 2022) switches sets inside the text, which is not supported. */
export const syntaxLevels: Readonly<Record<string, SyntaxLevel>> = {
  UNOA: { charset: 'ISO-8859-1', allowed: new RegExp(`^[${basic}]*$`) },
  UNOB: { charset: 'ISO-8859-1', allowed: new RegExp(`^[${basic}a-z]*$`) },
  UNOC: { charset: 'ISO-8859-1' },
  UNOD: { charset: 'ISO-8859-2' },
  UNOE: { charset: 'ISO-8859-5' },
  UNOF: { charset: 'ISO-8859-7' },
  UNOG: { charset: 'ISO-8859-3' },
  UNOH: { charset: 'ISO-8859-4' },
  UNOI: { charset: 'ISO-8859-6' },
  UNOJ: { charset: 'ISO-8859-8' },
  UNOK: { charset: 'ISO-8859-9' },
  UNOW: { charset: 'UTF-8' },
  UNOX: { charset: undefined, allowed: /^[ -~]*$/ },
  UNOY: { charset: 'UTF-8' },
};

const beyondAscii = /[\u0080-\uffff]/;

/** Text of bytes that were taken as latin1. Bytes that mean nothing become U+FFFD. */
export function decodeText(latin1: string, charset: CharsetName): string {
  if (charset === 'ISO-8859-1' || !beyondAscii.test(latin1)) return latin1;
  return iconv.decode(Buffer.from(latin1, 'latin1'), charset, { stripBOM: false });
}

/** The text's bytes as latin1, or the first character that the charset lacks. */
export function encodeText(
  text: string,
  charset: CharsetName,
): { latin1: string; lacks?: undefined } | { latin1?: undefined; lacks: string } {
  if (!beyondAscii.test(text)) return { latin1: text };
  let latin1 = '';
  for (const character of text) {
    const bytes = iconv.encode(character, charset);
    if (iconv.decode(bytes, charset, { stripBOM: false }) !== character) return { lacks: character };
    latin1 += bytes.toString('latin1');
  }
  return { latin1 };
}
