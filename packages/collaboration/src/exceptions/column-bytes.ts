import { assert } from '@coplan/kernel';

export type NamedColumn = { readonly name: string; readonly values: Float64Array | Int32Array };

/** JSON with its keys in order and absent values left out: equal content is equal text. */
function orderedJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orderedJson);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries
      .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
      .map(([name, field]) => [name, orderedJson(field)]),
  );
}

const alignment = 8;
const aligned = (size: number): number => Math.ceil(size / alignment) * alignment;
const bytesOf = (values: Float64Array | Int32Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/**
 * A header and columns of numbers as bytes: length of the header (4 bytes, little-endian), header as ordered JSON with
 * the columns' names, kinds and lengths, then each column, everything on multiples of eight. Little-endian like every
 * machine that runs this.
 */
export function encodeColumns(header: object, columns: readonly NamedColumn[]): Uint8Array {
  const described = {
    content: orderedJson(header),
    columns: columns.map(({ name, values }) => [
      name,
      values instanceof Float64Array ? 'f64' : 'i32',
      values.length,
    ]),
  };
  const head = new TextEncoder().encode(JSON.stringify(described));
  let size = aligned(4 + head.length);
  for (const { values } of columns) size += aligned(values.byteLength);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let at = aligned(4 + head.length);
  for (const { values } of columns) {
    bytes.set(bytesOf(values), at);
    at += aligned(values.byteLength);
  }
  return bytes;
}

type Described = {
  content: Record<string, unknown>;
  columns: [name: string, kind: 'f64' | 'i32', length: number][];
};

/** The inverse of `encodeColumns`. */
export function decodeColumns(bytes: Uint8Array): {
  header: Record<string, unknown>;
  columns: Map<string, Float64Array | Int32Array>;
} {
  assert(bytes.length >= alignment, 'the bytes of an evaluation are cut off');
  const own = new Uint8Array(bytes);
  const headSize = new DataView(own.buffer).getUint32(0, true);
  const described = JSON.parse(new TextDecoder().decode(own.subarray(4, 4 + headSize))) as Described;
  const columns = new Map<string, Float64Array | Int32Array>();
  let at = aligned(4 + headSize);
  for (const [name, kind, length] of described.columns) {
    const values =
      kind === 'f64' ? new Float64Array(own.buffer, at, length) : new Int32Array(own.buffer, at, length);
    columns.set(name, values);
    at += aligned(values.byteLength);
  }
  return { header: described.content, columns };
}
