import { assert } from '@coplan/kernel';
import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';

export type SbaParameters = FitOptions & {
  /** Weight of the newest size and gap, in (0, 1); the one with the smallest squared error where absent. */
  readonly alpha?: number | undefined;
};
export type SbaFitted = FittedSeries & {
  readonly alpha: number;
  readonly demandPerPeriod: number;
  readonly sd: number;
};

/** Rare demand bears no faster weights: they would follow single sizes. */
const alphaGrid = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3];

/** One pass; `residuals`, where given, receives actual minus expected. */
const passOver = (history: Float64Array, alpha: number, residuals?: Float64Array) => {
  let size: number | undefined;
  let gap = 1;
  let periodsSinceDemand = 0;
  let squares = 0;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    if (size !== undefined) {
      const error = demand - ((1 - alpha / 2) * size) / gap;
      squares += error * error;
      if (residuals !== undefined) residuals[t] = error;
    }
    periodsSinceDemand += 1;
    if (demand === 0) continue;
    gap = size === undefined ? periodsSinceDemand : gap + alpha * (periodsSinceDemand - gap);
    size = size === undefined ? demand : size + alpha * (demand - size);
    periodsSinceDemand = 0;
  }
  return { demandPerPeriod: ((1 - alpha / 2) * (size ?? 0)) / gap, squares };
};

const estimateAlpha = (history: Float64Array): number => {
  let best = alphaGrid[0]!;
  let bestSquares = Number.POSITIVE_INFINITY;
  for (const alpha of alphaGrid) {
    const { squares } = passOver(history, alpha);
    if (squares >= bestSquares) continue;
    bestSquares = squares;
    best = alpha;
  }
  return best;
};

/**
 * Intermittent demand: smooth size and gap of non-zero demands separately, then correct Croston's upward
 * bias by (1 − α/2). Syntetos & Boylan (2005), Int. J. of Forecasting 21(2).
 * An unobserved period neither is a demand nor lengthens the gap.
 */
export const sba: ForecastModel<SbaParameters, SbaFitted> = {
  name: 'sba',
  periodsMin: 1,
  fit(history, parameters) {
    assertObserved('sba', history, 1);
    const alpha = parameters.alpha ?? estimateAlpha(history);
    assert(alpha > 0 && alpha < 1, 'alpha in (0, 1)');
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    const { demandPerPeriod } = passOver(history, alpha, residuals);
    return { residuals, alpha, demandPerPeriod, sd: errorSd(residuals) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.demandPerPeriod),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(sba.forecast(fitted, periods), () => fitted.sd, levels),
  residuals: residualsOf,
};
