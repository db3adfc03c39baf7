import { type ArimaWeights, arima } from './arima.ts';
import { type EtsKnown, ets } from './ets.ts';
import { countObserved, type FitOptions, type FittedSeries, type ForecastModel } from './forecast-model.ts';
import { estimateHarmonicSeason } from './harmonic-season.ts';
import { naive } from './naive.ts';
import { seasonalNaive } from './seasonal-naive.ts';
import { addSeason, estimateSeason, noSeason, removeSeason, type SeasonalShape } from './seasonal-shape.ts';
import { type SeasonalSmoothingWeights, seasonalSmoothing } from './seasonal-smoothing.ts';
import { simpleSmoothing } from './simple-smoothing.ts';
import { theta, thetaAlpha, thetaPath } from './theta.ts';

/** Several ways to forecast the same series, run together because they share their preparation. */
export type CandidateSet = {
  readonly names: readonly string[];
  /** How much each candidate counts before anything was measured; compared with one another. */
  readonly defaults: readonly number[];
  /**
   * Estimates the smoothing weights on this history and answers what forecasts with them. Rolling origins
   * estimate once, on the oldest past, and forecast from every later moment: honest and several times faster.
   * `near` is what was estimated on a longer piece of the same history: a structure to keep and weights to
   * start from.
   */
  readonly estimate: (history: Float64Array, near?: CandidateForecaster) => CandidateForecaster;
};

/**
 * One path of `periods` values per candidate. The history is the whole one or its beginning, so its length
 * tells which period comes next; season, level and trend are those of this history.
 */
