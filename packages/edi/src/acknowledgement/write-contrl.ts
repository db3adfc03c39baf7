import type { Group, Interchange, Message } from '../interchange.ts';
import type { Issue } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';
import { actionCodes, errorCodes, unspecified } from './edifact-codes.ts';
import type { WrittenAcknowledgement } from './write-functional.ts';

const segmentFaultsMax = 999;
const elementFaultsMax = 99;

const errorsOf = (issues: readonly Issue[]): Issue[] => issues.filter(({ severity }) => severity === 'error');
const codeOf = ({ code }: Issue): string => errorCodes[code] ?? unspecified;

/**
 * The CONTRL (ISO 9735-4) that answers an EDIFACT interchange: acknowledged or rejected as a whole, and each message that
 * was refused with its segments, elements and codes; messages that are not named are acknowledged. An interchange
 * that carries nothing but CONTRL is never answered: undefined.
 */
export function writeContrl(interchange: Interchange): WrittenAcknowledgement | undefined {
  const { header, groups, isAccepted } = interchange;
  const messages = groups.flatMap((group) => group.messages);
  if (header.dialect.name !== 'edifact') return undefined;
  if (messages.length > 0 && messages.every(({ type }) => type === 'CONTRL')) return undefined;
  const parties = [header.segment.components(2), header.segment.components(3)] as const;
  const whole = answerTo(isAccepted, interchange.issues, 'UNB');
  const segments: WireSegment[] = [['UCI', header.reference, ...parties, ...whole]];
  if (!isAccepted) return { status: 'rejected', segments };
  for (const group of groups) segments.push(...writeGroup(group));
  const acceptedCount = messages.filter((message) => message.isAccepted).length;
  const status =
    acceptedCount === messages.length ? 'accepted' : acceptedCount === 0 ? 'rejected' : 'partly-accepted';
  return { status, segments };
}

/** 0083, and where something is rejected 0085, the service segment (0013) and the element in it (S011). */
function answerTo(
  isAccepted: boolean,
  issues: readonly Issue[],
  opens: string,
): (string | readonly string[])[] {
  if (isAccepted) return [actionCodes.acknowledged];
  const [first] = errorsOf(issues).filter(({ place }) => !isBody(place.segment));
  if (first === undefined) return [actionCodes.rejected];
  const { segment = opens, element, component } = first.place;
  const place = element === undefined ? [] : [positionOf(element, component)];
  return [actionCodes.rejected, codeOf(first), segment.slice(0, 3), ...place];
}

/** S011, which counts the segment's tag as element 1 (ISO 9735-4, data element 0098). */
const positionOf = (element: number, component: number | undefined): string[] => [
  String(element + 1),
  ...(component === undefined ? [] : [String(component)]),
];

/** True for a segment inside of a message: UCS speaks of those, with their position. */
const isBody = (tag: string | undefined): boolean => tag !== undefined && !/^UN[ABEGHTZ]$/.test(tag);

function writeGroup({ header, messages, issues, isAccepted }: Group): WireSegment[] {
  const refused = messages.filter((message) => !message.isAccepted);
  if (header === undefined) return refused.flatMap(writeMessage);
  const parties = [header.segment.components(2), header.segment.components(3)] as const;
  const group: WireSegment = ['UCF', header.reference, ...parties, ...answerTo(isAccepted, issues, 'UNG')];
  return [group, ...(isAccepted ? refused.flatMap(writeMessage) : [])];
}

function writeMessage(message: Message): WireSegment[] {
  const { reference, type, version, implementation, segments: read } = message;
  const errors = errorsOf(message.issues);
  const [directory = '', release = ''] = version.split('.');
  const agency = read[0]?.component(2, 4) || 'UN';
  const about = [type, directory, release, agency, implementation];
  const segments: WireSegment[] = [['UCM', reference, about, ...answerTo(false, errors, 'UNH')]];
  const bySegment = new Map<number, Issue[]>();
  for (const issue of errors) {
    const { segmentIndex, segment } = issue.place;
    if (segmentIndex === undefined || !isBody(segment)) continue;
    bySegment.set(segmentIndex, [...(bySegment.get(segmentIndex) ?? []), issue]);
  }
  for (const [index, issues] of [...bySegment].slice(0, segmentFaultsMax)) {
    segments.push(...writeSegmentFaults(index, issues));
  }
  return segments;
}

/** UCS with the fault of the segment itself, or none where only its elements are wrong (UCD). */
function writeSegmentFaults(index: number, issues: readonly Issue[]): WireSegment[] {
  const whole = issues.find(({ place }) => place.element === undefined);
  const segments: WireSegment[] = [['UCS', String(index), whole === undefined ? '' : codeOf(whole)]];
  for (const issue of issues.slice(0, elementFaultsMax)) {
    const { element, component } = issue.place;
    if (element === undefined) continue;
    segments.push(['UCD', codeOf(issue), positionOf(element, component)]);
  }
  return segments;
}
