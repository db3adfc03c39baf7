import type { Issue, IssueCode, Message, PlacedSegment } from '@coplan/edi';
import { isGtin, isLocalDate, type LocalDate, parseScaled } from '@coplan/kernel';
import type { CodeList } from './code-list.ts';

/** An element by its position, or a component of it: `[1, 2]` is the second component of the first element. */
export type Position = number | readonly [element: number, component: number];

const elementOf = (position: Position): number => (typeof position === 'number' ? position : position[0]);
const componentOf = (position: Position): number | undefined =>
  typeof position === 'number' ? undefined : position[1];

const valueAt = ({ segment }: PlacedSegment, position: Position): string =>
  typeof position === 'number' ? segment.value(position) : segment.component(...position);

/** "PO102", "QTY01-2", or the tag alone for 0. */
function nameOf({ segment }: PlacedSegment, position: Position): string {
  const element = elementOf(position);
  if (element === 0) return segment.tag;
  const component = componentOf(position);
  return `${segment.tag}${String(element).padStart(2, '0')}${component === undefined ? '' : `-${component}`}`;
}

/** What a mapping wants from a place, in business words; `codes` where only agreed codes are understood. */
export type Wish = {
  at: PlacedSegment;
  position: Position;
  what: string;
  codes?: readonly string[] | undefined;
};

/** Follows how a mapping reads a message. */
export type ReadingWatch = {
  wish?: ((wish: Wish) => void) | undefined;
  /** What was understood, before it is judged: also where there is no document in the end. */
  draft?: ((draft: unknown) => void) | undefined;
};

/**
 * Takes values out of a message. What cannot be understood becomes an issue with its place and yields `undefined`:
 * a mapping therefore never guesses and never stops at the first mistake.
 */
export class Reading {
  readonly issues: Issue[] = [];
  readonly message: Message;

  readonly #watch: ReadingWatch;

  constructor(message: Message, watch: ReadingWatch = {}) {
    this.message = message;
    this.#watch = watch;
  }

  #wish(at: PlacedSegment | undefined, position: Position, what: string, codes?: readonly string[]): void {
    if (at !== undefined) this.#watch.wish?.({ at, position, what, codes });
  }

  /** Undefined when the element is empty or the segment is absent. */
  text(at: PlacedSegment | undefined, position: Position): string | undefined {
    const value = at === undefined ? undefined : valueAt(at, position).trim();
    return value === undefined || value === '' ? undefined : value;
  }

  /** One component of an element: `text` with the two numbers side by side. */
  component(at: PlacedSegment | undefined, element: number, component: number): string | undefined {
    return this.text(at, [element, component]);
  }

  /** Complains when there is nothing; `what` is the business word. */
  required(at: PlacedSegment | undefined, position: Position, what: string): string | undefined {
    this.#wish(at, position, what);
    const value = this.text(at, position);
    if (value === undefined) this.complain(at, position, `the ${what} is missing`, 'value-missing');
    return value;
  }

  code<Ours extends string>(
    list: CodeList<Ours>,
    at: PlacedSegment | undefined,
    position: Position,
  ): Ours | undefined {
    const theirs = this.required(at, position, list.name);
    this.#wish(at, position, list.name, list.codes);
    if (theirs === undefined) return undefined;
    const ours = list.toOurs(theirs);
    if (ours === undefined) {
      const why = `"${theirs}" is no agreed code for the ${list.name}: agreed are ${list.codes.join(', ') || 'none'}`;
      this.complain(at, position, why, 'element-code');
    }
    return ours;
  }

  /** CCYYMMDD. */
  localDate(at: PlacedSegment | undefined, position: Position, what: string): LocalDate | undefined {
    const value = this.required(at, position, what);
    return value === undefined ? undefined : this.#day(value, at, position, what);
  }

  optionalDate(at: PlacedSegment | undefined, position: Position, what: string): LocalDate | undefined {
    this.#wish(at, position, what);
    const value = this.text(at, position);
    return value === undefined ? undefined : this.#day(value, at, position, what);
  }

  #day(
    value: string,
    at: PlacedSegment | undefined,
    position: Position,
    what: string,
  ): LocalDate | undefined {
    const day = toLocalDate(value);
    if (day === undefined)
      this.complain(at, position, `the ${what} "${value}" is no day CCYYMMDD`, 'element-date');
    return day;
  }

  /** A decimal number times a power of ten, exactly. */
  scaled(
    at: PlacedSegment | undefined,
    position: Position,
    decimals: number,
    what: string,
  ): number | undefined {
    const value = this.required(at, position, what);
    if (value === undefined) return undefined;
    // EDIFACT: point and comma are both in use, whatever the UNA says.
    const isMarked = this.message.interchange.dialect.name === 'edifact';
    const scaled = parseScaled(isMarked ? value.replace(',', '.') : value, decimals);
    if (scaled === undefined) {
      const why = `the ${what} "${value}" is no number with at most ${decimals} decimals`;
      this.complain(at, position, why, 'element-characters');
    }
    return scaled;
  }

  /** Any GTIN as 14 digits. */
  gtin(at: PlacedSegment | undefined, position: Position): string | undefined {
    const value = this.text(at, position);
    this.#wish(at, position, 'GTIN');
    if (value === undefined) return undefined;
    if (isGtin(value)) return value.padStart(14, '0');
    this.complain(
      at,
      position,
      `"${value}" is no GTIN: 8, 12, 13 or 14 digits with a right check digit`,
      'element-code',
    );
    return undefined;
  }

  complain(
    at: PlacedSegment | undefined,
    position: Position,
    message: string,
    code: IssueCode = 'document-invalid',
  ): void {
    const { interchange, group, reference, segments } = this.message;
    const segment = at?.segment ?? segments[0];
    const element = elementOf(position);
    const component = componentOf(position);
    this.issues.push({
      code,
      severity: 'error',
      message: `${at === undefined ? '' : `${nameOf(at, position)}: `}${message}`,
      place: {
        interchange: interchange.reference,
        group: group?.reference,
        message: reference,
        segment: segment?.tag,
        segmentIndex: at?.index ?? 1,
        element: element === 0 ? undefined : element,
        component,
        offset: (element === 0 ? segment?.offset : segment?.offsetOf(element, component)) ?? 0,
      },
      value: at === undefined || element === 0 ? undefined : valueAt(at, position).slice(0, 99),
    });
  }
}

/** CCYYMMDD as a day, undefined when it is none. */
export function toLocalDate(text: string): LocalDate | undefined {
  const day = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return text.length === 8 && isLocalDate(day) ? day : undefined;
}

export const toCcyymmdd = (date: LocalDate): string => date.replaceAll('-', '');

/** 12500 with 3 decimals is "12.5". */
export function decimalText(scaled: number, decimals: number): string {
  const digits = String(Math.abs(scaled)).padStart(decimals + 1, '0');
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - decimals);
  return `${scaled < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
