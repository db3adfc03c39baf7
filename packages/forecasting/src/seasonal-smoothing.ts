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
import { minimiseOnInterval } from './line-search.ts';
import { estimateSeason, removeSeason, type SeasonalShape } from './seasonal-shape.ts';
import { tabulate } from './tabulate.ts';

export type SeasonalSmoothingParameters = FitOptions & {
  readonly season?: SeasonalShape;
  /** Estimated where absent. */
  readonly weights?: SeasonalSmoothingWeights | undefined;
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

/** Level and trend at the start: the straight line through the first periods of the adjusted history. */
const startOf = (adjusted: Float64Array, periods: number): { level: number; trend: number } => {
  let count = 0;
  let times = 0;
  let demands = 0;
  let timeSquares = 0;
  let products = 0;
  for (let t = 0; t < adjusted.length && count < periods; t++) {
    const demand = adjusted[t]!;
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

const best = (candidates: readonly number[], loss: (candidate: number) => number): number => {
  let winner = candidates[0]!;
  let winnerLoss = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const value = loss(candidate);
    if (value < winnerLoss) {
      winnerLoss = value;
      winner = candidate;
    }
  }
  return winner;
};

/** Each weight in turn, the others held: some thirty passes. */
const estimateWeights = (lossAt: (weights: SeasonalSmoothingWeights) => number): SeasonalSmoothingWeights => {
  let weights: SeasonalSmoothingWeights = { alpha: 0.3, beta: 0.01, gamma: 0.1, phi: 0.95 };
  const shares = { beta: 0.03, gamma: 0.1 };
  const withWeights = (
    alpha: number,
    betaShare: number,
    gammaShare: number,
    phi: number,
  ): SeasonalSmoothingWeights => ({
    alpha,
    beta: alpha * betaShare,
    gamma: (1 - alpha) * gammaShare,
    phi,
  });
  let alpha = 0.3;
  let phi = 0.95;
  for (let round = 0; round < 2; round++) {
    alpha = minimiseOnInterval(
      (candidate) => lossAt(withWeights(candidate, shares.beta, shares.gamma, phi)),
      { low: 0.01, high: 0.95 },
      { gridPoints: 6, steps: 2 },
    );
    shares.gamma = best([0, 0.05, 0.1, 0.2, 0.35, 0.6], (candidate) =>
      lossAt(withWeights(alpha, shares.beta, candidate, phi)),
    );
    shares.beta = best([0, 0.02, 0.06, 0.15], (candidate) =>
      lossAt(withWeights(alpha, candidate, shares.gamma, phi)),
    );
    phi = best([0.85, 0.95, 0.98], (candidate) =>
      lossAt(withWeights(alpha, shares.beta, shares.gamma, candidate)),
    );
    weights = withWeights(alpha, shares.beta, shares.gamma, phi);
  }
  return weights;
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
    const scaled = isLogarithmic ? tabulate(history.length, (t) => Math.log(history[t]!)) : history;
    const startSeason = isLogarithmic ? shape.indices.map(Math.log) : shape.indices;
    const adjusted = removeSeason(scaled, {
      ...shape,
      kind: shape.kind === 'none' ? 'none' : 'additive',
      indices: startSeason,
    });
    const start = startOf(adjusted, Math.max(10, shape.indices.length));
    const season = new Float64Array(startSeason.length);
    const lossAt = (weights: SeasonalSmoothingWeights) => {
      season.set(startSeason);
      return passOver(scaled, shape.kind === 'none' ? { ...weights, gamma: 0 } : weights, {
        ...start,
        season,
      });
    };
    const estimated = parameters.weights ?? estimateWeights(lossAt);
    const weights = shape.kind === 'none' ? { ...estimated, gamma: 0 } : estimated;
    const states = { ...start, season: startSeason.slice() };
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

const additivePath = (fitted: SeasonalSmoothingFitted, periods: number): Float64Array => {
  let { level, trend } = fitted;
  return tabulate(periods, (index) => {
    trend *= fitted.phi;
    level += trend;
    return level + fitted.season[index % fitted.season.length]!;
  });
};
