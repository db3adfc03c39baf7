import type { Condition, SegmentSchema } from '../schema/schema.ts';
import { checkElement } from './check-element.ts';

/** What the quick test needs to know of a segment; the reader offers it without making strings. */
export type PlainSegment = {
  isSpecial: boolean;
  count: number;
  lengthOf(position: number): number;
  digitCountOf(position: number, allowsPoint: boolean): number;
  element(position: number): string;
};

/**
 * True when nothing at all is wrong with the segment's elements. False means "look closer" (`checkSegment` then finds
 * out and explains): nearly all segments pass here, without one allocation.
 */
export function isPlainlyValid(schema: SegmentSchema, current: PlainSegment): boolean {
  const described = schema.elements;
  const { count } = current;
  if (current.isSpecial || count > described.length || described.length > 31) return false;
  let present = 0;
  for (let index = 0; index < described.length; index++) {
    const element = described[index];
    if (element === undefined) return false;
    const length = index < count ? current.lengthOf(index + 1) : 0;
    if (length === 0) {
      if (element.isMandatory) return false;
      continue;
    }
    present |= 1 << index;
    if (element.codes !== undefined && !element.codes.has(current.element(index + 1))) return false;
    switch (element.type) {
      case 'AN':
      case 'ID':
        if (length < element.lengthMin || length > element.lengthMax) return false;
        break;
      case 'N':
      case 'R': {
        const digits = current.digitCountOf(index + 1, element.type === 'R');
        if (digits < element.lengthMin || digits > element.lengthMax) return false;
        break;
      }
      case 'n':
      case 'composite':
        if (element.type === 'n' || element.components !== undefined) return false;
        break;
      case 'DT':
      case 'TM':
        if (checkElement(element, current.element(index + 1)) !== undefined) return false;
        break;
      default:
    }
  }
  return schema.conditions.every((condition) => holds(condition, present));
}

function holds({ kind, mask, firstMask }: Condition, present: number): boolean {
  const given = present & mask;
  switch (kind) {
    case 'P':
      return given === 0 || given === mask;
    case 'R':
      return given !== 0;
    case 'E':
      return (given & (given - 1)) === 0;
    case 'C':
      return (given & firstMask) === 0 || given === mask;
    case 'L':
      return (given & firstMask) === 0 || given !== firstMask;
  }
}
