import type { FitOptions, FittedSeries, ForecastModel } from './forecast-model.ts';
import { addSeason, estimateSeason, removeSeason, type SeasonalShape } from './seasonal-shape.ts';

export type AdjustedOptions = FitOptions & {
  /** The season, where the caller has already estimated it; estimated from the history otherwise. */
  readonly season?: SeasonalShape;
};
export type AdjustedFitted<Inner> = FittedSeries & {
  readonly inner: Inner;
  readonly season: SeasonalShape;
  readonly periodsSeen: number;
};

/** Any model, run on the history without its season; the season is put back on the way out. */
export const seasonallyAdjusted = <Parameters extends FitOptions, Inner extends FittedSeries>(
  model: ForecastModel<Parameters, Inner>,
): ForecastModel<Parameters & AdjustedOptions, AdjustedFitted<Inner>> => ({
  name: model.name,
  periodsMin: model.periodsMin,
  fit(history, parameters) {
    const season = parameters.season ?? estimateSeason(history, parameters.seasonPeriods);
    const inner = model.fit(removeSeason(history, season), parameters);
    const residuals =
      season.kind === 'multiplicative'
        ? model.residuals(inner).map((error, t) => error * season.indices[t % season.indices.length]!)
        : model.residuals(inner);
    return { residuals, inner, season, periodsSeen: history.length };
  },
  forecast: (fitted, periods) =>
    addSeason(model.forecast(fitted.inner, periods), fitted.season, fitted.periodsSeen),
  quantiles: (fitted, periods, levels) =>
    model
      .quantiles(fitted.inner, periods, levels)
      .map((path) => addSeason(path, fitted.season, fitted.periodsSeen)),
  residuals: (fitted) => fitted.residuals,
});
