import type { Condition, ElementSchema, SegmentSchema } from '../schema/schema.ts';
import { checkElement } from './check-element.ts';

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
  listed: 8,
} as const;

/** What the quick check needs to know of a segment's elements, in numbers. */
export type PlainPlan = {
  kinds: Uint8Array;
  shortest: Int32Array;
  longest: Int32Array;
  /** Codes as numbers (`codeKey`) of those elements that take no others. */
  lists: readonly (ReadonlySet<number> | undefined)[];
  /** Bit n − 1 stands for element n. */
  mandatory: number;
  /** First bits of neighbours that go together or not at all: most conditions are of this kind. */
  pairs: number;
  /** All others. */
  conditions: readonly Condition[];
};

const keyBytesMax = 3;

/** Up to three bytes as one number. */
export function codeKey(bytes: Uint8Array, from: number, until: number): number {
  let key = until - from;
  for (let at = from; at < until; at++) key = (key << 8) | (bytes[at] as number);
  return key;
}

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
    longest: Int32Array.from(elements, ({ lengthMax }) => lengthMax),
    lists: elements.map(listOf),
    mandatory,
    pairs: conditions.filter(isPair).reduce((bits, { firstMask }) => bits | firstMask, 0),
    conditions: conditions.filter((condition) => !isPair(condition)),
  };
}

function listOf(schema: ElementSchema): ReadonlySet<number> | undefined {
  const codes = [...(schema.codes ?? [])];
  const isShort = codes.every(
    (code) => code.length <= keyBytesMax && checkElement(schema, code) === undefined,
  );
  if (codes.length === 0 || !isShort) return undefined;
  return new Set(codes.map((code) => codeKey(Buffer.from(code, 'latin1'), 0, code.length)));
}

function kindOf(schema: ElementSchema): number {
  const { type, codes, components } = schema;
  if (components !== undefined) return plainKinds.composite;
  switch (type) {
    case 'AN':
    case 'ID':
      if (codes === undefined) return plainKinds.text;
      return listOf(schema) === undefined ? plainKinds.closely : plainKinds.listed;
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
    case 'composite':
      return plainKinds.text;
    default:
      return plainKinds.anything;
  }
}
