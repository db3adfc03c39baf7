import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { minimiseOnInterval } from './line-search.ts';

export type SimpleSmoothingParameters = FitOptions & {
  /** Weight of the newest error, in (0, 1]; estimated where absent. */
  readonly alpha?: number | undefined;
};
export type SimpleSmoothingFitted = FittedSeries & {
  readonly alpha: number;
  readonly level: number;
  readonly sd: number;
};

const negligible = 1e-18;

/**
 * For a fixed alpha the errors are linear in the initial level: e = e₀ − l₀·(1 − α)^t. One pass gives the
 * sums from which the best l₀ and the squared error follow.
 */
const passOver = (history: Float64Array, alpha: number) => {
  let level = 0;
  let influence = 1;
  let errorSquares = 0;
  let cross = 0;
  let influenceSquares = 0;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    const error = demand - level;
    errorSquares += error * error;
    cross += error * influence;
    influenceSquares += influence * influence;
    level += alpha * error;
    influence *= 1 - alpha;
    if (influence < negligible) influence = 0;
  }
  const start = cross / influenceSquares;
  return { start, squaredError: errorSquares - start * cross, end: level + start * influence };
};

/** The level that `fit` ends with for a known alpha, in one pass and without residuals. */
export const simpleLevel = (history: Float64Array, alpha: number): number => passOver(history, alpha).end;

/** The alpha that `fit` would choose. */
export const simpleAlpha = (history: Float64Array): number =>
  minimiseOnInterval(
    (candidate) => passOver(history, candidate).squaredError,
    { low: Math.min(0.02, Math.max(0.005, 5 / history.length)), high: 0.98 },
    { gridPoints: 9, steps: 6 },
  );

/**
 * Simple exponential smoothing, ETS(A,N,N): a level without trend or season. The initial level is the
 * least-squares one. Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing.
 */
export const simpleSmoothing: ForecastModel<SimpleSmoothingParameters, SimpleSmoothingFitted> = {
  name: 'ses',
  periodsMin: 1,
  fit(history, parameters) {
    assertObserved('ses', history, 1);
    const alpha = parameters.alpha ?? simpleAlpha(history);
    let level = passOver(history, alpha).start;
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    for (let t = 0; t < history.length; t++) {
      if (Number.isNaN(history[t]!)) continue;
      residuals[t] = history[t]! - level;
      level += alpha * residuals[t]!;
    }
    return { residuals, alpha, level, sd: errorSd(residuals, 2) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.level),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(
      simpleSmoothing.forecast(fitted, periods),
      (index) => fitted.sd * Math.sqrt(1 + index * fitted.alpha ** 2),
      levels,
    ),
  residuals: residualsOf,
};
