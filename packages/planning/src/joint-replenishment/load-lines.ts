import { formatMilli, formatMoney } from '@coplan/kernel';
import type { Measure, OrderCandidate } from './order-candidate.ts';
import { coverDaysAt } from './order-candidate.ts';
import type { PackMove } from './pack-moves.ts';

/** One line that a combination or a budget changes, with why. */
export type LineChange = {
  id: string;
  fromMilli: number;
  toMilli: number;
  /** Net cost of the change in millionths, rounded; below zero: the change spares money. */
  costMicros: number;
  /** Days for which stock at delivery lasts before and after; null where nothing sells. */
  coverDaysBefore: number | null;
  coverDaysAfter: number | null;
  reason: string;
};

const roundedDays = (candidate: OrderCandidate, quantityMilli: number): number | null => {
  const days = coverDaysAt(candidate, quantityMilli);
  return Number.isFinite(days) ? Math.round(days * 10) / 10 : null;
};

const saidDays = (days: number | null): string => (days === null ? 'no sales' : `${days} days of cover`);

/** An amount of a measure as people read it. */
export function saidAmount(measure: Measure, amount: number, currency: string): string {
  if (measure === 'money') return formatMoney({ amountMinor: amount, currency });
  if (measure === 'weight') return `${formatMilli(amount)} kg`;
  if (measure === 'volume') return `${formatMilli(amount / 1000)} m³`;
  return measure === 'pallets' ? `${formatMilli(amount)} pallets` : `${formatMilli(amount)} units`;
}

export const saidMicros = (micros: number, currency: string): string =>
  formatMoney({ amountMinor: Math.round(micros / 10_000) + 0, currency });

/** The moves of each line joined, in the order of the candidates, with a sentence each. */
export function changesOf(
  candidates: readonly OrderCandidate[],
  moves: readonly PackMove[],
  currency: string,
): LineChange[] {
  return candidates.flatMap((candidate) => {
    const own = moves.filter(({ id }) => id === candidate.id);
    const last = own.at(-1);
    if (last === undefined) return [];
    const { quantityMilli: fromMilli, unit } = candidate;
    const { toMilli } = last;
    const costMicros = Math.round(own.reduce((sum, move) => sum + move.costMicros, 0)) + 0;
    const coverDaysBefore = roundedDays(candidate, fromMilli);
    const coverDaysAfter = roundedDays(candidate, toMilli);
    const changed = `${formatMilli(Math.abs(toMilli - fromMilli))} ${unit}`;
    const cost =
      costMicros < 0
        ? `spares ${saidMicros(-costMicros, currency)}`
        : `costs ${saidMicros(costMicros, currency)}`;
    const reason =
      toMilli > fromMilli
        ? `${changed} more: ${saidDays(coverDaysBefore)} become ${saidDays(coverDaysAfter)}; holding it, less what it spares in missed sales, ${cost}.`
        : `${changed} less: ${saidDays(coverDaysBefore)} become ${saidDays(coverDaysAfter)}; what is missed, less the holding spared, ${cost}.`;
    return [{ id: candidate.id, fromMilli, toMilli, costMicros, coverDaysBefore, coverDaysAfter, reason }];
  });
}
