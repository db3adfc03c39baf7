import type { Issue, Loop, Message, WireSegment } from '@coplan/edi';
import { type AgreementProfile, defaultProfile } from './agreement-profile.ts';
import { Reading, type ReadingWatch } from './reading.ts';
import { Writing } from './writing.ts';

export type ReadDocument<Document> = { document: Document | undefined; issues: Issue[] };
export type WrittenMessage = { type: string; segments: WireSegment[] | undefined; issues: Issue[] };

export type Mapping<Document> = {
  /** Transaction set number or message type: 850, ORDERS. */
  type: string;
  /** A document, or the issues why there is none; never both. */
  read(message: Message, profile?: AgreementProfile, watch?: ReadingWatch): ReadDocument<Document>;
  /** The segments between ST and SE, UNH and UNT, or the issues why there are none. */
  write(document: Document, profile?: AgreementProfile): WrittenMessage;
};

type Check<Document> = {
  safeParse(
    draft: unknown,
  ):
    | { success: true; data: Document }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
};

/** Puts reading and writing of one message side by side; the document's schema has the last word on both. */
export function defineMapping<Document>(mapping: {
  type: string;
  document: Check<Document>;
  read(root: Loop, from: Reading, profile: AgreementProfile): unknown;
  write(document: Document, to: Writing, profile: AgreementProfile): void;
}): Mapping<Document> {
  return {
    type: mapping.type,
    read(message, profile = defaultProfile, watch = {}) {
      const from = new Reading(message, watch);
      const { root } = message;
      if (!message.isAccepted || root === undefined || message.type !== mapping.type) {
        from.complain(undefined, 0, `this is no accepted ${mapping.type}: its issues must be settled first`);
        return { document: undefined, issues: from.issues };
      }
      const draft = mapping.read(root, from, profile);
      watch.draft?.(draft);
      if (from.issues.length > 0) {
        return {
          document: undefined,
          issues: from.issues.sort((left, right) => left.place.offset - right.place.offset),
        };
      }
      const checked = mapping.document.safeParse(draft);
      if (checked.success) return { document: checked.data, issues: [] };
      for (const { path, message: why } of checked.error.issues.slice(0, 100)) {
        from.complain(undefined, 0, `${path.map(String).join('.')}: ${why}`);
      }
      return { document: undefined, issues: from.issues };
    },
    write(document, profile = defaultProfile) {
      const to = new Writing(mapping.type, profile);
      const checked = mapping.document.safeParse(document);
      if (checked.success) mapping.write(checked.data, to, profile);
      else {
        for (const { path, message: why } of checked.error.issues.slice(0, 100)) {
          to.complain(`${path.map(String).join('.')}: ${why}`);
        }
      }
      if (to.issues.length > 0) return { type: mapping.type, segments: undefined, issues: to.issues };
      return { type: mapping.type, segments: to.finish(), issues: [] };
    },
  };
}
