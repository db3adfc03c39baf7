import type { Interchange, Message } from './interchange.ts';
import { InterchangeReader, type ReaderOptions } from './interchange-reader.ts';
import type { Issue } from './issue.ts';
import { IssueHolder } from './issue-holder.ts';

export type Decoded = {
  interchanges: Interchange[];
  /** What belongs to no interchange: bytes between, or no interchange at all. */
  issues: Issue[];
};

/**
 * All interchanges in the bytes, with their issues. Never throws, whatever the bytes are. For data that does not fit
 * in memory use `InterchangeReader`.
 */
export function decode(bytes: Uint8Array, options: ReaderOptions = {}): Decoded {
  const decoded: Decoded = { interchanges: [], issues: [] };
  const reader = new InterchangeReader(
    {
      interchange: (interchange) => decoded.interchanges.push(interchange),
      issue: (issue) => decoded.issues.push(issue),
    },
    options,
  );
  reader.push(bytes);
  reader.end();
  return decoded;
}

/** Every message of every group, in the order of the data. */
export function messagesOf({ interchanges }: Decoded): Message[] {
  const messages: Message[] = [];
  for (const { groups } of interchanges) {
    for (const group of groups) for (const message of group.messages) messages.push(message);
  }
  return messages;
}

/** Every issue, outermost first within each interchange. */
export function issuesOf(decoded: Decoded): Issue[] {
  const issues: Issue[] = [];
  const add = (from: { issues: Issue[] }): void => {
    if (from instanceof IssueHolder) from.addTo(issues);
    else for (const issue of from.issues) issues.push(issue);
  };
  add(decoded);
  for (const interchange of decoded.interchanges) {
    add(interchange);
    for (const group of interchange.groups) {
      add(group);
      for (const message of group.messages) add(message);
    }
  }
  return issues;
}
