import { isLocalDate } from '@coplan/kernel';
import type { IssueCode } from '../issue.ts';
import type { ElementSchema } from '../schema/schema.ts';

export type ElementFault = { code: IssueCode; why: string };

/** A complaint about one element, not yet placed in its message. */
export type SegmentFault = {
  code: IssueCode;
  why: string;
  element: number;
  component?: number | undefined;
  repetition?: number | undefined;
  value?: string | undefined;
  elementNumber?: number | undefined;
};

/** "DTM02" */
export const elementName = (tag: string, position: number): string =>
  `${tag}${String(position).padStart(2, '0')}`;

const wholePattern = /^-?\d+$/;
/** No part of a pattern may match what its neighbour can match: time would grow with the square of the length. */
const decimalPattern = /^-?(\d+(\.\d*)?|\.\d+)(E-?\d+)?$/;
/** ISO 9735: point and comma are both in use, whatever the UNA says; behind the mark there is a digit. */
const markedPattern = /^-?(\d+([.,]\d+)?|[.,]\d+)$/;
const timePattern = /^([01]\d|2[0-3])[0-5]\d([0-5]\d(\d{1,2})?)?$/;

/** What is wrong with one value, by X12.6 or ISO 9735; undefined when nothing is. `value` is not empty. */
export function checkElement(schema: ElementSchema, value: string): ElementFault | undefined {
  const { type, lengthMin, lengthMax, name, codes } = schema;
  if (codes !== undefined && !codes.has(value)) {
    const why = `"${value.slice(0, 20)}" is no ${name}: there are ${[...codes].join(', ')}`;
    return { code: 'element-code', why };
  }
  if (type === 'unknown' || type === 'composite') return undefined;
  const typeFault = checkType(schema, value);
  if (typeFault !== undefined) return typeFault;
  const length = type === 'R' || type === 'N' || type === 'n' ? digitCount(value) : value.length;
  if (length > lengthMax) {
    return {
      code: 'element-too-long',
      why: `the ${name} has ${length} characters, at most ${lengthMax} are allowed`,
    };
  }
  if (length < lengthMin) {
    return {
      code: 'element-too-short',
      why: `the ${name} has ${length} characters, at least ${lengthMin} are needed`,
    };
  }
  return undefined;
}

/** The sign and the decimal mark do not count in the length of a number (X12.6, ISO 9735). */
function digitCount(value: string): number {
  let count = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) count++;
  }
  return count;
}

function checkType({ type, name, lengthMax }: ElementSchema, value: string): ElementFault | undefined {
  switch (type) {
    case 'N':
      if (wholePattern.test(value)) return undefined;
      return { code: 'element-characters', why: `the ${name} must be a whole number` };
    case 'R':
      if (decimalPattern.test(value)) return undefined;
      return { code: 'element-characters', why: `the ${name} must be a decimal number with a point` };
    case 'n':
      if (markedPattern.test(value)) return undefined;
      return { code: 'element-characters', why: `the ${name} must be a number` };
    case 'DT':
      if (isDate(value, lengthMax)) return undefined;
      return {
        code: 'element-date',
        why: `the ${name} must be a day that exists, written ${lengthMax === 8 ? 'CCYYMMDD' : 'YYMMDD'}`,
      };
    case 'TM':
      if (timePattern.test(value)) return undefined;
      return { code: 'element-time', why: `the ${name} must be a time of day, written HHMM or HHMMSS` };
    default:
      switch (strangeIn(value)) {
        case 'meaningless':
          return {
            code: 'element-characters',
            why: `the ${name} holds bytes that mean nothing in the character set of the interchange`,
          };
        case 'control':
          return { code: 'element-characters', why: `the ${name} holds a control character: remove it` };
        default:
          return undefined;
      }
  }
}

/** The worst of its characters that can be no part of a text. A loop: most texts are short, and a pattern takes longer. */
function strangeIn(value: string): 'meaningless' | 'control' | undefined {
  let isStrange = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0xfffd) return 'meaningless';
    if (code < 0x20 || code === 0x7f) isStrange = true;
  }
  return isStrange ? 'control' : undefined;
}

function isDate(value: string, length: number): boolean {
  if (value.length !== length) return false;
  const full = length === 6 ? `20${value}` : value;
  // The calendar is asked for the last days of a month only.
  if (isUsualDay(full)) return true;
  return isLocalDate(`${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6)}`);
}

/** CCYYMMDD of the first 28 days of a month, in eight letters. */
function isUsualDay(text: string): boolean {
  for (let at = 0; at < 8; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return false;
  }
  const two = (at: number): number => 10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 11 * 0x30;
  const [month, day] = [two(4), two(6)];
  return text.charCodeAt(0) > 0x30 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
}
