import { isGln, isGtin, isSscc } from '@coplan/kernel';
import type { Message } from '../../interchange.ts';
import type { SegmentSchema, SetSchema } from '../../schema/schema.ts';
import type { PlacedSegment } from '../loop.ts';
import type { ReportBalance } from './balance-fault.ts';

type NumberKind = { name: string; isRight: (text: string) => boolean };

const ofLength =
  (length: number) =>
  (text: string): boolean =>
    text.length === length && isGtin(text);
const gln: NumberKind = { name: 'GLN (13 digits)', isRight: isGln };
const gtin: NumberKind = { name: 'GTIN (8, 12, 13 or 14 digits)', isRight: isGtin };
const sscc: NumberKind = {
  name: 'SSCC (18 digits)',
  isRight: (text) => isSscc(text.replace(/^00(?=\d{18}$)/, '')),
};

/** Qualifier and number stand side by side: 235 before 234 (items), 66 before 67 (parties), 88 before 87 (marks). */
const x12Pairs: Readonly<Record<number, { value: number; kinds: Readonly<Record<string, NumberKind>> }>> = {
  235: {
    value: 234,
    kinds: {
      UP: { name: 'GTIN-12', isRight: ofLength(12) },
      EN: { name: 'GTIN-13', isRight: ofLength(13) },
      UK: { name: 'GTIN-14', isRight: ofLength(14) },
    },
  },
  66: { value: 67, kinds: { UL: gln } },
  88: { value: 87, kinds: { GM: sscc, AA: sscc } },
};

const pairsOf = new WeakMap<
  SegmentSchema,
  { position: number; kinds: Readonly<Record<string, NumberKind>> }[]
>();

/** Positions of the qualifiers in a segment; most segments have none. */
function qualifiersOf(schema: SegmentSchema) {
  const known = pairsOf.get(schema);
  if (known !== undefined) return known;
  const found = schema.elements.flatMap(({ number }, index) => {
    const pair = x12Pairs[number];
    return pair !== undefined && schema.elements[index + 1]?.number === pair.value
      ? [{ position: index + 1, kinds: pair.kinds }]
      : [];
  });
  pairsOf.set(schema, found);
  return found;
}

type Numbered = { element: number; component?: number | undefined; kind: NumberKind };

/** Where EDIFACT carries numbers of GS1, by the codes that say so (7143, 3055, 7405). */
function edifactNumbers({ segment }: PlacedSegment): Numbered[] {
  const item = (element: number): Numbered[] =>
    ['EN', 'SRV', 'UP'].includes(segment.component(element, 2))
      ? [{ element, component: 1, kind: gtin }]
      : [];
  switch (segment.tag) {
    case 'LIN':
      return item(3);
    case 'PIA':
      return [2, 3, 4, 5, 6].flatMap(item);
    case 'NAD':
    case 'LOC':
      return segment.component(2, 3) === '9' ? [{ element: 2, component: 1, kind: gln }] : [];
    case 'GIN':
      if (!['BJ', 'AW'].includes(segment.component(1, 1))) return [];
      return [2, 3, 4, 5, 6].flatMap((element) =>
        [1, 2].map((component): Numbered => ({ element, component, kind: sscc })),
      );
    default:
      return [];
  }
}

/** Check digits of GTIN, GLN and SSCC, wherever a qualifier says that a number is one (GS1 General Specifications 7.9). */
export function checkDigits(message: Message, schema: SetSchema, report: ReportBalance): void {
  const isX12 = message.interchange.dialect.name === 'x12';
  message.segments.forEach((segment, index) => {
    const at = { segment, index: index + 1 };
    const described = schema.segments.get(segment.tag);
    const numbers = isX12 ? x12Numbers(at, described) : edifactNumbers(at);
    for (const { element, component, kind } of numbers) {
      const value = component === undefined ? segment.value(element) : segment.component(element, component);
      if (value === '' || kind.isRight(value)) continue;
      const why = `"${value}" is no ${kind.name} with a right check digit`;
      report({ code: 'check-digit-wrong', why, at, element, component, value });
    }
  });
}

function x12Numbers({ segment }: PlacedSegment, described: SegmentSchema | undefined): Numbered[] {
  if (described === undefined) return [];
  return qualifiersOf(described).flatMap(({ position, kinds }) => {
    const kind = position < segment.count ? kinds[segment.value(position)] : undefined;
    return kind === undefined ? [] : [{ element: position + 1, kind }];
  });
}
