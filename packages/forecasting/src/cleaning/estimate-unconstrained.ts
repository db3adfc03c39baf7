import { addSeason, estimateSeason, removeSeason } from '../seasonal-shape.ts';

const neighboursMax = 4;
const reachPeriods = 26;

/** The level at t from up to four observed periods on either side, the nearer the heavier. */
const levelAt = (adjusted: Float64Array, t: number): number => {
  let sum = 0;
  let weights = 0;
  for (const direction of [-1, 1]) {
    let found = 0;
    for (let distance = 1; distance <= reachPeriods && found < neighboursMax; distance++) {
      const value = adjusted[t + direction * distance];
      if (value === undefined || Number.isNaN(value)) continue;
      sum += value / distance;
      weights += 1 / distance;
      found += 1;
    }
  }
  return weights === 0 ? Number.NaN : sum / weights;
};

/**
 * What would have been sold with stock: level of the neighbouring observed periods times the season, never less than
 * what was sold in spite of it. Only for the periods asked for; NaN where nothing near is known.
 */
export const estimateUnconstrained = (
  history: Float64Array,
  seasonPeriods: number,
  isWanted: (index: number) => boolean,
): Float64Array => {
  const shape = estimateSeason(history, seasonPeriods);
  const adjusted = removeSeason(history, shape);
  const levels = history.map((demand, t) => (isWanted(t) ? levelAt(adjusted, t) : demand));
  const estimates = addSeason(levels, shape, 0);
  return history.map((demand, t) => (isWanted(t) ? Math.max(0, estimates[t]!) : demand));
};
