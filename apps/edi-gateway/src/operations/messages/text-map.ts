import { isUtf8 } from 'node:buffer';

export type Encoding = 'latin1' | 'utf8';
/** Bytes as a person reads and edits them. `at` turns an offset in the bytes into one in the text. */
export type TextMap = { text: string; encoding: Encoding; at(byteOffset: number): number };

/** UTF-8 where the bytes are that and more than ASCII; else one character for each byte, so that nothing is lost. */
export const encodingOf = (bytes: Uint8Array): Encoding =>
  isUtf8(bytes) && bytes.some((byte) => byte > 0x7f) ? 'utf8' : 'latin1';

export function textMapOf(bytes: Buffer): TextMap {
  const encoding = encodingOf(bytes);
  const text = bytes.toString(encoding);
  if (encoding === 'latin1') return { text, encoding, at: (byteOffset) => Math.min(byteOffset, text.length) };
  const units = new Uint32Array(bytes.length + 1);
  let unit = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    units[index] = unit;
    // Continuation bytes belong to the character before; four bytes are two units of UTF-16.
    if ((byte & 0xc0) !== 0x80) unit += byte >= 0xf0 ? 2 : 1;
  }
  units[bytes.length] = unit;
  return { text, encoding, at: (byteOffset) => units[Math.min(byteOffset, bytes.length)] ?? unit };
}

/** The bytes of an edited text; undefined where a character does not exist in the encoding of the original. */
export const bytesOf = (text: string, encoding: Encoding): Buffer | undefined =>
  encoding === 'latin1' && [...text].some((character) => (character.codePointAt(0) ?? 0) > 0xff)
    ? undefined
    : Buffer.from(text, encoding);
