import { withScratch } from './scratch.ts';
import { addSeason, estimateSeason, removeSeason } from './seasonal-shape.ts';
import { thetaPath } from './theta.ts';

/**
 * The path of dynamic optimised Theta on the history without its season, which is put back: the whole forecast of one
 * series where a hundred thousand are to be had in seconds. Demand per period, oldest first, at least 3 observed.
 */
export const seasonalThetaPath = (
  history: Float64Array,
  seasonPeriods: number,
  periods: number,
): Float64Array =>
  withScratch(() => {
    const season = estimateSeason(history, seasonPeriods);
    return addSeason(thetaPath(removeSeason(history, season), periods), season, history.length).slice();
  });
