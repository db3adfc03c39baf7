import iconv from 'iconv-lite';

const nothing = new Uint8Array(0);
const headBytes = 4;

type Encoding = 'bytes' | 'utf-8' | 'utf-16le' | 'utf-16be';

/**
 * How the data is encoded, by its first bytes: a byte order mark, or an ISA, UNA or UNB in 16 bits. `bytes` is the usual
 * case: whatever the envelope says.
 */
export function encodingOf(head: Uint8Array): Encoding {
  const [first, second, third, fourth] = head;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const opens = (one: number | undefined, two: number | undefined): boolean =>
    (one === 0x49 && two === 0x53) || (one === 0x55 && two === 0x4e);
  if (second === 0 && fourth === 0 && opens(first, third)) return 'utf-16le';
  if (first === 0 && third === 0 && opens(second, fourth)) return 'utf-16be';
  return 'bytes';
}

/** UTF-16 becomes UTF-8 on its way in, so that delimiters are single bytes; all else passes as it is. */
export class Input {
  encoding: Encoding | undefined;
  /** UTF-16 that is none: half a character at the end, or half of a pair. */
  isBroken = false;
  #head: Uint8Array = nothing;
  #decoder: ReturnType<typeof iconv.getDecoder> | undefined;
  #byteCount = 0;
  /** The first half of a pair whose second half has not come yet. */
  #half = '';

  get isWide(): boolean {
    return this.#decoder !== undefined;
  }

  push(chunk: Uint8Array): Uint8Array {
    if (this.encoding === 'bytes') return chunk;
    let bytes = chunk;
    if (this.encoding === undefined) {
      bytes = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      if (bytes.length < headBytes) {
        this.#head = Buffer.from(bytes);
        return nothing;
      }
      this.#decide(bytes);
    }
    return this.#decode(bytes);
  }

  /** What was held back, at the end of the data. */
  end(): Uint8Array {
    if (this.encoding === undefined) {
      this.#decide(this.#head);
      return this.#decode(this.#head);
    }
    if (this.#decoder === undefined) return nothing;
    const rest = this.#half + (this.#decoder.end() ?? '');
    if (rest !== '' || this.#byteCount % 2 === 1) this.isBroken = true;
    return Buffer.from(rest, 'utf8');
  }

  #decide(head: Uint8Array): void {
    this.encoding = encodingOf(head);
    if (this.encoding.startsWith('utf-16')) {
      this.#decoder = iconv.getDecoder(this.encoding, { stripBOM: false });
    }
  }

  #decode(bytes: Uint8Array): Uint8Array {
    if (this.#decoder === undefined) return bytes;
    this.#byteCount += bytes.length;
    let text = this.#half + this.#decoder.write(Buffer.from(bytes));
    this.#half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? '';
    text = text.slice(0, text.length - this.#half.length);
    if (!text.isWellFormed() || text.includes('\ufffd')) this.isBroken = true;
    return Buffer.from(text, 'utf8');
  }
}

/** How many 16-bit units the UTF-8 bytes are in UTF-16. */
export function unitsOf(bytes: Uint8Array, from = 0, until = bytes.length): number {
  let count = 0;
  for (let at = from; at < until; at++) {
    const byte = bytes[at] as number;
    if ((byte & 0xc0) !== 0x80) count += byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

/** UTF-16 only: how many units stand before a place of what came in as UTF-8; `window` holds its bytes from `base` on. */
export class UnitCount {
  counted = 0;
  #position = 0;

  /** Counts on, up to a place in the window. */
  count(at: number, window: Uint8Array, base: number): void {
    if (base + at <= this.#position) return;
    this.counted += unitsOf(window, this.#position - base, at);
    this.#position = base + at;
  }

  before(at: number, window: Uint8Array, base: number): number {
    const from = this.#position - base;
    const units = at >= from ? unitsOf(window, from, at) : -unitsOf(window, Math.max(0, at), from);
    return this.counted + units;
  }
}
