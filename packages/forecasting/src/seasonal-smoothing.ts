import { assert } from '@coplan/kernel';
import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { scratch } from './scratch.ts';
import { estimateSeason, type SeasonalShape } from './seasonal-shape.ts';
import { createLaneWeights, laneCount, passFour, type SmoothingStart } from './smoothing-lanes.ts';
import { tabulate } from './tabulate.ts';

export type SeasonalSmoothingParameters = FitOptions & {
  readonly season?: SeasonalShape;
  /** Estimated where absent. */
  readonly weights?: SeasonalSmoothingWeights | undefined;
  /** Weights of a similar history, from which the search starts. */
  readonly near?: SeasonalSmoothingWeights | undefined;
};
export type SeasonalSmoothingWeights = {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
};
type States = { level: number; trend: number; readonly season: Float64Array };
export type SeasonalSmoothingFitted = FittedSeries &
  SeasonalSmoothingWeights & {
    readonly level: number;
    readonly trend: number;
    /** Slot 0 is the period right after the history. */
    readonly season: Float64Array;
    readonly isLogarithmic: boolean;
    readonly sd: number;
  };

/** One pass over the history; changes the states and answers the squared error. */
const passOver = (
  history: Float64Array,
  weights: SeasonalSmoothingWeights,
  states: States,
  residuals?: Float64Array,
): number => {
  const { alpha, beta, gamma, phi } = weights;
  const { season } = states;
  let { level, trend } = states;
  let squares = 0;
  let slot = 0;
  for (let t = 0; t < history.length; t++) {
    trend *= phi;
    level += trend;
    const demand = history[t]!;
    if (!Number.isNaN(demand)) {
      const error = demand - level - season[slot]!;
      squares += error * error;
      level += alpha * error;
      trend += beta * error;
      season[slot]! += gamma * error;
      if (residuals !== undefined) residuals[t] = error;
    }
    slot += 1;
    if (slot === season.length) slot = 0;
  }
  states.level = level;
  states.trend = trend;
  return squares;
};

/** Level and trend at the start: the straight line through the first periods without their season. */
const startOf = (
  scaled: Float64Array,
  season: Float64Array,
  periods: number,
): { level: number; trend: number } => {
  let count = 0;
  let times = 0;
  let demands = 0;
  let timeSquares = 0;
  let products = 0;
  for (let t = 0, slot = 0; t < scaled.length && count < periods; t++) {
    const demand = scaled[t]! - season[slot]!;
    slot = slot + 1 === season.length ? 0 : slot + 1;
    if (Number.isNaN(demand)) continue;
    count += 1;
    times += t + 1;
    demands += demand;
    timeSquares += (t + 1) ** 2;
    products += (t + 1) * demand;
  }
  const spread = count * timeSquares - times * times;
  const trend = spread > 0 ? (count * products - times * demands) / spread : 0;
  return { level: (demands - trend * times) / count, trend: trend / 2 };
};

/** What the search moves: trend and season weights as shares, so that any combination is a stable model. */
const [alphaShare, betaShare, gammaShare, phiShare] = [0, 1, 2, 3] as const;
type Share = 0 | 1 | 2 | 3;

/** The best shares so far of the estimate under way, and those that a pass starts from. */
const best = new Float64Array(4);
const middle = new Float64Array(4);
const lanes = createLaneWeights();
const squares = new Float64Array(laneCount);

const fillLanes = (share: Share, values: readonly number[]): void => {
  middle.set(best);
  for (let lane = 0; lane < laneCount; lane++) {
    const value = values[lane]!;
    const alpha = share === alphaShare ? value : middle[alphaShare]!;
    lanes.alpha[lane] = alpha;
    lanes.beta[lane] = alpha * (share === betaShare ? value : middle[betaShare]!);
    lanes.gamma[lane] = (1 - alpha) * (share === gammaShare ? value : middle[gammaShare]!);
    lanes.phi[lane] = share === phiShare ? value : middle[phiShare]!;
  }
};

