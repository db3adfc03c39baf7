import { checkEnd, checkHeader } from './envelope-checks.ts';
import {
  type Group,
  type GroupHeader,
  type Interchange,
  type InterchangeHeader,
  type Message,
  readGroupHeader,
  readInterchangeHeader,
  readMessageHeader,
} from './interchange.ts';
import type { Issue, Place, Severity } from './issue.ts';
import { IssueLog, isFree } from './issue-log.ts';
import { RecordedMessage } from './recorded-message.ts';
import { groupTypes } from './schema/group-types.ts';
import type { SchemaSource } from './schema/schema.ts';
import { standardSchemas } from './schema/standard-schemas.ts';
import type { CharsetName } from './syntax/charset.ts';
import type { Dialect } from './syntax/dialect.ts';
import type { Segment } from './syntax/segment.ts';
import { SegmentReader } from './syntax/segment-reader.ts';
import { checkBalances } from './validation/balances/check-balances.ts';
import { defaultLevels, type ValidationLevels } from './validation/levels.ts';
import { SetValidator, type ValidatorOptions } from './validation/set-validator.ts';

export type ReaderOptions = {
  schemas?: SchemaSource;
  /** What a message means that no schema describes: `error` refuses it, `warning` lets its syntax pass. */
  unsupported?: Severity;
  /** What is checked, and what an issue of each level means; see `defaultLevels`. */
  levels?: Partial<ValidationLevels>;
  /** How bytes beyond ASCII are meant in X12, which cannot say so itself: latin1 where nothing is agreed. */
  charset?: CharsetName;
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

const balanceIssuesMax = 200;

/** Called in the order of the data. A message is final only when its group and its interchange are. */
export type InterchangeSink = {
  /** For a sink that takes nothing else, a copy by spread lacks the message's segments and loops. */
  message?(message: Message): void;
  group?(group: Group): void;
  interchange?(interchange: Interchange): void;
  /** Whatever belongs to no interchange. */
  issue?(issue: Issue): void;
};

/**
 * Reads interchanges of any dialect from chunks of any size and checks their envelopes, counts and messages.
 * It never throws on what a partner wrote, and never guesses: what is wrong becomes an issue with its place.
 */
export class InterchangeReader {
  readonly #sink: InterchangeSink;
  readonly #schemas: SchemaSource;
  readonly #unsupported: Severity;
  readonly #messageSegmentsMax: number;
  readonly #levels: ValidationLevels;
  readonly #log: IssueLog;
  readonly #validating: Readonly<Record<Dialect['name'], ValidatorOptions>>;
  readonly #keepsSegments: boolean;
  /** Nobody sees the messages of a group again where the sink wants neither groups nor interchanges. */
  readonly #keepsMessages: boolean;
  readonly #segments: SegmentReader;
  readonly #seen = new Set<string>();
  #dialect: Dialect | undefined;
  /** References of the groups of the open interchange, and of the messages of the open group. */
  #groupReferences = new Set<string>();
  #messageReferences = new Set<string>();
  #isTooLarge = false;
  /** Messages of the open group; of the open interchange its groups with a header, and the messages in all. */
  #groupMessageCount = 0;
  #groupCount = 0;
  #messageCount = 0;
  #hasBareMessages = false;

  constructor(sink: InterchangeSink, options: ReaderOptions = {}) {
    this.#sink = sink;
    this.#schemas = options.schemas ?? standardSchemas;
    this.#unsupported = options.unsupported ?? 'error';
    this.#messageSegmentsMax = options.messageSegmentsMax ?? 2_000_000;
    this.#levels = { ...defaultLevels, ...options.levels };
    this.#log = new IssueLog({
      levels: this.#levels,
      issuesMax: options.issuesMax ?? 1_000,
      outside: (issue) => sink.issue?.(issue),
    });
    const place = (at: Segment, index: number): Place => this.#log.place(at, index);
    const level = this.#levels.content;
    this.#validating = { x12: { level, isX12: true, place }, edifact: { level, isX12: false, place } };
    this.#keepsMessages = sink.group !== undefined || sink.interchange !== undefined;
    this.#keepsSegments = options.keepsSegments ?? this.#keepsMessages;
    const { segmentBytesMax, charset } = options;
    this.#segments = new SegmentReader(
      {
        header: (dialect) => this.#startInterchange(dialect),
        segment: (current) => this.#take(current),
        note: ({ code, severity, message, offset }) => this.#log.report(code, message, { offset }, severity),
      },
      { ...(segmentBytesMax === undefined ? {} : { segmentBytesMax }), charset },
    );
  }

  push(chunk: Uint8Array): void {
    this.#segments.push(chunk);
  }

  end(): void {
    this.#segments.end();
    this.#abandonInterchange(this.#log.lastOffset);
  }

  #startInterchange(dialect: Dialect): void {
    this.#abandonInterchange(this.#segments.offset);
    this.#dialect = dialect;
  }

  #take(current: SegmentReader): void {
    const dialect = this.#dialect;
    if (dialect === undefined) return;
    this.#log.lastOffset = current.offset;
    const { tag } = current;
    if (this.#log.open.interchange === undefined && tag !== dialect.interchange.open) {
      const why = `the ${dialect.interchange.open} does not use the delimiters that were announced`;
      this.#log.complain('header-malformed', why, current.toSegment());
      this.#segments.seekInterchange();
      return;
    }
    switch (tag) {
      case dialect.message.open:
        this.#openMessage(dialect, current);
        break;
      case dialect.message.close:
        this.#closeMessage(dialect, current);
        break;
      case dialect.group.open:
        this.#openGroup(dialect, current.toSegment());
        break;
      case dialect.group.close:
        this.#closeGroup(dialect, current.toSegment());
        break;
      case dialect.interchange.open:
        this.#openInterchange(dialect, current.toSegment());
        break;
      case dialect.interchange.close:
        this.#closeInterchange(dialect, current.toSegment());
        break;
      default:
        this.#takeBody(dialect, tag, current);
    }
  }

  #takeBody(dialect: Dialect, tag: string, current: SegmentReader): void {
    const { interchange, group, message } = this.#log.open;
    if (message === undefined) {
      if (group === undefined && dialect.besideGroups.has(tag)) {
        if (tag === 'TA1') interchange?.technicalAcknowledgements.push(current.toSegment());
        return;
      }
      const why = `"${tag.slice(0, 20)}" stands outside of any message`;
      this.#log.complain('envelope-out-of-place', why, current.toSegment());
      return;
    }
    if (message.segmentCount >= this.#messageSegmentsMax) {
      if (!this.#isTooLarge) {
        const why = `the message has more than ${this.#messageSegmentsMax} segments: the sender must split it`;
        this.#log.complain('message-too-large', why, current.toSegment());
      }
      this.#isTooLarge = true;
      return;
    }
    message.add(current, tag);
    message.validator?.add(tag, current, message.segmentCount);
  }

  #openInterchange(dialect: Dialect, segment: Segment): void {
    if (this.#log.open.interchange !== undefined) {
      const why = `this ${segment.tag} opens no interchange: it is none, and stands inside of another`;
      this.#log.complain('envelope-out-of-place', why, segment);
      return;
    }
    const header = readInterchangeHeader(dialect, segment);
    this.#log.open.interchange = {
      header,
      groups: [],
      technicalAcknowledgements: [],
      issues: [],
      isAccepted: true,
    };
    this.#groupReferences = new Set();
    this.#groupCount = 0;
    this.#messageCount = 0;
    this.#hasBareMessages = false;
    if (header.reference === '') {
      this.#log.complain('envelope-element-wrong', `${segment.tag} has no control number`, segment);
    }
    const key = JSON.stringify([header.sender, header.receiver, header.reference]);
    if (this.#seen.has(key)) {
      const why = `the control number ${header.reference} came before, from the same sender`;
      this.#log.complain('interchange-duplicate', why, segment);
    }
    this.#seen.add(key);
    checkHeader(this.#log, this.#schemas, { dialect, segment, version: header.version });
  }

  #closeInterchange(dialect: Dialect, segment: Segment): void {
    const { interchange } = this.#log.open;
    if (interchange === undefined) {
      this.#log.complain('envelope-out-of-place', `${segment.tag} closes no interchange`, segment);
      return;
    }
    this.#abandonGroup(segment);
    const hasGroups = dialect.isGroupRequired || this.#groupCount > 0;
    if (!dialect.isGroupRequired && hasGroups && this.#hasBareMessages) {
      const why = 'messages stand beside groups: an interchange holds the one or the other';
      this.#log.complain('group-missing', why, segment, 'warning');
    }
    checkEnd(this.#log, segment, dialect.interchange, {
      reference: interchange.header.reference,
      count: hasGroups ? this.#groupCount : this.#messageCount,
      what: hasGroups ? 'groups' : 'messages',
      referenceCode: 'interchange-reference-differs',
      countCode: 'interchange-count-wrong',
    });
    this.#finishInterchange();
    this.#segments.seekInterchange();
  }

  #openGroup(dialect: Dialect, segment: Segment): void {
    this.#abandonGroup(segment);
    const header = readGroupHeader(dialect, segment);
    this.#startGroup(header);
    if (this.#groupReferences.has(header.reference)) {
      const why = `the group number ${header.reference} came before in this interchange`;
      this.#log.complain('group-duplicate', why, segment);
    }
    this.#groupReferences.add(header.reference);
    checkHeader(this.#log, this.#schemas, { dialect, segment, version: header.version });
  }

  #startGroup(header: GroupHeader | undefined): void {
    this.#log.open.group = { header, messages: [], includedCount: '', issues: [], isAccepted: true };
    this.#messageReferences = new Set();
    this.#groupMessageCount = 0;
  }

  #closeGroup(dialect: Dialect, segment: Segment): void {
    const { group } = this.#log.open;
    if (group?.header === undefined) {
      this.#log.complain('envelope-out-of-place', `${segment.tag} closes no group`, segment);
      return;
    }
    this.#abandonMessage(segment);
    group.includedCount = segment.value(dialect.group.closeCount).trim();
    checkEnd(this.#log, segment, dialect.group, {
      reference: group.header.reference,
      count: this.#groupMessageCount,
      what: 'messages',
      referenceCode: 'group-reference-differs',
      countCode: 'group-count-wrong',
    });
    this.#finishGroup();
  }

  #openMessage(dialect: Dialect, current: SegmentReader): void {
    const segment = current.toSegment();
    this.#abandonMessage(segment);
    const { open } = this.#log;
    if (open.group === undefined) {
      this.#startGroup(undefined);
      if (dialect.isGroupRequired) {
        this.#log.complain(
          'group-missing',
          `${segment.tag} needs a ${dialect.group.open} before it`,
          segment,
        );
      }
    }
    const header = open.group?.header;
    const about = readMessageHeader(dialect, segment, header);
    const interchange = open.interchange?.header as InterchangeHeader;
    const message = new RecordedMessage({ interchange, group: header, ...about });
    message.add(current, segment.tag);
    open.message = message;
    this.#isTooLarge = false;
    if (about.reference === '') {
      this.#log.complain('message-reference-missing', `${segment.tag} has no control number`, segment);
    } else if (this.#messageReferences.has(about.reference)) {
      const why = `the message number ${about.reference} came before in this group`;
      this.#log.complain('message-duplicate', why, segment);
    }
    this.#messageReferences.add(about.reference);
    this.#checkGroupType(message, segment);
    message.validator = this.#validatorFor(message, segment);
  }

  /** A group holds messages of its kind only: the sets of its GS01 (X12, data element 479), or the type in its UNG. */
  #checkGroupType({ type, group }: Message, segment: Segment): void {
    if (group === undefined) return;
    const expected = group.segment.tag === 'GS' ? groupTypes[type] : type;
    if (expected === undefined || group.type === expected) return;
    const why = `a message ${type} travels in a group of type ${expected}, this one says "${group.type.slice(0, 10)}"`;
    this.#log.complain('group-type-wrong', why, segment, 'warning');
  }

  #validatorFor(message: Message, segment: Segment): SetValidator | undefined {
    const schema = this.#schemas(message.type, message.version, message.implementation);
    if (schema === 'unknown-type') {
      const why = `messages of type "${message.type}" are not described here: only the envelope was checked`;
      this.#log.complain('message-not-supported', why, segment, this.#unsupported);
      return undefined;
    }
    if (schema === 'unknown-version') {
      const why = `${message.type} in version "${message.version}" is not described here: only the envelope was checked`;
      this.#log.complain('version-not-supported', why, segment, this.#unsupported);
      return undefined;
    }
    return new SetValidator(schema, this.#validating[message.interchange.dialect.name]);
  }

  #closeMessage(dialect: Dialect, current: SegmentReader): void {
    const { message } = this.#log.open;
    const segment = current.toSegment();
    if (message === undefined) {
      this.#log.complain('envelope-out-of-place', `${segment.tag} closes no message`, segment);
      return;
    }
    message.add(current, segment.tag);
    message.validator?.end(segment, message.segmentCount);
    checkEnd(this.#log, segment, dialect.message, {
      reference: message.reference,
      count: message.segmentCount,
      what: 'segments',
      referenceCode: 'message-reference-differs',
      countCode: 'message-count-wrong',
    });
    this.#finishMessage();
  }

  #abandonMessage(segment: Segment | undefined, offset = segment?.offset ?? 0): void {
    const { message } = this.#log.open;
    if (message === undefined) return;
    const why = `the message ${message.reference} has no end: its closing segment is missing`;
    this.#log.report('message-trailer-missing', why, { ...this.#log.place(undefined), offset });
    this.#finishMessage();
  }

  #abandonGroup(segment: Segment | undefined, offset = segment?.offset ?? 0): void {
    this.#abandonMessage(segment, offset);
    const header = this.#log.open.group?.header;
    if (header !== undefined) {
      const why = `the group ${header.reference} has no end: its closing segment is missing`;
      this.#log.report('group-trailer-missing', why, { ...this.#log.place(undefined), offset });
    }
    this.#finishGroup();
  }

  #abandonInterchange(offset: number): void {
    const { interchange } = this.#log.open;
    if (interchange === undefined) return;
    this.#abandonGroup(undefined, offset);
    const { reference } = interchange.header;
    const why = `the interchange ${reference} has no end: it was cut off or its closing segment is missing`;
    this.#log.report('interchange-trailer-missing', why, { ...this.#log.place(undefined), offset });
    this.#finishInterchange();
  }

  #finishMessage(): void {
    const { open } = this.#log;
    const { message } = open;
    if (message === undefined) return;
    if (message.validator !== undefined) message.issues.push(...message.validator.issues);
    this.#checkBalances(message);
    open.message = undefined;
    message.isAccepted = isFree(message.issues);
    // An object with getters of its own costs more than all that is read of it: only who keeps messages copies them.
    const finished = this.#keepsMessages ? message.toMessage() : message;
    this.#sink.message?.(finished);
    if (open.group === undefined) return;
    this.#groupMessageCount++;
    if (!this.#keepsMessages) return;
    open.group.messages.push(this.#keepsSegments ? finished : message.verdict());
  }

  /** Sums are worth a look only where everything that they are made of is sound. */
  #checkBalances(message: RecordedMessage): void {
    const { balances } = this.#levels;
    const schema = message.validator?.schema;
    if (balances === 'off' || schema === undefined || !isFree(message.issues)) return;
    checkBalances(message, schema, ({ code, why, at, element, component, value }) => {
      const { segment, index } = at;
      const offset = element === undefined ? segment.offset : segment.offsetOf(element, component);
      const place = { ...this.#log.place(segment, index), element, component, offset };
      if (message.issues.length < balanceIssuesMax) {
        message.issues.push({ code, severity: balances, message: why, place, value: value?.slice(0, 99) });
      }
    });
  }

  #finishGroup(): void {
    const { open } = this.#log;
    const { group } = open;
    if (group === undefined) return;
    open.group = undefined;
    group.isAccepted = isFree(group.issues);
    if (!group.isAccepted) for (const message of group.messages) message.isAccepted = false;
    if (group.header === undefined) this.#hasBareMessages = true;
    else this.#groupCount++;
    this.#messageCount += this.#groupMessageCount;
    if (this.#keepsMessages) open.interchange?.groups.push(group);
    this.#sink.group?.(group);
  }

  #finishInterchange(): void {
    const { open } = this.#log;
    const { interchange } = open;
    if (interchange === undefined) return;
    open.interchange = undefined;
    interchange.isAccepted = isFree(interchange.issues);
    if (!interchange.isAccepted) {
      for (const group of interchange.groups) {
        for (const message of group.messages) message.isAccepted = false;
      }
    }
    this.#sink.interchange?.(interchange);
  }
}
