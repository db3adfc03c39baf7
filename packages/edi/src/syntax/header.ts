import { syntaxLevels } from './charset.ts';
import { type Delimiters, type Dialect, edifact, edifactDelimiters, x12 } from './dialect.ts';

/** What stands at the start of an interchange. `skipBytes` leads to the first segment (behind a UNA). */
export type Header =
  | {
      found: 'header';
      dialect: Dialect;
      delimiters: Delimiters;
      skipBytes: number;
      warning?: string | undefined;
    }
  | { found: 'more' }
  | { found: 'malformed'; why: string | (() => string) }
  | { found: 'nothing' };

/** Positions of the 16 separators in the fixed-width ISA (X12.5). */
const isaSeparators = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];
const isaBytesMax = 400;
/** Line breaks and indentation between a UNA and its UNB. */
const blanksMax = 1_000;
const letterI = 0x49;
const letterU = 0x55;

const isAlphanumeric = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === 0x0a;

/** True when the three bytes could open an interchange: ISA, UNA or UNB. */
export function opensInterchange(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at];
  if (first === letterI) return bytes[at + 1] === 0x53 && bytes[at + 2] === 0x41;
  if (first === letterU) return bytes[at + 1] === 0x4e && (bytes[at + 2] === 0x41 || bytes[at + 2] === 0x42);
  return false;
}

/** A quick look: an ISA begins with two digits between separators, a UNA and a UNB are told apart at once. */
export function looksLikeHeader(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== letterI) return true;
  return isDigit(bytes[at + 4]) && isDigit(bytes[at + 5]) && bytes[at + 6] === bytes[at + 3];
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Reads delimiters from the bytes at `at`; `end` bounds what has arrived, `isLast` says that no more will. */
export function readHeader(
  bytes: Uint8Array,
  { at, end, isLast }: { at: number; end: number; isLast: boolean },
): Header {
  if (end - at < 4) return isLast ? { found: 'nothing' } : { found: 'more' };
  if (!opensInterchange(bytes, at)) return { found: 'nothing' };
  if (isAlphanumeric(bytes[at + 3] ?? 0) || isBlank(bytes[at + 3] ?? 0)) return { found: 'nothing' };
  if (bytes[at] === letterI) return readIsa(bytes, { at, end, isLast });
  return bytes[at + 2] === 0x41 ? readUna(bytes, { at, end, isLast }) : readUnb(bytes, { at, end, isLast });
}

type Window = { at: number; end: number; isLast: boolean };

const character = (byte: number | undefined): string => String.fromCharCode(byte ?? 0);

function readIsa(bytes: Uint8Array, { at, end, isLast }: Window): Header {
  if (end - at < isaBytesMax && !isLast) return { found: 'more' };
  const separator = bytes[at + 3] ?? 0;
  const positions: number[] = [];
  const limit = Math.min(end, at + isaBytesMax);
  for (let index = at; index < limit && positions.length < 16; index++) {
    if (bytes[index] === separator) positions.push(index - at);
  }
  const last = positions[15];
  if (last === undefined || at + last + 2 >= end) {
    return { found: 'malformed', why: 'the ISA needs 16 elements, a component separator and a terminator' };
  }
  const lead = bytes[at + last + 1] ?? 0;
  const isUtf8Pair = lead >= 0xc2 && lead <= 0xdf && ((bytes[at + last + 2] ?? 0) & 0xc0) === 0x80;
  const terminatorAt = at + last + (isUtf8Pair ? 3 : 2);
  const terminator = bytes[terminatorAt] ?? 0;
  const isFixed = positions.every((position, index) => position === isaSeparators[index]);
  const unsure = isFixed ? undefined : refuseRepair(bytes, { at, end, positions, terminatorAt });
  const why = unsure ?? refuseDelimiters(separator, lead, terminator);
  if (why !== undefined) return { found: 'malformed', why };
  const version = latin1(bytes, at + (positions[11] ?? 0) + 1, at + (positions[12] ?? 0));
  const eleventh = bytes[at + (positions[10] ?? 0) + 1] ?? 0;
  // Until 00401 the eleventh element is the letter U; later it is the repetition separator (X12.5).
  const repeats = version >= '00402' && !isAlphanumeric(eleventh) && !isBlank(eleventh);
  return {
    found: 'header',
    dialect: x12,
    skipBytes: 0,
    delimiters: {
      element: character(separator),
      component: latin1(bytes, at + last + 1, terminatorAt),
      segment: character(terminator),
      repetition: repeats ? character(eleventh) : undefined,
    },
    warning: isFixed
      ? undefined
      : 'the ISA does not have its fixed width of 106 bytes; it was read by its separators: ask the sender to pad it',
  };
}

/** What each element of an ISA must look like, whatever its width; the others may be any text (X12.5). */
const isaPatterns = Object.entries({
  1: /^\d\d$/,
  3: /^\d\d$/,
  5: /^[A-Z0-9]{1,2} *$/,
  7: /^[A-Z0-9]{1,2} *$/,
  9: /^\d{6}$/,
  10: /^\d{4}$/,
  11: /^[^A-TV-Z0-9a-z ]$/,
  12: /^\d{5}$/,
  13: /^\d{1,9}$/,
  14: /^[01]$/,
  15: /^[A-Z]$/,
}).map(([number, pattern]) => ({ number, index: Number(number), pattern }));
const afterIsaPattern = /^(GS|TA1|TA3|IEA|ISB|ISE|ISX)$/;