const startShares = (isSeasonal: boolean, near: SeasonalSmoothingWeights | undefined): void => {
  best[alphaShare] = near === undefined ? 0.3 : near.alpha;
  best[betaShare] = near === undefined ? 0.03 : near.beta / near.alpha;
  best[gammaShare] = near === undefined ? (isSeasonal ? 0.1 : 0) : near.gamma / (1 - near.alpha);
  best[phiShare] = near === undefined ? 0.95 : near.phi;
};

const around = (value: number, width: number): readonly number[] => [
  Math.max(0.01, value - width),
  Math.max(0.01, value - width / 3),
  Math.min(0.98, value + width / 3),
  Math.min(0.98, value + width),
];

/**
 * One weight after another, four values in each pass: a coarse look over the range of alpha, or close to known
 * weights, then all weights, then the neighbours of the best alpha and gamma. Half a dozen passes.
 */
const estimateWeights = (
  history: Float64Array,
  start: SmoothingStart,
  near?: SeasonalSmoothingWeights,
): SeasonalSmoothingWeights => {
  const isSeasonal = start.season.length > 1;
  let bestLoss = Number.POSITIVE_INFINITY;
  const tryFour = (share: Share, values: readonly number[]): void => {
    fillLanes(share, values);
    passFour(history, start, lanes, squares);
    for (let lane = 0; lane < laneCount; lane++) {
      if (!(squares[lane]! < bestLoss)) continue;
      bestLoss = squares[lane]!;
      best.set(middle);
      best[share] = values[lane]!;
    }
  };
  startShares(isSeasonal, near);
  if (near === undefined) {
    tryFour(alphaShare, [0.05, 0.15, 0.3, 0.5]);
    if (best[alphaShare] === 0.05 || best[alphaShare] === 0.5) tryFour(alphaShare, [0.01, 0.65, 0.8, 0.95]);
  } else {
    const [, second = 0, third = 0, last = 0] = around(near.alpha, 0.1);
    tryFour(alphaShare, [near.alpha, second, third, last]);
  }
  if (isSeasonal) tryFour(gammaShare, [0, 0.05, 0.2, 0.4]);
  tryFour(betaShare, [0, 0.02, 0.06, 0.15]);
  tryFour(phiShare, [0.85, 0.9, 0.95, 0.98]);
  if (near === undefined) tryFour(alphaShare, around(best[alphaShare]!, 0.1));
  if (isSeasonal) {
    const gamma = best[gammaShare]!;
    tryFour(gammaShare, [gamma / 2, gamma * 0.75, gamma * 1.4, 0.6]);
  }
  if (near === undefined) tryFour(betaShare, [0, 0.02, 0.06, 0.15]);
  tryFour(alphaShare, around(best[alphaShare]!, 0.03));
  const alpha = best[alphaShare]!;
  return {
    alpha,
    beta: alpha * best[betaShare]!,
    gamma: (1 - alpha) * best[gammaShare]!,
    phi: best[phiShare]!,
  };
};

/**
 * Holt–Winters with a damped trend and a season that may change, ETS(A,Ad,A); on the logarithm where the
 * season is multiplicative, so errors are relative there. Without a season it is the damped trend.
 * Hyndman, Koehler, Ord & Snyder (2008), chapters 2 and 3.
 */
