import { assert } from '@coplan/kernel';
import {
  assertObserved,
  countObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';

export type TsbParameters = FitOptions & {
  /** Weight of the newest demand size, in (0, 1); estimated by squared errors where absent. */
  readonly alpha?: number | undefined;
  /** Weight of the newest period for the probability of demand, in (0, 1); estimated likewise. */
  readonly beta?: number | undefined;
};
export type TsbFitted = FittedSeries & {
  readonly alpha: number;
  readonly beta: number;
  readonly size: number;
  readonly probability: number;
  readonly sd: number;
};

/** Start values are the averages of the history: with few demands the first one alone would weigh too much. */
const startValues = (history: Float64Array) => {
  let demands = 0;
  let total = 0;
  for (const demand of history) {
    if (!(demand > 0)) continue;
    demands += 1;
    total += demand;
  }
  return { size: demands === 0 ? 0 : total / demands, probability: demands / countObserved(history) };
};

/** Rare demand bears no faster weights: they would follow single sizes. */
const grid = [0.02, 0.05, 0.1, 0.2, 0.3];

/** One pass from these start values; `residuals`, where given, receives actual minus expected. */
const passOver = (
  history: Float64Array,
  start: ReturnType<typeof startValues>,
  { alpha, beta }: { readonly alpha: number; readonly beta: number },
  residuals?: Float64Array,
) => {
  let { size, probability } = start;
  let squares = 0;
  for (let t = 0; t < history.length; t++) {
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    const error = demand - size * probability;
    squares += error * error;
    if (residuals !== undefined) residuals[t] = error;
    probability += beta * ((demand > 0 ? 1 : 0) - probability);
    if (demand > 0) size += alpha * (demand - size);
  }
  return { size, probability, squares };
};

const estimateWeights = (
  history: Float64Array,
  start: ReturnType<typeof startValues>,
  { alpha, beta }: TsbParameters,
) => {
  let best = { alpha: alpha ?? grid[0]!, beta: beta ?? grid[0]! };
  let bestSquares = Number.POSITIVE_INFINITY;
  for (const sizeWeight of alpha === undefined ? grid : [alpha]) {
    for (const probabilityWeight of beta === undefined ? grid : [beta]) {
      const weights = { alpha: sizeWeight, beta: probabilityWeight };
      const { squares } = passOver(history, start, weights);
      if (squares >= bestSquares) continue;
      bestSquares = squares;
      best = weights;
    }
  }
  return best;
};

/**
 * Intermittent demand that may die out: the probability of demand is updated in every period, so an item
 * no longer sold sinks to zero. Teunter, Syntetos & Babai (2011), European J. of Operational Research 214(3).
 */
export const tsb: ForecastModel<TsbParameters, TsbFitted> = {
  name: 'tsb',
  periodsMin: 1,
  fit(history, parameters) {
    assertObserved('tsb', history, 1);
    const start = startValues(history);
    const weights = estimateWeights(history, start, parameters);
    const { alpha, beta } = weights;
    assert(alpha > 0 && alpha < 1 && beta > 0 && beta < 1, 'alpha and beta in (0, 1)');
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    const { size, probability } = passOver(history, start, weights, residuals);
    return { residuals, alpha, beta, size, probability, sd: errorSd(residuals) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.size * fitted.probability),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(tsb.forecast(fitted, periods), () => fitted.sd, levels),
  residuals: residualsOf,
};
