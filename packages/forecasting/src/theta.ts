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
import { tabulate } from './tabulate.ts';
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
type LineSums = { count: number; time: number; timeSquare: number; demand: number; product: number };

const negligible = 1e-18;

const addToLine = (line: LineSums, time: number, demand: number): void => {
  line.count += 1;
  line.time += time;
  line.timeSquare += time * time;
  line.demand += demand;
  line.product += time * demand;
};

const lineThrough = (line: LineSums): { intercept: number; slope: number } => {
  const spread = line.count * line.timeSquare - line.time * line.time;
  if (line.count === 0) return { intercept: 0, slope: 0 };
  const slope = spread > 0 ? (line.count * line.product - line.time * line.demand) / spread : 0;
  return { intercept: (line.demand - slope * line.time) / line.count, slope };
};

/** Intercept and slope known before each period: computed once, used by every alpha. */
const linesBeforeEachPeriod = (history: Float64Array) => {
  const intercepts = new Float64Array(history.length);
  const slopes = new Float64Array(history.length);
  const line: LineSums = { count: 0, time: 0, timeSquare: 0, demand: 0, product: 0 };
  for (let t = 0; t < history.length; t++) {
    const { intercept, slope } = lineThrough(line);
    intercepts[t] = intercept;
    slopes[t] = slope;
    if (!Number.isNaN(history[t]!)) addToLine(line, t + 1, history[t]!);
  }
  return { intercepts, slopes, line };
};

type Lines = ReturnType<typeof linesBeforeEachPeriod>;

/**
 * For a fixed alpha the errors are linear in the initial level and in the drift share, so both come from a
 * 2×2 least-squares system: no general optimiser is needed. An unobserved period is filled with its own
 * forecast, which keeps the linearity.
 */
const passOver = (history: Float64Array, lines: Lines, alpha: number) => {
  const rest = 1 - alpha;
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
    const drift = decay * lines.intercepts[t]! + ((1 - decay * rest) / alpha) * lines.slopes[t]!;
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
  return solveTwoUnknowns({
    squares,
    errorFirst: errorStart,
    errorSecond: errorShare,
    firstFirst: startStart,
    firstSecond: startShare,
    secondSecond: shareShare,
    secondLow: 0,
    secondHigh: 1,
  });
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
    const alpha =
      parameters.alpha ??
      minimiseOnInterval(
        (candidate) => passOver(history, lines, candidate).squaredError,
        { low: 0.05, high: 0.99 },
        { gridPoints: 8, steps: 6 },
      );
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
  forecast(fitted, periods) {
    const { alpha, driftShare, periodsSeen } = fitted;
    const line = { ...fitted.line };
    let { level, decay } = fitted;
    return tabulate(periods, (index) => {
      const { intercept, slope } = lineThrough(line);
      const expected = level + driftShare * (decay * intercept + ((1 - decay * (1 - alpha)) / alpha) * slope);
      decay *= 1 - alpha;
      level += alpha * (expected - level);
      addToLine(line, periodsSeen + index + 1, expected);
      return expected;
    });
  },
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(
      theta.forecast(fitted, periods),
      (index) => fitted.sd * Math.sqrt(1 + index * fitted.alpha ** 2),
      levels,
    ),
  residuals: residualsOf,
};
