import {
  type ArimaPassed,
  type ArimaWeights,
  arima,
  arimaPathAfter,
  fillGaps,
  passArima,
  refitArima,
} from './arima.ts';
import { chooseArima } from './arima-structure.ts';
import { type CesWeights, cesPath, cesWeightsFor } from './ces.ts';
import { type EtsKnown, ets, etsPath, etsWeightsFor } from './ets.ts';
import { countObserved } from './forecast-model.ts';
import { estimateHarmonicSeason } from './harmonic-season.ts';
import { naive } from './naive.ts';
import { scratch } from './scratch.ts';
import { seasonalNaivePath } from './seasonal-naive.ts';
import {
  addSeason,
  isAllPositive,
  noSeason,
  removeSeason,
  type SeasonalShape,
  type SeasonTrack,
  trackSeasons,
} from './seasonal-shape.ts';
import {
  prepareSmoothing,
  type SeasonalSmoothingWeights,
  seasonalSmoothing,
  smoothingPath,
  smoothingWeightsFor,
} from './seasonal-smoothing.ts';
import { simpleAlpha, simpleLevel, simpleSmoothing } from './simple-smoothing.ts';
import { theta, thetaAlpha, thetaPath } from './theta.ts';

/** Several ways to forecast the same series, run together because they share their preparation. */
export type CandidateSet = {
  readonly names: readonly string[];
  /** How much each candidate counts before anything was measured; compared with one another. */
  readonly defaults: readonly number[];
  /**
   * Estimates smoothing weights and orders on this history and answers what forecasts with them, from the end
   * of this history and from any earlier moment.
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
  /** How clearly the first season shows, 0–1, where it was estimated. */
  readonly seasonStrength?: number;
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
  readonly ces: CesWeights | undefined;
  readonly arima: ArimaWeights | undefined;
  readonly logArima: ArimaWeights | undefined;
};

/** What all candidates of one season read; computed once for a history. */
type Prepared = {
  readonly history: Float64Array;
  readonly season: SeasonalShape;
  readonly adjusted: Float64Array;
  readonly additive: SeasonalShape;
  readonly track: SeasonTrack;
  readonly observed: number;
  readonly relativeSmoothing: ReturnType<typeof prepareSmoothing>;
  readonly additiveSmoothing: ReturnType<typeof prepareSmoothing>;
  /** ARIMA's view: gaps filled, the season kept or, where it is too long to be differenced away, removed. */
  readonly arima: ReturnType<typeof fillGaps>;
  /** Logarithms of it; undefined where demand is not always positive. */
  readonly logarithms: Float64Array | undefined;
  /** What ARIMA passed over a longer piece of this history, where this is its beginning. */
  readonly whole: Passed | undefined;
};

const plain = { seasonPeriods: 1 };
/** From fewer observations the complex weight may take a single leap for growth without end. */
const cesObservedMin = 24;
/** ARIMA differences over the season itself up to this length; a longer season is taken out before. */
const arimaSeasonMax = 24;
/** So many observations bear a second autoregressive or moving-average term. */
const secondTermMin = 150;

const logarithmsOf = (values: Float64Array): Float64Array => {
  const result = scratch(values.length);
  for (let t = 0; t < values.length; t++) result[t] = Math.log(values[t]!);
  return result;
};

/** What is known from a longer piece of the same history. */
type Longer = { readonly prepared: Prepared; readonly passed: Passed };

/**
 * Everything about a beginning is taken from that beginning alone, except logarithms and ARIMA's errors, which
 * do not change with what follows. A gap at its end would be filled with knowledge of what follows: then not.
 */
const isBeginning = (history: Float64Array, { prepared }: Longer): boolean =>
  history.buffer === prepared.history.buffer &&
  history.byteOffset === prepared.history.byteOffset &&
  history.length <= prepared.history.length &&
  !Number.isNaN(history[history.length - 1]!);

