import type { Criterion } from '../agreement-content.ts';

/** Thresholds as plain numbers for inner loops: −1 stands for "not given". */
export type Limits = {
  readonly ratio: number;
  readonly unitsMilli: number;
  readonly moneyMinor: number;
  readonly isBelow: boolean;
};

export const limitsOf = ({ thresholds, comparison }: Criterion): Limits => ({
  ratio: thresholds.ratio ?? -1,
  unitsMilli: thresholds.unitsMilli ?? -1,
  moneyMinor: thresholds.moneyMinor ?? -1,
  isBelow: comparison === 'FALLS_BELOW_EXCEPTION_VALUE',
});

/** The measured value against the criterion's; exactly on it is within bounds. */
export const isMeasuredOutside = (measured: number, limit: number, isBelow: boolean): boolean =>
  isBelow ? measured < limit : measured > limit;

/**
 * Units and money have to be passed as well, whichever way the measured value is compared: they keep what is small off
 * the list. Without a price the money counts as passed, because a missing price must not hide a difference.
 */
export function isMaterial(
  unitsMilli: number,
  moneyMinor: number,
  hasPrice: boolean,
  limits: Limits,
): boolean {
  if (limits.unitsMilli >= 0 && unitsMilli <= limits.unitsMilli) return false;
  return !(hasPrice && limits.moneyMinor >= 0 && moneyMinor <= limits.moneyMinor);
}
