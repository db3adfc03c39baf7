import type { BusinessDocument } from '@coplan/documents';
import { decode, type Issue, type Message, messagesOf } from '@coplan/edi';
import type { AgreementProfile } from '../agreement-profile.ts';
import { mappedMessages } from '../mapped-messages.ts';
import { compareDocuments, type DocumentChange } from './compare-documents.ts';

/** What one message gives under an agreement. */
export type ReadUnder = { document: BusinessDocument | undefined; issues: Issue[] };

export type ReadingDifference = {
  type: string;
  reference: string;
  /** `unmapped`: no mapping reads such messages, under neither agreement. */
  outcome: 'same' | 'changed' | 'now-understood' | 'now-refused' | 'refused' | 'unmapped';
  changes: DocumentChange[];
  /** Why it is refused now, or was refused before; empty where it is understood both times. */
  issues: Issue[];
};

function readUnder(message: Message | undefined, profile: AgreementProfile): ReadUnder {
  const mapped = mappedMessages.find(({ mapping }) => mapping.type === message?.type);
  if (message === undefined || mapped === undefined) return { document: undefined, issues: [] };
  if (!message.isAccepted) return { document: undefined, issues: message.issues };
  return mapped.mapping.read(message, profile);
}

/**
 * The messages of a file as they are read under two agreements; what differs is the effect of changing the one into the
 * other. Both are read from the same bytes, so that the levels of validation take part.
 */
export function compareReadings(
  bytes: Uint8Array,
  { before, after }: { before: AgreementProfile; after: AgreementProfile },
): ReadingDifference[] {
  const read = ({ levels, delimiters }: AgreementProfile): Message[] =>
    messagesOf(
      decode(bytes, { levels, ...(delimiters.charset === undefined ? {} : { charset: delimiters.charset }) }),
    );
  const [old, young] = [read(before), read(after)];
  return old.map((message, index): ReadingDifference => {
    const { type, reference } = message;
    const isMapped = mappedMessages.some(({ mapping }) => mapping.type === type);
    if (!isMapped) return { type, reference, outcome: 'unmapped', changes: [], issues: [] };
    const was = readUnder(message, before);
    const is = readUnder(young[index], after);
    const changes = compareDocuments(was.document, is.document);
    const issues = is.document === undefined ? is.issues : was.issues;
    return { type, reference, outcome: outcomeOf(was, is, changes), changes, issues };
  });
}

function outcomeOf(
  was: ReadUnder,
  is: ReadUnder,
  changes: readonly DocumentChange[],
): ReadingDifference['outcome'] {
  if (was.document === undefined) return is.document === undefined ? 'refused' : 'now-understood';
  if (is.document === undefined) return 'now-refused';
  return changes.length === 0 ? 'same' : 'changed';
}
