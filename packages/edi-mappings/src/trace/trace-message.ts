import type { BusinessDocument, DocumentType } from '@coplan/documents';
import { asAccepted, copyMessage, type Issue, type Message, ObservedSegment } from '@coplan/edi';
import { type AgreementProfile, defaultProfile } from '../agreement-profile.ts';
import { mappedMessages } from '../mapped-messages.ts';
import type { Mapping } from '../mapping.ts';
import { compareDocuments, type DocumentValue } from './compare-documents.ts';
import { type Field, fieldsOf, type PlacedField } from './fields.ts';
import { otherValue } from './other-value.ts';

/** A value of the document that a field decides. */
export type FieldEffect = { path: string; value: DocumentValue };

export type TracedField = Field & {
  /** The mapping looks at it. What is not used can be left out, or is of use to others only. */
  isUsed: boolean;
  /** The business word for it, where the mapping has one. */
  meaning?: string | undefined;
  /** The codes that are understood here. */
  codes?: readonly string[] | undefined;
  /** False where the message was too long to follow each field: then nothing is said of its effects. */
  isFollowed: boolean;
  effects: FieldEffect[];
  /** Why the message is refused without it; undefined where it may be left out. */
  neededBecause?: string | undefined;
  /** Why the message is refused with another value, where the field decides nothing and is only checked. */
  checkedBecause?: string | undefined;
};

export type MessageTrace = {
  type: string;
  version: string;
  reference: string;
  /** Undefined where no mapping reads such messages. */
  documentType: DocumentType | undefined;
  document: BusinessDocument | undefined;
  issues: Issue[];
  fields: TracedField[];
};

/** Reading once costs as much as the message has segments: so many segments are read in all. */
const segmentsReadMax = 100_000;
const effectsMax = 12;

type Outcome = { draft: unknown; issues: Issue[] };

function outcomeOf(mapping: Mapping<BusinessDocument>, message: Message, profile: AgreementProfile): Outcome {
  let draft: unknown;
  const { issues } = mapping.read(message, profile, {
    draft: (seen) => {
      draft = seen;
    },
  });
  return { draft, issues };
}

/**
 * What each field of a message does to the document: every value is exchanged for another one and then left out, and the
 * document read again; what differs is its effect. Nothing is assumed of the mapping, so that what is shown is what it does.
 */
export function traceMessage(message: Message, profile: AgreementProfile = defaultProfile): MessageTrace {
  const mapped = mappedMessages.find(({ mapping }) => mapping.type === message.type);
  const read = mapped?.mapping.read(message, profile);
  const copy = copyMessage(asAccepted(message));
  const placed = fieldsOf(copy);
  const about = { type: message.type, version: message.version, reference: message.reference };
  const result: MessageTrace = {
    ...about,
    documentType: mapped?.documentType,
    document: read?.document,
    issues: [...message.issues, ...(message.isAccepted ? (read?.issues ?? []) : [])],
    fields: placed.map(({ field }) => ({ ...field, isUsed: false, isFollowed: true, effects: [] })),
  };
  if (mapped === undefined || message.root === undefined) return result;
  const base = observe(mapped.mapping, copy.message, profile, { placed, fields: result.fields });
  let runs = Math.max(20, Math.floor(segmentsReadMax / Math.max(1, message.segments.length)));
  for (const [index, { at }] of placed.entries()) {
    const field = result.fields[index];
    if (field === undefined || !field.isUsed) continue;
    field.isFollowed = runs > 1;
    if (!field.isFollowed) continue;
    runs -= 2;
    follow(field, base, (value) => {
      const { segment } = at;
      at.segment = segment.withValue(field.element, field.component, value);
      const outcome = outcomeOf(mapped.mapping, copy.message, profile);
      at.segment = segment;
      return outcome;
    });
  }
  return result;
}

/** Reads once and marks what was looked at, with the business words for it. */
function observe(
  mapping: Mapping<BusinessDocument>,
  message: Message,
  profile: AgreementProfile,
  { placed, fields }: { placed: readonly PlacedField[]; fields: TracedField[] },
): Outcome {
  const bySegment = Map.groupBy(fields, ({ segmentIndex }) => segmentIndex);
  const fieldsAt = (index: number, element: number, component?: number): TracedField[] =>
    (bySegment.get(index) ?? []).filter(
      (field) =>
        field.element === element &&
        (component === undefined || field.component === undefined || field.component === component),
    );
  const originals = new Map(placed.map(({ at }) => [at, at.segment] as const));
  for (const [at, segment] of originals) {
    at.segment = new ObservedSegment(segment, (element, component) => {
      for (const field of fieldsAt(at.index, element, component)) field.isUsed = true;
    });
  }
  let draft: unknown;
  const { issues } = mapping.read(message, profile, {
    wish({ at, position, what, codes }) {
      const [element, component] = typeof position === 'number' ? [position] : position;
      for (const field of fieldsAt(at.index, element, component)) {
        field.meaning ??= what;
        field.codes ??= codes;
      }
    },
    draft: (seen) => {
      draft = seen;
    },
  });
  for (const [at, segment] of originals) at.segment = segment;
  return { draft, issues };
}

/** The fields of a message and which of them its mapping looks at; nothing is followed, so that it costs one reading. */
export function observedFields(message: Message, profile: AgreementProfile): TracedField[] {
  const copy = copyMessage(asAccepted(message));
  const placed = fieldsOf(copy);
  const fields = placed.map(({ field }) => ({ ...field, isUsed: false, isFollowed: false, effects: [] }));
  const mapped = mappedMessages.find(({ mapping }) => mapping.type === message.type);
  if (mapped !== undefined && message.root !== undefined) {
    observe(mapped.mapping, copy.message, profile, { placed, fields });
  }
  return fields;
}

function follow(field: TracedField, base: Outcome, readWith: (value: string) => Outcome): void {
  const changed = readWith(otherValue(field.value));
  const without = readWith('');
  const differing = compareDocuments(base.draft, changed.draft);
  const effects = differing.length > 0 ? differing : compareDocuments(base.draft, without.draft);
  const own = effects.filter(({ before }) => before !== undefined);
  field.effects = (own.length > 0 ? own : effects)
    .slice(0, effectsMax)
    .map(({ path, before, after }) => ({ path, value: before ?? after }));
  const known = new Set(base.issues.map(({ message }) => message));
  const newIn = ({ issues }: Outcome): string | undefined =>
    issues.find(({ message }) => !known.has(message))?.message;
  field.neededBecause = newIn(without);
  if (field.effects.length === 0) field.checkedBecause = newIn(changed);
}
