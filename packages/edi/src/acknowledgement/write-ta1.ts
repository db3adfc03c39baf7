import type { Interchange } from '../interchange.ts';
import type { IssueCode } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';

/** TA105: why an interchange as a whole was refused (X12.5). */
const noteCodes: Partial<Record<IssueCode, string>> = {
  'interchange-reference-differs': '001',
  'interchange-count-wrong': '021',
  'interchange-trailer-missing': '023',
  'interchange-duplicate': '025',
  'envelope-element-wrong': '018',
  'envelope-out-of-place': '024',
  'group-missing': '024',
  'binary-length': '024',
};

/**
 * The TA1 that answers an interchange: received (A) or refused (R) with the first reason. It says nothing of the sets;
 * that is the 997's business. An interchange that only carries TA1 is never answered: undefined.
 */
export function writeTa1({
  header,
  groups,
  technicalAcknowledgements,
  issues,
  isAccepted,
}: Interchange): WireSegment | undefined {
  if (header.dialect.name !== 'x12') return undefined;
  if (technicalAcknowledgements.length > 0 && groups.length === 0) return undefined;
  const reason = issues.find((issue) => issue.severity === 'error');
  const note = reason === undefined ? '000' : (noteCodes[reason.code] ?? '022');
  return [
    'TA1',
    header.reference.padStart(9, '0'),
    header.sentOn,
    header.sentTime,
    isAccepted ? 'A' : 'R',
    note,
  ];
}
