import { checkEnd, checkHeader } from './envelope-checks.ts';
import {
  type Group,
  type GroupHeader,
  type Interchange,
  type InterchangeHeader,
  type Message,
  type MessageKind,
  readGroupHeader,
  readInterchangeHeader,
  readMessageKind,
  readMessageReference,
} from './interchange.ts';
import type { Issue, Place, Severity } from './issue.ts';
import { type Complained, IssueLog } from './issue-log.ts';
import { RecordedGroup, RecordedInterchange } from './recorded-envelopes.ts';
import { type RecordedKind, RecordedMessage } from './recorded-message.ts';
import { groupTypes } from './schema/group-types.ts';
import type { SchemaSource } from './schema/schema.ts';
import { standardSchemas } from './schema/standard-schemas.ts';
import type { CharsetName } from './syntax/charset.ts';
import type { Delimiters, Dialect } from './syntax/dialect.ts';

import { SegmentReader } from './syntax/segment-reader.ts';
import { checkBalances } from './validation/balances/check-balances.ts';
import { defaultLevels, type ValidationLevels } from './validation/levels.ts';
import { SetValidator } from './validation/set-validator.ts';

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
  /** So many issues are listed; of the rest the first error of each message, group and interchange, and their number. */
  issuesMax?: number;
  /**
   * False: a message's segments are let go once `sink.message` has seen them, so that a file of any size fits; groups
   * keep the verdicts only, which is all that an acknowledgement needs. By default they are kept for a sink that asks
   * for groups or interchanges.
   */
  keepsSegments?: boolean;
};

const issuesMaxDefault = 5_000;
const balanceIssuesMax = 200;
const nowhere = -1;

