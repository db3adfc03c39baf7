import type { IssueCode } from './issue.ts';
import type { Complained, IssueLog } from './issue-log.ts';
import {
  type ElementSchema,
  type ElementType,
  elementSchema,
  type SchemaSource,
  type SegmentSchema,
  unlimited,
} from './schema/schema.ts';
import type { Dialect, EnvelopeLevel } from './syntax/dialect.ts';
import type { Segment } from './syntax/segment.ts';
import type { SegmentReader } from './syntax/segment-reader.ts';
import { checkSegment } from './validation/check-segment.ts';
import { isPlainlyValid } from './validation/is-plainly-valid.ts';

/** What a closing segment must say. */
export type ExpectedEnd = {
  reference: string;
  count: number;
  /** What is counted, for people. */
  what: string;
  referenceCode: IssueCode;
  countCode: IssueCode;
};

/** Compares reference and count of a closing segment (IEA, GE, SE; UNZ, UNE, UNT) with what was read. */
export function checkEnd(
  log: IssueLog,
  segment: Complained & Pick<Segment, 'value'>,
  level: EnvelopeLevel,
  expected: ExpectedEnd,
): void {
  const reference = segment.value(level.closeReference).trim();
  if (
    reference !== expected.reference &&
    !(level.compare === 'number' && isSameNumber(reference, expected.reference))
  ) {
    const why = () =>
      `${segment.tag} says number "${reference.slice(0, 40)}", its ${level.open} says "${expected.reference.slice(0, 40)}"`;
    log.complainAt(expected.referenceCode, why, { segment, element: level.closeReference });
  }
  const counted = segment.value(level.closeCount).trim();
  if (!/^\d+$/.test(counted) || Number(counted) !== expected.count) {
    const why = () =>
      `${segment.tag} says "${counted.slice(0, 20)}" ${expected.what}, ${expected.count} were received`;
    log.complainAt(expected.countCode, why, { segment, element: level.closeCount });
  }
}

const isSameNumber = (one: string, other: string): boolean =>
  /^\d+$/.test(one) && /^\d+$/.test(other) && BigInt(one) === BigInt(other);

/**
 * The elements of the segments that open envelopes and messages, as warnings: real files are careless there, and can
 * still be read. An ISA has been checked for what makes it unreadable already.
 */
export function checkHeader(
  log: IssueLog,
  schemas: SchemaSource,
  { dialect, current, version }: { dialect: Dialect; current: SegmentReader; version: string },
): void {
  const schema = dialect.name === 'x12' ? schemas('997', version) : schemas('CONTRL', 'D.3');
  const { tag } = current;
  const described = tag === 'ISA' ? isa : typeof schema === 'string' ? undefined : schema.segments.get(tag);
  if (described === undefined || isPlainlyValid(described, current)) return;
  const segment = current.toSegment();
  checkSegment(described, segment, ({ why, element }) =>
    log.complainAt('envelope-element-wrong', why, { segment, element, severity: 'warning' }),
  );
}

const field = (name: string, type: ElementType, lengths: [number, number], codes?: string[]): ElementSchema =>
  elementSchema({
    number: 0,
    name,
    type,
    lengthMin: lengths[0],
    lengthMax: lengths[1],
    isMandatory: true,
    codes: codes === undefined ? undefined : new Set(codes),
    componentsMax: 1,
    repeatsMax: unlimited,
  });
const anything = elementSchema({ ...field('text', 'unknown', [0, 99]), isMandatory: false });

/** What X12.5 says of the elements of an ISA beyond their width. */
const isa: SegmentSchema = {
  tag: 'ISA',
  conditions: [],
  plan: undefined,
  elements: [
    ...[anything, anything, anything, anything],
    field('qualifier of the sender', 'AN', [2, 2]),
    field('id of the sender', 'AN', [1, 15]),
    field('qualifier of the receiver', 'AN', [2, 2]),
    field('id of the receiver', 'AN', [1, 15]),
    field('date of the interchange', 'DT', [6, 6]),
    field('time of the interchange', 'TM', [4, 4]),
    anything,
    field('version of the interchange', 'N', [5, 5]),
    field('control number of the interchange', 'N', [1, 9]),
    field('request of an acknowledgement', 'ID', [1, 1], ['0', '1']),
    field('test indicator', 'ID', [1, 1], ['I', 'P', 'T']),
    anything,
  ],
};
