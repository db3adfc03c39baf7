import { addDays, type LocalDate } from '@coplan/kernel';
import type { StandingCallOff, WantedCallOff } from './plan-call-offs.ts';

export type FenceBreach = { on: LocalDate; beforeMilli: number; afterMilli: number };

const sumBefore = (
  buckets: readonly { endsBefore: LocalDate; amountMilli: number }[],
  day: LocalDate,
): number =>
  buckets
    .filter(({ endsBefore }) => endsBefore <= day)
    .reduce((sum, { amountMilli }) => sum + amountMilli, 0);

/**
 * The first day inside the firm fence until which another sum is wanted than was called off before; undefined where
 * nothing firm changes. A week that is only made precise by days stays the same, and so do days that become firm now.
 */
export function firstBreach(
  standing: readonly StandingCallOff[],
  wanted: readonly WantedCallOff[],
  { issuedOn, firmDays }: { issuedOn: LocalDate; firmDays: number },
): FenceBreach | undefined {
  const before = standing.map((line) => ({ ...line, amountMilli: line.orderedMilli }));
  const firmUntil = before.reduce<LocalDate>(
    (last, { endsBefore }) => (endsBefore > last ? endsBefore : last),
    issuedOn,
  );
  const fence = addDays(issuedOn, firmDays);
  const isInsidePeriod = (day: LocalDate): boolean =>
    before.some(({ startsOn, endsBefore }) => startsOn < day && day < endsBefore);
  const days = [...before, ...wanted]
    .filter(({ startsOn }) => startsOn < fence)
    .map(({ endsBefore }) => endsBefore)
    .filter((day) => day <= firmUntil && !isInsidePeriod(day));
  return [...new Set(days)]
    .sort()
    .map((day) => ({
      on: addDays(day, -1),
      beforeMilli: sumBefore(before, day),
      afterMilli: sumBefore(wanted, day),
    }))
    .find(({ beforeMilli, afterMilli }) => beforeMilli !== afterMilli);
}
