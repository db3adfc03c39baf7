import { daysBetween } from '@coplan/kernel';
import type { SalesHistory } from '../inventory/index.ts';
import type { StoredCorrection } from './clean-history.ts';

/**
 * What the models saw of a history, from the corrections that are stored with the forecast: first the periods that
 * were replaced, then the factors of level shifts over everything before them. `estimatedMilli` has values only where
 * the shelf was empty. Thousandths of the base unit.
 */
export function cleanedPaths(
  {
    startsOn,
    bucketDays,
    soldMilli,
    inStock,
  }: Pick<SalesHistory, 'startsOn' | 'bucketDays' | 'soldMilli' | 'inStock'>,
  corrections: readonly StoredCorrection[],
): { cleanedMilli: (number | null)[]; estimatedMilli: (number | null)[] } {
  const cleaned = soldMilli.map((sold, index) => (inStock[index] === true ? sold : null));
  const estimated = soldMilli.map((): number | null => null);
  const indexOf = (correction: StoredCorrection): number =>
    Math.round(daysBetween(startsOn, correction.startsOn) / bucketDays);
  for (const correction of corrections) {
    if (correction.kind === 'level-shift') continue;
    const from = indexOf(correction);
    const isEstimate = correction.kind === 'out-of-stock' && correction.choice === 'cleaned';
    correction.valuesMilli.forEach((value, offset) => {
      const index = from + offset;
      if (value === null || index < 0 || index >= cleaned.length) return;
      (isEstimate ? estimated : cleaned)[index] = value;
    });
  }
  for (const correction of corrections) {
    if (correction.kind !== 'level-shift' || correction.choice !== 'cleaned') continue;
    const before = indexOf(correction) + correction.periodCount;
    for (const path of [cleaned, estimated]) {
      for (let index = 0; index < Math.min(before, path.length); index++) {
        const value = path[index];
        if (typeof value === 'number') path[index] = Math.round(value * correction.factor);
      }
    }
  }
  return { cleanedMilli: cleaned, estimatedMilli: estimated };
}