/** Called in the order of the data. A message is final only when its group and its interchange are. */
export type InterchangeSink = {
  /** Segments and loops are made on access: a copy by spread lacks them (`copyMessage`, `asAccepted`). */
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
  readonly #validators: Readonly<Record<Dialect['name'], SetValidator>>;
  readonly #keepsSegments: boolean;
  /** Nobody sees the messages of a group again where the sink wants neither groups nor interchanges. */
  readonly #keepsMessages: boolean;
  readonly #segments: SegmentReader;
  readonly #seen = new Set<string>();
  #dialect: Dialect | undefined;
  /** By the first letter of its tag: whether a segment can belong to an envelope. */
  readonly #isEnvelopeLetter = new Uint8Array(256);
  #lastKind: RecordedKind | undefined;
  /** What follows the structure of the open message, where that is described. */
  #validator: SetValidator | undefined;
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
      issuesMax: options.issuesMax ?? issuesMaxDefault,
      outside: (issue) => sink.issue?.(issue),
    });
    const validating = {
      level: this.#levels.content,
      place: (at: Pick<Complained, 'tag' | 'offset'>, index: number): Place => this.#log.place(at, index),
      log: this.#log,
    };
    this.#validators = {
      x12: new SetValidator({ ...validating, isX12: true }),
      edifact: new SetValidator({ ...validating, isX12: false }),
    };
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
    this.#log.endNote({ offset: this.#log.lastOffset });
  }

  #startInterchange(dialect: Dialect): void {
    this.#abandonInterchange(this.#segments.offset);
    if (this.#dialect === dialect) return;
    this.#dialect = dialect;
    this.#isEnvelopeLetter.fill(0);
    for (const { open, close } of [dialect.interchange, dialect.group, dialect.message]) {
      this.#isEnvelopeLetter[open.charCodeAt(0)] = 1;
      this.#isEnvelopeLetter[close.charCodeAt(0)] = 1;
    }
  }

  #take(current: SegmentReader): void {
    const dialect = this.#dialect;
    if (dialect === undefined) return;
    this.#log.lastOffset = current.offset;
    const { tag } = current;
    // A line break in front of a tag hides its first letter.
    if (
      this.#log.open.message !== undefined &&
      !current.isWrapped &&
      this.#isEnvelopeLetter[current.firstByte] === 0
    ) {
      this.#takeBody(dialect, tag, current);
      return;
    }
    if (this.#log.open.interchange === undefined && tag !== dialect.interchange.open) {
      const why = `the ${dialect.interchange.open} does not use the delimiters that were announced`;
      this.#log.complain('header-malformed', why, current);
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
        this.#openGroup(dialect, current);
        break;
      case dialect.group.close:
        this.#closeGroup(dialect, current);
        break;
      case dialect.interchange.open:
        this.#openInterchange(dialect, current);
        break;
      case dialect.interchange.close:
        this.#closeInterchange(dialect, current);
        break;
      default:
        this.#takeBody(dialect, tag, current);
    }
  }

  #takeBody(dialect: Dialect, tag: string, current: SegmentReader): void {
    const { interchange, group, message } = this.#log.open;
    if (message === undefined) {
      if (group === undefined && dialect.besideGroups.has(tag)) {
        if (tag === 'TA1') interchange?.addAcknowledgement(current.toSegment());
        return;
      }
      const why = () => `"${tag.slice(0, 20)}" stands outside of any message`;
      this.#log.complain('envelope-out-of-place', why, current);
      return;
    }
    if (message.segmentCount >= this.#messageSegmentsMax) {
      if (!this.#isTooLarge) {
        const why = `the message has more than ${this.#messageSegmentsMax} segments: the sender must split it`;
        this.#log.complain('message-too-large', why, current);
      }
      this.#isTooLarge = true;
      return;
    }
    const index = message.add(current);
    const place = this.#validator?.add(tag, current, index) ?? nowhere;
    if (place !== nowhere) message.placeLast(place);
  }

  #openInterchange(dialect: Dialect, current: SegmentReader): void {
    if (this.#log.open.interchange !== undefined) {
      const why = `this ${current.tag} opens no interchange: it is none, and stands inside of another`;
      this.#log.complain('envelope-out-of-place', why, current);
      return;
    }
    const delimiters = current.delimiters as Delimiters;
    const header = readInterchangeHeader({ dialect, delimiters }, current);
    this.#log.open.interchange = new RecordedInterchange(header);
    if (this.#groupReferences.size > 0) this.#groupReferences = new Set();
    this.#groupCount = 0;
    this.#messageCount = 0;
    this.#hasBareMessages = false;
    if (header.reference === '') {
      this.#log.complain('envelope-element-wrong', `${current.tag} has no control number`, current);
    }
    const key = keyOf(header);
    if (this.#seen.has(key)) {
      const why = () => `the control number ${header.reference} came before, from the same sender`;
      this.#log.complain('interchange-duplicate', why, current);
    } else this.#seen.add(key);
    checkHeader(this.#log, this.#schemas, { dialect, current, version: header.version });
  }

  #closeInterchange(dialect: Dialect, segment: SegmentReader): void {
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

  #openGroup(dialect: Dialect, current: SegmentReader): void {
    this.#abandonGroup(current);
    const form = this.#log.open.interchange?.header as InterchangeHeader;
    const header = readGroupHeader(form, current);
    this.#startGroup(header);
    if (this.#groupReferences.has(header.reference)) {
      const why = () => `the group number ${header.reference} came before in this interchange`;
      this.#log.complain('group-duplicate', why, current);
    } else this.#groupReferences.add(header.reference);
    checkHeader(this.#log, this.#schemas, { dialect, current, version: header.version });
  }

  #startGroup(header: GroupHeader | undefined): void {
    this.#log.open.group = new RecordedGroup(header);
    if (this.#messageReferences.size > 0) this.#messageReferences = new Set();
    this.#groupMessageCount = 0;
  }

  #closeGroup(dialect: Dialect, segment: SegmentReader): void {
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
    this.#abandonMessage(current);
    const { open } = this.#log;
    if (open.group === undefined) {
      this.#startGroup(undefined);
      if (dialect.isGroupRequired) {
        this.#log.complain(
          'group-missing',
          () => `${dialect.message.open} needs a ${dialect.group.open} before it`,
          current,
        );
      }
    }
    const group = open.group?.header;
    const interchange = open.interchange?.header as InterchangeHeader;
    const values = current.isSpecial ? current.toSegment() : current;
    const reference = readMessageReference(dialect, values);
    const message = new RecordedMessage({
      interchange,
      group,
      kind: this.#kindOf(readMessageKind(dialect, values, group)),
      reference,
    });
    message.add(current);
    open.message = message;
    this.#isTooLarge = false;
    if (reference === '') {
      this.#log.complain(
        'message-reference-missing',
        `${dialect.message.open} has no control number`,
        current,
      );
    } else if (this.#messageReferences.has(reference)) {
      const why = () => `the message number ${reference} came before in this group`;
      this.#log.complain('message-duplicate', why, current);
    } else this.#messageReferences.add(reference);
    this.#checkGroupType(message, current);
    if (message.schema === undefined) this.#complainOfKind(message, current);
    this.#validator = message.schema === undefined ? undefined : this.#validators[dialect.name];
    if (message.schema !== undefined) this.#validator?.begin(message.schema);
  }

  /** The kind with its schema: the same one as of the message before, where that is of the same kind. */
  #kindOf(about: MessageKind): RecordedKind {
    const last = this.#lastKind;
    const { type, version, implementation } = about;
    if (last?.type === type && last.version === version && last.implementation === implementation)
      return last;
    const found = this.#schemas(type, version, implementation);
    const schema = typeof found === 'string' ? undefined : found;
    this.#lastKind = { type, version, implementation, schema };
    return this.#lastKind;
  }

  /** A group holds messages of its kind only: the sets of its GS01 (X12, data element 479), or the type in its UNG. */
  #checkGroupType({ type, group }: Message, segment: Complained): void {
    if (group === undefined) return;
    const expected = group.segment.tag === 'GS' ? groupTypes[type] : type;
    if (expected === undefined || group.type === expected) return;
    const why = () =>
      `a message ${type} travels in a group of type ${expected}, this one says "${group.type.slice(0, 10)}"`;
    this.#log.complain('group-type-wrong', why, segment, 'warning');
  }

  #complainOfKind({ type, version, implementation }: Message, segment: Complained): void {
    const isTypeKnown = this.#schemas(type, version, implementation) === 'unknown-version';
    const what = () =>
      isTypeKnown ? `${type} in version "${version}" is` : `messages of type "${type}" are`;
    this.#log.complain(
      isTypeKnown ? 'version-not-supported' : 'message-not-supported',
      () => `${what()} not described here: only the envelope was checked`,
      segment,
      this.#unsupported,
    );
  }

  #closeMessage(dialect: Dialect, current: SegmentReader): void {
    const { message } = this.#log.open;
    if (message === undefined) {
      this.#log.complain('envelope-out-of-place', () => `${current.tag} closes no message`, current);
      return;
    }
    message.add(current);
    this.#validator?.end(current, message.segmentCount);
    checkEnd(this.#log, current, dialect.message, {
      reference: message.reference,
      count: message.segmentCount,
      what: 'segments',
      referenceCode: 'message-reference-differs',
      countCode: 'message-count-wrong',
    });
    this.#finishMessage();
  }

  #abandonMessage(segment: Complained | undefined, offset = segment?.offset ?? 0): void {
    const { message } = this.#log.open;
    if (message === undefined) return;
    const why = () => `the message ${message.reference} has no end: its closing segment is missing`;
    this.#log.reportAt('message-trailer-missing', why, offset);
    this.#finishMessage();
  }

  #abandonGroup(segment: Complained | undefined, offset = segment?.offset ?? 0): void {
    this.#abandonMessage(segment, offset);
    const header = this.#log.open.group?.header;
    if (header !== undefined) {
      const why = () => `the group ${header.reference} has no end: its closing segment is missing`;
      this.#log.reportAt('group-trailer-missing', why, offset);
    }
    this.#finishGroup();
  }

  #abandonInterchange(offset: number): void {
    const { interchange } = this.#log.open;
    if (interchange === undefined) return;
    this.#abandonGroup(undefined, offset);
    const { reference } = interchange.header;
    const why = () =>
      `the interchange ${reference} has no end: it was cut off or its closing segment is missing`;
    this.#log.reportAt('interchange-trailer-missing', why, offset);
    this.#finishInterchange();
  }

  #finishMessage(): void {
    const { open } = this.#log;
    const { message } = open;
    if (message === undefined) return;
    if (this.#validator !== undefined) {
      for (const issue of this.#validator.issues) message.addIssue(issue);
      this.#validator = undefined;
    }
    this.#checkBalances(message);
    open.message = undefined;
    this.#sink.message?.(message);
    if (open.group === undefined) return;
    this.#groupMessageCount++;
    if (!this.#keepsMessages) return;
    if (!this.#keepsSegments) message.letGo();
    open.group.add(message);
  }

  /** Sums are worth a look only where everything that they are made of is sound. */
  #checkBalances(message: RecordedMessage): void {
    const { balances } = this.#levels;
    const { schema } = message;
    if (balances === 'off' || schema === undefined || !message.isAccepted) return;
    checkBalances(message, schema, ({ code, why, at, element, component, value }) => {
      const { segment, index } = at;
      const offset = element === undefined ? segment.offset : segment.offsetOf(element, component);
      const place = { ...this.#log.place(segment, index), element, component, offset };
      if (this.#log.admits(message.isAccepted) && message.issueCount < balanceIssuesMax) {
        message.addIssue({ code, severity: balances, message: why, place, value: value?.slice(0, 99) });
      }
    });
  }

  #finishGroup(): void {
    const { open } = this.#log;
    const { group } = open;
    if (group === undefined) return;
    open.group = undefined;
    if (!group.isAccepted) for (const message of group.messages) message.isAccepted = false;
    if (group.header === undefined) this.#hasBareMessages = true;
    else this.#groupCount++;
    this.#messageCount += this.#groupMessageCount;
    if (this.#keepsMessages) open.interchange?.add(group);
    this.#sink.group?.(group);
  }

  #finishInterchange(): void {
    const { open } = this.#log;
    const { interchange } = open;
    if (interchange === undefined) return;
    this.#log.endNote({
      interchange: interchange.header.reference,
      offset: interchange.header.segment.offset,
    });
    open.interchange = undefined;
    if (!interchange.isAccepted) {
      for (const group of interchange.groups) {
        for (const message of group.messages) message.isAccepted = false;
      }
    }
    this.#sink.interchange?.(interchange);
  }
}

/** Sender, receiver and number as one text that no others give. */
function keyOf({ sender, receiver, reference }: InterchangeHeader): string {
  const lengths = `${sender.qualifier.length},${sender.id.length},${receiver.qualifier.length},${receiver.id.length}`;
  return `${lengths}:${sender.qualifier}${sender.id}${receiver.qualifier}${receiver.id}${reference}`;
}