const prepare = (history: Float64Array, seasonPeriods: number, traits: Traits, longer?: Longer): Prepared => {
  const isPart = longer !== undefined && isBeginning(history, longer);
  const known = longer?.prepared.track;
  const track = isPart ? known! : trackSeasons(history, seasonPeriods, known?.decay);
  const { season, additive } = track.at(history.length);
  const adjusted = removeSeason(history, season);
  const isInside = seasonPeriods <= arimaSeasonMax;
  if (isInside && isPart) {
    const { arima: view, logarithms } = longer.prepared;
    const beginning = logarithms?.subarray(0, history.length);
    const smoothing = prepareSmoothing(history, season, view.hasGaps ? undefined : beginning);
    return {
      history,
      season,
      adjusted,
      additive,
      track,
      observed: countObserved(history),
      relativeSmoothing: smoothing,
      additiveSmoothing: traits.hasAdditive ? prepareSmoothing(history, additive) : smoothing,
      arima: view,
      logarithms: beginning,
      whole: longer.passed,
    };
  }
  const arimaView = fillGaps(isInside ? history : adjusted);
  const logarithms = traits.hasLogArima ? logarithmsOf(arimaView.filled) : undefined;
  const isWhole = isInside && !arimaView.hasGaps;
  const relativeSmoothing = prepareSmoothing(history, season, isWhole ? logarithms : undefined);
  return {
    history,
    season,
    adjusted,
    additive,
    track,
    observed: countObserved(history),
    relativeSmoothing,
    additiveSmoothing: traits.hasAdditive ? prepareSmoothing(history, additive) : relativeSmoothing,
    arima: arimaView,
    logarithms,
    whole: undefined,
  };
};

const estimateArima = (
  { arima: { filled, observed }, observed: count, season, logarithms }: Prepared,
  seasonPeriods: number,
  isLogarithmic: boolean,
  start: ArimaWeights | undefined,
): ArimaWeights | undefined => {
  if (count < arima.periodsMin) return undefined;
  const values = isLogarithmic ? logarithms! : filled;
  if (start !== undefined) return refitArima(values, observed, start);
  const isInside = seasonPeriods <= arimaSeasonMax;
  const { structure, fit } = chooseArima(values, observed, {
    seasonPeriods: isInside ? seasonPeriods : 1,
    seasonStrength: isInside ? season.strength : 0,
    ordinaryMax: count >= secondTermMin ? 2 : 1,
  });
  return { structure, coefficients: fit.coefficients };
};

const etsParameters = ({ additive, season }: Prepared) => ({
  ...plain,
  seasons: { additive, multiplicative: season.kind === 'multiplicative' ? season : noSeason },
});

const estimateFlowWeights = (
  prepared: Prepared,
  seasonPeriods: number,
  traits: Traits,
  near: FlowWeights | undefined,
): FlowWeights => {
  const { adjusted, observed, relativeSmoothing, additiveSmoothing } = prepared;
  const smoothing = (
    { scaled, start }: ReturnType<typeof prepareSmoothing>,
    known: SeasonalSmoothingWeights | undefined,
  ) =>
    observed < seasonalSmoothing.periodsMin
      ? undefined
      : smoothingWeightsFor(scaled, start, undefined, known);
  const logArima = traits.hasLogArima
    ? estimateArima(prepared, seasonPeriods, true, near?.logArima)
    : undefined;
  const relative = smoothing(relativeSmoothing, near?.smoothing);
  const additive = traits.hasAdditive ? smoothing(additiveSmoothing, near?.additive ?? relative) : undefined;
  const hasEts = traits.hasEts && observed >= ets.periodsMin;
  // Holt–Winters in amounts is one of the forms that ETS chooses from, in logarithms it is nearly one.
  const { kind } = prepared.season;
  const similar = {
    additive: kind === 'additive' ? relative : additive,
    multiplicative: kind === 'multiplicative' ? relative : undefined,
  };
  return {
    simple: observed < simpleSmoothing.periodsMin ? undefined : simpleAlpha(adjusted),
    theta: observed < theta.periodsMin ? undefined : thetaAlpha(adjusted),
    smoothing: relative,
    additive,
    ets: hasEts
      ? etsWeightsFor(prepared.history, { ...etsParameters(prepared), near: near?.ets, similar })
      : undefined,
    ces: observed < cesObservedMin ? undefined : cesWeightsFor(adjusted),
    // The orders found on logarithms serve the plain values as well.
    arima: estimateArima(prepared, seasonPeriods, false, near?.arima ?? logArima),
    logArima,
  };
};

