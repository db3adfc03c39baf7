import { Malformed } from '../malformed.ts';

const partsMax = 10;

type Delimiter = { start: number; end: number; isLast: boolean };

/** The next `--boundary` at the start of a line; `start` counts the line break before it, which belongs to it. */
function findDelimiter(body: Buffer, marker: Buffer, from: number): Delimiter | undefined {
  for (let at = body.indexOf(marker, from); at >= 0; at = body.indexOf(marker, at + 1)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    let end = at + marker.length;
    const isLast = body[end] === 0x2d && body[end + 1] === 0x2d;
    if (isLast) end += 2;
    while (body[end] === 0x20 || body[end] === 0x09) end += 1;
    if (body[end] === 0x0d) end += 1;
    if (end < body.length && body[end] !== 0x0a) {
      if (isLast) return { start: breakBefore(body, at), end, isLast };
      continue;
    }
    return { start: breakBefore(body, at), end: Math.min(end + 1, body.length), isLast };
  }
  return undefined;
}

function breakBefore(body: Buffer, at: number): number {
  if (at === 0) return 0;
  return body[at - 2] === 0x0d ? at - 2 : at - 1;
}

/**
 * The parts of a multipart body (RFC 2046, 5.1.1), byte for byte: signatures are made over them. Throws `Malformed` when
 * the boundary is missing or never closes a part.
 */
export function splitMultipart(body: Buffer, boundary: string | undefined): Buffer[] {
  if (boundary === undefined || boundary === '' || boundary.length > 200) {
    throw new Malformed('the multipart message names no boundary');
  }
  const marker = Buffer.from(`--${boundary}`, 'latin1');
  let open = findDelimiter(body, marker, 0);
  const parts: Buffer[] = [];
  while (open !== undefined && !open.isLast) {
    const next = findDelimiter(body, marker, open.end);
    // A part that is empty shares its line break with the delimiter before it.
    if (next === undefined) throw new Malformed('a part of the message is not closed');
    parts.push(body.subarray(open.end, Math.max(open.end, next.start)));
    if (parts.length > partsMax) throw new Malformed('the message has too many parts');
    open = next;
  }
  if (parts.length === 0) throw new Malformed('the multipart message has no parts');
  return parts;
}

/** Joins parts under a boundary that occurs in none of them. */
export function joinMultipart(parts: readonly Uint8Array[], boundary: string): Buffer {
  const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}
