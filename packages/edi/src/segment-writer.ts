import type { Issue, IssueCode, Place } from './issue.ts';
import { encodeText, type SyntaxLevel } from './syntax/charset.ts';
import type { Delimiters } from './syntax/dialect.ts';
import { escaped } from './syntax/segment.ts';

/** A segment to write: the tag, then its elements in wire order; an array is a composite. */
export type WireSegment = readonly [tag: string, ...elements: (string | readonly string[])[]];

export type WrittenPlace = Omit<Place, 'offset'>;

export const padNumber = (value: number, width: number): string => String(value).padStart(width, '0');

/**
 * Collects segments as text of latin1 bytes, and a complaint about each value that cannot be written: it holds a
 * delimiter that the dialect cannot release, a line break, or a character that the partner's set lacks.
 */
export class SegmentWriter {
  text = '';
  /** Where the next segment stands, for complaints. */
  place: WrittenPlace = {};
  readonly issues: Issue[] = [];
  readonly delimiters: Delimiters;
  readonly #lineBreak: string;
  readonly #level: SyntaxLevel;
  readonly #levelName: string;
  readonly #reserved: string[];
  /** Bytes that need no second look: ASCII that is no delimiter. */
  readonly #isPlain = new Uint8Array(0x80).fill(1, 0x20, 0x7f);

  constructor(about: {
    delimiters: Delimiters;
    lineBreak: string;
    level: SyntaxLevel;
    levelName: string;
  }) {
    this.delimiters = about.delimiters;
    this.#lineBreak = about.lineBreak;
    this.#level = about.level;
    this.#levelName = about.levelName;
    const { element, component, segment, repetition, release } = about.delimiters;
    const delimiters = release === undefined ? [element, component, segment, repetition ?? element] : [];
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
    this.place = { ...this.place, segment: tag };
    const { element, component } = this.delimiters;
    let text: string = tag;
    let emptyCount = 0;
    for (let position = 1; position < wire.length; position++) {
      const given = wire[position] ?? '';
      let value: string;
      if (typeof given === 'string') value = this.value(tag, given, position);
      else {
        const components = given.map((part, at) => this.value(tag, part, position, at + 1));
        while (components.at(-1) === '') components.pop();
        value = components.join(component);
      }
      if (value === '') emptyCount++;
      else {
        text += element.repeat(emptyCount + 1) + value;
        emptyCount = 0;
      }
    }
    this.raw(text);
  }

  /** A segment that is already wire text. */
  raw(text: string): void {
    this.text += `${text}${this.delimiters.segment}${this.#lineBreak}`;
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
    const place: Place = { ...this.place, element, component, offset: this.text.length };
    this.issues.push({ code, severity: 'error', message, place, value: value?.slice(0, 99) });
  }
}

const firstRefused = (value: string, allowed: RegExp): string | undefined =>
  [...value].find((character) => !allowed.test(character));
