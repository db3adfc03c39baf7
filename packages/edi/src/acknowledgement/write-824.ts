import type { Issue } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';
import type { Delimiters } from '../syntax/dialect.ts';
import { splitText } from '../texts.ts';
import { type ApplicationAdvice, adviceKindOf, conditionCodes, plainText, verdictCodes } from './advice.ts';

const partLengthMax = 60;
const partsMax = 101;
const valueLengthMax = 99;

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
 * The 824 (application advice) of one or more messages: accepted or not, and a TED for each issue with its place, its text
 * and the wrong value. Number and day are those of the first. Separators and characters that the partner cannot read are
 * left out of texts.
 */
export function write824(
  advices: readonly [ApplicationAdvice, ...ApplicationAdvice[]],
  { delimiters }: { delimiters: Delimiters },
): WireSegment[] {
  const [{ reference, givenOn }] = advices;
  return [['BGN', '00', reference, givenOn], ...advices.flatMap((advice) => writeAdvice(advice, delimiters))];
}

function writeAdvice({ status, about, issues }: ApplicationAdvice, delimiters: Delimiters): WireSegment[] {
  const { type = '', messageReference, groupReference = '', businessReference } = about;
  const [code = ''] = verdictCodes[status];
  const qualifier = about.businessQualifier ?? referenceQualifiers[type] ?? 'TN';
  const message = ['', '', '', '', groupReference, messageReference, type];
  return [
    ['OTI', code, qualifier, businessReference, ...message],
    ...issues.flatMap((issue) => writeIssue(issue, delimiters)),
  ];
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
