import {
  type Group,
  type Interchange,
  type InterchangeHeader,
  type Message,
  readGroupHeader,
  readInterchangeHeader,
  readMessageHeader,
} from './interchange.ts';
import type { Issue, IssueCode, Place, Severity } from './issue.ts';
import type { SchemaSource } from './schema/schema.ts';
import { standardSchemas } from './schema/standard-schemas.ts';
import type { Dialect, EnvelopeLevel } from './syntax/dialect.ts';
import type { Segment } from './syntax/segment.ts';
import { SegmentReader } from './syntax/segment-reader.ts';
import { checkSegment } from './validation/check-segment.ts';
import { SetValidator } from './validation/set-validator.ts';

export type ReaderOptions = {
  schemas?: SchemaSource;
  /** What a message means that no schema describes: `error` refuses it, `warning` lets its syntax pass. */
  unsupported?: Severity;
  segmentBytesMax?: number;
  messageSegmentsMax?: number;
  issuesMax?: number;
  /**
   * False: a message's segments are let go once `sink.message` has seen them, so that a file of any size fits; groups
   * keep the verdicts only, which is all that an acknowledgement needs. By default they are kept for a sink that asks
   * for groups or interchanges.
   */
  keepsSegments?: boolean;
};

/** Called in the order of the data. A message is final only when its group and its interchange are. */
export type InterchangeSink = {
  message?(message: Message): void;
  group?(group: Group): void;
  interchange?(interchange: Interchange): void;
  /** Whatever belongs to no interchange. */
  issue?(issue: Issue): void;
};

type OpenMessage = { message: Message; validator: SetValidator | undefined; isTooLarge: boolean };
type OpenGroup = { group: Group; references: Set<string> };
type OpenInterchange = { interchange: Interchange; references: Set<string> };

/**
 * Reads interchanges of any dialect from chunks of any size and checks their envelopes, counts and messages.
 * It never throws on what a partner wrote, and never guesses: what is wrong becomes an issue with its place.
 */
export class InterchangeReader {
  readonly #sink: InterchangeSink;
  readonly #schemas: SchemaSource;
  readonly #unsupported: Severity;
  readonly #messageSegmentsMax: number;
  readonly #issuesMax: number;
  readonly #keepsSegments: boolean;
  readonly #segments: SegmentReader;
  readonly #seen = new Set<string>();
  #issueCount = 0;
  #dialect: Dialect | undefined;
  #interchange: OpenInterchange | undefined;
  #group: OpenGroup | undefined;
  #message: OpenMessage | undefined;
  #last = { offset: 0 };

