import type { GroupHeader, InterchangeHeader, Message } from './interchange.ts';
import type { Issue } from './issue.ts';
import type { Segment } from './syntax/segment.ts';
import type { SegmentReader } from './syntax/segment-reader.ts';
import { SegmentRecords } from './syntax/segment-records.ts';
import type { Loop } from './validation/loop.ts';
import type { SetValidator } from './validation/set-validator.ts';

type About = Pick<Message, 'type' | 'version' | 'reference' | 'implementation'> & {
  interchange: InterchangeHeader;
  group: GroupHeader | undefined;
};

/** A message while it is read. */
export class RecordedMessage implements Message {
  readonly interchange: InterchangeHeader;
  readonly group: GroupHeader | undefined;
  readonly type: string;
  readonly version: string;
  readonly reference: string;
  readonly implementation: string;
  readonly issues: Issue[] = [];
  isAccepted = true;
  /** What follows its structure, where that is described. */
  validator: SetValidator | undefined;
  readonly #records = new SegmentRecords();
  #root: Loop | undefined;

  constructor({ interchange, group, type, version, reference, implementation }: About) {
    this.interchange = interchange;
    this.group = group;
    this.type = type;
    this.version = version;
    this.reference = reference;
    this.implementation = implementation;
  }

  /** Takes the segment that lies in the reader. */
  add(current: SegmentReader, tag: string): void {
    this.#records.add(current, tag);
  }

  get segmentCount(): number {
    return this.#records.count;
  }

  get segments(): Segment[] {
    return this.#records.all();
  }

  get root(): Loop | undefined {
    this.#root ??= this.validator?.rootOf(this.#records);
    return this.#root;
  }

  /**
   * The message as a plain object, which can be copied with its segments and loops; these are made when somebody asks for
   * them.
   */
  toMessage(): Message {
    const { interchange, group, type, version, reference, implementation, issues, isAccepted } = this;
    const segments = () => this.segments;
    const root = () => this.root;
    return {
      interchange,
      group,
      type,
      version,
      reference,
      implementation,
      issues,
      isAccepted,
      get segments() {
        return segments();
      },
      get root() {
        return root();
      },
    };
  }

  /** What an acknowledgement needs of it: all but its segments. */
  verdict(): Message {
    const { interchange, group, type, version, reference, implementation, issues, isAccepted } = this;
    const about = { interchange, group, type, version, reference, implementation, issues, isAccepted };
    return { ...about, segments: [], root: undefined };
  }
}
