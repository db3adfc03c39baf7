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
  const text = iconv.decode(source, encoding, { stripBOM: false });
  return iconv.encode(rewriteBytes(Buffer.from(text, 'utf8')).toString('utf8'), encoding, { addBOM: false });
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
