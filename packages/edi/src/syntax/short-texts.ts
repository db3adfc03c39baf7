const slots = 512;
/** Longer texts would be parts of the text around them, and keep all of it. */
const lengthMax = 12;

/** Values of envelopes repeat: each of up to twelve bytes is made into a string once, and found by its bytes. */
export class ShortTexts {
  readonly #hashes = new Int32Array(slots);
  readonly #texts: string[] = Array<string>(slots).fill('');

  /** The latin1 text between two places of the bytes, whose text as a whole is `text`. */
  of(bytes: Uint8Array, { from, until, text }: { from: number; until: number; text: string }): string {
    const length = until - from;
    if (length > lengthMax) return text.substring(from, until);
    let hash = length;
    for (let at = from; at < until; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    const slot = (hash ^ (hash >>> 9)) & (slots - 1);
    const known = this.#texts[slot] as string;
    if (this.#hashes[slot] === hash && isSame(known, bytes, from, until)) return known;
    const made = text.substring(from, until);
    this.#hashes[slot] = hash;
    this.#texts[slot] = made;
    return made;
  }
}

function isSame(text: string, bytes: Uint8Array, from: number, until: number): boolean {
  if (text.length !== until - from) return false;
  for (let at = from; at < until; at++) if (text.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}
