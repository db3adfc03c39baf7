import type { Condition, ElementSchema, SegmentSchema } from '../schema/schema.ts';

/** How an element is looked at; `closely` makes its text and asks `checkElement`. */
export const plainKinds = {
  anything: 0,
  text: 1,
  whole: 2,
  decimal: 3,
  marked: 4,
  day: 5,
  closely: 6,
  composite: 7,
} as const;

/** What the quick check needs to know of a segment's elements, in numbers. */
export type PlainPlan = {
  kinds: Uint8Array;
  shortest: Int32Array;
  longest: Int32Array;
  /** Bit n − 1 stands for element n. */
  mandatory: number;
  /** First bits of neighbours that go together or not at all: most conditions are of this kind. */
  pairs: number;
  /** All others. */
  conditions: readonly Condition[];
};

const longestMax = 2 ** 31 - 1;

const isPair = ({ kind, positions: [first = 0, second, third] }: Condition): boolean =>
  kind === 'P' && second === first + 1 && third === undefined;

export function planOf({ elements, conditions }: SegmentSchema): PlainPlan {
  let mandatory = 0;
  elements.forEach(({ isMandatory }, index) => {
    if (isMandatory) mandatory |= 1 << index;
  });
  return {
    kinds: Uint8Array.from(elements, kindOf),
    shortest: Int32Array.from(elements, ({ lengthMin }) => lengthMin),
    longest: Int32Array.from(elements, ({ lengthMax }) => Math.min(lengthMax, longestMax)),
    mandatory,
    pairs: conditions.filter(isPair).reduce((bits, { firstMask }) => bits | firstMask, 0),
    conditions: conditions.filter((condition) => !isPair(condition)),
  };
}

function kindOf({ type, codes, components }: ElementSchema): number {
  if (components !== undefined) return plainKinds.composite;
  switch (type) {
    case 'AN':
    case 'ID':
      return codes === undefined ? plainKinds.text : plainKinds.closely;
    case 'N':
      return plainKinds.whole;
    case 'R':
      return plainKinds.decimal;
    case 'n':
      return plainKinds.marked;
    case 'DT':
      return plainKinds.day;
    case 'TM':
      return plainKinds.closely;
    default:
      return plainKinds.anything;
  }
}
