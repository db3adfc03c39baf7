import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  meanObserved,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { scratch } from './scratch.ts';
import { tabulate } from './tabulate.ts';

export type SeasonalNaiveFitted = FittedSeries & { readonly season: Float64Array; readonly sd: number };

/** The same period of the last season in which it was observed; the mean where it never was. */
export const seasonalNaive: ForecastModel<FitOptions, SeasonalNaiveFitted> = {
  name: 'seasonal-naive',
  periodsMin: 1,
  fit(history, { seasonPeriods }) {
    assertObserved('seasonal-naive', history, 1);
    const season = new Float64Array(seasonPeriods).fill(Number.NaN);
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    const start = history.length % seasonPeriods;
    for (let t = 0; t < history.length; t++) {
      if (Number.isNaN(history[t]!)) continue;
      // Slot 0 is the period right after the history.
      const slot = (t - start + seasonPeriods) % seasonPeriods;
      residuals[t] = history[t]! - season[slot]!;
      season[slot] = history[t]!;
    }
    const mean = meanObserved(history);
    return {
      residuals,
      season: season.map((value) => (Number.isNaN(value) ? mean : value)),
      sd: errorSd(residuals, 0),
    };
  },
  forecast: ({ season }, periods) => tabulate(periods, (index) => season[index % season.length]!),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(
      seasonalNaive.forecast(fitted, periods),
      (index) => fitted.sd * Math.sqrt(1 + Math.floor(index / fitted.season.length)),
      levels,
    ),
  residuals: residualsOf,
};

/** What `forecast(fit(…))` answers, looking back only as far as needed. */
export const seasonalNaivePath = (
  history: Float64Array,
  seasonPeriods: number,
  periods: number,
): Float64Array => {
  const path = scratch(periods);
  for (let index = 0; index < Math.min(periods, seasonPeriods); index++) {
    let t = history.length + index - seasonPeriods;
    while (t >= 0 && Number.isNaN(history[t]!)) t -= seasonPeriods;
    path[index] = t >= 0 ? history[t]! : meanObserved(history);
  }
  for (let index = seasonPeriods; index < periods; index++) path[index] = path[index - seasonPeriods]!;
  return path;
};
