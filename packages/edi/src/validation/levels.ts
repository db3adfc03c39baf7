import type { IssueCode, Severity } from '../issue.ts';

/** What an issue of a level means: it refuses, it is only told, or it is not looked for. */
export type LevelVerdict = Severity | 'off';

/**
 * Levels of validation, after the first three types of SNIP (WEDI): each can be switched by agreement. What makes data
 * unreadable (no header, no end, segments outside of messages) is always an error.
 */
export type ValidationLevels = {
  /** 1: control numbers, references and counts of the envelopes; duplicates; the kind of a group. */
  envelope: LevelVerdict;
  /** 2: order and number of segments; elements, codes, and how elements depend on each other. */
  content: LevelVerdict;
  /** 3: line counts, hash totals, sums of an invoice, hierarchies, check digits. It costs time, so it is off by default. */
  balances: LevelVerdict;
};

export const defaultLevels: ValidationLevels = { envelope: 'error', content: 'error', balances: 'off' };

const envelopeCodes: ReadonlySet<IssueCode> = new Set([
  'interchange-reference-differs',
  'interchange-count-wrong',
  'interchange-duplicate',
  'group-reference-differs',
  'group-count-wrong',
  'group-duplicate',
  'group-type-wrong',
  'envelope-element-wrong',
  'message-reference-differs',
  'message-reference-missing',
  'message-count-wrong',
  'message-duplicate',
]);

/** The severity of an issue of the envelope at the agreed level. */
export function severityAt(
  { envelope }: ValidationLevels,
  code: IssueCode,
  severity: Severity,
): LevelVerdict {
  if (!envelopeCodes.has(code)) return severity;
  return envelope === 'error' ? severity : envelope;
}
