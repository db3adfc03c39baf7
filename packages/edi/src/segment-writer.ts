import type { Issue, IssueCode, Place } from './issue.ts';
import { encodeText, type SyntaxLevel } from './syntax/charset.ts';
import type { Delimiters } from './syntax/dialect.ts';
import { escaped } from './syntax/segment.ts';

/** A segment to write: the tag, then its elements in wire order; an array is a composite. */
export type WireSegment = readonly [tag: string, ...elements: (string | readonly string[])[]];

const firstBytes = 4_096;
/** What a segment usually has at most, its terminator included. */
const usualBytes = 48;

export type WrittenPlace = Omit<Place, 'offset'>;

export const padNumber = (value: number, width: number): string => String(value).padStart(width, '0');

/**
 * Writes segments into one buffer that grows, and a complaint about each value that cannot be written: it holds a
 * delimiter that the dialect cannot release, a line break, or a character that the partner's set lacks.
 */
export class SegmentWriter {
  #bytes: Buffer;
  #length = 0;
  /** Where the segment begins that is being written, and its tag. */
  #start = 0;
  #tag: string | undefined;
  /** Where the next segment stands, for complaints. */
  place: WrittenPlace = {};
  readonly issues: Issue[] = [];
  readonly delimiters: Delimiters;
  readonly #lineBreak: string;
  readonly #level: SyntaxLevel;
  readonly #levelName: string;
  readonly #reserved: string[];
  readonly #elementByte: number;
  /** Bytes that need no second look: ASCII that is no delimiter. */
  readonly #isPlain = new Uint8Array(0x80).fill(1, 0x20, 0x7f);

  constructor(about: {
    delimiters: Delimiters;
    lineBreak: string;
    level: SyntaxLevel;
    levelName: string;
    /** How many segments will be written, where that is known. */
    segmentCount?: number;
  }) {
    this.#bytes = Buffer.allocUnsafe(Math.max(firstBytes, usualBytes * (about.segmentCount ?? 0)));
    this.delimiters = about.delimiters;
    this.#lineBreak = about.lineBreak;
    this.#level = about.level;
    this.#levelName = about.levelName;
    const { element, component, segment, repetition, release } = about.delimiters;
    const delimiters = release === undefined ? [element, component, segment, repetition ?? element] : [];
    this.#elementByte = element.charCodeAt(0);
    this.#reserved = [...delimiters, '\r', '\n'];
    const plainOnly = [element, component, segment, repetition ?? '', release ?? ''].join('');
    for (const character of plainOnly) this.#isPlain[character.charCodeAt(0)] = 0;
    if (about.level.charset === undefined) this.#isPlain.fill(0);
    const { allowed } = about.level;
    if (allowed !== undefined) {
      for (let code = 0x20; code < 0x7f; code++) {
        if (!allowed.test(String.fromCharCode(code))) this.#isPlain[code] = 0;
      }
    }
  }

  segment(wire: WireSegment): void {
    const [tag] = wire;
    this.#begin(tag);
    this.#put(tag);
    let emptyCount = 0;
    for (let position = 1; position < wire.length; position++) {
      const given = wire[position] ?? '';
      const isText = typeof given === 'string';
      const last = isText ? given.length : lastFilled(given) + 1;
      if (last === 0) {
        emptyCount++;
        continue;
      }
      this.#separate(emptyCount + 1);
      emptyCount = 0;
      if (isText) this.#putValue(tag, given, position);
      else this.#putComposite(tag, given.slice(0, last), position);
    }
    this.#end();
  }

  /** A segment that is already wire text. */
  raw(text: string): void {
    this.#start = this.#length;
    this.#put(text);
    this.#end();
  }

  /** Wire text that is no segment. */
  put(text: string): void {
    this.#put(text);
  }

  /** What was written; nothing can be added afterwards. */
  toBytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #begin(tag: string): void {
    this.#start = this.#length;
    this.#tag = tag;
    if (this.place.segment !== undefined) this.place = { ...this.place, segment: undefined };
  }

  #end(): void {
    this.#put(this.delimiters.segment);
    this.#put(this.#lineBreak);
  }

  #putComposite(tag: string, parts: readonly string[], position: number): void {
    parts.forEach((part, at) => {
      if (at > 0) this.#put(this.delimiters.component);
      this.#putValue(tag, part, position, at + 1);
    });
  }

  #separate(count: number): void {
    if (this.#length + count > this.#bytes.length) this.#grow(count);
    const bytes = this.#bytes;
    let at = this.#length;
    for (const end = at + count; at < end; at++) bytes[at] = this.#elementByte;
    this.#length = at;
  }

  /** Letter by letter into the buffer as long as nothing needs a second look; else the slow way. */
  #putValue(tag: string, value: string, position: number, component?: number): void {
    const { length } = value;
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    const bytes = this.#bytes;
    const isPlain = this.#isPlain;
    const from = this.#length;
    for (let at = 0; at < length; at++) {
      const code = value.charCodeAt(at);
      if (code > 0x7f || isPlain[code] !== 1) {
        this.#put(this.value(tag, value, position, component));
        return;
      }
      bytes[from + at] = code;
    }
    this.#length = from + length;
  }

  #put(latin1: string): void {
    const { length } = latin1;
    if (this.#length + length > this.#bytes.length) this.#grow(length);
    const bytes = this.#bytes;
    const from = this.#length;
    for (let at = 0; at < length; at++) bytes[from + at] = latin1.charCodeAt(at);
    this.#length = from + length;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.#length + needed));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  /** The value as it goes on the wire, delimiters released. */
  value(tag: string, value: string, element: number, component?: number): string {
    if (this.#goesAsItIs(value)) return value;
    const where = `${tag}${padNumber(element, 2)}${component === undefined ? '' : `-${component}`}`;
    const held = this.#reserved.find((delimiter) => value.includes(delimiter));
    if (held !== undefined) {
      const why = `${where} holds ${JSON.stringify(held)}, which separates data for this partner: change the text or agree other delimiters`;
      this.refuse('value-holds-delimiter', why, { element, component, value });
      return value;
    }
    const { allowed, charset } = this.#level;
    const forbidden = allowed === undefined || allowed.test(value) ? undefined : firstRefused(value, allowed);
    const encoded = charset === undefined ? { latin1: value } : encodeText(value, charset);
    const lacks = forbidden ?? encoded.lacks;
    if (lacks !== undefined) {
      const why = `${where} holds ${JSON.stringify(lacks)}, which the partner's character set (${this.#levelName}) lacks: change the text or agree another set`;
      this.refuse('element-characters', why, { element, component, value });
    }
    return escaped(encoded.latin1 ?? value, this.delimiters);
  }

  #goesAsItIs(value: string): boolean {
    for (let at = 0; at < value.length; at++) {
      if (this.#isPlain[value.charCodeAt(at)] !== 1) return false;
    }
    return true;
  }

  refuse(
    code: IssueCode,
    message: string,
    { element, component, value }: { element: number; component?: number | undefined; value?: string },
  ): void {
    const segment = this.place.segment ?? this.#tag;
    const place: Place = { ...this.place, segment, element, component, offset: this.#start };
    this.issues.push({ code, severity: 'error', message, place, value: value?.slice(0, 99) });
  }
}

const lastFilled = (parts: readonly string[]): number => {
  let last = parts.length - 1;
  while (last >= 0 && parts[last] === '') last--;
  return last;
};

const firstRefused = (value: string, allowed: RegExp): string | undefined =>
  [...value].find((character) => !allowed.test(character));
