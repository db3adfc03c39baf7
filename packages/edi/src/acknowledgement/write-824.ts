import type { Issue } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';
import type { Delimiters } from '../syntax/dialect.ts';
import { splitText } from '../texts.ts';
import { type ApplicationAdvice, adviceKindOf, conditionCodes, plainText } from './advice.ts';

const partLengthMax = 60;
const partsMax = 101;
const valueLengthMax = 99;

/** OTI01 for the message as a whole. */
const statusCodes: Record<ApplicationAdvice['status'], string> = {
  accepted: 'TA',
  'accepted-with-errors': 'TE',
  rejected: 'TR',
};

/** OTI02 of the number by which the business knows a message of this type; TN (transaction reference) for others. */
const referenceQualifiers: Readonly<Record<string, string>> = {
  '810': 'IV',
  '850': 'PO',
  '855': 'PO',
  '856': 'SI',
  '860': 'PO',
  '865': 'PO',
};

/**
 * The 824 (application advice) of one message: accepted or not, and a TED for each issue with its place, its text and the
 * wrong value. Separators and characters that the partner cannot read are left out of texts.
 */
export function write824(
  { reference, givenOn, status, about, issues }: ApplicationAdvice,
  { delimiters }: { delimiters: Delimiters },
): WireSegment[] {
  const { type, messageReference, groupReference, businessReference } = about;
  const segments: WireSegment[] = [
    ['BGN', '00', reference, givenOn],
    [
      'OTI',
      statusCodes[status],
      referenceQualifiers[type ?? ''] ?? 'TN',
      businessReference,
      ...['', '', '', ''],
      groupReference ?? '',
      messageReference,
      type ?? '',
    ],
  ];
  for (const issue of issues) segments.push(...writeIssue(issue, delimiters));
  return segments;
}

function writeIssue({ code, message, place, value = '', elementNumber }: Issue, delimiters: Delimiters) {
  const text = readable(message, delimiters);
  const [first = '', ...rest] = splitText(text, { parts: partsMax, lengthMax: partLengthMax }) ?? cut(text);
  const { segment = '', segmentIndex, element, component } = place;
  const position =
    element === undefined ? [] : [String(element), component === undefined ? '' : String(component)];
  const bad = readable(value, delimiters);
  const segments: WireSegment[] = [
    [
      'TED',
      conditionCodes[adviceKindOf(code)],
      first,
      segment.slice(0, 3),
      segmentIndex === undefined ? '' : String(segmentIndex),
      position,
      elementNumber === undefined ? '' : String(elementNumber),
      bad === value ? bad.slice(0, valueLengthMax) : '',
    ],
  ];
  for (const line of rest) segments.push(['NTE', '', line]);
  return segments;
}

function readable(text: string, { element, component, segment, repetition }: Delimiters): string {
  const reserved = [element, component, segment, repetition ?? element];
  return plainText([...text].map((one) => (reserved.includes(one) || one > '\u00ff' ? ' ' : one)).join(''));
}

/** A text without blanks where they are needed is cut by force. */
function cut(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length && parts.length < partsMax; at += partLengthMax) {
    parts.push(text.slice(at, at + partLengthMax).trim());
  }
  return parts;
}
