import { Malformed } from '../malformed.ts';

/**
 * One element of BER (X.690). Partners' programs write DER as well as indefinite lengths and strings in chunks, so that
 * both are read; `encoding` are the exact bytes, for whoever has to hash them.
 */
export type BerNode = {
  /** The identifier octet: class, constructed bit and number. */
  tag: number;
  encoding: Buffer;
  /** The contents of a primitive element; empty for a constructed one. */
  content: Buffer;
  children: BerNode[];
};

export const universal = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;
const constructed = 0x20;
const depthMax = 24;
/** 1,000-byte chunks of the largest body that is taken stay well below this. */
const nodeCountMax = 400_000;

type Cursor = { bytes: Buffer; nodeCount: number };

/** The length octets at `at`: undefined stands for the indefinite form. */
function readLength(bytes: Buffer, at: number): { length: number | undefined; next: number } {
  const first = bytes[at];
  if (first === undefined) throw new Malformed('the structure ends within a length');
  if (first < 0x80) return { length: first, next: at + 1 };
  if (first === 0x80) return { length: undefined, next: at + 1 };
  const count = first & 0x7f;
  if (count > 4 || at + 1 + count > bytes.length) throw new Malformed('a length is too long');
  return { length: bytes.readUIntBE(at + 1, count), next: at + 1 + count };
}

function readChildren(
  cursor: Cursor,
  { from, end, depth }: { from: number; end: number | undefined; depth: number },
): { children: BerNode[]; next: number } {
  const children: BerNode[] = [];
  let at = from;
  while (end === undefined || at < end) {
    if (end === undefined && cursor.bytes[at] === 0 && cursor.bytes[at + 1] === 0) {
      return { children, next: at + 2 };
    }
    const { node, next } = readNode(cursor, at, depth + 1);
    if (end !== undefined && next > end) throw new Malformed('an element is longer than its parent');
    children.push(node);
    at = next;
  }
  return { children, next: at };
}

function readNode(cursor: Cursor, at: number, depth: number): { node: BerNode; next: number } {
  const { bytes } = cursor;
  cursor.nodeCount += 1;
  if (depth > depthMax || cursor.nodeCount > nodeCountMax) throw new Malformed('the structure is too deep');
  const tag = bytes[at];
  if (tag === undefined) throw new Malformed('the structure ends too early');
  if ((tag & 0x1f) === 0x1f) throw new Malformed('an element has an unknown number');
  const { length, next: start } = readLength(bytes, at + 1);
  const isConstructed = (tag & constructed) !== 0;
  if (length === undefined && !isConstructed) throw new Malformed('a plain element has no length');
  const end = length === undefined ? undefined : start + length;
  if (end !== undefined && end > bytes.length) throw new Malformed('an element is cut off');
  if (isConstructed) {
    const { children, next } = readChildren(cursor, { from: start, end, depth });
    return { node: { tag, encoding: bytes.subarray(at, next), content: Buffer.alloc(0), children }, next };
  }
  const next = end ?? start;
  const content = bytes.subarray(start, next);
  return { node: { tag, encoding: bytes.subarray(at, next), content, children: [] }, next };
}

/** Reads the first element of `bytes`; what follows it (line breaks, zeros) is ignored. Throws `Malformed`. */
export function readBer(bytes: Uint8Array): BerNode {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readNode({ bytes: buffer, nodeCount: 0 }, 0, 0).node;
}

/** The element, if it is of this kind. Throws `Malformed` with the name of what was expected. */
export function expectNode(node: BerNode | undefined, tag: number, what: string): BerNode {
  if (node === undefined || node.tag !== tag) throw new Malformed(`${what} is missing or of another kind`);
  return node;
}

/** The bytes of a string that may have been written in chunks, whatever its tag is. */
export function stringOf(node: BerNode): Buffer {
  if ((node.tag & constructed) === 0) return node.content;
  return node.children.length === 1 && node.children[0] !== undefined
    ? stringOf(node.children[0])
    : Buffer.concat(node.children.map(stringOf));
}

/** An object identifier in dots, e.g. `1.2.840.113549.1.7.2`. Throws `Malformed`. */
export function readOid(node: BerNode | undefined): string {
  const { content } = expectNode(node, universal.oid, 'an object identifier');
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 256) throw new Malformed('an object identifier is too long');
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}
