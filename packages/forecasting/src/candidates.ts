import { dampedTrend } from './damped-trend.ts';
import { countObserved, type FitOptions, type FittedSeries, type ForecastModel } from './forecast-model.ts';
import { estimateHarmonicSeason } from './harmonic-season.ts';
import { naive } from './naive.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { addSeason, estimateSeason, noSeason, removeSeason, type SeasonalShape } from './seasonal-shape.ts';
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

export type Seasons = {
  readonly seasonPeriods: number;
  /** The longer season; 1 where there is none. */
  readonly secondSeasonPeriods: number;
};

const adjustedPaths = (history: Float64Array, season: SeasonalShape, periods: number): Float64Array[] => {
  const adjusted = removeSeason(history, season);
  const options = { seasonPeriods: 1, season: noSeason };
  return [
    runOrFallBack(simpleSmoothing, adjusted, options, periods),
    runOrFallBack(dampedTrend, adjusted, options, periods),
    runOrFallBack(theta, adjusted, options, periods),
  ].map((path) => addSeason(path, season, history.length));
};

/** Adjusted candidates and Holt–Winters for one season given by its periods. */
const seasonPaths = (history: Float64Array, seasonPeriods: number, periods: number): Float64Array[] => {
  const season = estimateSeason(history, seasonPeriods);
  const paths = adjustedPaths(history, season, periods);
  paths.push(runOrFallBack(seasonalSmoothing, history, { seasonPeriods, season }, periods));
  return paths;
};

const oneSeasonNames = ['ses', 'damped-trend', 'theta', 'seasonal-smoothing'];

/**
 * The candidates for demand that flows in most periods: simple smoothing, damped trend and Theta on the
 * history without its season, Holt–Winters with a changing season, and the seasonal naive. With a second
 * season each of them also runs on the history without that one.
 */
export const flowCandidates = ({ seasonPeriods, secondSeasonPeriods }: Seasons): CandidateSet => {
  const hasSecond = secondSeasonPeriods > seasonPeriods;
  const names = [
    ...oneSeasonNames,
    ...(hasSecond ? oneSeasonNames.map((name) => `${name}-two-seasons`) : []),
  ];
  // A longer season shows only over years: the recent windows alone must not argue it away.
  const defaults = names.map((_, index): number => (hasSecond && index < oneSeasonNames.length ? 0.1 : 1));
  const naiveSeasons = [seasonPeriods, secondSeasonPeriods].filter(
    (season) => season > 1 && season <= slotsMax,
  );
  for (const season of naiveSeasons) {
    names.push(`seasonal-naive-${season}`);
    defaults.push(0.5);
  }
  return {
    names,
    defaults,
    forecastAll(history, periods) {
      const paths = seasonPaths(history, seasonPeriods, periods);
      if (hasSecond) paths.push(...twoSeasonPaths(history, { seasonPeriods, secondSeasonPeriods }, periods));
      for (const season of naiveSeasons) {
        paths.push(runOrFallBack(seasonalNaive, history, { seasonPeriods: season }, periods));
      }
      return paths;
    },
  };
};

/** A second season of so few periods, seen often enough, is kept slot by slot; a longer one as waves. */
const slotsMax = 200;

const twoSeasonPaths = (
  history: Float64Array,
  { seasonPeriods, secondSeasonPeriods }: Seasons,
  periods: number,
): Float64Array[] => {
  const isSlotted =
    secondSeasonPeriods <= slotsMax && seasonPeriods > 1 && secondSeasonPeriods % seasonPeriods === 0;
  if (isSlotted) return seasonPaths(history, secondSeasonPeriods, periods);
  const long = estimateHarmonicSeason(history, {
    longSeasonPeriods: secondSeasonPeriods,
    shortSeasonPeriods: seasonPeriods,
    periodsAhead: periods,
  });
  const rest = removeSeason(history, long);
  return seasonPaths(rest, seasonPeriods, periods).map((path) => addSeason(path, long, history.length));
};