/** Repeats the last observed demand: for a past too short for a model. */
const lastPath = (history: Float64Array, periods: number): Float64Array =>
  naive.forecast(naive.fit(history, plain), periods);

/** Theta and simple smoothing on the history without its season, the others on the history itself. */
const flowPaths = (
  prepared: Prepared,
  seasonPeriods: number,
  traits: Traits,
  weights: FlowWeights,
  periods: number,
): Float64Array[] => {
  const { history, adjusted, season, observed, relativeSmoothing, additiveSmoothing } = prepared;
  const withSeason = (path: Float64Array) => addSeason(path, season, history.length);
  const smooth = (
    view: ReturnType<typeof prepareSmoothing>,
    known: SeasonalSmoothingWeights | undefined,
    isLogarithmic: boolean,
  ) =>
    known === undefined || observed < seasonalSmoothing.periodsMin
      ? lastPath(history, periods)
      : smoothingPath(view, known, periods, isLogarithmic);
  const fromArima = (known: ArimaPassed | undefined, isLogarithmic: boolean) => {
    if (known === undefined || !canForecast(history, known)) return lastPath(history, periods);
    const path = arimaPathAfter(known, history.length, periods);
    if (isLogarithmic) for (let t = 0; t < periods; t++) path[t] = Math.exp(path[t]!);
    return seasonPeriods <= arimaSeasonMax ? path : withSeason(path);
  };
  const isRelative = season.kind === 'multiplicative';
  const paths = [
    withSeason(
      observed < theta.periodsMin ? lastPath(adjusted, periods) : thetaPath(adjusted, periods, weights.theta),
    ),
    withSeason(levelPath(levelOf(adjusted, weights.simple), periods)),
    smooth(relativeSmoothing, weights.smoothing, isRelative),
  ];
  if (traits.hasAdditive) paths.push(smooth(additiveSmoothing, weights.additive, false));
  if (traits.hasEts) {
    paths.push(
      observed < ets.periodsMin || weights.ets === undefined
        ? lastPath(history, periods)
        : etsPath(history, { ...etsParameters(prepared), known: weights.ets }, periods),
    );
  }
  paths.push(
    withSeason(
      observed < cesObservedMin || weights.ces === undefined
        ? lastPath(adjusted, periods)
        : cesPath(adjusted, weights.ces, periods),
    ),
  );
  const passed = passedOf(prepared, weights);
  paths.push(fromArima(passed.values, false));
  if (traits.hasLogArima) paths.push(fromArima(passed.logarithms, true));
  return paths;
};

type Passed = { readonly values: ArimaPassed | undefined; readonly logarithms: ArimaPassed | undefined };

/** ARIMA's passes over the whole history where this is a beginning of it, else over this one. */
const passedOf = ({ whole, arima: view, logarithms }: Prepared, weights: FlowWeights): Passed => {
  if (whole !== undefined) return whole;
  const pass = (values: Float64Array | undefined, known: ArimaWeights | undefined) =>
    values === undefined || known === undefined || !canForecast(values, known)
      ? undefined
      : passArima(values, view.observed, known);
  return { values: pass(view.filled, weights.arima), logarithms: pass(logarithms, weights.logArima) };
};

const levelPath = (level: number, periods: number): Float64Array => {
  const path = scratch(periods);
  for (let t = 0; t < periods; t++) path[t] = level;
  return path;
};

const levelOf = (adjusted: Float64Array, alpha: number | undefined): number =>
  alpha === undefined ? simpleSmoothing.fit(adjusted, plain).level : simpleLevel(adjusted, alpha);

/** Differencing must leave something to forecast from. */
const canForecast = (values: Float64Array, { structure }: ArimaWeights): boolean =>
  values.length > structure.differences + structure.seasonalDifferences * structure.seasonPeriods + 2;

/** Which candidates make sense for a series; decided once, on the whole history. */
type Traits = { readonly hasAdditive: boolean; readonly hasLogArima: boolean; readonly hasEts: boolean };

const traitsOf = (history: Float64Array, seasonPeriods: number): Traits => {
  const isPositive = isAllPositive(history);
  const isSeasonal = seasonPeriods > 1 && history.length >= 3 * seasonPeriods;
  return {
    hasAdditive: isPositive && isSeasonal,
    hasLogArima: isPositive && isSeasonal,
    hasEts: seasonPeriods <= arimaSeasonMax,
  };
};

