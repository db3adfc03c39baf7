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

export type DampedTrendParameters = FitOptions & {
  /** Estimated where absent. */
  readonly weights?: DampedTrendWeights | undefined;
};
export type DampedTrendFitted = FittedSeries &
  DampedTrendWeights & { readonly level: number; readonly trend: number; readonly sd: number };

export type DampedTrendWeights = {
  /** Weight of the newest error for the level. */
  readonly alpha: number;
  /** Weight of the newest error for the trend. */
  readonly beta: number;
  /** How much of the trend is left one period later, 0–1. */
  readonly phi: number;
};

const negligible = 1e-18;

/** For fixed weights the errors are linear in the initial level and trend (see `solveTwoUnknowns`). */
const passOver = (history: Float64Array, { alpha, beta, phi }: DampedTrendWeights) => {
  let level = 0;
  let trend = 0;
  let levelByLevel = 1;
  let trendByLevel = 0;
  let levelByTrend = 0;
  let trendByTrend = 1;
  let squares = 0;
  let errorFirst = 0;
  let errorSecond = 0;
  let firstFirst = 0;
  let firstSecond = 0;
  let secondSecond = 0;
  for (let t = 0; t < history.length; t++) {
    trend *= phi;
    trendByLevel *= phi;
    trendByTrend *= phi;
    level += trend;
    levelByLevel += trendByLevel;
    levelByTrend += trendByTrend;
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    const error = demand - level;
    squares += error * error;
    errorFirst += error * levelByLevel;
    errorSecond += error * levelByTrend;
    firstFirst += levelByLevel * levelByLevel;
    firstSecond += levelByLevel * levelByTrend;
    secondSecond += levelByTrend * levelByTrend;
    level += alpha * error;
    trend += beta * error;
    trendByLevel -= beta * levelByLevel;
    trendByTrend -= beta * levelByTrend;
    levelByLevel -= alpha * levelByLevel;
    levelByTrend -= alpha * levelByTrend;
    if (Math.abs(levelByLevel) < negligible && Math.abs(trendByLevel) < negligible) {
      levelByLevel = 0;
      trendByLevel = 0;
    }
    if (Math.abs(levelByTrend) < negligible && Math.abs(trendByTrend) < negligible) {
      levelByTrend = 0;
      trendByTrend = 0;
    }
  }
  const secondLow = Number.NEGATIVE_INFINITY;
  const secondHigh = Number.POSITIVE_INFINITY;
  return solveTwoUnknowns({
    squares,
    errorFirst,
    errorSecond,
    firstFirst,
    firstSecond,
    secondSecond,
    secondLow,
    secondHigh,
  });
};

/** Alpha first, then the trend's share of it, then the damping, then alpha once more: some 25 passes. */
const estimateWeights = (history: Float64Array): DampedTrendWeights => {
  let share = 0.1;
  let phi = 0.9;
  const lossAt = (alpha: number, betaShare: number, damping: number) =>
    passOver(history, { alpha, beta: alpha * betaShare, phi: damping }).squaredError;
  const interval = { low: 0.02, high: 0.98 };
  let alpha = minimiseOnInterval((candidate) => lossAt(candidate, share, phi), interval, {
    gridPoints: 6,
    steps: 3,
  });
  const best = (candidates: readonly number[], loss: (candidate: number) => number): number =>
    candidates.map((candidate) => ({ candidate, loss: loss(candidate) })).sort((a, b) => a.loss - b.loss)[0]!
      .candidate;
  share = best([0, 0.03, 0.1, 0.25, 0.5], (candidate) => lossAt(alpha, candidate, phi));
  phi = best([0.8, 0.9, 0.95, 0.98], (candidate) => lossAt(alpha, share, candidate));
  alpha = minimiseOnInterval((candidate) => lossAt(candidate, share, phi), interval, {
    gridPoints: 6,
    steps: 3,
  });
  return { alpha, beta: alpha * share, phi };
};

/**
 * Damped trend smoothing, ETS(A,Ad,N): a level and a trend that fades. Initial states are the least-squares
 * ones. Gardner & McKenzie (1985), Management Science 31(10); Hyndman et al. (2008), chapter 3.
 */
export const dampedTrend: ForecastModel<DampedTrendParameters, DampedTrendFitted> = {
  name: 'damped-trend',
  periodsMin: 4,
  fit(history, parameters) {
    assertObserved('damped-trend', history, 4);
    const weights = parameters.weights ?? estimateWeights(history);
    const start = passOver(history, weights);
    let level = start.first;
    let trend = start.second;
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    for (let t = 0; t < history.length; t++) {
      trend *= weights.phi;
      level += trend;
      if (Number.isNaN(history[t]!)) continue;
      residuals[t] = history[t]! - level;
      level += weights.alpha * residuals[t]!;
      trend += weights.beta * residuals[t]!;
    }
    return { ...weights, residuals, level, trend, sd: errorSd(residuals, 4) };
  },
  forecast({ phi, ...fitted }, periods) {
    let { level, trend } = fitted;
    return tabulate(periods, () => {
      trend *= phi;
      level += trend;
      return level;
    });
  },
  quantiles(fitted, periods, levels) {
    const { alpha, beta, phi } = fitted;
    const variances = new Float64Array(periods);
    let damping = 0;
    let variance = 1;
    for (let index = 0; index < periods; index++) {
      variances[index] = variance;
      damping = phi * (1 + damping);
      variance += (alpha + beta * damping) ** 2;
    }
    return normalQuantiles(
      dampedTrend.forecast(fitted, periods),
      (index) => fitted.sd * Math.sqrt(variances[index]!),
      levels,
    );
  },
  residuals: residualsOf,
};
