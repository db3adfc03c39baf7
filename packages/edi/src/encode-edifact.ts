import { type Encoded, readBack } from './encode.ts';
import type { EnvelopeParty } from './interchange.ts';
import type { ReaderOptions } from './interchange-reader.ts';
import { SegmentWriter, type WireSegment } from './segment-writer.ts';
import { syntaxLevels } from './syntax/charset.ts';
import { type Delimiters, edifactDelimiters } from './syntax/dialect.ts';

export type EdifactEnvelope = {
  sender: EnvelopeParty;
  receiver: EnvelopeParty;
  /** UNB 0001, which says what characters there are, and 0002. */
  syntax: { level: string; version: 1 | 2 | 3 | 4 };
  /** Directory of the messages, e.g. D.96A. */
  version: string;
  /** UNH 0057, e.g. EAN008. */
  association?: string | undefined;
  /** UNH 0051; UN when absent. */
  agency?: string | undefined;
  /** UNB 0026, e.g. the kind of messages for the partner's routing. */
  applicationReference?: string | undefined;
  /** UNB 0032. */
  agreement?: string | undefined;
  isTest: boolean;
  /** The partner is asked for a CONTRL. */
  isReceiptRequested?: boolean | undefined;
  delimiters?: Delimiters | undefined;
  /** False leaves the UNA out, which only the default delimiters allow. */
  hasUna?: boolean | undefined;
  /** Written behind each terminator, for people who look at files. */
  lineBreak?: '' | '\n' | '\r\n' | undefined;
};

export type EdifactMessage = {
  type: string;
  /** UNH 0062. */
  reference: string;
  segments: readonly WireSegment[];
};

export type EdifactGroup = {
  /** UNG 0048. */
  reference: string;
  /** The parties of the interchange when absent. */
  sender?: EnvelopeParty | undefined;
  receiver?: EnvelopeParty | undefined;
  messages: readonly EdifactMessage[];
};

export type EdifactInterchange = {
  envelope: EdifactEnvelope;
  /** UNB 0020. Control references are given by whoever keeps them; none is made up here. */
  reference: string;
  /** The partner's local time of sending: CCYYMMDD and HHMM. */
  sentOn: string;
  sentTime: string;
  /** Messages stand in the interchange itself, or in groups (UNG), never both (ISO 9735). */
  content: { messages: readonly EdifactMessage[] } | { groups: readonly EdifactGroup[] };
};

/**
 * Bytes of an interchange, or the reasons why there are none: a character that the set of the UNB lacks, or anything that
 * the reader would refuse. Delimiters in values are released; counts are computed; the result has been read back.
 */
export function encodeEdifact(interchange: EdifactInterchange, options: ReaderOptions = {}): Encoded {
  const { syntax, lineBreak = '', delimiters = edifactDelimiters, hasUna = true } = interchange.envelope;
  const level = syntaxLevels[syntax.level];
  const release = delimiters.release;
  const repetition = syntax.version === 4 ? (delimiters.repetition ?? (hasUna ? undefined : '*')) : undefined;
  const to = new SegmentWriter({
    delimiters: { ...delimiters, repetition },
    lineBreak,
    level: level ?? { charset: undefined },
    levelName: syntax.level,
  });
  to.place = { interchange: interchange.reference, segment: 'UNB' };
  if (level === undefined) {
    const known = Object.keys(syntaxLevels).join(', ');
    to.refuse('envelope-element-wrong', `UNB01: "${syntax.level}" is no character set; there are ${known}`, {
      element: 1,
    });
  }
  if (release === ' ')
    to.refuse('envelope-element-wrong', 'a blank releases nothing: leave it out', { element: 1 });
  if (hasUna) to.put(`${unaOf(to.delimiters)}${lineBreak}`);
  else if (!isDefault(delimiters)) {
    const why =
      'without a UNA the partner expects the default delimiters :+.? and the apostrophe: send a UNA';
    to.refuse('envelope-element-wrong', why, { element: 1 });
  }
  writeInterchange(interchange, to);
  return readBack(to, options);
}

const unaOf = ({ component, element, decimal, release, repetition, segment }: Delimiters): string =>
  `UNA${component}${element}${decimal ?? '.'}${release ?? ' '}${repetition ?? ' '}${segment}`;

function isDefault({ component, element, release, segment, repetition }: Delimiters): boolean {
  const isUsual = component === ':' && element === '+' && release === '?' && segment === "'";
  return isUsual && (repetition === undefined || repetition === '*');
}

function writeInterchange(interchange: EdifactInterchange, to: SegmentWriter): void {
  const { envelope, reference, sentTime, content } = interchange;
  const { syntax, sender, receiver, isTest, isReceiptRequested } = envelope;
  const sentOn = syntax.version === 4 ? interchange.sentOn : interchange.sentOn.slice(2);
  to.place = { interchange: reference };
  to.segment([
    'UNB',
    [syntax.level, String(syntax.version)],
    [sender.id, sender.qualifier],
    [receiver.id, receiver.qualifier],
    [sentOn, sentTime.slice(0, 4)],
    reference,
    '',
    envelope.applicationReference ?? '',
    '',
    isReceiptRequested === true ? '1' : '',
    envelope.agreement ?? '',
    isTest ? '1' : '',
  ]);
  if ('groups' in content) {
    for (const group of content.groups) writeGroup(interchange, group, to);
  } else for (const message of content.messages) writeMessage(envelope, message, to);
  to.place = { interchange: reference };
  const count = 'groups' in content ? content.groups.length : content.messages.length;
  to.segment(['UNZ', String(count), reference]);
}

function writeGroup(interchange: EdifactInterchange, group: EdifactGroup, to: SegmentWriter): void {
  const { envelope, sentTime } = interchange;
  const { sender = envelope.sender, receiver = envelope.receiver, reference, messages } = group;
  const sentOn = envelope.syntax.version === 4 ? interchange.sentOn : interchange.sentOn.slice(2);
  const [version = '', release = ''] = envelope.version.split('.');
  const place = { interchange: interchange.reference, group: reference };
  to.place = place;
  to.segment([
    'UNG',
    messages[0]?.type ?? '',
    [sender.id, sender.qualifier],
    [receiver.id, receiver.qualifier],
    [sentOn, sentTime.slice(0, 4)],
    reference,
    envelope.agency ?? 'UN',
    [version, release, envelope.association ?? ''],
  ]);
  for (const message of messages) {
    to.place = place;
    writeMessage(envelope, message, to);
  }
  to.place = place;
  to.segment(['UNE', String(messages.length), reference]);
}

function writeMessage(
  { version, association = '', agency = 'UN' }: EdifactEnvelope,
  { type, reference, segments }: EdifactMessage,
  to: SegmentWriter,
): void {
  const { interchange, group } = to.place;
  const placed = (segmentIndex: number) => ({ interchange, group, message: reference, segmentIndex });
  const [directory = '', release = ''] = version.split('.');
  to.place = placed(1);
  to.segment(['UNH', reference, [type, directory, release, agency, association]]);
  segments.forEach((segment, index) => {
    to.place = placed(index + 2);
    to.segment(segment);
  });
  to.place = placed(segments.length + 2);
  to.segment(['UNT', String(segments.length + 2), reference]);
}