export type CandidateForecaster = {
  (history: Float64Array, periods: number): Float64Array[];
  /** What was estimated, per season that the candidates know; only the set itself reads it. */
  readonly weights?: readonly FlowWeights[];
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

/** Weights of the models that have some; undefined where the history was too short. */
export type FlowWeights = {
  readonly simple: number | undefined;
  readonly theta: number | undefined;
  readonly smoothing: SeasonalSmoothingWeights | undefined;
  readonly additive: SeasonalSmoothingWeights | undefined;
  readonly ets: EtsKnown | undefined;
  readonly arima: ArimaWeights | undefined;
  readonly logArima: ArimaWeights | undefined;
};

/** What all candidates of one season read: the history, its season in both forms, and the history without it. */
type Prepared = {
  readonly history: Float64Array;
  readonly season: SeasonalShape;
  readonly adjusted: Float64Array;
  readonly additive: SeasonalShape;
  readonly isPositive: boolean;
  readonly observed: number;
};

const prepare = (history: Float64Array, seasonPeriods: number): Prepared => {
  const season = estimateSeason(history, seasonPeriods);
  let isPositive = true;
  let observed = 0;
  for (const demand of history) {
    if (demand <= 0) isPositive = false;
    if (!Number.isNaN(demand)) observed += 1;
  }
  const additive =
    season.kind === 'multiplicative' ? estimateSeason(history, seasonPeriods, 'additive') : season;
  return { history, season, adjusted: removeSeason(history, season), additive, isPositive, observed };
};

const plain = { seasonPeriods: 1 };
/** ARIMA differences over the season itself up to this length; a longer season is taken out before. */
const arimaSeasonMax = 24;
/** So many observations bear a second autoregressive or moving-average term. */
const secondTermMin = 150;

/** What ARIMA is fitted to: the history with its season, or without a season too long for it. */
const arimaInput = ({ history, season, adjusted }: Prepared, seasonPeriods: number) =>
  seasonPeriods <= arimaSeasonMax
    ? { history, seasonPeriods, seasonStrength: season.strength, removed: undefined }
    : { history: adjusted, seasonPeriods: 1, seasonStrength: 0, removed: season };

const estimateArima = (
  prepared: Prepared,
  seasonPeriods: number,
  isLogarithmic: boolean,
  near: ArimaWeights | undefined,
): ArimaWeights | undefined => {
  if (prepared.observed < arima.periodsMin) return undefined;
  const { history, ...season } = arimaInput(prepared, seasonPeriods);
  const ordinaryMax = prepared.observed >= secondTermMin ? 2 : 1;
  const { structure, coefficients } = arima.fit(history, {
    ...season,
    isLogarithmic,
    ordinaryMax,
    start: near,
  });
  return { structure, coefficients };
};

const smoothingWeights = (
  prepared: Prepared,
  season: SeasonalShape,
  near: SeasonalSmoothingWeights | undefined,
): SeasonalSmoothingWeights | undefined => {
  if (prepared.observed < seasonalSmoothing.periodsMin) return undefined;
  const { alpha, beta, gamma, phi } = seasonalSmoothing.fit(prepared.history, { ...plain, season, near });
  return { alpha, beta, gamma, phi };
};

const etsParameters = ({ additive, season }: Prepared) => ({
  ...plain,
  seasons: { additive, multiplicative: season.kind === 'multiplicative' ? season : noSeason },
});

const estimateEts = (prepared: Prepared, near: EtsKnown | undefined): EtsKnown => {
  const { form, weights } = ets.fit(prepared.history, { ...etsParameters(prepared), near });
  return { form, weights };
};

const estimateFlowWeights = (
  prepared: Prepared,
  seasonPeriods: number,
  traits: Traits,
  near: FlowWeights | undefined,
): FlowWeights => {
  const { adjusted, season, additive, observed } = prepared;
  const logArima = traits.hasLogArima
    ? estimateArima(prepared, seasonPeriods, true, near?.logArima)
    : undefined;
  return {
    simple: observed < simpleSmoothing.periodsMin ? undefined : simpleSmoothing.fit(adjusted, plain).alpha,
    theta: observed < theta.periodsMin ? undefined : thetaAlpha(adjusted),
    smoothing: smoothingWeights(prepared, season, near?.smoothing),
    additive: traits.hasAdditive ? smoothingWeights(prepared, additive, near?.additive) : undefined,
    ets: traits.hasEts && observed >= ets.periodsMin ? estimateEts(prepared, near?.ets) : undefined,
    // The orders found on logarithms serve the plain values as well.
    arima: estimateArima(prepared, seasonPeriods, false, near?.arima),
    logArima,
  };
};

/** Theta and simple smoothing on the history without its season, the others on the history itself. */
const flowPaths = (
  prepared: Prepared,
  seasonPeriods: number,
  traits: Traits,
  weights: FlowWeights,
  periods: number,
): Float64Array[] => {
  const { history, adjusted, season, additive, observed } = prepared;
  const withSeason = (path: Float64Array) => addSeason(path, season, history.length);
  const fromArima = (isLogarithmic: boolean) => {
    const input = arimaInput(prepared, seasonPeriods);
    const known = isLogarithmic ? weights.logArima : weights.arima;
    const path = runOrFallBack(arima, input.history, { ...input, isLogarithmic, weights: known }, periods);
    return input.removed === undefined ? path : addSeason(path, input.removed, history.length);
  };
  const paths = [
    observed < theta.periodsMin
      ? runOrFallBack(naive, adjusted, plain, periods)
      : thetaPath(adjusted, periods, weights.theta),
    runOrFallBack(simpleSmoothing, adjusted, { ...plain, alpha: weights.simple }, periods),
  ].map(withSeason);
  const smooth = (shape: SeasonalShape, known: SeasonalSmoothingWeights | undefined) =>
    runOrFallBack(seasonalSmoothing, history, { ...plain, season: shape, weights: known }, periods);
  paths.push(smooth(season, weights.smoothing));
  if (traits.hasAdditive) paths.push(smooth(additive, weights.additive));
  if (traits.hasEts) {
    paths.push(runOrFallBack(ets, history, { ...etsParameters(prepared), known: weights.ets }, periods));
  }
  paths.push(fromArima(false));
  if (traits.hasLogArima) paths.push(fromArima(true));
  return paths;
};

/** Which candidates make sense for a series; decided once, on the whole history. */
type Traits = { readonly hasAdditive: boolean; readonly hasLogArima: boolean; readonly hasEts: boolean };

const traitsOf = (history: Float64Array, seasonPeriods: number): Traits => {
  const isPositive = !history.some((demand) => demand <= 0);
  const isSeasonal = seasonPeriods > 1 && history.length >= 3 * seasonPeriods;
  return {
    hasAdditive: isPositive && isSeasonal,
    hasLogArima: isPositive && isSeasonal,
    hasEts: seasonPeriods <= arimaSeasonMax,
  };
};

const estimateOneSeason = (
  past: Float64Array,
  seasonPeriods: number,
  traits: Traits,
  near: FlowWeights | undefined,
): CandidateForecaster & { readonly weights: readonly FlowWeights[] } => {
  const weights = estimateFlowWeights(prepare(past, seasonPeriods), seasonPeriods, traits, near);
  const forecaster = (history: Float64Array, periods: number) =>
    flowPaths(prepare(history, seasonPeriods), seasonPeriods, traits, weights, periods);
  return Object.assign(forecaster, { weights: [weights] });
};

const namesOf = ({ hasAdditive, hasLogArima, hasEts }: Traits): { name: string; weight: number }[] => [
  { name: 'theta', weight: 2 },
  { name: 'ses', weight: 0.5 },
  { name: 'seasonal-smoothing', weight: 1.5 },
  ...(hasAdditive ? [{ name: 'seasonal-smoothing-additive', weight: 1 }] : []),
  ...(hasEts ? [{ name: 'ets', weight: 1 }] : []),
  { name: 'arima', weight: 1 },
  ...(hasLogArima ? [{ name: 'arima-log', weight: 1 }] : []),
];

/**
 * The candidates for demand that flows in most periods: Theta and simple smoothing on the history without its
 * season, Holt–Winters with a changing season in relative and in absolute form, ARIMA on the history and on its
 * logarithm, and the seasonal naive. With a second season each of them also runs on the history without that
 * one. The history decides which of them make sense, and is the one that `estimate` will be given first.
 */
export const flowCandidates = (
  { seasonPeriods, secondSeasonPeriods }: Seasons,
  whole: Float64Array,
): CandidateSet => {
  const hasSecond = secondSeasonPeriods > seasonPeriods;
  const traits = traitsOf(whole, seasonPeriods);
  const secondTraits = {
    ...traits,
    ...(isSlotted({ seasonPeriods, secondSeasonPeriods }) ? { hasAdditive: false } : {}),
  };
  const firstTraits = hasSecond ? { ...traits, hasEts: false } : traits;
  const entries = [
    // A longer season shows only over years: the recent windows alone must not argue it away.
    ...namesOf(firstTraits).map(({ name, weight }) => ({ name, weight: hasSecond ? 0.1 * weight : weight })),
    ...(hasSecond
      ? namesOf(secondTraits).map(({ name, weight }) => ({ name: `${name}-two-seasons`, weight }))
      : []),
  ];
  const naiveSeasons = [seasonPeriods, secondSeasonPeriods].filter(
    (season) => season > 1 && season <= slotsMax,
  );
  for (const season of naiveSeasons) entries.push({ name: `seasonal-naive-${season}`, weight: 0.5 });
  return {
    names: entries.map(({ name }) => name),
    defaults: entries.map(({ weight }) => weight),
    estimate(past, near) {
      const forecasters = [estimateOneSeason(past, seasonPeriods, firstTraits, near?.weights?.[0])];
      if (hasSecond) {
        const seasons = { seasonPeriods, secondSeasonPeriods };
        forecasters.push(estimateTwoSeasons(past, seasons, secondTraits, near?.weights?.[1]));
      }
      const forecaster = (history: Float64Array, periods: number) => [
        ...forecasters.flatMap((one) => one(history, periods)),
        ...naiveSeasons.map((season) =>
          runOrFallBack(seasonalNaive, history, { seasonPeriods: season }, periods),
        ),
      ];
      return Object.assign(forecaster, { weights: forecasters.map(({ weights }) => weights[0]!) });
    },
  };
};

/** A second season of so few periods, seen often enough, is kept slot by slot; a longer one as waves. */
const slotsMax = 200;

const isSlotted = ({ seasonPeriods, secondSeasonPeriods }: Seasons): boolean =>
  secondSeasonPeriods <= slotsMax && seasonPeriods > 1 && secondSeasonPeriods % seasonPeriods === 0;

const estimateTwoSeasons = (
  past: Float64Array,
  seasons: Seasons,
  traits: Traits,
  near: FlowWeights | undefined,
): CandidateForecaster & { readonly weights: readonly FlowWeights[] } => {
  const { seasonPeriods, secondSeasonPeriods } = seasons;
  if (isSlotted(seasons)) return estimateOneSeason(past, secondSeasonPeriods, traits, near);
  // The waves repeat, so the shape of the past reaches into any later history without a new estimate.
  const long = estimateHarmonicSeason(past, {
    longSeasonPeriods: secondSeasonPeriods,
    shortSeasonPeriods: seasonPeriods,
    periodsAhead: 0,
  });
  const inner = estimateOneSeason(removeSeason(past, long), seasonPeriods, traits, near);
  const forecaster = (history: Float64Array, periods: number) => {
    const reaching = repeatSeason(long, secondSeasonPeriods, history.length + periods);
    const paths = inner(removeSeason(history, reaching), periods);
    return paths.map((path) => addSeason(path, reaching, history.length));
  };
  return Object.assign(forecaster, { weights: inner.weights });
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
