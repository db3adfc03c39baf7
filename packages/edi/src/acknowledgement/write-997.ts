import type { Group, Message } from '../interchange.ts';
import type { Issue } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';
import type { Delimiters } from '../syntax/dialect.ts';
import {
  elementCodes,
  groupCodes,
  messageCodes,
  messageHasSegmentErrors,
  segmentCodes,
} from './x12-codes.ts';

export type AcknowledgementStatus = 'accepted' | 'accepted-with-errors' | 'partly-accepted' | 'rejected';

export type Written997 = { status: AcknowledgementStatus; segments: WireSegment[] };

const codesPerSegmentMax = 5;
const elementsPerSegmentMax = 99;

/**
 * The 997 that answers a group which was read: what was accepted, and each refusal with its position. A group of
 * acknowledgements is never acknowledged: the answer is undefined. `version` and `delimiters` are those of the answer.
 */
export function write997(
  group: Group,
  { version, delimiters }: { version: string; delimiters: Delimiters },
): Written997 | undefined {
  const { header, messages } = group;
  if (header === undefined || header.type === 'FA') return undefined;
  const isLater = version >= '005010';
  const acceptedCount = messages.filter((message) => message.isAccepted).length;
  const status = statusOf(group, acceptedCount);
  const codes = codesOf(group.issues, groupCodes).filter((code) => isLater || code !== '19');
  const included = /^\d{1,6}$/.test(group.includedCount) ? group.includedCount : String(messages.length);
  const segments: WireSegment[] = [
    ['AK1', header.type, header.reference, ...(isLater ? [header.version] : [])],
  ];
  for (const message of messages) segments.push(...writeMessage(message, isLater, delimiters));
  const counts = [included, String(messages.length), String(acceptedCount)];
  segments.push(['AK9', statusLetters[status], ...counts, ...codes.slice(0, codesPerSegmentMax)]);
  return { status, segments };
}

const statusLetters: Record<AcknowledgementStatus, string> = {
  accepted: 'A',
  'accepted-with-errors': 'E',
  'partly-accepted': 'P',
  rejected: 'R',
};

function statusOf(group: Group, acceptedCount: number): AcknowledgementStatus {
  if (!group.isAccepted || acceptedCount === 0) return 'rejected';
  return acceptedCount === group.messages.length ? 'accepted' : 'partly-accepted';
}

function codesOf(issues: readonly Issue[], table: Partial<Record<string, string>>): string[] {
  const errors = issues.filter((issue) => issue.severity === 'error');
  return [...new Set(errors.map((issue) => table[issue.code]).filter((code) => code !== undefined))];
}

function writeMessage(message: Message, isLater: boolean, delimiters: Delimiters): WireSegment[] {
  const extra = isLater && message.implementation !== '' ? [message.implementation] : [];
  const segments: WireSegment[] = [['AK2', message.type, message.reference, ...extra]];
  const errors = message.issues.filter((issue) => issue.severity === 'error');
  const bySegment = new Map<string, Issue[]>();
  for (const issue of errors) {
    if (segmentCodes[issue.code] === undefined && elementCodes[issue.code] === undefined) continue;
    const key = `${issue.place.segmentIndex ?? 1} ${issue.place.segment ?? ''} ${segmentCodes[issue.code] ?? '8'}`;
    bySegment.set(key, [...(bySegment.get(key) ?? []), issue]);
  }
  for (const issues of bySegment.values()) segments.push(...writeSegmentFaults(issues, isLater, delimiters));
  const codes = codesOf(errors, messageCodes);
  if (bySegment.size > 0) codes.push(messageHasSegmentErrors);
  segments.push(['AK5', message.isAccepted ? 'A' : 'R', ...codes.slice(0, codesPerSegmentMax)]);
  return segments;
}

function writeSegmentFaults(
  issues: readonly Issue[],
  isLater: boolean,
  delimiters: Delimiters,
): WireSegment[] {
  const [first] = issues;
  if (first === undefined) return [];
  const tag = (first.place.segment ?? '').slice(0, 3);
  const code = segmentCodes[first.code] ?? '8';
  const segments: WireSegment[] = [['AK3', tag, String(first.place.segmentIndex ?? 1), '', code]];
  for (const issue of issues.slice(0, elementsPerSegmentMax)) {
    const elementCode = elementCodes[issue.code];
    if (elementCode === undefined || issue.place.element === undefined) continue;
    const place = [String(issue.place.element)];
    if (issue.place.component !== undefined) place.push(String(issue.place.component));
    const number = issue.elementNumber === undefined ? '' : String(issue.elementNumber);
    // 004010 knows neither repetitions nor too many components: both are "too many elements" there.
    const known = isLater || Number(elementCode) <= 10 ? elementCode : '3';
    segments.push(['AK4', place, number, known, printable(issue.value ?? '', delimiters)]);
  }
  return segments;
}

/** AK404 repeats the wrong text only where that cannot break the answer itself. */
function printable(value: string, { element, component, segment, repetition }: Delimiters): string {
  const text = value.slice(0, 99);
  const isPlain = /^[\x20-\x7e]*$/.test(text) && text.trim() === text;
  const holds = [element, component, segment, repetition ?? element].some((delimiter) =>
    text.includes(delimiter),
  );
  return isPlain && !holds ? text : '';
}
