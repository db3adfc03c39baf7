import type { ExceptionState } from '../lifecycles.ts';
import type { Evaluation } from './evaluate-exceptions.ts';
import { smallDifferencesCode } from './pooled-exception.ts';

/** Evaluations in a row that a cause has to be back in bounds before its exception clears itself. */
export const evaluationsInBounds = 2;
/** Money that has to be added before a snoozed or accepted one comes back. */
export const worsenedRatio = 0.2;

/** An exception that stands, or one accepted as it is whose cause has not gone away. */
export type KnownException = {
  readonly exceptionId: string;
  readonly state: ExceptionState;
  readonly criterionCode: string;
  readonly causeKey: string;
  readonly inBoundsCount: number;
  /** Money when it was snoozed or accepted. */
  readonly toleratedMinor: number | null;
  /** A resolution whose values are not in the joint plan yet is not judged; it keeps up with the numbers. */
  readonly isWaitingToBeWritten: boolean;
  /** Both have agreed on a value for every one of its cells: it is over at once, nothing can swing back. */
  readonly isSettled: boolean;
};

/** What an evaluation does to an exception. `place` is that of the pooled exception. */
export type FollowUp =
  | { readonly kind: 'raise'; readonly place: number; readonly afterAcceptedId: string | null }
  | { readonly kind: 'refresh'; readonly exceptionId: string; readonly place: number }
  | { readonly kind: 'wake'; readonly exceptionId: string; readonly place: number }
  | { readonly kind: 'reopen'; readonly exceptionId: string; readonly place: number }
  | { readonly kind: 'count'; readonly exceptionId: string; readonly inBoundsCount: number }
  | { readonly kind: 'clear'; readonly exceptionId: string }
  | { readonly kind: 'close'; readonly exceptionId: string }
  /** An accepted cause is gone: if it comes again it is a new exception. */
  | { readonly kind: 'forget'; readonly exceptionId: string };

const keyOf = ({ criterionCode, causeKey }: { criterionCode: string; causeKey: string }): string =>
  `${criterionCode} ${causeKey}`;

const hasWorsened = (moneyMinor: number, toleratedMinor: number | null): boolean =>
  toleratedMinor !== null && moneyMinor > toleratedMinor * (1 + worsenedRatio);

function stillOutside(known: KnownException, place: number, moneyMinor: number): FollowUp[] {
  const { exceptionId, state, toleratedMinor } = known;
  switch (state) {
    case 'snoozed':
      return [{ kind: hasWorsened(moneyMinor, toleratedMinor) ? 'wake' : 'refresh', exceptionId, place }];
    case 'resolved':
    case 'auto-resolved':
      return [{ kind: known.isWaitingToBeWritten ? 'refresh' : 'reopen', exceptionId, place }];
    case 'accepted':
      return hasWorsened(moneyMinor, toleratedMinor)
        ? [{ kind: 'raise', place, afterAcceptedId: exceptionId }]
        : [];
    default:
      return [{ kind: 'refresh', exceptionId, place }];
  }
}

function backInBounds(known: KnownException): FollowUp[] {
  const { exceptionId, state, inBoundsCount, isWaitingToBeWritten, isSettled } = known;
  if (state === 'resolved' || state === 'auto-resolved') {
    return isWaitingToBeWritten ? [] : [{ kind: 'close', exceptionId }];
  }
  const count = inBoundsCount + 1;
  if (count < evaluationsInBounds && !isSettled)
    return [{ kind: 'count', exceptionId, inBoundsCount: count }];
  return [{ kind: state === 'accepted' ? 'forget' : 'clear', exceptionId }];
}

/**
 * What an evaluation means for the exceptions that stand: what is new is raised, what is outside still is refreshed (a
 * snoozed one wakes when it got worse, a resolved one is reopened), what is back in bounds twice in a row (or settled
 * by agreed values) clears itself,
 * and a resolution that holds is closed. Causes of criteria that could not be evaluated stay as they are. Evaluating
 * the same again changes nothing but the count of what is in bounds.
 */
export function followUp(
  known: readonly KnownException[],
  { exceptions, notes }: Pick<Evaluation, 'exceptions' | 'notes'>,
): FollowUp[] {
  const byKey = new Map(known.map((one) => [keyOf(one), one]));
  const blind = new Set(notes.map(({ criterionCode }) => criterionCode));
  const seen = new Set<string>();
  const steps: FollowUp[] = exceptions.flatMap((pooled, place) => {
    const key = keyOf(pooled);
    seen.add(key);
    const one = byKey.get(key);
    return one === undefined
      ? [{ kind: 'raise' as const, place, afterAcceptedId: null }]
      : stillOutside(one, place, pooled.moneyMinor);
  });
  for (const one of known) {
    if (seen.has(keyOf(one))) continue;
    if (blind.has(one.criterionCode) && one.criterionCode !== smallDifferencesCode) continue;
    steps.push(...backInBounds(one));
  }
  return steps;
}
