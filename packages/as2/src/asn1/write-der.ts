import { universal } from './read-ber.ts';

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Buffer.from([0x80 | octets.length, ...octets]);
}

/** One element of DER (X.690): identifier octet, length, contents. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, one) => sum + one.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(length), ...contents]);
}

export const sequence = (...contents: readonly Uint8Array[]): Buffer => der(universal.sequence, ...contents);
/** A SET OF: DER wants its elements in the order of their bytes. */
export const setOf = (...contents: readonly Uint8Array[]): Buffer =>
  der(universal.set, ...[...contents].sort(Buffer.compare));
export const octetString = (bytes: Uint8Array): Buffer => der(universal.octetString, bytes);
export const nothing = (): Buffer => der(universal.null);
/** `[number] EXPLICIT`, or a constructed `[number] IMPLICIT`. */
export const tagged = (number: number, ...contents: readonly Uint8Array[]): Buffer =>
  der(0xa0 | number, ...contents);

/** A number from its bytes, most significant first, or a small one. Never negative. */
export function integer(value: number | Uint8Array): Buffer {
  const bytes = typeof value === 'number' ? Buffer.from([value]) : Buffer.from(value);
  const first = bytes.findIndex((byte) => byte !== 0);
  const trimmed = first < 0 ? Buffer.from([0]) : bytes.subarray(first);
  return (trimmed[0] ?? 0) >= 0x80
    ? der(universal.integer, Buffer.from([0]), trimmed)
    : der(universal.integer, trimmed);
}

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets: number[] = [];
  for (const number of [first * 40 + second, ...rest]) {
    const group = [number % 128];
    for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) {
      group.unshift(0x80 | (left % 128));
    }
    octets.push(...group);
  }
  return der(universal.oid, Buffer.from(octets));
}

/** UTCTime until 2049, GeneralizedTime after that (RFC 5280, 4.1.2.5). */
export function time(at: Date): Buffer {
  const text = `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050
    ? der(universal.utcTime, Buffer.from(text.slice(2)))
    : der(universal.generalizedTime, Buffer.from(text));
}
