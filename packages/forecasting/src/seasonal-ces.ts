import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { estimateSeasonalWeights } from './seasonal-ces-search.ts';
import {
  passSeasonalCes,
  responsesOf,
  type SeasonalCesKind,
  type SeasonalCesState,
  type SeasonalCesWeights,
  startOf,
} from './seasonal-ces-states.ts';

export type SeasonalCesParameters = FitOptions & {
  /** Estimated where absent. */
  readonly weights?: SeasonalCesWeights | undefined;
};
export type SeasonalCesFitted = FittedSeries & {
  readonly weights: SeasonalCesWeights;
  readonly state: SeasonalCesState;
  readonly sd: number;
};

const periodsMin = 5;
/** So many weights, and the first states of the level, are estimated. */
const parameterCounts: Readonly<Record<SeasonalCesKind, number>> = { simple: 2, partial: 5, full: 6 };

const seasonalCes = (
  name: string,
  kind: SeasonalCesKind,
): ForecastModel<SeasonalCesParameters, SeasonalCesFitted> => {
  const model: ForecastModel<SeasonalCesParameters, SeasonalCesFitted> = {
    name,
    periodsMin,
    fit(history, { seasonPeriods, weights: given }) {
      assertObserved(name, history, periodsMin);
      const start = startOf(kind, history, seasonPeriods);
      const weights = given ?? estimateSeasonalWeights(kind, history, start);
      const residuals = new Float64Array(history.length);
      const { state } = passSeasonalCes(kind, history, weights, start, residuals);
      return { residuals, weights, state, sd: errorSd(residuals, parameterCounts[kind]) };
    },
    forecast: ({ weights, state }, periods) => {
      const unknown = new Float64Array(periods).fill(Number.NaN);
      const path = new Float64Array(periods);
      passSeasonalCes(kind, unknown, weights, state, undefined, path);
      return path;
    },
    quantiles(fitted, periods, levels) {
      const responses = responsesOf(kind, fitted.weights, fitted.state.seasonLevels.length, periods);
      const variances = new Float64Array(periods);
      let variance = 1;
      for (let index = 0; index < periods; index++) {
        variances[index] = variance;
        variance += responses[index]! ** 2;
      }
      const sdAt = (index: number): number => fitted.sd * Math.sqrt(variances[index]!);
      return normalQuantiles(model.forecast(fitted, periods), sdAt, levels);
    },
    residuals: residualsOf,
  };
  return model;
};

/**
 * Complex exponential smoothing with a season that smooths by itself, slot by slot, and no level beside it.
 * Svetunkov, Kourentzes & Ord (2022), Naval Research Logistics 69(8); Svetunkov, Forecasting and Analytics with ADAM.
 */
export const simpleSeasonalCes = seasonalCes('ces-simple', 'simple');

/** The same with a complex level and a plain additive season (one weight), the "partial" model. */
export const partialSeasonalCes = seasonalCes('ces-partial', 'partial');

/** The same with a complex level and a complex season beside it, the "full" model. */
export const fullSeasonalCes = seasonalCes('ces-full', 'full');
