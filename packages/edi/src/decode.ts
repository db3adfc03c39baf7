import type { Interchange, Message } from './interchange.ts';
import { InterchangeReader, type ReaderOptions } from './interchange-reader.ts';
import type { Issue } from './issue.ts';

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
export const messagesOf = ({ interchanges }: Decoded): Message[] =>
  interchanges.flatMap((interchange) => interchange.groups.flatMap((group) => group.messages));

/** Every issue, outermost first within each interchange. */
export const issuesOf = (decoded: Decoded): Issue[] => [
  ...decoded.issues,
  ...decoded.interchanges.flatMap((interchange) => [
    ...interchange.issues,
    ...interchange.groups.flatMap((group) => [
      ...group.issues,
      ...group.messages.flatMap((message) => message.issues),
    ]),
  ]),
];
