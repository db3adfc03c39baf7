import iconv from 'iconv-lite';
import { decode, issuesOf, messagesOf } from './decode.ts';
import type { Issue } from './issue.ts';
import { encodingOf } from './syntax/input.ts';
import { SegmentReader } from './syntax/segment-reader.ts';
import type { SegmentSink } from './syntax/segment-sink.ts';

export type InterchangeCheck = {
  /** Every message in it can be used. */
  accepted: boolean;
  /** Read into segments and elements and written back, it gives the same bytes. */
  identical: boolean;
  messages: { type: string; accepted: boolean }[];
  issues: Issue[];
};

/**
 * What can be said of a file without an agreement. Types that are not described pass by their syntax, with a warning; so
 * does what does not add up.
 */
export function checkInterchange(bytes: Uint8Array): InterchangeCheck {
  const decoded = decode(bytes, { unsupported: 'warning', levels: { balances: 'warning' } });
  const issues = issuesOf(decoded);
  const messages = messagesOf(decoded).map(({ type, isAccepted }) => ({ type, accepted: isAccepted }));
  return {
    accepted: issues.every((issue) => issue.severity !== 'error') && decoded.interchanges.length > 0,
    identical: Buffer.compare(rewrite(bytes), bytes) === 0,
    messages,
    issues,
  };
}

/**
 * Writes what was read: each segment from its elements, with its terminator. What stands between segments (byte order
 * mark, line breaks, indentation, bytes outside of interchanges) is taken over.
 */
export function rewrite(bytes: Uint8Array): Buffer {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = encodingOf(source);
  if (encoding === 'bytes' || encoding === 'utf-8') return rewriteBytes(source);
  const whole = source.subarray(0, source.length - (source.length % 2));
  const text = iconv.decode(whole, encoding, { stripBOM: false });
  const written = fromUtf8(rewriteBytes(toUtf8(text)));
  // Half a character at the end is no text: it stays as it is.
  return Buffer.concat([iconv.encode(written, encoding, { addBOM: false }), source.subarray(whole.length)]);
}

/** UTF-8, with a half of a surrogate pair kept in the three bytes that its number would have. */
function toUtf8(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const pieces = text.split(/([\ud800-\udfff])/u).map((piece) => {
    if (piece.isWellFormed()) return Buffer.from(piece, 'utf8');
    const unit = piece.charCodeAt(0);
    return Buffer.from([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)]);
  });
  return Buffer.concat(pieces);
}

function fromUtf8(bytes: Buffer): string {
  // No whole character begins with these two bytes, and 0xed is never inside of one.
  return bytes
    .toString('latin1')
    .split(/(\xed[\xa0-\xbf][\x80-\xbf])/)
    .map((piece, at) => {
      if (at % 2 === 0) return Buffer.from(piece, 'latin1').toString('utf8');
      return String.fromCharCode(0xd000 | ((piece.charCodeAt(1) & 0x3f) << 6) | (piece.charCodeAt(2) & 0x3f));
    })
    .join('');
}

function rewriteBytes(source: Buffer): Buffer {
  const target = new Target(source.length);
  let copiedUntil = 0;
  const sink: SegmentSink = {
    header: () => undefined,
    note: () => undefined,
    segment(current) {
      const segment = current.toSegment();
      target.bytes(source, copiedUntil, current.offset);
      const text = segment.write();
      copiedUntil = current.offset + current.byteLength;
      const isTerminated = copiedUntil < source.length;
      target.text(isTerminated ? text + segment.delimiters.segment : text);
      if (isTerminated) copiedUntil++;
    },
  };
  const reader = new SegmentReader(sink);
  reader.push(source);
  reader.end();
  target.bytes(source, copiedUntil, source.length);
  return target.written;
}

/** Bytes in the order in which they are added, in one buffer. */
class Target {
  #buffer: Buffer;
  #length = 0;

  constructor(expectedBytes: number) {
    this.#buffer = Buffer.allocUnsafe(expectedBytes);
  }

  get written(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  bytes(source: Buffer, from: number, until: number): void {
    if (until <= from) return;
    this.#reserve(until - from);
    this.#length += source.copy(this.#buffer, this.#length, from, until);
  }

  text(latin1: string): void {
    this.#reserve(latin1.length);
    this.#length += this.#buffer.write(latin1, this.#length, 'latin1');
  }

  #reserve(byteCount: number): void {
    if (this.#length + byteCount <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + byteCount));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
