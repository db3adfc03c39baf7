import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  lastObserved,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';

export type NaiveFitted = FittedSeries & { readonly last: number; readonly sd: number };

/** The last observed demand goes on for ever: the reference every other model has to beat. */
export const naive: ForecastModel<FitOptions, NaiveFitted> = {
  name: 'naive',
  periodsMin: 1,
  fit(history) {
    assertObserved('naive', history, 1);
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    let before = Number.NaN;
    for (let t = 0; t < history.length; t++) {
      if (Number.isNaN(history[t]!)) continue;
      residuals[t] = history[t]! - before;
      before = history[t]!;
    }
    return { residuals, last: lastObserved(history), sd: errorSd(residuals, 0) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.last),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(naive.forecast(fitted, periods), (index) => fitted.sd * Math.sqrt(index + 1), levels),
  residuals: residualsOf,
};
