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
  /** Weight of the newest demand size, in (0, 1). */
  readonly alpha: number;
  /** Weight of the newest period for the probability of demand, in (0, 1). */
  readonly beta: number;
};
export type TsbFitted = FittedSeries & {
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

/**
 * Intermittent demand that may die out: the probability of demand is updated in every period, so an item
 * no longer sold sinks to zero. Teunter, Syntetos & Babai (2011), European J. of Operational Research 214(3).
 */
export const tsb: ForecastModel<TsbParameters, TsbFitted> = {
  name: 'tsb',
  periodsMin: 1,
  fit(history, { alpha, beta }) {
    assertObserved('tsb', history, 1);
    assert(alpha > 0 && alpha < 1 && beta > 0 && beta < 1, 'alpha and beta in (0, 1)');
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    let { size, probability } = startValues(history);
    for (let t = 0; t < history.length; t++) {
      const demand = history[t]!;
      if (Number.isNaN(demand)) continue;
      residuals[t] = demand - size * probability;
      probability += beta * ((demand > 0 ? 1 : 0) - probability);
      if (demand > 0) size += alpha * (demand - size);
    }
    return { residuals, size, probability, sd: errorSd(residuals) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.size * fitted.probability),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(tsb.forecast(fitted, periods), () => fitted.sd, levels),
  residuals: residualsOf,
};