/**
 * An ISA of another width is read by its separators only where nothing else can be meant: each element looks as it must,
 * and a segment that may follow an ISA stands behind it. Otherwise the first doubt, in words.
 */
function refuseRepair(
  bytes: Uint8Array,
  about: { at: number; end: number; positions: readonly number[]; terminatorAt: number },
): string | (() => string) | undefined {
  const { at, end, positions, terminatorAt } = about;
  for (const { number, index, pattern } of isaPatterns) {
    const field = latin1(bytes, at + (positions[index - 1] ?? 0) + 1, at + (positions[index] ?? 0));
    const text = pattern.test(field) ? field : field.replace(/[\r\n]/g, '');
    if (!pattern.test(text)) {
      const shown = text.slice(0, 20);
      return () =>
        `the ISA does not have its fixed width of 106 bytes, and read by its separators ISA${number.padStart(2, '0')} would be ${JSON.stringify(shown)}: it must be written anew`;
    }
  }
  const separator = bytes[at + 3] ?? 0;
  const limit = Math.min(end, terminatorAt + 40);
  let next = terminatorAt + 1;
  while (next < limit && bytes[next] !== separator) next++;
  const following = latin1(bytes, terminatorAt + 1, next).replace(/\s/g, '');
  if (next < limit && !afterIsaPattern.test(following)) {
    return 'the ISA does not have its fixed width of 106 bytes, and no GS follows where it would end: it must be written anew';
  }
  return undefined;
}

function refuseDelimiters(separator: number, component: number, terminator: number): string | undefined {
  if (isAlphanumeric(terminator) || terminator === 0x20 || terminator === 0) {
    return 'the segment terminator behind ISA16 is a letter, a digit or a blank: it must be a character of its own';
  }
  if (terminator === separator || terminator === component || component === separator) {
    return 'two of the delimiters in the ISA are the same character: each needs its own';
  }
  if (isAlphanumeric(component)) return 'the component separator in ISA16 is a letter or a digit';
  return undefined;
}

function readUna(bytes: Uint8Array, { at, end, isLast }: Window): Header {
  if (end - at < 9) return isLast ? { found: 'malformed', why: 'the UNA is cut off' } : { found: 'more' };
  const [component = 0, element = 0, decimal = 0, release = 0, repetition = 0, terminator = 0] =
    bytes.subarray(at + 3, at + 9);
  const used =
    release === 0x20 ? [component, element, terminator] : [component, element, terminator, release];
  if (used.some((byte, index) => isAlphanumeric(byte) || used.indexOf(byte) !== index)) {
    return { found: 'malformed', why: 'the UNA needs distinct delimiters that are no letters and no digits' };
  }
  let skipBytes = 9;
  const limit = Math.min(end, at + skipBytes + blanksMax);
  while (at + skipBytes < limit && isBlank(bytes[at + skipBytes] ?? 0)) skipBytes++;
  if (at + skipBytes + syntaxBytes > end && !isLast) return { found: 'more' };
  if (latin1(bytes, at + skipBytes, Math.min(end, at + skipBytes + 3)) !== 'UNB') {
    return {
      found: 'malformed',
      why: 'a UNA must be followed by the UNB of its interchange, which is missing',
    };
  }
  const { charset, version } = readSyntax(bytes, at + skipBytes, component);
  // The fifth character separates repetitions from syntax 4 on; before that it has no meaning (ISO 9735).
  const repeats = version === 4 && repetition !== 0x20 && !used.includes(repetition);
  return {
    found: 'header',
    dialect: edifact,
    skipBytes,
    delimiters: {
      element: character(element),
      component: character(component),
      segment: character(terminator),
      release: release === 0x20 ? undefined : character(release),
      repetition: repeats ? character(repetition) : undefined,
      decimal: decimal === 0x2c ? ',' : '.',
      charset,
    },
  };
}

/** "UNB+UNOC:3" */
const syntaxBytes = 10;

/** Syntax identifier and version of a UNB, which say how its bytes are meant. */
function readSyntax(bytes: Uint8Array, at: number, component: number) {
  const level = syntaxLevels[latin1(bytes, at + 4, at + 8)];
  const version = bytes[at + 8] === component ? (bytes[at + 9] ?? 0) - 0x30 : 0;
  // What was read is latin1 already.
  const charset = level?.charset === 'ISO-8859-1' ? undefined : level?.charset;
  return { charset, version };
}

function readUnb(bytes: Uint8Array, { at, end, isLast }: Window): Header {
  if (at + syntaxBytes > end && !isLast) return { found: 'more' };
  const separator = bytes[at + 3];
  if (separator === 0x2b) {
    const { charset, version } = readSyntax(bytes, at, 0x3a);
    const repetition = version === 4 ? '*' : undefined;
    const delimiters = { ...edifactDelimiters, repetition, charset };
    return { found: 'header', dialect: edifact, skipBytes: 0, delimiters };
  }
  if (separator === 0x1d) {
    // ISO 9735 level B of syntax 1: information separators.
    const { charset } = readSyntax(bytes, at, 0x1f);
    const delimiters: Delimiters = {
      element: '\u001d',
      component: '\u001f',
      segment: '\u001c',
      decimal: '.',
      charset,
    };
    return { found: 'header', dialect: edifact, skipBytes: 0, delimiters };
  }
  return { found: 'malformed', why: 'a UNB without UNA must use + as separator: put a UNA in front' };
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
