import { placeText } from '../issue.ts';
import type { WireSegment } from '../segment-writer.ts';
import { splitText } from '../texts.ts';
import { type ApplicationAdvice, adviceKindOf, applicationErrors, plainText } from './advice.ts';

const textParts = 5;
const textLengthMax = 70;
const errorsMax = 999;
const document = '305';
const error = '313';
/** BGM 1225. */
const answers: Record<ApplicationAdvice['status'], string> = {
  accepted: '29',
  'accepted-with-errors': '29',
  'accepted-with-changes': '30',
  rejected: '27',
};
/**
 * The APERAK of one message: accepted or not, and an ERC for each issue with its text, which names the place in words. A
 * text that is longer than the five lines of an FTX is cut.
 */
export function writeAperak({ reference, givenOn, status, about, issues }: ApplicationAdvice): WireSegment[] {
  const isRejected = status === 'rejected';
  const segments: WireSegment[] = [
    ['BGM', [isRejected ? error : document], [reference], answers[status]],
    ['DTM', ['137', givenOn, '102']],
    // ACE: the document that is meant; ACW: the message that carried it.
    ['RFF', [about.businessQualifier ?? 'ACE', about.businessReference]],
  ];
  if (about.messageReference !== '') segments.push(['RFF', ['ACW', about.messageReference]]);
  for (const issue of issues.slice(0, errorsMax)) {
    const { offset: _, interchange: _interchange, group: _group, message: _message, ...place } = issue.place;
    const where = Object.values(place).some((part) => part !== undefined) ? ` (${wordsOf(place)})` : '';
    segments.push(['ERC', [applicationErrors[adviceKindOf(issue.code)]]]);
    segments.push(['FTX', 'AAO', '', '', linesOf(plainText(`${issue.message}${where}`))]);
  }
  return segments;
}

const wordsOf = (place: Omit<Parameters<typeof placeText>[0], 'offset'>): string =>
  placeText({ ...place, offset: 0 }).replace(/, byte 0$/, '');

function linesOf(text: string): string[] {
  const whole = splitText(text, { parts: Number.MAX_SAFE_INTEGER, lengthMax: textLengthMax });
  const lines = whole ?? text.match(new RegExp(`.{1,${textLengthMax}}`, 'gu')) ?? [];
  return lines.slice(0, textParts);
}
