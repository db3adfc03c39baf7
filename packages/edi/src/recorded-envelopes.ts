import type { Group, GroupHeader, Interchange, InterchangeHeader, Message } from './interchange.ts';
import { IssueHolder } from './issue-holder.ts';
import type { Segment } from './syntax/segment.ts';

/** Envelopes of which nothing is in share one list; it is never written to. */
const nothing: never[] = [];
Object.freeze(nothing);

/** A group while it is read, and afterwards. */
export class RecordedGroup extends IssueHolder implements Group {
  readonly header: GroupHeader | undefined;
  messages: Message[] = nothing;
  includedCount = '';

  constructor(header: GroupHeader | undefined) {
    super();
    this.header = header;
  }

  add(message: Message): void {
    if (this.messages === nothing) this.messages = [message];
    else this.messages.push(message);
  }
}

/** An interchange while it is read, and afterwards. */
export class RecordedInterchange extends IssueHolder implements Interchange {
  readonly header: InterchangeHeader;
  groups: Group[] = nothing;
  technicalAcknowledgements: Segment[] = nothing;

  constructor(header: InterchangeHeader) {
    super();
    this.header = header;
  }

  add(group: Group): void {
    if (this.groups === nothing) this.groups = [group];
    else this.groups.push(group);
  }

  addAcknowledgement(segment: Segment): void {
    if (this.technicalAcknowledgements === nothing) this.technicalAcknowledgements = [segment];
    else this.technicalAcknowledgements.push(segment);
  }
}
