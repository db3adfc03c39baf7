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
const usualDayPattern = /^[1-9]\d{3}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched for
const controlPattern = /[\u0000-\u001f\u007f]/;

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
      if (value.includes('\ufffd')) {
        return {
          code: 'element-characters',
          why: `the ${name} holds bytes that mean nothing in the character set of the interchange`,
        };
      }
      if (!controlPattern.test(value)) return undefined;
      return { code: 'element-characters', why: `the ${name} holds a control character: remove it` };
  }
}

function isDate(value: string, length: number): boolean {
  if (value.length !== length) return false;
  const full = length === 6 ? `20${value}` : value;
  // The calendar is asked for the last days of a month only.
  if (usualDayPattern.test(full)) return true;
  return isLocalDate(`${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6)}`);
}
