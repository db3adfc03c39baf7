import type { Condition, ElementSchema, SegmentSchema } from '../schema/schema.ts';
import { digitCount, markedDigitCount } from '../syntax/count-digits.ts';
import type { SegmentReader } from '../syntax/segment-reader.ts';
import { checkElement } from './check-element.ts';
import { codeKey, plainKinds, planOf } from './plain-plan.ts';

/** What the quick check looks at: the segment as it lies in the reader. */
export type PlainSegment = Pick<
  SegmentReader,
  | 'bytes'
  | 'componentByte'
  | 'count'
  | 'element'
  | 'endInStretch'
  | 'hasComponents'
  | 'isSpecial'
  | 'separators'
>;

/**
 * True when nothing can be wrong with the segment's elements. False means "look closer" (`checkSegment` then finds
 * out and explains): nearly all segments pass here, without one allocation.
 */
export function isPlainlyValid(schema: SegmentSchema, current: PlainSegment): boolean {
  schema.plan ??= planOf(schema);
  const { kinds, shortest, longest, lists, mandatory, pairs, conditions } = schema.plan;
  const { count, hasComponents, separators, bytes } = current;
  if (current.isSpecial || count > kinds.length || kinds.length > 31) return false;
  let present = 0;
  let from = (separators[0] as number) + 1;
  for (let index = 0; index < count; index++) {
    const until = index + 1 === count ? current.endInStretch : (separators[index + 1] as number);
    let length = until - from;
    if (length > 0) {
      present |= 1 << index;
      const kind = kinds[index] as number;
      if (kind === plainKinds.anything) {
        from = until + 1;
        continue;
      }
      if (kind === plainKinds.composite) {
        const components = schema.elements[index]?.components ?? [];
        if (!componentsFit(current, { from, until }, components)) return false;
      } else if (kind === plainKinds.listed) {
        if (length > 3 || lists[index]?.has(codeKey(bytes, from, until)) !== true) return false;
      } else if (kind === plainKinds.closely) {
        if (!isSound(schema, current, index)) return false;
      } else if (kind === plainKinds.day) {
        if ((length !== 8 || !isUsualDay(bytes, from)) && !isSound(schema, current, index)) return false;
      } else {
        if (kind === plainKinds.whole || kind === plainKinds.decimal)
          length = digitCount(bytes, from, until, kind === plainKinds.decimal);
        else if (kind === plainKinds.marked) length = markedDigitCount(bytes, from, until);
        if (length < (shortest[index] as number) || length > (longest[index] as number)) return false;
      }
      if (hasComponents && kind !== plainKinds.composite && holdsComponent(current, { from, until }))
        return false;
    }
    from = until + 1;
  }
  if ((present & mandatory) !== mandatory || (((present >>> 1) ^ present) & pairs) !== 0) return false;
  for (const condition of conditions) if (!holds(condition, present)) return false;
  return true;
}

function isSound(schema: SegmentSchema, current: PlainSegment, index: number): boolean {
  const element = schema.elements[index];
  return element !== undefined && checkElement(element, current.element(index + 1)) === undefined;
}

type Span = { from: number; until: number };

function holdsComponent({ bytes, componentByte }: PlainSegment, { from, until }: Span): boolean {
  for (let at = from; at < until; at++) if (bytes[at] === componentByte) return true;
  return false;
}

/** True when nothing is wrong with the components of an element. */
function componentsFit(
  { bytes, componentByte }: PlainSegment,
  { from, until }: Span,
  components: readonly ElementSchema[],
): boolean {
  let index = 0;
  let start = from;
  let hasValue = false;
  for (let at = from; at <= until; at++) {
    if (at < until && bytes[at] !== componentByte) continue;
    const component = components[index];
    if (component === undefined || component.codes !== undefined) return false;
    if (at === start) {
      if (component.isMandatory) return false;
    } else {
      hasValue = true;
      const length = component.type === 'n' ? markedDigitCount(bytes, start, at) : at - start;
      if (length < component.lengthMin || length > component.lengthMax) return false;
    }
    index++;
    start = at + 1;
  }
  for (; index < components.length; index++) if (components[index]?.isMandatory === true) return false;
  return hasValue;
}

/** CCYYMMDD of the first 28 days of a month: the others need the calendar. */
function isUsualDay(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + 8; at++) {
    const byte = bytes[at] as number;
    if (byte < 0x30 || byte > 0x39) return false;
  }
  const two = (at: number): number => 10 * (bytes[at] as number) + (bytes[at + 1] as number) - 11 * 0x30;
  const [month, day] = [two(from + 4), two(from + 6)];
  return (bytes[from] as number) > 0x30 && month >= 1 && month <= 12 && day >= 1 && day <= 28;
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
