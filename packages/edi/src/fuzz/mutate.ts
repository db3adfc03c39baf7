/** A number from 0 up to 1, from a seed: the same seed gives the same inputs. */
export type Random = () => number;

/** mulberry32 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An interchange in pieces that can be moved about: one character a byte (latin1). */
type Pieces = { head: string; segments: string[]; element: string; component: string; terminator: string };

const mutationsMax = 4;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const oneOf = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T;

/**
 * The input with one to four faults of the kinds that partners and networks make: something deleted, doubled, swapped,
 * cut off, flipped, nested, huge or in another character set. At most `bytesMax` bytes.
 */
export function mutate(seed: Uint8Array, random: Random, bytesMax = 4_096): Uint8Array {
  const pieces = cut(Buffer.from(seed).toString('latin1'));
  let text = '';
  for (let count = 1 + below(random, mutationsMax); count > 0; count--)
    oneOf(random, structural)(pieces, random);
  text = pieces.head + pieces.segments.map((segment) => segment + pieces.terminator).join('');
  if (random() < 0.4) text = oneOf(random, textual)(text, random);
  let bytes = Buffer.from(text.slice(0, bytesMax), 'latin1');
  if (random() < 0.1) bytes = oneOf(random, charsets)(bytes).subarray(0, bytesMax);
  return bytes;
}

function cut(text: string): Pieces {
  const una = text.startsWith('UNA') ? text.slice(0, 9) : '';
  const isX12 = text.startsWith('ISA');
  const element = isX12 ? text.charAt(3) : una === '' ? '+' : una.charAt(4);
  const component = isX12 ? text.charAt(104) : una === '' ? ':' : una.charAt(3);
  const terminator = (isX12 ? text.charAt(105) : una.charAt(8)) || "'";
  const segments = text.slice(una.length).split(terminator);
  if (segments.at(-1) === '') segments.pop();
  return { head: una, segments, element, component, terminator };
}

const structural: readonly ((pieces: Pieces, random: Random) => void)[] = [
  function deleteSegment({ segments }, random) {
    segments.splice(below(random, segments.length), 1);
  },
  function doubleSegment({ segments }, random) {
    const at = below(random, segments.length);
    const times = random() < 0.9 ? 1 : 20;
    segments.splice(at, 0, ...Array<string>(times).fill(segments[at] ?? ''));
  },
  function swapSegments({ segments }, random) {
    const [one, two] = [below(random, segments.length), below(random, segments.length)];
    [segments[one], segments[two]] = [segments[two] ?? '', segments[one] ?? ''];
  },
  function truncateSegment({ segments }, random) {
    inSegment(segments, random, (text) => text.slice(0, below(random, text.length + 1)));
  },
  function nestRun({ segments }, random) {
    const from = below(random, segments.length);
    const run = segments.slice(from, from + 1 + below(random, 8));
    segments.splice(below(random, segments.length + 1), 0, ...run);
  },
  function deleteElement({ segments, element }, random) {
    inElements(segments, element, random, (parts, at) => parts.splice(at, 1));
  },
  function doubleElement({ segments, element, component }, random) {
    const between = random() < 0.5 ? component : '';
    inElements(segments, element, random, (parts, at) => {
      if (between === '') parts.splice(at, 0, parts[at] ?? '');
      else parts[at] = [parts[at], parts[at]].join(between);
    });
  },
  function swapElements({ segments, element }, random) {
    inElements(segments, element, random, (parts, at) => {
      const other = below(random, parts.length);
      [parts[at], parts[other]] = [parts[other] ?? '', parts[at] ?? ''];
    });
  },
  function hugeElement({ segments, element, component }, random) {
    const filler = oneOf(random, ['9', '0', ' ', 'A', element, component, '?', '^', '\n', '-', '.']);
    inElements(segments, element, random, (parts, at) => {
      parts[at] = filler.repeat(1 + below(random, 2_000)) + oneOf(random, ['', 'x', parts[at] ?? '']);
    });
  },
  function otherValue({ segments, element }, random) {
    const value = oneOf(random, [
      '',
      '0',
      '-1',
      '99999999',
      '20260230',
      '00000000',
      '1E9',
      '1,5',
      '.',
      ' ',
      'ZZ',
    ]);
    inElements(segments, element, random, (parts, at) => {
      parts[at] = value;
    });
  },
  function strangeSegment({ segments, element }, random) {
    const tag = oneOf(random, [
      'LS',
      'LE',
      'HL',
      'BIN',
      'BDS',
      'ISA',
      'IEA',
      'TA1',
      'UNA',
      'UNB',
      'UNS',
      'ZZZ',
      '',
      'SE',
    ]);
    const rest = oneOf(random, ['', `${element}1`, `${element}1${element}1`, `${element}9${element}12345`]);
    segments.splice(below(random, segments.length + 1), 0, tag + rest);
  },
];

function inSegment(segments: string[], random: Random, change: (text: string) => string): void {
  const at = below(random, segments.length);
  segments[at] = change(segments[at] ?? '');
}

function inElements(
  segments: string[],
  element: string,
  random: Random,
  change: (parts: string[], at: number) => void,
): void {
  inSegment(segments, random, (text) => {
    const parts = text.split(element);
    change(parts, below(random, parts.length));
    return parts.join(element);
  });
}

const textual: readonly ((text: string, random: Random) => string)[] = [
  function truncate(text, random) {
    return text.slice(0, below(random, text.length + 1));
  },
  function flipBit(text, random) {
    const at = below(random, text.length);
    const code = text.charCodeAt(at) || 0;
    return text.slice(0, at) + String.fromCharCode(code ^ (1 << below(random, 8))) + text.slice(at + 1);
  },
  function anyByte(text, random) {
    const at = below(random, text.length);
    return text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at);
  },
  function wrapLines(text, random) {
    const width = 1 + below(random, 80);
    return text.replace(new RegExp(`[^]{1,${width}}`, 'g'), '$&\n');
  },
  function junkAround(text, random) {
    const junk = oneOf(random, ['ISA', 'ISA*', 'UNA', "UNA:+.? '", 'UNB+', '\n \n', '\0', '{"a": 1}']);
    return junk + text + junk;
  },
  function otherCharset(text, random) {
    return text.replace(/UNO[A-Y]:\d/, `UNO${oneOf(random, [...'ABCDEFGHIJKWXYZ'])}:${below(random, 6)}`);
  },
  function twoInOne(text) {
    return text + text;
  },
];

const withBom = (bytes: Buffer): Buffer<ArrayBuffer> =>
  Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
const charsets: readonly ((bytes: Buffer) => Buffer<ArrayBuffer>)[] = [
  withBom,
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
  (bytes) => Buffer.from(`\ufeff${bytes.toString('latin1')}`, 'utf16le'),
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le').subarray(0, -1),
  (bytes) => Buffer.from(`${bytes.toString('latin1')}äÖ€`, 'utf8'),
];
