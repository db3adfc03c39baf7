import type { GroupHeader, InterchangeHeader, Message, MessageKind } from './interchange.ts';
import { IssueHolder } from './issue-holder.ts';
import type { SetSchema } from './schema/schema.ts';
import type { Segment } from './syntax/segment.ts';
import type { SegmentReader } from './syntax/segment-reader.ts';
import { SegmentRecords } from './syntax/segment-records.ts';
import type { Loop } from './validation/loop.ts';
import { loopsOf } from './validation/loops-of.ts';

/** What messages share that are of the same kind, and what describes it. */
export type RecordedKind = MessageKind & { readonly schema: SetSchema | undefined };

/** A message while it is read, and afterwards. Its segments and loops are made when somebody asks for them. */
export class RecordedMessage extends IssueHolder implements Message {
  readonly interchange: InterchangeHeader;
  readonly group: GroupHeader | undefined;
  readonly kind: RecordedKind;
  readonly reference: string;
  /** Undefined when the segments were let go. */
  #records: SegmentRecords | undefined = new SegmentRecords();
  #root: Loop | undefined;

  constructor(about: {
    interchange: InterchangeHeader;
    group: GroupHeader | undefined;
    kind: RecordedKind;
    reference: string;
  }) {
    super();
    this.interchange = about.interchange;
    this.group = about.group;
    this.kind = about.kind;
    this.reference = about.reference;
  }

  get type(): string {
    return this.kind.type;
  }

  get version(): string {
    return this.kind.version;
  }

  get implementation(): string {
    return this.kind.implementation;
  }

  /** Where its type is described. */
  get schema(): SetSchema | undefined {
    return this.kind.schema;
  }

  /** Takes the segment that lies in the reader, and returns its number: the first is 1. */
  add(current: SegmentReader): number {
    return this.#records?.add(current) ?? 0;
  }

  get segmentCount(): number {
    return this.#records?.count ?? 0;
  }

  /** Says where the segment that came last belongs in the schema. */
  placeLast(place: number): void {
    this.#records?.placeLast(place);
  }

  get segments(): Segment[] {
    return this.#records?.segments(this.interchange) ?? [];
  }

  get root(): Loop | undefined {
    const { schema } = this.kind;
    if (schema === undefined || this.#records === undefined) return this.#root;
    this.#root ??= loopsOf(schema, this.segments, this.#records.places());
    return this.#root;
  }

  /** Keeps the verdict, which is all that an acknowledgement needs, and lets the segments go. */
  letGo(): void {
    this.#records = undefined;
  }
}
