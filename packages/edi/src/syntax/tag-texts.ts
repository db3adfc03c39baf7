const slots = 1_024;

/** Tags repeat: each of up to three bytes is made into a string once, and found by its bytes as a number. */
export class TagTexts {
  readonly #keys = new Int32Array(slots).fill(-1);
  readonly #texts: string[] = Array<string>(slots).fill('');

  of(bytes: Buffer, from: number, until: number): string {
    let key = until - from;
    for (let at = from; at < until; at++) key = (key << 8) | (bytes[at] as number);
    const slot = (key ^ (key >>> 7)) & (slots - 1);
    if (this.#keys[slot] !== key) {
      this.#keys[slot] = key;
      this.#texts[slot] = interned(bytes.toString('latin1', from, until));
    }
    return this.#texts[slot] as string;
  }
}

/** The same text as a property name has it: such texts are compared by where they lie, not letter by letter. */
const interned = (text: string): string => Object.keys({ [text]: 0 })[0] ?? text;
