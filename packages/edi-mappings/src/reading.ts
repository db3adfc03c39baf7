import type { Issue, IssueCode, Message, PlacedSegment } from '@coplan/edi';
import { isGtin, isLocalDate, type LocalDate, parseScaled } from '@coplan/kernel';
import type { CodeList } from './code-list.ts';

/**
 * Takes values out of a message. What cannot be understood becomes an issue with its place and yields `undefined`:
 * a mapping therefore never guesses and never stops at the first mistake.
 */
export class Reading {
  readonly issues: Issue[] = [];
  readonly message: Message;

  constructor(message: Message) {
    this.message = message;
  }

  /** Undefined when the element is empty or the segment is absent. */
  text(at: PlacedSegment | undefined, element: number): string | undefined {
    const value = at?.segment.value(element).trim();
    return value === undefined || value === '' ? undefined : value;
  }

  /** Complains when there is nothing; `what` is the business word. */
  required(at: PlacedSegment | undefined, element: number, what: string): string | undefined {
    const value = this.text(at, element);
    if (value === undefined) this.complain(at, element, `the ${what} is missing`, 'value-missing');
    return value;
  }

  code<Ours extends string>(
    list: CodeList<Ours>,
    at: PlacedSegment | undefined,
    element: number,
  ): Ours | undefined {
    const theirs = this.required(at, element, list.name);
    if (theirs === undefined) return undefined;
    const ours = list.toOurs(theirs);
    if (ours === undefined) {
      const why = `"${theirs}" is no agreed code for the ${list.name}: agreed are ${list.codes.join(', ')}`;
      this.complain(at, element, why, 'element-code');
    }
    return ours;
  }

  /** CCYYMMDD. */
  localDate(at: PlacedSegment | undefined, element: number, what: string): LocalDate | undefined {
    const value = this.required(at, element, what);
    return value === undefined ? undefined : this.#day(value, at, element, what);
  }

  optionalDate(at: PlacedSegment | undefined, element: number, what: string): LocalDate | undefined {
    const value = this.text(at, element);
    return value === undefined ? undefined : this.#day(value, at, element, what);
  }

  #day(value: string, at: PlacedSegment | undefined, element: number, what: string): LocalDate | undefined {
    const day = toLocalDate(value);
    if (day === undefined)
      this.complain(at, element, `the ${what} "${value}" is no day CCYYMMDD`, 'element-date');
    return day;
  }

  /** A decimal number times a power of ten, exactly. */
  scaled(at: PlacedSegment | undefined, element: number, decimals: number, what: string): number | undefined {
    const value = this.required(at, element, what);
    if (value === undefined) return undefined;
    const scaled = parseScaled(value, decimals);
    if (scaled === undefined) {
      const why = `the ${what} "${value}" is no number with at most ${decimals} decimals`;
      this.complain(at, element, why, 'element-characters');
    }
    return scaled;
  }

  /** Any GTIN as 14 digits. */
  gtin(at: PlacedSegment | undefined, element: number): string | undefined {
    const value = this.text(at, element);
    if (value === undefined) return undefined;
    if (isGtin(value)) return value.padStart(14, '0');
    this.complain(
      at,
      element,
      `"${value}" is no GTIN: 8, 12, 13 or 14 digits with a right check digit`,
      'element-code',
    );
    return undefined;
  }

  complain(
    at: PlacedSegment | undefined,
    element: number,
    message: string,
    code: IssueCode = 'document-invalid',
  ): void {
    const { interchange, group, reference, segments } = this.message;
    const segment = at?.segment ?? segments[0];
    const name =
      at === undefined ? '' : `${at.segment.tag}${element === 0 ? '' : String(element).padStart(2, '0')}: `;
    this.issues.push({
      code,
      severity: 'error',
      message: `${name}${message}`,
      place: {
        interchange: interchange.reference,
        group: group?.reference,
        message: reference,
        segment: segment?.tag,
        segmentIndex: at?.index ?? 1,
        element: element === 0 ? undefined : element,
        offset: (element === 0 ? segment?.offset : segment?.offsetOf(element)) ?? 0,
      },
      value: at === undefined || element === 0 ? undefined : at.segment.value(element).slice(0, 99),
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