type SeasonForecaster = CandidateForecaster &
  Required<Pick<CandidateForecaster, 'weights' | 'seasonStrength'>>;

const estimateOneSeason = (
  past: Float64Array,
  seasonPeriods: number,
  traits: Traits,
  near: FlowWeights | undefined,
): SeasonForecaster => {
  const own = prepare(past, seasonPeriods, traits);
  const weights = estimateFlowWeights(own, seasonPeriods, traits, near);
  const passed = passedOf(own, weights);
  const longer = { prepared: own, passed };
  const forecaster = (history: Float64Array, periods: number) => {
    const prepared =
      history === past ? { ...own, whole: passed } : prepare(history, seasonPeriods, traits, longer);
    return flowPaths(prepared, seasonPeriods, traits, weights, periods);
  };
  return Object.assign(forecaster, { weights: [weights], seasonStrength: own.season.strength });
};

const namesOf = ({ hasAdditive, hasLogArima, hasEts }: Traits): { name: string; weight: number }[] => [
  { name: 'theta', weight: 2 },
  { name: 'ses', weight: 0.5 },
  { name: 'seasonal-smoothing', weight: 1.5 },
  ...(hasAdditive ? [{ name: 'seasonal-smoothing-additive', weight: 1 }] : []),
  ...(hasEts ? [{ name: 'ets', weight: 1 }] : []),
  { name: 'ces', weight: 1 },
  { name: 'arima', weight: 1 },
  ...(hasLogArima ? [{ name: 'arima-log', weight: 1 }] : []),
];

/**
 * The candidates for demand that flows in most periods: Theta, simple and complex smoothing on the history without
 * its season, Holt–Winters with a changing season in relative and in absolute form, ARIMA on the history and on its
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
    ...namesOf(firstTraits).map(({ name, weight }) => ({ name, weight: hasSecond ? 0.05 * weight : weight })),
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
      const forecaster = (history: Float64Array, periods: number) => {
        const paths: Float64Array[] = [];
        for (const one of forecasters) paths.push(...one(history, periods));
        for (const season of naiveSeasons) paths.push(seasonalNaivePath(history, season, periods));
        return paths;
      };
      const weights = forecasters.map(({ weights: [first] }) => first!);
      return Object.assign(forecaster, { weights, seasonStrength: forecasters[0]!.seasonStrength });
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
): SeasonForecaster => {
  const { seasonPeriods, secondSeasonPeriods } = seasons;
  if (isSlotted(seasons)) return estimateOneSeason(past, secondSeasonPeriods, traits, near);
  // The waves repeat, so the shape of the past reaches into any later history without a new estimate.
  const long = estimateHarmonicSeason(past, {
    longSeasonPeriods: secondSeasonPeriods,
    shortSeasonPeriods: seasonPeriods,
    periodsAhead: 0,
  });
  const rest = removeSeason(past, long);
  const inner = estimateOneSeason(rest, seasonPeriods, traits, near);
  const forecaster = (history: Float64Array, periods: number) => {
    const reaching = repeatSeason(long, secondSeasonPeriods, history.length + periods);
    const isKnown = history.buffer === past.buffer && history.byteOffset === past.byteOffset;
    const known = isKnown && history.length <= past.length;
    const paths = inner(
      known
        ? history.length === past.length
          ? rest
          : rest.subarray(0, history.length)
        : removeSeason(history, reaching),
      periods,
    );
    return paths.map((path) => addSeason(path, reaching, history.length));
  };
  return Object.assign(forecaster, { weights: inner.weights, seasonStrength: inner.seasonStrength });
};

/** A shape given period by period, continued by its own repetition. */
const repeatSeason = (shape: SeasonalShape, seasonPeriods: number, length: number): SeasonalShape => {
  if (shape.kind === 'none') return shape;
  const indices = scratch(length);
  for (let t = 0; t < length; t++) {
    indices[t] = t < shape.indices.length ? shape.indices[t]! : indices[t - seasonPeriods]!;
  }
  return { ...shape, indices };
};
