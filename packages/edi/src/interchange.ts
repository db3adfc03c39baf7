import type { Issue } from './issue.ts';
import type { Delimiters, Dialect } from './syntax/dialect.ts';
import type { Segment } from './syntax/segment.ts';
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

export type Message = {
  interchange: InterchangeHeader;
  group: GroupHeader | undefined;
  /** Transaction set number or message type: 850, ORDERS. */
  type: string;
  /** GS08, or version and release such as D.96A. */
  version: string;
  reference: string;
  /** ST03, where given. */
  implementation: string;
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
  return text.slice(start, end);
}

const isPadding = (code: number): boolean =>
  code === 0x20 || code === 0xc2 || ((code < 0x20 || code > 0x7f) && String.fromCharCode(code).trim() === '');

type Values = Pick<Segment, 'value' | 'components'>;

/** What an ISA or a UNB says. `values` are those of the segment, which itself is kept unread. */
export function readInterchangeHeader(dialect: Dialect, values: Values, segment: Segment): InterchangeHeader {
  const { delimiters } = segment;
  const value = (position: number): string => trimmed(values.value(position));
  if (dialect.name === 'x12') {
    return {
      dialect,
      delimiters,
      segment,
      reference: value(13),
      sender: { qualifier: value(5), id: value(6) },
      receiver: { qualifier: value(7), id: value(8) },
      version: value(12),
      isTest: value(15) === 'T',
      isReceiptRequested: value(14) === '1',
      sentOn: value(9),
      sentTime: value(10),
    };
  }
  const part = (position: number, component: number): string =>
    trimmed(values.components(position)[component - 1] ?? '');
  return {
    dialect,
    delimiters,
    segment,
    reference: value(5),
    sender: { qualifier: part(2, 2), id: part(2, 1) },
    receiver: { qualifier: part(3, 2), id: part(3, 1) },
    version: `${part(1, 1)}:${part(1, 2)}`,
    isTest: value(11) === '1',
    isReceiptRequested: value(9) === '1',
    sentOn: part(4, 1),
    sentTime: part(4, 2),
  };
}

/** What a GS or a UNG says. */
export function readGroupHeader(dialect: Dialect, values: Values, segment: Segment): GroupHeader {
  const value = (position: number): string => trimmed(values.value(position));
  const part = (position: number, component: number): string =>
    trimmed(values.components(position)[component - 1] ?? '');
  if (dialect.name === 'x12') {
    return {
      segment,
      type: value(1),
      sender: value(2),
      receiver: value(3),
      reference: value(6),
      version: value(8),
      sentOn: value(4),
    };
  }
  return {
    segment,
    type: value(1),
    sender: part(2, 1),
    receiver: part(3, 1),
    reference: value(5),
    version: `${part(7, 1)}.${part(7, 2)}`,
    sentOn: part(4, 1),
  };
}

/** What kind of message an ST or a UNH opens. */
export function readMessageHeader(
  dialect: Dialect,
  segment: Values,
  group: GroupHeader | undefined,
): Pick<Message, 'type' | 'version' | 'reference' | 'implementation'> {
  if (dialect.name === 'x12') {
    return {
      type: trimmed(segment.value(1)),
      version: group?.version ?? '',
      reference: trimmed(segment.value(2)),
      implementation: trimmed(segment.value(3)),
    };
  }
  const [type = '', version = '', release = '', , association = ''] = segment.components(2);
  return { type, version: `${version}.${release}`, reference: segment.value(1), implementation: association };
}
