import { decode, issuesOf } from './decode.ts';
import type { EnvelopeParty } from './interchange.ts';
import type { ReaderOptions } from './interchange-reader.ts';
import type { Issue } from './issue.ts';
import { padNumber, SegmentWriter, type WireSegment } from './segment-writer.ts';
import type { CharsetName } from './syntax/charset.ts';
import { type Delimiters, x12Delimiters } from './syntax/dialect.ts';

export type X12Envelope = {
  sender: EnvelopeParty;
  receiver: EnvelopeParty;
  /** GS02 and GS03; the ids of the interchange when absent. */
  groupSender?: string | undefined;
  groupReceiver?: string | undefined;
  /** GS08: 004010, 005010, perhaps with an industry suffix. */
  version: string;
  isTest: boolean;
  isReceiptRequested?: boolean | undefined;
  delimiters?: Delimiters | undefined;
  /** Written behind each terminator, for people who look at files. */
  lineBreak?: '' | '\n' | '\r\n' | undefined;
};

export type X12Message = {
  type: string;
  /** ST02; padded to four digits. */
  reference: number;
  segments: readonly WireSegment[];
};

export type X12Group = {
  /** GS01, e.g. PO. */
  type: string;
  reference: number;
  messages: readonly X12Message[];
};

export type X12Interchange = {
  envelope: X12Envelope;
  /** ISA13. Control numbers are given by whoever keeps them; none is made up here. */
  reference: number;
  /** The partner's local time of sending: CCYYMMDD and HHMM. */
  sentOn: string;
  sentTime: string;
  groups: readonly X12Group[];
  /** TA1 segments, which stand before the groups. */
  technicalAcknowledgements?: readonly WireSegment[] | undefined;
};

export type Encoded = { bytes: Uint8Array | undefined; issues: Issue[] };

/**
 * Bytes of an interchange, or the reasons why there are none: a value that holds a delimiter or a character outside of
 * the agreed set (`delimiters.charset`, latin1 when absent), or anything that the reader would refuse. Counts are computed; the result has been read back and checked.
 */
export function encodeX12(interchange: X12Interchange, options: ReaderOptions = {}): Encoded {
  const charset = charsetOf(interchange, options);
  return readBack(writerOf(interchange, charset), { ...options, charset });
}

/** The same without reading it back, for whoever does so himself: what only the reader finds is not refused here. */
export function writeX12(interchange: X12Interchange): Encoded {
  const writer = writerOf(interchange, charsetOf(interchange, {}));
  const { issues } = writer;
  return { bytes: issues.length > 0 ? undefined : writer.toBytes(), issues };
}

const charsetOf = ({ envelope }: X12Interchange, { charset }: ReaderOptions): CharsetName =>
  envelope.delimiters?.charset ?? charset ?? 'ISO-8859-1';

function writerOf(interchange: X12Interchange, charset: CharsetName): SegmentWriter {
  const { delimiters = x12Delimiters, lineBreak = '' } = interchange.envelope;
  const levelName = charset === 'ISO-8859-1' ? 'latin1' : charset;
  let segmentCount = 0;
  for (const { messages } of interchange.groups) {
    for (const { segments } of messages) segmentCount += segments.length + 2;
  }
  const level = { charset };
  const writer = new SegmentWriter({ delimiters, lineBreak, level, levelName, segmentCount });
  writeInterchange(interchange, writer);
  return writer;
}

/** What was written, if the reader accepts it. */
export function readBack(writer: SegmentWriter, options: ReaderOptions): Encoded {
  if (writer.issues.length > 0) return { bytes: undefined, issues: writer.issues };
  const bytes = writer.toBytes();
  const issues = issuesOf(decode(bytes, { ...options, keepsSegments: false }));
  return issues.some((issue) => issue.severity === 'error')
    ? { bytes: undefined, issues }
    : { bytes, issues };
}

function writeInterchange(interchange: X12Interchange, to: SegmentWriter): void {
  const { envelope, sentOn, sentTime, groups, technicalAcknowledgements = [] } = interchange;
  const reference = padNumber(interchange.reference, 9);
  to.place = { interchange: reference };
  writeIsa(interchange, to);
  for (const segment of technicalAcknowledgements) to.segment(segment);
  for (const group of groups) {
    const { version, sender, receiver } = envelope;
    const groupReference = String(group.reference);
    to.place = { interchange: reference, group: groupReference };
    const from = envelope.groupSender ?? sender.id;
    const addressee = envelope.groupReceiver ?? receiver.id;
    to.segment(['GS', group.type, from, addressee, sentOn, sentTime, groupReference, 'X', version]);
    for (const message of group.messages) writeSet(message, to);
    to.place = { interchange: reference, group: groupReference };
    to.segment(['GE', String(group.messages.length), groupReference]);
  }
  to.segment(['IEA', String(groups.length), reference]);
}

function writeSet({ type, reference, segments }: X12Message, to: SegmentWriter): void {
  const message = padNumber(reference, 4);
  const { interchange, group } = to.place;
  to.place = { interchange, group, message, segmentIndex: 1 };
  to.segment(['ST', type, message]);
  segments.forEach((segment, index) => {
    to.place.segmentIndex = index + 2;
    to.segment(segment);
  });
  to.place = { interchange, group, message, segmentIndex: segments.length + 2 };
  to.segment(['SE', String(segments.length + 2), message]);
}

const isaWidths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1];

/** Fixed widths; ISA11 is the letter U until 00401 and the repetition separator from 00402 on (X12.5). */
function writeIsa({ envelope, reference, sentOn, sentTime }: X12Interchange, to: SegmentWriter): void {
  const { sender, receiver, version, isTest, isReceiptRequested } = envelope;
  const { element, component, repetition } = to.delimiters;
  const edition = version.startsWith('00401') ? '00401' : version.slice(0, 5);
  const eleventh = edition >= '00402' ? (repetition ?? '^') : 'U';
  const fields = [
    ...['00', ' '.repeat(10), '00', ' '.repeat(10)],
    ...[
      sender.qualifier.padEnd(2),
      sender.id.padEnd(15),
      receiver.qualifier.padEnd(2),
      receiver.id.padEnd(15),
    ],
    ...[sentOn.slice(2), sentTime.slice(0, 4), eleventh, edition, padNumber(reference, 9)],
    ...[isReceiptRequested === true ? '1' : '0', isTest ? 'T' : 'P'],
  ];
  const tooWide = fields.findIndex((field, index) => field.length !== isaWidths[index]);
  to.place = { ...to.place, segment: 'ISA' };
  if (tooWide >= 0) {
    const why = `ISA${padNumber(tooWide + 1, 2)} does not fit its ${isaWidths[tooWide]} characters: "${fields[tooWide]}"`;
    to.refuse('element-too-long', why, { element: tooWide + 1 });
  }
  fields.forEach((field, index) => {
    if (index !== 10) to.value('ISA', field, index + 1);
  });
  to.raw(`ISA${element}${fields.join(element)}${element}${component}`);
}
