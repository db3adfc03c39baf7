import type { GroupHeader, InterchangeHeader, Message } from './interchange.ts';
import type { Issue } from './issue.ts';
import type { SetSchema } from './schema/schema.ts';
import type { Segment } from './syntax/segment.ts';
import type { SegmentReader } from './syntax/segment-reader.ts';
import { SegmentRecords } from './syntax/segment-records.ts';
import type { Loop } from './validation/loop.ts';
import { loopsOf } from './validation/loops-of.ts';

type About = Pick<Message, 'type' | 'version' | 'reference' | 'implementation'>;

/** A message while it is read, and afterwards. Its segments and loops are made when somebody asks for them. */
export class RecordedMessage implements Message {
  readonly interchange: InterchangeHeader;
  readonly group: GroupHeader | undefined;
  readonly type: string;
  readonly version: string;
  readonly reference: string;
  readonly implementation: string;
  issues: Issue[] = [];
  isAccepted = true;
  /** Where its type is described. */
  schema: SetSchema | undefined;
  #records = new SegmentRecords();
  #segments: Segment[] | undefined;
  #root: Loop | undefined;

  constructor(about: About, interchange: InterchangeHeader, group: GroupHeader | undefined) {
    this.interchange = interchange;
    this.group = group;
    this.type = about.type;
    this.version = about.version;
    this.reference = about.reference;
    this.implementation = about.implementation;
  }

  /** Takes the segment that lies in the reader. */
  add(current: SegmentReader): void {
    this.#records.add(current);
  }

  get segmentCount(): number {
    return this.#records.count;
  }

  /** Says where the segment that came last belongs in the schema. */
  placeLast(place: number): void {
    this.#records.placeLast(place);
  }

  get segments(): Segment[] {
    if (this.#segments?.length !== this.#records.count) {
      this.#segments = this.#records.all().map(({ segment }) => segment);
    }
    return this.#segments;
  }

  get root(): Loop | undefined {
    if (this.schema !== undefined) this.#root ??= loopsOf(this.schema, this.#records.all());
    return this.#root;
  }

  /** Keeps the verdict, which is all that an acknowledgement needs, and lets the segments go. */
  letGo(): void {
    this.schema = undefined;
    this.#records = new SegmentRecords();
  }
}
