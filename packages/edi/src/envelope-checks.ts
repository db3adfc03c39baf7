import type { IssueCode } from './issue.ts';
import type { IssueLog } from './issue-log.ts';
import type { SchemaSource } from './schema/schema.ts';
import type { Dialect, EnvelopeLevel } from './syntax/dialect.ts';
import type { Segment } from './syntax/segment.ts';
import { checkSegment } from './validation/check-segment.ts';

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
export function checkEnd(log: IssueLog, segment: Segment, level: EnvelopeLevel, expected: ExpectedEnd): void {
  const reference = segment.value(level.closeReference).trim();
  const isNumber = level.compare === 'number' && /^\d+$/.test(reference) && /^\d+$/.test(expected.reference);
  const isSame = isNumber
    ? BigInt(reference) === BigInt(expected.reference)
    : reference === expected.reference;
  if (!isSame) {
    const why = `${segment.tag} says number "${reference.slice(0, 40)}", its ${level.open} says "${expected.reference.slice(0, 40)}"`;
    log.complainAt(expected.referenceCode, why, { segment, element: level.closeReference });
  }
  const counted = segment.value(level.closeCount).trim();
  if (!/^\d+$/.test(counted) || Number(counted) !== expected.count) {
    const why = `${segment.tag} says "${counted.slice(0, 20)}" ${expected.what}, ${expected.count} were received`;
    log.complainAt(expected.countCode, why, { segment, element: level.closeCount });
  }
}

/** The elements of a GS, as warnings: real files are careless there, and the group can still be read. */
export function checkGroupHeader(
  log: IssueLog,
  schemas: SchemaSource,
  { dialect, segment, version }: { dialect: Dialect; segment: Segment; version: string },
): void {
  if (dialect.name !== 'x12') return;
  const schema = schemas('997', version);
  if (typeof schema === 'string') return;
  const described = schema.segments.get(segment.tag);
  if (described === undefined) return;
  checkSegment(described, segment, ({ why, element }) =>
    log.complainAt('envelope-element-wrong', why, { segment, element, severity: 'warning' }),
  );
}
