import type { BusinessDocument } from '@coplan/documents';
import {
  type Decoded,
  type DescribedSegment,
  decode,
  describeInterchange,
  type Issue,
  issuesOf,
  type Message,
  messagesOf,
  placeText,
  read824,
  read997,
  read999,
  readAperak,
  readContrl,
} from '@coplan/edi';
import type { Agreement } from '../../agreements/agreement.ts';
import { wrongAddress } from '../../inbound/check-address.ts';
import { readableSets } from '../../outbound/mappings.ts';
import type { TextMap } from './text-map.ts';

/** An issue at its place: `start` and `end` are characters of the text, null where it has no place in it. */
export type ShownIssue = {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  place: string;
  start: number | null;
  end: number | null;
};

export type Examined = {
  rows: DescribedSegment[];
  /** More segments than a page shows. */
  isCut: boolean;
  issues: ShownIssue[];
  /** What the messages would become under the agreement as it is now. */
  documents: { type: string; reference: string; documentType: string; document: BusinessDocument | null }[];
  isUsable: boolean;
};

export const rowsMax = 2_000;
const issuesMax = 300;

const isAnswer = (message: Message): boolean =>
  [read997, read999, read824, readAperak, readContrl].some((read) => read(message) !== undefined);

/** Where an issue stands: the value that begins there, or else the whole segment. */
function placed(issue: Issue, rows: readonly DescribedSegment[], { at, text }: TextMap): ShownIssue {
  const { code, severity, message, place } = issue;
  const shown = { code, severity, message, place: placeText(place) };
  const row = rows.find(({ start, end }) => start <= place.offset && place.offset <= end);
  const value = row?.elements.find(({ start }) => start === place.offset);
  const range = place.element === undefined ? row : (value ?? row);
  if (range !== undefined) return { ...shown, start: at(range.start), end: at(range.end) };
  const start = at(place.offset);
  return text === ''
    ? { ...shown, start: null, end: null }
    : { ...shown, start, end: Math.min(start + 1, text.length) };
}

function readDocuments(messages: readonly Message[], { profile }: Agreement) {
  const issues: Issue[] = [];
  const documents = messages.map((message) => {
    const about = { type: message.type, reference: message.reference };
    if (message.isAccepted && isAnswer(message)) {
      return { ...about, documentType: 'acknowledgement', document: null };
    }
    const mapping = readableSets[message.type];
    const read = message.isAccepted ? mapping?.read(message, profile) : undefined;
    issues.push(...(read?.issues ?? []));
    return { ...about, documentType: read?.document?.documentType ?? '', document: read?.document ?? null };
  });
  return { issues, documents };
}

/**
 * What a file, or one message of it, says to a person and to us under the agreement as it is now. Nothing is recorded;
 * a file that came goes through the same reading.
 */
export function examine(
  bytes: Buffer,
  map: TextMap,
  {
    agreement,
    direction,
    only = () => true,
  }: { agreement: Agreement; direction: 'in' | 'out'; only?: (message: Message) => boolean },
): Examined & { decoded: Decoded } {
  const decoded = decode(bytes, { levels: agreement.profile.levels });
  const own = messagesOf(decoded).filter(only);
  const all = decoded.interchanges.flatMap((interchange) => describeInterchange(interchange, only));
  const read = direction === 'in' ? readDocuments(own, agreement) : { issues: [], documents: [] };
  const isOwn = (issue: Issue): boolean =>
    issue.place.message === undefined || own.some(({ reference }) => reference === issue.place.message);
  const found = [...issuesOf(decoded).filter(isOwn), ...read.issues];
  const issues = found.slice(0, issuesMax).map((issue) => placed(issue, all, map));
  for (const { header } of direction === 'in' ? decoded.interchanges : []) {
    const wrong = wrongAddress(header, agreement);
    const [start, end] = [
      map.at(header.segment.offset),
      map.at(header.segment.offset + header.segment.raw.length),
    ];
    if (wrong !== undefined) {
      issues.push({
        code: 'wrong-address',
        severity: 'error',
        message: wrong,
        place: 'envelope',
        start,
        end,
      });
    }
  }
  for (const message of direction === 'in' ? own : []) {
    if (!message.isAccepted || isAnswer(message) || readableSets[message.type] !== undefined) continue;
    const text = `Messages of type ${message.type} are not read here.`;
    issues.push({ code: 'not-read', severity: 'error', message: text, place: '', start: null, end: null });
  }
  const rows = all.slice(0, rowsMax).map((row) => shifted(row, map));
  const isUsable = own.length > 0 && !issues.some(({ severity }) => severity === 'error');
  return { rows, isCut: all.length > rowsMax, issues, documents: read.documents, isUsable, decoded };
}

/** Bytes become characters. */
const shifted = (row: DescribedSegment, { at }: TextMap): DescribedSegment => ({
  ...row,
  start: at(row.start),
  end: at(row.end),
  elements: row.elements.map((one) => ({ ...one, start: at(one.start), end: at(one.end) })),
});