  constructor(sink: InterchangeSink, options: ReaderOptions = {}) {
    this.#sink = sink;
    this.#schemas = options.schemas ?? standardSchemas;
    this.#unsupported = options.unsupported ?? 'error';
    this.#messageSegmentsMax = options.messageSegmentsMax ?? 2_000_000;
    this.#issuesMax = options.issuesMax ?? 1_000;
    this.#keepsSegments =
      options.keepsSegments ?? (sink.group !== undefined || sink.interchange !== undefined);
    const limits = options.segmentBytesMax === undefined ? {} : { segmentBytesMax: options.segmentBytesMax };
    this.#segments = new SegmentReader(
      {
        header: (dialect) => this.#startInterchange(dialect),
        segment: (current) => this.#take(current),
        note: ({ code, severity, message, offset }) => this.#report(code, message, { offset }, severity),
      },
      limits,
    );
  }

  push(chunk: Uint8Array): void {
    this.#segments.push(chunk);
  }

  end(): void {
    this.#segments.end();
    this.#abandonInterchange(this.#last.offset);
  }

  #startInterchange(dialect: Dialect): void {
    this.#abandonInterchange(this.#segments.offset);
    this.#dialect = dialect;
  }

  #take(current: SegmentReader): void {
    const dialect = this.#dialect;
    if (dialect === undefined) return;
    this.#last.offset = current.offset;
    const segment = current.toSegment();
    if (this.#interchange === undefined && segment.tag !== dialect.interchange.open) {
      const why = `the ${dialect.interchange.open} does not use the delimiters that were announced`;
      this.#complain('header-malformed', why, segment);
      this.#segments.seekInterchange();
      return;
    }
    switch (segment.tag) {
      case dialect.message.open:
        this.#openMessage(dialect, segment);
        break;
      case dialect.message.close:
        this.#closeMessage(dialect, segment);
        break;
      case dialect.group.open:
        this.#openGroup(dialect, segment);
        break;
      case dialect.group.close:
        this.#closeGroup(dialect, segment);
        break;
      case dialect.interchange.open:
        this.#openInterchange(dialect, segment);
        break;
      case dialect.interchange.close:
        this.#closeInterchange(dialect, segment);
        break;
      default:
        this.#takeBody(dialect, segment, current);
    }
  }

  #takeBody(dialect: Dialect, segment: Segment, current: SegmentReader): void {
    const open = this.#message;
    if (open === undefined) {
      if (this.#group === undefined && dialect.besideGroups.has(segment.tag)) {
        if (segment.tag === 'TA1') this.#interchange?.interchange.technicalAcknowledgements.push(segment);
        return;
      }
      const shown = segment.tag.slice(0, 20);
      this.#complain('envelope-out-of-place', `"${shown}" stands outside of any message`, segment);
      return;
    }
    const { message } = open;
    if (message.segments.length >= this.#messageSegmentsMax) {
      if (!open.isTooLarge) {
        const why = `the message has more than ${this.#messageSegmentsMax} segments: the sender must split it`;
        this.#complain('message-too-large', why, segment);
      }
      open.isTooLarge = true;
      return;
    }
    message.segments.push(segment);
    if (current.count === 0 && dialect.name === 'x12' && open.validator !== undefined) {
      this.#complain('segment-empty', `${segment.tag.slice(0, 20)} has no elements`, segment);
    }
    open.validator?.add(segment, message.segments.length, current);
  }

  #openInterchange(dialect: Dialect, segment: Segment): void {
    const header = readInterchangeHeader(dialect, segment);
    const interchange: Interchange = {
      header,
      groups: [],
      technicalAcknowledgements: [],
      issues: [],
      isAccepted: true,
    };
    this.#interchange = { interchange, references: new Set() };
    if (header.reference === '') {
      this.#complain('envelope-element-wrong', `${segment.tag} has no control number`, segment, 'error');
    }
    const key = JSON.stringify([header.sender, header.receiver, header.reference]);
    if (this.#seen.has(key)) {
      const why = `the control number ${header.reference} came before, from the same sender`;
      this.#complain('interchange-duplicate', why, segment);
    }
    this.#seen.add(key);
  }

  #closeInterchange(dialect: Dialect, segment: Segment): void {
    const open = this.#interchange;
    if (open === undefined) {
      this.#complain('envelope-out-of-place', `${segment.tag} closes no interchange`, segment);
      return;
    }
    this.#abandonGroup(segment);
    const { interchange } = open;
    const hasGroups =
      dialect.isGroupRequired || interchange.groups.some((group) => group.header !== undefined);
    const count = hasGroups
      ? interchange.groups.filter((group) => group.header !== undefined).length
      : interchange.groups.reduce((sum, group) => sum + group.messages.length, 0);
    const what = hasGroups ? 'groups' : 'messages';
    this.#compare(segment, dialect.interchange, {
      reference: interchange.header.reference,
      count,
      what,
      referenceCode: 'interchange-reference-differs',
      countCode: 'interchange-count-wrong',
    });
    this.#finishInterchange();
    this.#segments.seekInterchange();
  }

  #openGroup(dialect: Dialect, segment: Segment): void {
    this.#abandonGroup(segment);
    const header = readGroupHeader(dialect, segment);
    const references = this.#interchange?.references;
    this.#group = { group: newGroup(), references: new Set() };
    this.#group.group.header = header;
    if (references?.has(header.reference)) {
      const why = `the group number ${header.reference} came before in this interchange`;
      this.#complain('group-duplicate', why, segment);
    }
    references?.add(header.reference);
    this.#checkEnvelopeSegment(dialect, segment, header.version);
  }

  #closeGroup(dialect: Dialect, segment: Segment): void {
    const open = this.#group;
    if (open?.group.header === undefined) {
      this.#complain('envelope-out-of-place', `${segment.tag} closes no group`, segment);
      return;
    }
    this.#abandonMessage(segment);
    open.group.includedCount = segment.value(dialect.group.closeCount).trim();
    this.#compare(segment, dialect.group, {
      reference: open.group.header.reference,
      count: open.group.messages.length,
      what: 'messages',
      referenceCode: 'group-reference-differs',
      countCode: 'group-count-wrong',
    });
    this.#finishGroup();
  }

  #openMessage(dialect: Dialect, segment: Segment): void {
    this.#abandonMessage(segment);
    if (this.#group === undefined) {
      this.#group = { group: newGroup(), references: new Set() };
      if (dialect.isGroupRequired) {
        this.#complain('group-missing', `${segment.tag} needs a ${dialect.group.open} before it`, segment);
      }
    }
    const { group, references } = this.#group;
    const interchange = this.#interchange?.interchange.header as InterchangeHeader;
    const about = readMessageHeader(dialect, segment, group.header);
    const message: Message = {
      interchange,
      group: group.header,
      ...about,
      segments: [segment],
      root: undefined,
      issues: [],
      isAccepted: true,
    };
    this.#message = { message, validator: undefined, isTooLarge: false };
    if (about.reference === '') {
      this.#complain('message-reference-missing', `${segment.tag} has no control number`, segment);
    } else if (references.has(about.reference)) {
      const why = `the message number ${about.reference} came before in this group`;
      this.#complain('message-duplicate', why, segment);
    }
    references.add(about.reference);
    this.#message.validator = this.#validatorFor(message, segment);
  }

  #validatorFor(message: Message, segment: Segment): SetValidator | undefined {
    const schema = this.#schemas(message.type, message.version, message.implementation);
    if (schema === 'unknown-type') {
      const why = `messages of type "${message.type}" are not described here: only the envelope was checked`;
      this.#complain('message-not-supported', why, segment, this.#unsupported);
      return undefined;
    }
    if (schema === 'unknown-version') {
      const why = `${message.type} in version "${message.version}" is not described here: only the envelope was checked`;
      this.#complain('version-not-supported', why, segment, this.#unsupported);
      return undefined;
    }
    const validator = new SetValidator(schema, (at, index) => this.#place(at, index));
    message.root = validator.root;
    return validator;
  }

  #closeMessage(dialect: Dialect, segment: Segment): void {
    const open = this.#message;
    if (open === undefined) {
      this.#complain('envelope-out-of-place', `${segment.tag} closes no message`, segment);
      return;
    }
    open.message.segments.push(segment);
    open.validator?.end(segment, open.message.segments.length);
    this.#compare(segment, dialect.message, {
      reference: open.message.reference,
      count: open.message.segments.length,
      what: 'segments',
      referenceCode: 'message-reference-differs',
      countCode: 'message-count-wrong',
    });
    this.#finishMessage();
  }

  #compare(
    segment: Segment,
    level: EnvelopeLevel,
    expected: {
      reference: string;
      count: number;
      what: string;
      referenceCode: IssueCode;
      countCode: IssueCode;
    },
  ): void {
    const reference = segment.value(level.closeReference).trim();
    const isNumber =
      level.compare === 'number' && /^\d+$/.test(reference) && /^\d+$/.test(expected.reference);
    const isSame = isNumber
      ? BigInt(reference) === BigInt(expected.reference)
      : reference === expected.reference;
    if (!isSame) {
      const why = `${segment.tag} says number "${reference.slice(0, 40)}", its ${level.open} says "${expected.reference.slice(0, 40)}"`;
      this.#complainAt(expected.referenceCode, why, segment, level.closeReference);
    }
    const counted = segment.value(level.closeCount).trim();
    if (!/^\d+$/.test(counted) || Number(counted) !== expected.count) {
      const why = `${segment.tag} says "${counted.slice(0, 20)}" ${expected.what}, ${expected.count} were received`;
      this.#complainAt(expected.countCode, why, segment, level.closeCount);
    }
  }

  #checkEnvelopeSegment(dialect: Dialect, segment: Segment, version: string): void {
    if (dialect.name !== 'x12') return;
    const schema = this.#schemas('997', version);
    if (typeof schema === 'string') return;
    const described = schema.segments.get(segment.tag);
    if (described === undefined) return;
    checkSegment(described, segment, ({ why, element }) =>
      this.#complainAt('envelope-element-wrong', why, segment, element, 'warning'),
    );
  }

  #abandonMessage(segment: Segment | undefined, offset = segment?.offset ?? 0): void {
    if (this.#message === undefined) return;
    const { message } = this.#message;
    const why = `the message ${message.reference} has no end: its closing segment is missing`;
    this.#report('message-trailer-missing', why, { ...this.#place(undefined), offset });
    this.#finishMessage();
  }

  #abandonGroup(segment: Segment | undefined, offset = segment?.offset ?? 0): void {
    this.#abandonMessage(segment, offset);
    const header = this.#group?.group.header;
    if (header !== undefined) {
      const why = `the group ${header.reference} has no end: its closing segment is missing`;
      this.#report('group-trailer-missing', why, { ...this.#place(undefined), offset });
    }
    this.#finishGroup();
  }

  #abandonInterchange(offset: number): void {
    const open = this.#interchange;
    if (open === undefined) return;
    this.#abandonGroup(undefined, offset);
    const { reference } = open.interchange.header;
    const why = `the interchange ${reference} has no end: it was cut off or its closing segment is missing`;
    this.#report('interchange-trailer-missing', why, { ...this.#place(undefined), offset });
    this.#finishInterchange();
  }

  #finishMessage(): void {
    const open = this.#message;
    if (open === undefined) return;
    const { message, validator } = open;
    this.#message = undefined;
    if (validator !== undefined) message.issues.push(...validator.issues);
    message.isAccepted = isFree(message.issues);
    this.#sink.message?.(message);
    const kept = this.#keepsSegments ? message : { ...message, segments: [], root: undefined };
    this.#group?.group.messages.push(kept);
  }

  #finishGroup(): void {
    const open = this.#group;
    if (open === undefined) return;
    this.#group = undefined;
    const { group } = open;
    group.isAccepted = isFree(group.issues);
    if (!group.isAccepted) for (const message of group.messages) message.isAccepted = false;
    this.#interchange?.interchange.groups.push(group);
    this.#sink.group?.(group);
  }

  #finishInterchange(): void {
    const open = this.#interchange;
    if (open === undefined) return;
    this.#interchange = undefined;
    const { interchange } = open;
    interchange.isAccepted = isFree(interchange.issues);
    if (!interchange.isAccepted) {
      for (const group of interchange.groups) {
        for (const message of group.messages) message.isAccepted = false;
      }
    }
    this.#sink.interchange?.(interchange);
  }

  #place(segment: Segment | undefined, index?: number): Place {
    return {
      interchange: this.#interchange?.interchange.header.reference,
      group: this.#group?.group.header?.reference,
      message: this.#message?.message.reference,
      segment: segment?.tag.slice(0, 20),
      segmentIndex:
        index ?? (this.#message === undefined ? undefined : this.#message.message.segments.length),
      offset: segment?.offset ?? this.#last.offset,
    };
  }

  #complain(code: IssueCode, message: string, segment: Segment, severity: Severity = 'error'): void {
    this.#report(code, message, this.#place(segment), severity);
  }

  #complainAt(
    code: IssueCode,
    message: string,
    segment: Segment,
    element: number,
    severity: Severity = 'error',
  ): void {
    const place = { ...this.#place(segment), element, offset: segment.offsetOf(element) };
    this.#report(code, message, place, severity);
  }

  /** To the innermost thing that is open. The limit keeps memory bounded, whatever arrives. */
  #report(code: IssueCode, message: string, place: Place, severity: Severity = 'error'): void {
    this.#issueCount++;
    const issue: Issue = { code, severity, message, place };
    const inner =
      this.#message?.message.issues ?? this.#group?.group.issues ?? this.#interchange?.interchange.issues;
    if (inner !== undefined) {
      if (this.#issueCount <= this.#issuesMax || isFree(inner)) inner.push(issue);
    } else if (this.#issueCount <= this.#issuesMax) this.#sink.issue?.(issue);
  }
}

const newGroup = (): Group => ({
  header: undefined,
  messages: [],
  includedCount: '',
  issues: [],
  isAccepted: true,
});

const isFree = (issues: readonly Issue[]): boolean => issues.every((issue) => issue.severity !== 'error');
