import { commitReasonCodes } from '@coplan/collaboration';
import { isLocalDate, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import { alternativeWrong, reasonMissing } from './commits.errors.ts';

const localDate = z.custom<LocalDate>((value) => typeof value === 'string' && isLocalDate(value), {
  error: 'is not a date: write it as 2026-11-22',
});
const quantityMilli = z.int().min(0).max(1_000_000_000_000);
const parts = z
  .array(z.object({ startsOn: localDate, quantityMilli }))
  .min(1)
  .max(20);

/** What the supplier offers instead: the whole in parts, some of them later, or another item for what is missing. */
export const commitAlternative = z.discriminatedUnion('kind', [
  /** Every delivery of the whole, the part inside the bucket included. */
  z.object({ kind: z.literal('later'), parts }),
  /** The same, in several deliveries. */
  z.object({ kind: z.literal('split'), parts }),
  /** What is committed, and so many base units of another item in the same bucket. */
  z.object({ kind: z.literal('substitute'), itemId: z.uuid(), quantityMilli: quantityMilli.min(1) }),
]);
export type CommitAlternative = z.output<typeof commitAlternative>;

export const commitAnswer = z.object({
  itemLocationId: z.uuid(),
  startsOn: localDate,
  committedMilli: quantityMilli,
  reasonCode: z.enum(commitReasonCodes).optional(),
  note: z.string().max(2_000).optional(),
  alternatives: z.array(commitAlternative).max(5).default([]),
});
export type CommitAnswer = z.output<typeof commitAnswer>;

export type CommitPart = { startsOn: LocalDate; quantityMilli: number };

/** What the buyer gets when it takes the commit as it is, or one of its alternatives, delivery by delivery. */
export function partsOf(
  { startsOn, committedMilli }: { startsOn: LocalDate; committedMilli: number },
  alternative: CommitAlternative | undefined,
): CommitPart[] {
  if (alternative === undefined || alternative.kind === 'substitute')
    return [{ startsOn, quantityMilli: committedMilli }];
  return alternative.parts;
}

/**
 * Refuses an answer that leaves the buyer guessing: less than asked without a reason, or an alternative that brings
 * no more than the commit itself. Throws `DomainError` (invalid).
 */
export function requireCompleteAnswer(answer: CommitAnswer, forecastMilli: number): void {
  const { committedMilli, startsOn, alternatives } = answer;
  if (committedMilli < forecastMilli && answer.reasonCode === undefined)
    throw reasonMissing({ startsOn, committedMilli, forecastMilli });
  alternatives.forEach((alternative, index) => {
    if (alternative.kind === 'substitute') return;
    const totalMilli = alternative.parts.reduce((sum, part) => sum + part.quantityMilli, 0);
    if (totalMilli === 0) throw alternativeWrong({ startsOn, index }, 'give the quantities of its parts');
    if (alternative.parts.some((part) => part.startsOn < startsOn))
      throw alternativeWrong({ startsOn, index }, 'a part lies before the bucket: commit to it there');
  });
}
