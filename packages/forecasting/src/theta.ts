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
import { solveTwoUnknowns } from './two-unknowns.ts';

export type ThetaParameters = FitOptions & {
  /** Weight of the newest error, in (0, 1]; estimated where absent. */
  readonly alpha?: number | undefined;
};
export type ThetaFitted = FittedSeries & {
  readonly alpha: number;
  /** 1 − 1/θ: how much of the straight line's drift the forecast takes over, 0–1. */
  readonly driftShare: number;
  readonly level: number;
  readonly line: LineSums;
  /** (1 − α)^n, carried so that the forecast goes on where the history ended. */
  readonly decay: number;
  readonly periodsSeen: number;
  readonly sd: number;
};

/** Running sums of the straight line through the observed periods, time counted from 1. */
type LineSums = {
  readonly count: number;
  readonly time: number;
  readonly timeSquare: number;
  readonly demand: number;
  readonly product: number;
};

const negligible = 1e-18;

/** Working memory of a thread, grown on demand. */
let intercepts = new Float64Array(0);
let slopes = new Float64Array(0);

/** Intercept and slope known before each period: computed once, used by every alpha until the next history. */
const linesBeforeEachPeriod = (history: Float64Array) => {
  if (intercepts.length < history.length) {
    intercepts = new Float64Array(2 * history.length);
    slopes = new Float64Array(2 * history.length);
  }
  let count = 0;
  let time = 0;
  let timeSquare = 0;
  let total = 0;
  let product = 0;
  for (let t = 0; t < history.length; t++) {
    const spread = count * timeSquare - time * time;
    const slope = spread > 0 ? (count * product - time * total) / spread : 0;
    intercepts[t] = count === 0 ? 0 : (total - slope * time) / count;
    slopes[t] = slope;
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    count += 1;
    time += t + 1;
    timeSquare += (t + 1) * (t + 1);
    total += demand;
    product += (t + 1) * demand;
  }
  return { intercepts, slopes, line: { count, time, timeSquare, demand: total, product } };
};

type Lines = ReturnType<typeof linesBeforeEachPeriod>;

/**
 * For a fixed alpha the errors are linear in the initial level and in the drift share, so both come from a
 * 2×2 least-squares system: no general optimiser is needed. An unobserved period is filled with its own
 * forecast, which keeps the linearity.
 */
const passOver = (history: Float64Array, lines: Lines, alpha: number) => {
  const rest = 1 - alpha;
  const inverse = 1 / alpha;
  let level = 0;
  let byStart = 1;
  let byShare = 0;
  let decay = 1;
  let squares = 0;
  let errorStart = 0;
  let errorShare = 0;
  let startStart = 0;
  let startShare = 0;
  let shareShare = 0;
  let seen = false;
  for (let t = 0; t < history.length; t++) {
    const drift = decay * lines.intercepts[t]! + (1 - decay * rest) * inverse * lines.slopes[t]!;
    decay *= rest;
    if (decay < negligible) decay = 0;
    const demand = history[t]!;
    if (Number.isNaN(demand)) {
      byShare += alpha * drift;
      continue;
    }
    if (seen) {
      const error = demand - level;
      const shareInfluence = drift + byShare;
      squares += error * error;
      errorStart += error * byStart;
      errorShare += error * shareInfluence;
      startStart += byStart * byStart;
      startShare += byStart * shareInfluence;
      shareShare += shareInfluence * shareInfluence;
    }
    seen = true; // The first observation only starts the line: it has no forecast.
    level = alpha * demand + rest * level;
    byStart *= rest;
    if (byStart < negligible) byStart = 0;
    byShare *= rest;
  }
  const solution = solveTwoUnknowns({
    squares,
    errorFirst: errorStart,
    errorSecond: errorShare,
    firstFirst: startStart,
    firstSecond: startShare,
    secondSecond: shareShare,
    secondLow: 0,
    secondHigh: 1,
  });
  const { first, second, squaredError } = solution;
  return { first, second, squaredError, level, byStart, byShare };
};

const pairLosses = new Float64Array(2);

/**
 * The squared errors of two alphas side by side, over a history without gaps, where the influence of the start
 * is the decay itself. Same arithmetic as `passOver`, two thirds of its time for both.
 */
