import { type DampedTrendWeights, dampedTrend } from './damped-trend.ts';
import { countObserved, type FitOptions, type FittedSeries, type ForecastModel } from './forecast-model.ts';
import { estimateHarmonicSeason } from './harmonic-season.ts';
import { naive } from './naive.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { addSeason, estimateSeason, removeSeason, type SeasonalShape } from './seasonal-shape.ts';
import { type SeasonalSmoothingWeights, seasonalSmoothing } from './seasonal-smoothing.ts';
import { simpleSmoothing } from './simple-smoothing.ts';
import { theta } from './theta.ts';

/** Several ways to forecast the same series, run together because they share their preparation. */
export type CandidateSet = {
  readonly names: readonly string[];
  /** How much each candidate counts before anything was measured; compared with one another. */
  readonly defaults: readonly number[];
  /**
   * Estimates the smoothing weights on this history and answers what forecasts with them. Rolling origins
   * estimate once, on the oldest past, and forecast from every later moment: honest and several times faster.
   */
  readonly estimate: (history: Float64Array) => CandidateForecaster;
};

/**
 * One path of `periods` values per candidate. The history is the whole one or its beginning, so its length
 * tells which period comes next; season, level and trend are those of this history.
 */
export type CandidateForecaster = (history: Float64Array, periods: number) => Float64Array[];

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

/** Smoothing weights of the models that have some; undefined where the history was too short. */
type FlowWeights = {
  readonly simple: number | undefined;
  readonly damped: DampedTrendWeights | undefined;
  readonly theta: number | undefined;
  readonly seasonal: SeasonalSmoothingWeights | undefined;
};

const estimateFlowWeights = (history: Float64Array, season: SeasonalShape): FlowWeights => {
  const adjusted = removeSeason(history, season);
  const options = { seasonPeriods: 1 };
  const observed = countObserved(history);
  return {
    simple: observed < simpleSmoothing.periodsMin ? undefined : simpleSmoothing.fit(adjusted, options).alpha,
    damped: observed < dampedTrend.periodsMin ? undefined : dampedTrend.fit(adjusted, options),
    theta: observed < theta.periodsMin ? undefined : theta.fit(adjusted, options).alpha,
    seasonal:
      observed < seasonalSmoothing.periodsMin
        ? undefined
        : seasonalSmoothing.fit(history, { ...options, season }),
  };
};

/** Three candidates on the history without its season, and Holt–Winters on the history itself. */
const flowPaths = (
  history: Float64Array,
  season: SeasonalShape,
  weights: FlowWeights,
  periods: number,
): Float64Array[] => {
  const adjusted = removeSeason(history, season);
  const options = { seasonPeriods: 1 };
  const paths = [
    runOrFallBack(simpleSmoothing, adjusted, { ...options, alpha: weights.simple }, periods),
    runOrFallBack(dampedTrend, adjusted, { ...options, weights: weights.damped }, periods),
    runOrFallBack(theta, adjusted, { ...options, alpha: weights.theta }, periods),
  ].map((path) => addSeason(path, season, history.length));
  const seasonal = { ...options, season, weights: weights.seasonal };
  paths.push(runOrFallBack(seasonalSmoothing, history, seasonal, periods));
  return paths;
};

const estimateOneSeason = (past: Float64Array, seasonPeriods: number): CandidateForecaster => {
  const weights = estimateFlowWeights(past, estimateSeason(past, seasonPeriods));
  return (history, periods) => flowPaths(history, estimateSeason(history, seasonPeriods), weights, periods);
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
    estimate(past) {
      const forecasters = [estimateOneSeason(past, seasonPeriods)];
      if (hasSecond) forecasters.push(estimateTwoSeasons(past, { seasonPeriods, secondSeasonPeriods }));
      return (history, periods) => [
        ...forecasters.flatMap((forecaster) => forecaster(history, periods)),
        ...naiveSeasons.map((season) =>
          runOrFallBack(seasonalNaive, history, { seasonPeriods: season }, periods),
        ),
      ];
    },
  };
};

/** A second season of so few periods, seen often enough, is kept slot by slot; a longer one as waves. */
const slotsMax = 200;

const estimateTwoSeasons = (
  past: Float64Array,
  { seasonPeriods, secondSeasonPeriods }: Seasons,
): CandidateForecaster => {
  const isSlotted =
    secondSeasonPeriods <= slotsMax && seasonPeriods > 1 && secondSeasonPeriods % seasonPeriods === 0;
  if (isSlotted) return estimateOneSeason(past, secondSeasonPeriods);
  // The waves repeat, so the shape of the past reaches into any later history without a new estimate.
  const long = estimateHarmonicSeason(past, {
    longSeasonPeriods: secondSeasonPeriods,
    shortSeasonPeriods: seasonPeriods,
    periodsAhead: 0,
  });
  const inner = estimateOneSeason(removeSeason(past, long), seasonPeriods);
  return (history, periods) => {
    const reaching = repeatSeason(long, secondSeasonPeriods, history.length + periods);
    const paths = inner(removeSeason(history, reaching), periods);
    return paths.map((path) => addSeason(path, reaching, history.length));
  };
};

/** A shape given period by period, continued by its own repetition. */
const repeatSeason = (shape: SeasonalShape, seasonPeriods: number, length: number): SeasonalShape => {
  if (shape.kind === 'none') return shape;
  const indices = new Float64Array(length);
  for (let t = 0; t < length; t++) {
    indices[t] = t < shape.indices.length ? shape.indices[t]! : indices[t - seasonPeriods]!;
  }
  return { ...shape, indices };
};
