import type { Condition, ElementSchema, SegmentSchema } from '../schema/schema.ts';
import { checkElement } from './check-element.ts';

/** What the quick test needs to know of a segment; the reader offers it without making strings. */
export type PlainSegment = {
  isSpecial: boolean;
  hasComponents: boolean;
  count: number;
  lengthOf(position: number): number;
  digitCountOf(position: number, allowsPoint: boolean): number;
  markedDigitCountOf(position: number): number;
  holdsComponent(position: number): boolean;
  componentsFit(position: number, components: readonly ElementSchema[]): boolean;
  element(position: number): string;
};

/**
 * True when nothing at all is wrong with the segment's elements. False means "look closer" (`checkSegment` then finds
 * out and explains): nearly all segments pass here, without one allocation.
 */
export function isPlainlyValid(schema: SegmentSchema, current: PlainSegment): boolean {
  const described = schema.elements;
  const { count, hasComponents } = current;
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
    if (element.components !== undefined) {
      if (!current.componentsFit(index + 1, element.components)) return false;
    } else if (!isPlainElement(element, current, index + 1)) return false;
    else if (hasComponents && current.holdsComponent(index + 1)) return false;
  }
  for (const condition of schema.conditions) if (!holds(condition, present)) return false;
  return true;
}

const isBetween = (length: number, { lengthMin, lengthMax }: ElementSchema): boolean =>
  length >= lengthMin && length <= lengthMax;

function isPlainElement(element: ElementSchema, current: PlainSegment, position: number): boolean {
  switch (element.type) {
    case 'AN':
    case 'ID':
      if (element.codes !== undefined && !element.codes.has(current.element(position))) return false;
      return isBetween(current.lengthOf(position), element);
    case 'N':
    case 'R':
      return isBetween(current.digitCountOf(position, element.type === 'R'), element);
    case 'n':
      return isBetween(current.markedDigitCountOf(position), element);
    case 'DT':
    case 'TM':
      return checkElement(element, current.element(position)) === undefined;
    default:
      return true;
  }
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
