import type { Group, Message } from '../interchange.ts';
import type { Issue } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';
import type { Delimiters } from '../syntax/dialect.ts';
import type { Loop } from '../validation/loop.ts';
import { type FunctionalSet, functionalTags } from './functional-sets.ts';
import {
  elementCodes,
  groupCodes,
  messageCodes,
  messageHasSegmentErrors,
  segmentCodes,
} from './x12-codes.ts';

export type AcknowledgementStatus = 'accepted' | 'accepted-with-errors' | 'partly-accepted' | 'rejected';

export type WrittenAcknowledgement = { status: AcknowledgementStatus; segments: WireSegment[] };

/** How the answer is written: GS08 of its version and the partner's delimiters. */
export type AcknowledgementForm = { version: string; delimiters: Delimiters };
type Form = AcknowledgementForm & { set: FunctionalSet; isLater: boolean };

const codesPerSegmentMax = 5;
const elementsPerSegmentMax = 99;
const contextLengthMax = 35;

/**
 * The 997 that answers a group which was read: what was accepted, and each refusal with its position. A group of
 * acknowledgements is never acknowledged: the answer is undefined. `version` and `delimiters` are those of the answer.
 */
export const write997 = (group: Group, form: AcknowledgementForm): WrittenAcknowledgement | undefined =>
  write(group, { ...form, set: '997', isLater: form.version >= '005010' });

/** The same as a 999 (005010), which also names the line that a fault is in (CTX). */
export const write999 = (group: Group, form: AcknowledgementForm): WrittenAcknowledgement | undefined =>
  write(group, { ...form, set: '999', isLater: true });

function write(group: Group, form: Form): WrittenAcknowledgement | undefined {
  const { header, messages } = group;
  const isX12 = header?.segment.tag === 'GS';
  if (header === undefined || !isX12 || header.type === 'FA') return undefined;
  const { isLater } = form;
  const acceptedCount = messages.filter((message) => message.isAccepted).length;
  const status = statusOf(group, acceptedCount);
  const codes = codesOf(group.issues, groupCodes).filter((code) => isLater || code !== '19');
  const included = /^\d{1,6}$/.test(group.includedCount) ? group.includedCount : String(messages.length);
  const segments: WireSegment[] = [
    ['AK1', header.type, header.reference, ...(isLater ? [header.version] : [])],
  ];
  for (const message of messages) segments.push(...writeMessage(message, form));
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

function writeMessage(message: Message, form: Form): WireSegment[] {
  const { isLater, set } = form;
  const extra = isLater && message.implementation !== '' ? [message.implementation] : [];
  const segments: WireSegment[] = [['AK2', message.type, message.reference, ...extra]];
  const errors = message.issues.filter((issue) => issue.severity === 'error');
  const bySegment = new Map<string, Issue[]>();
  for (const issue of errors) {
    if (segmentCodes[issue.code] === undefined && elementCodes[issue.code] === undefined) continue;
    const key = `${issue.place.segmentIndex ?? 1} ${issue.place.segment ?? ''} ${segmentCodes[issue.code] ?? '8'}`;
    bySegment.set(key, [...(bySegment.get(key) ?? []), issue]);
  }
  for (const issues of bySegment.values()) segments.push(...writeSegmentFaults(issues, message, form));
  const codes = codesOf(errors, messageCodes);
  if (bySegment.size > 0) codes.push(messageHasSegmentErrors);
  segments.push([
    functionalTags[set].end,
    message.isAccepted ? 'A' : 'R',
    ...codes.slice(0, codesPerSegmentMax),
  ]);
  return segments;
}

function writeSegmentFaults(issues: readonly Issue[], message: Message, form: Form): WireSegment[] {
  const [first] = issues;
  if (first === undefined) return [];
  const tags = functionalTags[form.set];
  const tag = (first.place.segment ?? '').slice(0, 3);
  const code = segmentCodes[first.code] ?? '8';
  const index = first.place.segmentIndex ?? 1;
  const segments: WireSegment[] = [[tags.segment, tag, String(index), '', code]];
  const context = form.set === '999' ? contextOf(message.root, index) : undefined;
  if (context !== undefined) {
    const reference = printable(context.reference.slice(0, contextLengthMax), form.delimiters);
    segments.push(['CTX', reference === '' ? [context.name] : [context.name, reference]]);
  }
  for (const issue of issues.slice(0, elementsPerSegmentMax)) {
    const elementCode = elementCodes[issue.code];
    if (elementCode === undefined || issue.place.element === undefined) continue;
    const place = [String(issue.place.element)];
    if (issue.place.component !== undefined) place.push(String(issue.place.component));
    const number = issue.elementNumber === undefined ? '' : String(issue.elementNumber);
    // 004010 knows neither repetitions nor too many components: both are "too many elements" there.
    const known = form.isLater || Number(elementCode) <= 10 ? elementCode : '3';
    segments.push([tags.element, place, number, known, printable(issue.value ?? '', form.delimiters)]);
  }
  return segments;
}

/** The innermost loop around a segment, by its first segment and what that says first: PO101 and the line's number. */
function contextOf(loop: Loop | undefined, index: number): { name: string; reference: string } | undefined {
  for (const [position, child] of (loop?.children ?? []).entries()) {
    const first = child.items[0];
    const next = loop?.children[position + 1]?.items[0];
    if (first === undefined || first.index > index || (next !== undefined && next.index <= index)) continue;
    const reference = first.segment.value(1);
    const own = reference === '' ? undefined : { name: `${first.segment.tag}01`, reference };
    return lastIndexOf(child) < index ? undefined : (contextOf(child, index) ?? own);
  }
  return undefined;
}

function lastIndexOf(loop: Loop): number {
  const below = loop.children.at(-1);
  return Math.max(loop.items.at(-1)?.index ?? 0, below === undefined ? 0 : lastIndexOf(below));
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
