import type { Issue } from './issue.ts';
import type { Delimiters, Dialect } from './syntax/dialect.ts';
import { LaterSegment } from './syntax/later-segment.ts';
import type { Segment } from './syntax/segment.ts';
import type { SegmentReader } from './syntax/segment-reader.ts';
import type { WireForm } from './syntax/segment-records.ts';
import type { Loop } from './validation/loop.ts';

/** A party as the envelope names it; blanks around are trimmed. */
export type EnvelopeParty = { qualifier: string; id: string };

export type InterchangeHeader = {
  dialect: Dialect;
  delimiters: Delimiters;
  /** ISA13 or UNB 0020, as text with its zeros. */
  reference: string;
  sender: EnvelopeParty;
  receiver: EnvelopeParty;
  /** ISA12, or syntax identifier and version of the UNB such as UNOC:3. */
  version: string;
  isTest: boolean;
  /** The sender asks for a TA1 or a CONTRL. */
  isReceiptRequested: boolean;
  /** YYMMDD or CCYYMMDD and HHMM as written. */
  sentOn: string;
  sentTime: string;
  segment: Segment;
};

export type GroupHeader = {
  /** GS01 or UNG 0038. */
  type: string;
  sender: string;
  receiver: string;
  reference: string;
  /** GS08, e.g. 004010VICS. */
  version: string;
  /** GS04 as written. */
  sentOn: string;
  segment: Segment;
};

/** What an ST or a UNH says beyond its reference: many messages have it in common. */
export type MessageKind = {
  /** Transaction set number or message type: 850, ORDERS. */
  readonly type: string;
  /** GS08, or version and release such as D.96A. */
  readonly version: string;
  /** ST03, where given. */
  readonly implementation: string;
};

export type Message = MessageKind & {
  interchange: InterchangeHeader;
  group: GroupHeader | undefined;
  reference: string;
  /** From ST to SE, UNH to UNT, inclusive. */
  segments: Segment[];
  /** The segments in their loops, where the type is described. */
  root: Loop | undefined;
  issues: Issue[];
  /** False as soon as one issue is an error, here or in the envelopes around. */
  isAccepted: boolean;
};

export type Group = {
  header: GroupHeader | undefined;
  messages: Message[];
  /** GE01 as the sender wrote it. */
  includedCount: string;
  issues: Issue[];
  isAccepted: boolean;
};

export type Interchange = {
  header: InterchangeHeader;
  groups: Group[];
  /** TA1 segments: what the partner's system says of an interchange of ours. */
  technicalAcknowledgements: Segment[];
  issues: Issue[];
  isAccepted: boolean;
};

/** Text the way the partner meant it: the envelope pads with blanks and sometimes with non-breaking ones. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  return end - start === text.length ? text : text.slice(start, end);
}

const isPadding = (code: number): boolean =>
  code === 0x20 || code === 0xc2 || ((code < 0x20 || code > 0x7f) && String.fromCharCode(code).trim() === '');

type Values = Pick<Segment, 'value' | 'component'>;

/** What an ISA or a UNB says, which lies in the reader. */
export function readInterchangeHeader(form: WireForm, current: SegmentReader): InterchangeHeader {
  const values: Values = current.isSpecial ? current.toSegment() : current;
  const value = (position: number): string => trimmed(values.value(position));
  const part = (position: number, component: number): string =>
    trimmed(values.component(position, component));
  if (form.dialect.name === 'x12') {
    return new ReadInterchangeHeader(form, current, {
      reference: value(13),
      sender: { qualifier: value(5), id: value(6) },
      receiver: { qualifier: value(7), id: value(8) },
      version: value(12),
      isTest: value(15) === 'T',
      isReceiptRequested: value(14) === '1',
      sentOn: value(9),
      sentTime: value(10),
    });
  }
  return new ReadInterchangeHeader(form, current, {
    reference: value(5),
    sender: { qualifier: part(2, 2), id: part(2, 1) },
    receiver: { qualifier: part(3, 2), id: part(3, 1) },
    version: `${part(1, 1)}:${part(1, 2)}`,
    isTest: value(11) === '1',
    isReceiptRequested: value(9) === '1',
    sentOn: part(4, 1),
    sentTime: part(4, 2),
  });
}

/** Its segment is made on access. */
class ReadInterchangeHeader extends LaterSegment implements InterchangeHeader {
  readonly dialect: Dialect;
  readonly delimiters: Delimiters;
  readonly reference: string;
  readonly sender: EnvelopeParty;
  readonly receiver: EnvelopeParty;
  readonly version: string;
  readonly isTest: boolean;
  readonly isReceiptRequested: boolean;
  readonly sentOn: string;
  readonly sentTime: string;

  constructor(
    form: WireForm,
    current: SegmentReader,
    about: Omit<InterchangeHeader, 'segment' | keyof WireForm>,
  ) {
    super(current);
    this.dialect = form.dialect;
    this.delimiters = form.delimiters;
    this.reference = about.reference;
    this.sender = about.sender;
    this.receiver = about.receiver;
    this.version = about.version;
    this.isTest = about.isTest;
    this.isReceiptRequested = about.isReceiptRequested;
    this.sentOn = about.sentOn;
    this.sentTime = about.sentTime;
  }

  get segment(): Segment {
    return this.in(this);
  }
}

/** What a GS or a UNG says, which lies in the reader. */
export function readGroupHeader(form: WireForm, current: SegmentReader): GroupHeader {
  const values: Values = current.isSpecial ? current.toSegment() : current;
  const value = (position: number): string => trimmed(values.value(position));
  const part = (position: number, component: number): string =>
    trimmed(values.component(position, component));
  const isX12 = form.dialect.name === 'x12';
  return new ReadGroupHeader(form, current, {
    type: value(1),
    sender: isX12 ? value(2) : part(2, 1),
    receiver: isX12 ? value(3) : part(3, 1),
    reference: isX12 ? value(6) : value(5),
    version: isX12 ? value(8) : `${part(7, 1)}.${part(7, 2)}`,
    sentOn: isX12 ? value(4) : part(4, 1),
  });
}

/** Its segment is made on access. */
class ReadGroupHeader extends LaterSegment implements GroupHeader {
  readonly type: string;
  readonly sender: string;
  readonly receiver: string;
  readonly reference: string;
  readonly version: string;
  readonly sentOn: string;
  readonly #form: WireForm;

  constructor(form: WireForm, current: SegmentReader, about: Omit<GroupHeader, 'segment'>) {
    super(current);
    this.#form = form;
    this.type = about.type;
    this.sender = about.sender;
    this.receiver = about.receiver;
    this.reference = about.reference;
    this.version = about.version;
    this.sentOn = about.sentOn;
  }

  get segment(): Segment {
    return this.in(this.#form);
  }
}

/** What kind of message an ST or a UNH opens. */
export function readMessageKind(
  dialect: Dialect,
  segment: Values,
  group: GroupHeader | undefined,
): MessageKind {
  if (dialect.name === 'x12') {
    return {
      type: trimmed(segment.value(1)),
      version: group?.version ?? '',
      implementation: trimmed(segment.value(3)),
    };
  }
  return {
    type: segment.component(2, 1),
    version: `${segment.component(2, 2)}.${segment.component(2, 3)}`,
    implementation: segment.component(2, 5),
  };
}

/** Its control number. */
export const readMessageReference = (dialect: Dialect, segment: Values): string =>
  dialect.name === 'x12' ? trimmed(segment.value(2)) : segment.value(1);
