import { dampedTrend } from './damped-trend.ts';
import { countObserved, type FitOptions, type FittedSeries, type ForecastModel } from './forecast-model.ts';
import { naive } from './naive.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { addSeason, estimateSeason, removeSeason } from './seasonal-shape.ts';
import { seasonalSmoothing } from './seasonal-smoothing.ts';
import { simpleSmoothing } from './simple-smoothing.ts';
import { theta } from './theta.ts';

/** Several ways to forecast the same series, run together because they share their preparation. */
export type CandidateSet = {
  readonly names: readonly string[];
  /** How much each candidate counts before anything was measured; compared with one another. */
  readonly defaults: readonly number[];
  /**
   * One path of `periods` values per name. The history is the whole one or its beginning: rolling origins
   * call this with prefixes, so the length tells which period comes next.
   */
  readonly forecastAll: (history: Float64Array, periods: number) => Float64Array[];
};

const runOrFallBack = <Parameters extends FitOptions, Fitted extends FittedSeries>(
  model: ForecastModel<Parameters, Fitted>,
  history: Float64Array,
  parameters: Parameters,
  periods: number,
): Float64Array => {
  if (countObserved(history) >= model.periodsMin)
    return model.forecast(model.fit(history, parameters), periods);
  return naive.forecast(naive.fit(history, parameters), periods);
};

/**
 * The candidates for demand that flows in most periods: simple smoothing, damped trend and Theta on the
 * history without its season, Holt–Winters with a changing season, and the seasonal naive.
 */
export const flowCandidates = (seasonPeriods: number): CandidateSet => {
  const names = ['ses', 'damped-trend', 'theta', 'seasonal-smoothing'];
  const defaults = [1, 1, 1, 1];
  if (seasonPeriods > 1) {
    names.push('seasonal-naive');
    defaults.push(0.3);
  }
  return {
    names,
    defaults,
    forecastAll(history, periods) {
      const season = estimateSeason(history, seasonPeriods);
      const adjusted = removeSeason(history, season);
      const options = { seasonPeriods, season };
      const inner = [
        runOrFallBack(simpleSmoothing, adjusted, options, periods),
        runOrFallBack(dampedTrend, adjusted, options, periods),
        runOrFallBack(theta, adjusted, options, periods),
      ].map((path) => addSeason(path, season, history.length));
      inner.push(runOrFallBack(seasonalSmoothing, history, options, periods));
      if (seasonPeriods > 1) inner.push(runOrFallBack(seasonalNaive, history, options, periods));
      return inner;
    },
  };
};
