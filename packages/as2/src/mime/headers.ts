import { Malformed } from '../malformed.ts';

/** Header fields in their order; the names as they were written. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

/** More fields than any AS2 product writes, fewer than hurt. */
export const headerCountMax = 100;
export const headerBytesMax = 32_768;

/** The value of a field, whatever the case of its name; undefined when it is absent. The first one counts. */
export const headerOf = (headers: HeaderList, name: string): string | undefined =>
  headers.find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];

/** Each field on its own line, and the empty line that ends them. */
export const writeHeaders = (headers: HeaderList): Buffer =>
  Buffer.from(`${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`, 'latin1');

/** The end of the header block: the first empty line, with CRLF or bare LF. */
function findEnd(bytes: Buffer): { end: number; bodyStart: number } | undefined {
  if (bytes[0] === 0x0a) return { end: 0, bodyStart: 1 };
  if (bytes[0] === 0x0d && bytes[1] === 0x0a) return { end: 0, bodyStart: 2 };
  for (let at = bytes.indexOf(0x0a); at >= 0 && at <= headerBytesMax; at = bytes.indexOf(0x0a, at + 1)) {
    if (bytes[at + 1] === 0x0a) return { end: at + 1, bodyStart: at + 2 };
    if (bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0a) return { end: at + 1, bodyStart: at + 3 };
  }
  return undefined;
}

/**
 * Reads a MIME entity's header (RFC 2045, 5322), folded lines included. Undefined when the bytes do not begin with a
 * header: then they are a body. Throws `Malformed` when there are too many fields.
 */
export function readHeaders(bytes: Buffer): { headers: HeaderList; bodyStart: number } | undefined {
  const found = findEnd(bytes);
  if (found === undefined) return undefined;
  const lines = bytes
    .subarray(0, found.end)
    .toString('latin1')
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/);
  const headers: [string, string][] = [];
  for (const line of lines) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trimEnd();
    if (colon <= 0 || !/^[\x21-\x39\x3b-\x7e]+$/.test(name)) return undefined;
    headers.push([name, line.slice(colon + 1).trim()]);
    if (headers.length > headerCountMax) throw new Malformed('there are too many header fields');
  }
  return { headers, bodyStart: found.bodyStart };
}