const passPair = (history: Float64Array, lines: Lines, alpha0: number, alpha1: number): void => {
  const { intercepts, slopes } = lines;
  const rest0 = 1 - alpha0;
  const rest1 = 1 - alpha1;
  const inverse0 = 1 / alpha0;
  const inverse1 = 1 / alpha1;
  let level0 = alpha0 * history[0]!;
  let level1 = alpha1 * history[0]!;
  let decay0 = rest0;
  let decay1 = rest1;
  let [squares0, start0, share0, startStart0, startShare0, shareShare0] = [0, 0, 0, 0, 0, 0];
  let [squares1, start1, share1, startStart1, startShare1, shareShare1] = [0, 0, 0, 0, 0, 0];
  for (let t = 1; t < history.length; t++) {
    const demand = history[t]!;
    const intercept = intercepts[t]!;
    const slope = slopes[t]!;
    const drift0 = decay0 * intercept + (1 - decay0 * rest0) * inverse0 * slope;
    const drift1 = decay1 * intercept + (1 - decay1 * rest1) * inverse1 * slope;
    const error0 = demand - level0;
    const error1 = demand - level1;
    squares0 += error0 * error0;
    squares1 += error1 * error1;
    start0 += error0 * decay0;
    start1 += error1 * decay1;
    share0 += error0 * drift0;
    share1 += error1 * drift1;
    startStart0 += decay0 * decay0;
    startStart1 += decay1 * decay1;
    startShare0 += decay0 * drift0;
    startShare1 += decay1 * drift1;
    shareShare0 += drift0 * drift0;
    shareShare1 += drift1 * drift1;
    level0 += alpha0 * error0;
    level1 += alpha1 * error1;
    decay0 *= rest0;
    decay1 *= rest1;
    if (decay0 < negligible) decay0 = 0;
    if (decay1 < negligible) decay1 = 0;
  }
  pairLosses[0] = leftOver(squares0, start0, share0, startStart0, startShare0, shareShare0);
  pairLosses[1] = leftOver(squares1, start1, share1, startStart1, startShare1, shareShare1);
};

/** The squared error of `solveTwoUnknowns` with the share held between 0 and 1. */
const leftOver = (
  squares: number,
  errorFirst: number,
  errorSecond: number,
  firstFirst: number,
  firstSecond: number,
  secondSecond: number,
): number => {
  const determinant = firstFirst * secondSecond - firstSecond * firstSecond;
  const isSolvable = determinant > 1e-12 * firstFirst * secondSecond;
  const free = isSolvable ? (firstFirst * errorSecond - firstSecond * errorFirst) / determinant : 0;
  const second = Math.min(1, Math.max(0, free));
  const first = firstFirst > 0 ? (errorFirst - second * firstSecond) / firstFirst : 0;
  return (
    squares -
    2 * (first * errorFirst + second * errorSecond) +
    first * first * firstFirst +
    2 * first * second * firstSecond +
    second * second * secondSecond
  );
};

/** In a short history a level that hardly moves is mostly an accident; a long one can tell. */
const alphaLowFor = (periods: number): number => Math.min(0.05, Math.max(0.01, 5 / periods));
const alphaHigh = 0.99;
/** Closer where the best alpha is small and its relative size matters. */
const alphaGrid = [0.01, 0.04, 0.1, 0.2, 0.35, 0.55, 0.75, 0.95];
/** The first step of the refinement, beside the best grid point: half of the way to its neighbours. */
const firstSteps = [0.012, 0.025, 0.04, 0.07, 0.1, 0.1, 0.1, 0.04];
const refinements = 3;

/** A grid over alpha, then closer and closer neighbours of the best value, two at a time. */
const estimateAlpha = (history: Float64Array, lines: Lines): number => {
  const hasGaps = lines.line.count < history.length;
  const alphaLow = alphaLowFor(history.length);
  let best = alphaLow;
  let bestLoss = Number.POSITIVE_INFINITY;
  const tryPair = (alpha0: number, alpha1: number): void => {
    if (hasGaps) {
      pairLosses[0] = passOver(history, lines, alpha0).squaredError;
      pairLosses[1] = passOver(history, lines, alpha1).squaredError;
    } else passPair(history, lines, alpha0, alpha1);
    if (pairLosses[0]! < bestLoss) {
      bestLoss = pairLosses[0]!;
      best = alpha0;
    }
    if (pairLosses[1]! < bestLoss) {
      bestLoss = pairLosses[1]!;
      best = alpha1;
    }
  };
  for (let point = 0; point < alphaGrid.length; point += 2) {
    tryPair(Math.max(alphaLow, alphaGrid[point]!), Math.max(alphaLow, alphaGrid[point + 1]!));
  }
  let step = firstSteps[alphaGrid.indexOf(best)] ?? firstSteps[1]!;
  for (let round = 0; round < refinements; round++) {
    tryPair(Math.max(alphaLow, best - step), Math.min(alphaHigh, best + step));
    step /= 2;
  }
  return best;
};