export const seasonalSmoothing: ForecastModel<SeasonalSmoothingParameters, SeasonalSmoothingFitted> = {
  name: 'seasonal-smoothing',
  periodsMin: 6,
  fit(history, parameters) {
    assertObserved('seasonal-smoothing', history, 6);
    const shape = parameters.season ?? estimateSeason(history, parameters.seasonPeriods);
    const isLogarithmic = shape.kind === 'multiplicative';
    assert(
      !isLogarithmic || !history.some((demand) => demand <= 0),
      'a multiplicative season needs positive demand',
    );
    const { scaled, start } = prepareSmoothing(history, shape);
    const weights = smoothingWeightsFor(scaled, start, parameters.weights, parameters.near);
    const states = { ...start, season: start.season.slice() };
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    passOver(scaled, weights, states, residuals);
    const seasonPeriods = states.season.length;
    const turned = states.season.map((_, slot) => states.season[(slot + history.length) % seasonPeriods]!);
    return {
      ...weights,
      residuals: isLogarithmic
        ? tabulate(history.length, (t) => history[t]! * (1 - Math.exp(-residuals[t]!)))
        : residuals,
      level: states.level,
      trend: states.trend,
      season: turned,
      isLogarithmic,
      sd: errorSd(residuals, 5),
    };
  },
  forecast(fitted, periods) {
    const path = additivePath(fitted, periods);
    return fitted.isLogarithmic ? tabulate(periods, (index) => Math.exp(path[index]!)) : path;
  },
  quantiles(fitted, periods, levels) {
    const { alpha, beta, gamma, phi, season, isLogarithmic } = fitted;
    const variances = new Float64Array(periods);
    let damping = 0;
    let variance = 1;
    for (let index = 0; index < periods; index++) {
      variances[index] = variance;
      damping = phi * (1 + damping);
      const isSameSlot = season.length > 1 && (index + 1) % season.length === 0;
      variance += (alpha + beta * damping + (isSameSlot ? gamma : 0)) ** 2;
    }
    const paths = normalQuantiles(
      additivePath(fitted, periods),
      (index) => fitted.sd * Math.sqrt(variances[index]!),
      levels,
    );
    return isLogarithmic ? paths.map((path) => path.map(Math.exp)) : paths;
  },
  residuals: residualsOf,
};

/** The history on the model's scale (logarithms where the season is relative) and the states before it. */
export const prepareSmoothing = (history: Float64Array, shape: SeasonalShape, logarithms?: Float64Array) => {
  const isLogarithmic = shape.kind === 'multiplicative';
  const scaled = isLogarithmic ? (logarithms ?? logarithmsOf(history)) : history;
  const season = isLogarithmic ? logarithmsOf(shape.indices) : shape.indices;
  const { level, trend } = startOf(scaled, season, Math.max(10, season.length));
  return { scaled, start: { level, trend, season } };
};

const logarithmsOf = (values: Float64Array): Float64Array => {
  const result = scratch(values.length);
  for (let t = 0; t < values.length; t++) result[t] = Math.log(values[t]!);
  return result;
};

export const smoothingWeightsFor = (
  scaled: Float64Array,
  start: SmoothingStart,
  known: SeasonalSmoothingWeights | undefined,
  near: SeasonalSmoothingWeights | undefined,
): SeasonalSmoothingWeights => {
  const weights = known ?? estimateWeights(scaled, start, near);
  return start.season.length > 1 ? weights : { ...weights, gamma: 0 };
};

let seasonMemory = new Float64Array(0);

/** What `forecast(fit(…))` answers for known weights, without the residuals. */
export const smoothingPath = (
  { scaled, start }: ReturnType<typeof prepareSmoothing>,
  weights: SeasonalSmoothingWeights,
  periods: number,
  isLogarithmic: boolean,
): Float64Array => {
  const seasonPeriods = start.season.length;
  if (seasonMemory.length !== seasonPeriods) seasonMemory = new Float64Array(seasonPeriods);
  for (let slot = 0; slot < seasonPeriods; slot++) seasonMemory[slot] = start.season[slot]!;
  const states = { level: start.level, trend: start.trend, season: seasonMemory };
  passOver(scaled, seasonPeriods > 1 ? weights : { ...weights, gamma: 0 }, states);
  const path = scratch(periods);
  let { level, trend } = states;
  let slot = scaled.length % seasonPeriods;
  for (let index = 0; index < periods; index++, slot = slot + 1 === seasonPeriods ? 0 : slot + 1) {
    trend *= weights.phi;
    level += trend;
    const value = level + seasonMemory[slot]!;
    path[index] = isLogarithmic ? Math.exp(value) : value;
  }
  return path;
};

const additivePath = (fitted: SeasonalSmoothingFitted, periods: number): Float64Array => {
  let { level, trend } = fitted;
  return tabulate(periods, (index) => {
    trend *= fitted.phi;
    level += trend;
    return level + fitted.season[index % fitted.season.length]!;
  });
};
