import { decodeText } from './charset.ts';
import type { Delimiters } from './dialect.ts';
import { unitsOf } from './input.ts';

/**
 * One segment. `raw` is what the partner wrote, without the terminator; elements are cut out of it when asked for.
 * Element positions count from 1, as in the standards: `value(3)` of a BEG is BEG03.
 */
export class Segment {
  readonly tag: string;
  readonly raw: string;
  /** Byte of the tag's first letter. */
  readonly offset: number;
  readonly delimiters: Delimiters;
  /** Lines were wrapped inside the segment: line breaks are no data. */
  readonly isWrapped: boolean;
  /** The data came in 16 bits a character. */
  readonly isWide: boolean;
  #elements: string[] | undefined;
  /** What stands before the first separator: the tag, perhaps with line breaks and components. */
  #wireTag: string | undefined;

  constructor(about: {
    raw: string;
    offset: number;
    delimiters: Delimiters;
    isWrapped?: boolean;
    tag?: string | undefined;
    isWide?: boolean;
  }) {
    this.isWide = about.isWide ?? false;
    this.raw = about.raw;
    this.offset = about.offset;
    this.delimiters = about.delimiters;
    this.isWrapped = about.isWrapped ?? false;
    this.tag =
      about.tag ??
      (this.isWrapped
        ? withoutLineBreaks(tagOf(about.raw, about.delimiters))
        : tagOf(about.raw, about.delimiters));
  }

  /** Elements as on the wire; the first is element 1. */
  get elements(): readonly string[] {
    if (this.#elements === undefined) {
      this.#elements = split(this.raw, this.delimiters.element, this.delimiters.release);
      this.#wireTag = this.#elements.shift();
    }
    return this.#elements;
  }

  /** How many elements the partner wrote, empty ones included. */
  get count(): number {
    return this.elements.length;
  }

  /** The element's text, '' when it is absent. Components stay joined. */
  value(position: number): string {
    return this.#clean(this.elements[position - 1] ?? '');
  }

  /** The components of an element, at least one. */
  components(position: number): string[] {
    const { component, release } = this.delimiters;
    return split(this.elements[position - 1] ?? '', component, release).map((text) => this.#clean(text));
  }

  /** The repetitions of an element, at least one. */
  repetitions(position: number): string[] {
    const { repetition, release } = this.delimiters;
    const raw = this.elements[position - 1] ?? '';
    if (repetition === undefined) return [this.#clean(raw)];
    return split(raw, repetition, release).map((text) => this.#clean(text));
  }

  /** One component of an element, '' when it is absent; both count from 1. */
  component(position: number, component: number): string {
    return this.components(position)[component - 1] ?? '';
  }

  /** The components of each repetition of an element: at least one repetition with one component. */
  repeatedComponents(position: number): string[][] {
    const { component, repetition, release } = this.delimiters;
    const raw = this.elements[position - 1] ?? '';
    const repeated = repetition === undefined ? [raw] : split(raw, repetition, release);
    return repeated.map((one) => split(one, component, release).map((text) => this.#clean(text)));
  }

  /** Byte at which the element starts, or one of its components (of the first repetition). */
  offsetOf(position: number, component = 1): number {
    const { component: separator, release } = this.delimiters;
    let length = this.#tagPart.length + 1;
    for (let index = 0; index < position - 1; index++) length += (this.elements[index]?.length ?? -1) + 1;
    if (component > 1) {
      const parts = split(this.elements[position - 1] ?? '', separator, release);
      for (let index = 0; index < component - 1; index++) length += (parts[index]?.length ?? -1) + 1;
    }
    const before = this.raw.slice(0, length);
    return this.offset + (this.isWide ? 2 * unitsOf(Buffer.from(before, 'latin1')) : before.length);
  }

  /** Back to the wire: the same bytes as were read, without the terminator. */
  write(): string {
    const { element } = this.delimiters;
    return this.count === 0 ? this.#tagPart : this.#tagPart + element + this.elements.join(element);
  }

  /**
   * The same segment with another value at a place, as the partner would have written it; only ASCII is taken. Without a
   * component the whole element is replaced. What was not written before is filled up with empty elements.
   */
  withValue(element: number, component: number | undefined, value: string): Segment {
    const { delimiters, offset, isWrapped, tag, isWide } = this;
    const elements = [...this.elements];
    while (elements.length < element) elements.push('');
    const text = escaped(value, delimiters);
    if (component === undefined) elements[element - 1] = text;
    else {
      const parts = split(elements[element - 1] ?? '', delimiters.component, delimiters.release);
      while (parts.length < component) parts.push('');
      parts[component - 1] = text;
      elements[element - 1] = parts.join(delimiters.component);
    }
    const raw = [this.#tagPart, ...elements].join(delimiters.element);
    return new Segment({ raw, offset, delimiters, isWrapped, tag, isWide });
  }

  get #tagPart(): string {
    return this.elements.length === 0 ? this.raw : (this.#wireTag ?? '');
  }

  #clean(text: string): string {
    const unwrapped = this.isWrapped ? withoutLineBreaks(text) : text;
    const { release, charset } = this.delimiters;
    const plain = release === undefined ? unwrapped : unescaped(unwrapped, release);
    return charset === undefined ? plain : decodeText(plain, charset);
  }
}

const withoutLineBreaks = (text: string): string => text.replace(/[\r\n]+/g, '');

function tagOf(raw: string, { element, component }: Delimiters): string {
  const elementAt = raw.indexOf(element);
  const tag = elementAt < 0 ? raw : raw.slice(0, elementAt);
  const componentAt = tag.indexOf(component);
  return componentAt < 0 ? tag : tag.slice(0, componentAt);
}

/** Splits where the delimiter is not released. */
export function split(text: string, delimiter: string, release: string | undefined): string[] {
  if (release === undefined || text.indexOf(release) < 0) return text.split(delimiter);
  const parts: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === release) {
      index++;
      while (text[index] === '\r' || text[index] === '\n') index++;
    } else if (character === delimiter) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function unescaped(text: string, release: string): string {
  if (text.indexOf(release) < 0) return text;
  let clean = '';
  for (let index = 0; index < text.length; index++) {
    if (text[index] === release && index + 1 < text.length) index++;
    clean += text[index];
  }
  return clean;
}

/** The value as EDIFACT writes it: delimiters and the release character itself are released. */
export function escaped(
  value: string,
  { element, component, segment, release, repetition }: Delimiters,
): string {
  if (release === undefined) return value;
  let text = '';
  for (const character of value) {
    const isSpecial = [element, component, segment, release, repetition].includes(character);
    text += isSpecial ? release + character : character;
  }
  return text;
}