/**
 * The path of dynamic optimised Theta without its residuals: one pass where alpha is given, some eight pairs of
 * passes where not. What `forecast(fit(…))` answers, for those who need nothing else.
 */
export const thetaPath = (history: Float64Array, periods: number, alpha?: number): Float64Array => {
  const lines = linesBeforeEachPeriod(history);
  const chosen = alpha ?? estimateAlpha(history, lines);
  return pathOf(finalStates(history, lines, chosen), periods);
};

/** The alpha that `fit` would choose. */
export const thetaAlpha = (history: Float64Array): number =>
  estimateAlpha(history, linesBeforeEachPeriod(history));

const finalStates = (history: Float64Array, lines: Lines, alpha: number) => {
  const { first, second: driftShare, level, byStart, byShare } = passOver(history, lines, alpha);
  const rawDecay = (1 - alpha) ** history.length;
  return {
    alpha,
    driftShare,
    level: level + first * byStart + driftShare * byShare,
    decay: rawDecay < negligible ? 0 : rawDecay,
    periodsSeen: history.length,
    line: lines.line,
  };
};

type ThetaStates = Pick<ThetaFitted, 'alpha' | 'driftShare' | 'level' | 'line' | 'decay' | 'periodsSeen'>;

const pathOf = (states: ThetaStates, periods: number): Float64Array => {
  const { alpha, driftShare, periodsSeen } = states;
  let { count, time, timeSquare, demand, product } = states.line;
  let { level, decay } = states;
  const path = scratch(periods);
  for (let index = 0; index < periods; index++) {
    const spread = count * timeSquare - time * time;
    const slope = spread > 0 ? (count * product - time * demand) / spread : 0;
    const intercept = count === 0 ? 0 : (demand - slope * time) / count;
    const expected = level + driftShare * (decay * intercept + ((1 - decay * (1 - alpha)) / alpha) * slope);
    decay *= 1 - alpha;
    level += alpha * (expected - level);
    const now = periodsSeen + index + 1;
    count += 1;
    time += now;
    timeSquare += now * now;
    demand += expected;
    product += now * expected;
    path[index] = expected;
  }
  return path;
};

/**
 * Dynamic optimised Theta: simple smoothing plus a share of the drift of the straight line fitted so far;
 * smoothing weight, initial level and share are estimated together.
 * Fiorucci, Pellegrini, Louzada, Petropoulos & Koehler (2016), Int. J. of Forecasting 32(4).
 */
export const theta: ForecastModel<ThetaParameters, ThetaFitted> = {
  name: 'theta',
  periodsMin: 3,
  fit(history, parameters) {
    assertObserved('theta', history, 3);
    const lines = linesBeforeEachPeriod(history);
    const alpha = parameters.alpha ?? estimateAlpha(history, lines);
    const { first: start, second: driftShare } = passOver(history, lines, alpha);
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    let level = start;
    let decay = 1;
    let seen = false;
    for (let t = 0; t < history.length; t++) {
      const drift = decay * lines.intercepts[t]! + ((1 - decay * (1 - alpha)) / alpha) * lines.slopes[t]!;
      const expected = level + driftShare * drift;
      decay *= 1 - alpha;
      if (decay < negligible) decay = 0;
      const isObserved = !Number.isNaN(history[t]!);
      if (isObserved && seen) residuals[t] = history[t]! - expected;
      level += alpha * ((isObserved ? history[t]! : expected) - level);
      if (isObserved) seen = true;
    }
    const sd = errorSd(residuals, 3);
    return { residuals, alpha, driftShare, level, line: lines.line, decay, periodsSeen: history.length, sd };
  },
  forecast: pathOf,
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(
      theta.forecast(fitted, periods),
      (index) => fitted.sd * Math.sqrt(1 + index * fitted.alpha ** 2),
      levels,
    ),
  residuals: residualsOf,
};
