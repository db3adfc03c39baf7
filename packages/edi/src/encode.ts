import { decode, issuesOf } from './decode.ts';
import type { EnvelopeParty } from './interchange.ts';
import type { ReaderOptions } from './interchange-reader.ts';
import type { Issue, IssueCode, Place } from './issue.ts';
import { type Delimiters, x12Delimiters } from './syntax/dialect.ts';

/** A segment to write: the tag, then its elements in wire order; an array is a composite. */
export type WireSegment = readonly [tag: string, ...elements: (string | readonly string[])[]];

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

/** GS01 for each set (X12 data element 479). */
export const groupTypes: Readonly<Record<string, string>> = {
  '810': 'IN',
  '820': 'RA',
  '824': 'AG',
  '830': 'PS',
  '846': 'IB',
  '850': 'PO',
  '852': 'PD',
  '855': 'PR',
  '856': 'SH',
  '860': 'PC',
  '861': 'RC',
  '862': 'SS',
  '865': 'CA',
  '867': 'PT',
  '997': 'FA',
  '999': 'FA',
};

/**
 * Bytes of an interchange, or the reasons why there are none: a value that holds a delimiter or a character outside of
 * latin1, or anything that the reader would refuse. Counts are computed; the result has been read back and checked.
 */
export function encodeX12(interchange: X12Interchange, options: ReaderOptions = {}): Encoded {
  const writer = new X12Writer(interchange.envelope);
  writer.write(interchange);
  if (writer.issues.length > 0) return { bytes: undefined, issues: writer.issues };
  const bytes = Buffer.from(writer.text, 'latin1');
  const issues = issuesOf(decode(bytes, options));
  return issues.some((issue) => issue.severity === 'error')
    ? { bytes: undefined, issues }
    : { bytes, issues };
}

const padNumber = (value: number, width: number): string => String(value).padStart(width, '0');

class X12Writer {
  text = '';
  readonly issues: Issue[] = [];
  readonly #envelope: X12Envelope;
  readonly #delimiters: Delimiters;
  readonly #reserved: string[];
  #place: Omit<Place, 'offset'> = {};

  constructor(envelope: X12Envelope) {
    this.#envelope = envelope;
    this.#delimiters = envelope.delimiters ?? x12Delimiters;
    const { element, component, segment, repetition } = this.#delimiters;
    this.#reserved = [element, component, segment, ...(repetition === undefined ? [] : [repetition])];
    this.#reserved.push('\r', '\n');
  }

  write({ reference, sentOn, sentTime, groups, technicalAcknowledgements = [] }: X12Interchange): void {
    const interchangeReference = padNumber(reference, 9);
    this.#place = { interchange: interchangeReference };
    this.#writeIsa(interchangeReference, sentOn, sentTime);
    for (const segment of technicalAcknowledgements) this.#segment(segment);
    for (const group of groups) {
      const { version, sender, receiver } = this.#envelope;
      const groupReference = String(group.reference);
      this.#place = { interchange: interchangeReference, group: groupReference };
      const from = this.#envelope.groupSender ?? sender.id;
      const to = this.#envelope.groupReceiver ?? receiver.id;
      this.#segment(['GS', group.type, from, to, sentOn, sentTime, groupReference, 'X', version]);
      for (const message of group.messages) this.#writeMessage(message, interchangeReference, groupReference);
      this.#place = { interchange: interchangeReference, group: groupReference };
      this.#segment(['GE', String(group.messages.length), groupReference]);
    }
    this.#segment(['IEA', String(groups.length), interchangeReference]);
  }

  #writeMessage({ type, reference, segments }: X12Message, interchange: string, group: string): void {
    const message = padNumber(reference, 4);
    this.#place = { interchange, group, message, segmentIndex: 1 };
    this.#segment(['ST', type, message]);
    segments.forEach((segment, index) => {
      this.#place = { interchange, group, message, segmentIndex: index + 2 };
      this.#segment(segment);
    });
    this.#place = { interchange, group, message, segmentIndex: segments.length + 2 };
    this.#segment(['SE', String(segments.length + 2), message]);
  }

  /** Fixed widths; ISA11 is the letter U until 00401 and the repetition separator from 00402 on (X12.5). */
  #writeIsa(reference: string, sentOn: string, sentTime: string): void {
    const { sender, receiver, version, isTest, isReceiptRequested } = this.#envelope;
    const { element, component, segment, repetition } = this.#delimiters;
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
      ...[sentOn.slice(2), sentTime.slice(0, 4), eleventh, edition, reference],
      ...[isReceiptRequested === true ? '1' : '0', isTest ? 'T' : 'P'],
    ];
    const widths = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1];
    const tooWide = fields.findIndex((field, index) => field.length !== widths[index]);
    this.#place = { ...this.#place, segment: 'ISA' };
    if (tooWide >= 0) {
      const why = `ISA${padNumber(tooWide + 1, 2)} does not fit its ${widths[tooWide]} characters: "${fields[tooWide]}"`;
      this.#refuse('element-too-long', why, tooWide + 1);
    }
    fields.forEach((field, index) => {
      if (index !== 10) this.#check('ISA', field, index + 1);
    });
    this.text += `ISA${element}${fields.join(element)}${element}${component}${segment}${this.#envelope.lineBreak ?? ''}`;
  }

  #segment([tag, ...elements]: WireSegment): void {
    this.#place = { ...this.#place, segment: tag };
    const { element, component, segment } = this.#delimiters;
    const parts = elements.map((value, index) => {
      if (typeof value === 'string') return this.#check(tag, value, index + 1);
      const components = value.map((part, at) => this.#check(tag, part, index + 1, at + 1));
      while (components.at(-1) === '') components.pop();
      return components.join(component);
    });
    while (parts.at(-1) === '') parts.pop();
    this.text += `${[tag, ...parts].join(element)}${segment}${this.#envelope.lineBreak ?? ''}`;
  }

  #check(tag: string, value: string, element: number, component?: number): string {
    const where = `${tag}${padNumber(element, 2)}`;
    const held = this.#reserved.find((delimiter) => value.includes(delimiter));
    if (held !== undefined) {
      const why = `${where} holds ${JSON.stringify(held)}, which separates data for this partner: change the text or agree other delimiters`;
      this.#refuse('value-holds-delimiter', why, element, component, value);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is outside of latin1 is searched for
    if (/[^\u0000-\u00ff]/.test(value)) {
      const why = `${where} holds a character that the partner's character set (latin1) lacks`;
      this.#refuse('element-characters', why, element, component, value);
    }
    return value;
  }

  #refuse(code: IssueCode, message: string, element: number, component?: number, value?: string): void {
    const place: Place = { ...this.#place, element, component, offset: this.text.length };
    this.issues.push({ code, severity: 'error', message, place, value: value?.slice(0, 99) });
  }
}
