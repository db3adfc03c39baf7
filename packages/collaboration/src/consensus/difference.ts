import { lineTotalMinor } from '@coplan/kernel';
import type { z } from 'zod';
import type { thresholds } from '../agreement-content.ts';

export type Thresholds = z.infer<typeof thresholds>;

/** A difference in the three measures that tolerances are written in. `moneyMinor` is null without a price. */
export type Difference = { ratio: number; unitsMilli: number; moneyMinor: number | null };

/** The difference of two values as a share of the larger one; two zeros do not differ. */
export function measureDifference(
  leftMilli: number,
  rightMilli: number,
  unitPriceMicros: number | null,
): Difference {
  const unitsMilli = Math.abs(leftMilli - rightMilli);
  const base = Math.max(Math.abs(leftMilli), Math.abs(rightMilli));
  return {
    ratio: base === 0 ? 0 : unitsMilli / base,
    unitsMilli,
    moneyMinor:
      unitPriceMicros === null ? null : lineTotalMinor({ quantityMilli: unitsMilli, unitPriceMicros }),
  };
}

/**
 * True when the difference passes every threshold given, so that a person has to look at it. Exactly on a threshold is
 * still within. Without any threshold every difference counts; a money threshold without a price counts as passed,
 * because a missing price must not hide a difference.
 */
export function exceedsThresholds(difference: Difference, limits: Thresholds): boolean {
  if (difference.unitsMilli === 0) return false;
  if (limits.ratio !== undefined && difference.ratio <= limits.ratio) return false;
  if (limits.unitsMilli !== undefined && difference.unitsMilli <= limits.unitsMilli) return false;
  const { moneyMinor } = difference;
  if (limits.moneyMinor !== undefined && moneyMinor !== null && moneyMinor <= limits.moneyMinor) return false;
  return true;
}
