import { cesLaneCount, createCesLanes, passFourCes } from './ces-lanes.ts';
import {
  assertObserved,
  countObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { scratch } from './scratch.ts';
import { solveTwoUnknowns } from './two-unknowns.ts';

/** The two parts of the complex smoothing weight α₀ + iα₁. */
export type CesWeights = { readonly real: number; readonly imaginary: number };
export type CesParameters = FitOptions & {
  /** Estimated where absent. */
  readonly weights?: CesWeights | undefined;
};
export type CesFitted = FittedSeries &
  CesWeights & {
    readonly level: number;
    /** The second, unobserved part of the state, which carries the memory of past movements. */
    readonly potential: number;
    readonly sd: number;
  };

/** So many periods a movement that feeds itself is carried on; then the level stays. */
const growthPeriodsMax = 18;
/** Above 1 the transition has an eigenvalue above 1: in the long run the path would outgrow everything. */
const feedsItself = ({ imaginary }: CesWeights): boolean => imaginary > 1;

/** Squared influence of the initial states below which a period is taken to know nothing of them. */
const negligible = 1e-12;

/** One step: the level loses (1 − α₁) of the potential and gains (α₀ − α₁) of the error, and so on. */
type Step = {
  readonly drain: number;
  readonly keep: number;
  readonly levelGain: number;
  readonly gain: number;
};

const stepOf = ({ real, imaginary }: CesWeights): Step => ({
  drain: 1 - imaginary,
  keep: 1 - real,
  levelGain: real - imaginary,
  gain: real + imaginary,
});

const unlimited = { secondLow: Number.NEGATIVE_INFINITY, secondHigh: Number.POSITIVE_INFINITY };

/** What a pass leaves behind; overwritten by the next one. */
const passed = { first: 0, second: 0, squaredError: 0, level: 0, potential: 0 };

/**
 * For fixed weights the errors are linear in the two initial states (see `solveTwoUnknowns`). How much these still
 * say dies out after some dozen periods; from then on the pass follows the errors alone.
 */
const passOver = (history: Float64Array, weights: CesWeights): void => {
  const { drain, keep, levelGain, gain } = stepOf(weights);
  let level = 0.0;
  let potential = 0.0;
  let levelByFirst = 1.0;
  let potentialByFirst = 0.0;
  let levelBySecond = 0.0;
  let potentialBySecond = 1.0;
  let squares = 0.0;
  let errorFirst = 0.0;
  let errorSecond = 0.0;
  let firstFirst = 0.0;
  let firstSecond = 0.0;
  let secondSecond = 0.0;
  let t = 0;
  for (; t < history.length; t++) {
    const influence =
      levelByFirst * levelByFirst +
      potentialByFirst * potentialByFirst +
      levelBySecond * levelBySecond +
      potentialBySecond * potentialBySecond;
    if (influence < negligible) break;
    let nextLevel = level - drain * potential;
    let nextPotential = level + keep * potential;
    let nextByFirst = levelByFirst - drain * potentialByFirst;
    let nextBySecond = levelBySecond - drain * potentialBySecond;
    potentialByFirst = levelByFirst + keep * potentialByFirst;
    potentialBySecond = levelBySecond + keep * potentialBySecond;
    const demand = history[t]!;
    if (!Number.isNaN(demand)) {
      const error = demand - level;
      squares += error * error;
      errorFirst += error * levelByFirst;
      errorSecond += error * levelBySecond;
      firstFirst += levelByFirst * levelByFirst;
      firstSecond += levelByFirst * levelBySecond;
      secondSecond += levelBySecond * levelBySecond;
      nextLevel += levelGain * error;
      nextPotential += gain * error;
      nextByFirst -= levelGain * levelByFirst;
      potentialByFirst -= gain * levelByFirst;
      nextBySecond -= levelGain * levelBySecond;
      potentialBySecond -= gain * levelBySecond;
    }
    level = nextLevel;
    potential = nextPotential;
    levelByFirst = nextByFirst;
    levelBySecond = nextBySecond;
  }
  for (; t < history.length; t++) {
    let nextLevel = level - drain * potential;
    let nextPotential = level + keep * potential;
    const demand = history[t]!;
    if (!Number.isNaN(demand)) {
      const error = demand - level;
      squares += error * error;
      nextLevel += levelGain * error;
      nextPotential += gain * error;
    }
    level = nextLevel;
    potential = nextPotential;
  }
  const sums = { squares, errorFirst, errorSecond, firstFirst, firstSecond, secondSecond, ...unlimited };
  const { first, second, squaredError } = solveTwoUnknowns(sums);
  passed.first = first;
  passed.second = second;
  passed.squaredError = squaredError;
  passed.level = level + first * levelByFirst + second * levelBySecond;
  passed.potential = potential + first * potentialByFirst + second * potentialBySecond;
};

/** Shocks die out: both eigenvalues of the transition that past errors take lie inside the unit circle. */
export const isStable = ({ real, imaginary }: CesWeights): boolean => {
  const trace = 2 - 2 * real + imaginary;
  const determinant = (1 - real + imaginary) * (1 - real) + (1 - imaginary) * (1 - real - imaginary);
  return Math.abs(determinant) < 1 && Math.abs(trace) < 1 + determinant;
};

/** Where shocks die out, coarsely: two passes of four. */
const grid: readonly CesWeights[] = [
  { real: 1.2, imaginary: 0.85 },
  { real: 1.2, imaginary: 1 },
  { real: 1.2, imaginary: 1.15 },
  { real: 1.6, imaginary: 0.85 },
  { real: 1.6, imaginary: 1 },
  { real: 1.6, imaginary: 1.15 },
  { real: 1.9, imaginary: 1 },
  { real: 1.9, imaginary: 1.15 },
];
const refinements = 6;

const lanes = createCesLanes();
const losses = new Float64Array(cesLaneCount);

/** A coarse grid, then the four neighbours of the best weights, closer and closer: eight passes of four. */
const estimateWeights = (history: Float64Array): CesWeights => {
  const hasGaps = countObserved(history) < history.length;
  let best: CesWeights = grid[1]!;
  let bestLoss = Number.POSITIVE_INFINITY;
  const setLane = (lane: number, real: number, imaginary: number): void => {
    const isKept = isStable({ real, imaginary });
    lanes.real[lane] = isKept ? real : best.real;
    lanes.imaginary[lane] = isKept ? imaginary : best.imaginary;
  };
  const passLanes = (): void => {
    if (hasGaps) passOneByOne(history);
    else passFourCes(history, lanes, losses);
    for (let lane = 0; lane < cesLaneCount; lane++) {
      if (!(losses[lane]! < bestLoss)) continue;
      bestLoss = losses[lane]!;
      best = { real: lanes.real[lane]!, imaginary: lanes.imaginary[lane]! };
    }
  };
  for (let point = 0; point < grid.length; point++) {
    const { real, imaginary } = grid[point]!;
    setLane(point % cesLaneCount, real, imaginary);
    if (point % cesLaneCount === cesLaneCount - 1) passLanes();
  }
  let step = 0.2;
  for (let round = 0; round < refinements; round++) {
    const { real, imaginary } = best;
    setLane(0, real + step, imaginary);
    setLane(1, real - step, imaginary);
    setLane(2, real, imaginary + step / 2.5);
    setLane(3, real, imaginary - step / 2.5);
    passLanes();
    step *= 0.6;
  }
  return best;
};

const passOneByOne = (history: Float64Array): void => {
  for (let lane = 0; lane < cesLaneCount; lane++) {
    passOver(history, { real: lanes.real[lane]!, imaginary: lanes.imaginary[lane]! });
    losses[lane] = passed.squaredError;
  }
};

/** The weights that `fit` would choose. */
export const cesWeightsFor = (history: Float64Array): CesWeights => estimateWeights(history);

/** What `forecast(fit(…))` answers for known weights, in one pass and without the residuals. */
export const cesPath = (history: Float64Array, weights: CesWeights, periods: number): Float64Array => {
  passOver(history, weights);
  return pathFrom(passed, weights, periods);
};

type CesStates = { readonly level: number; readonly potential: number };

const pathFrom = (states: CesStates, weights: CesWeights, periods: number): Float64Array => {
  const { drain, keep } = stepOf(weights);
  let { level, potential } = states;
  const path = scratch(periods);
  const isGrowing = feedsItself(weights);
  for (let index = 0; index < periods; index++) {
    path[index] = isGrowing && index >= growthPeriodsMax ? path[index - 1]! : level;
    const next = level - drain * potential;
    potential = level + keep * potential;
    level = next;
  }
  return path;
};

/**
 * Complex exponential smoothing without a season: one complex weight instead of level and trend, so that it
 * tells a level from a slow movement by itself. The initial states are the least-squares ones.
 * Svetunkov, Kourentzes & Ord (2022), Naval Research Logistics 69(8).
 */
export const ces: ForecastModel<CesParameters, CesFitted> = {
  name: 'ces',
  periodsMin: 5,
  fit(history, parameters) {
    assertObserved('ces', history, 5);
    const weights = parameters.weights ?? estimateWeights(history);
    const { drain, keep, levelGain, gain } = stepOf(weights);
    passOver(history, weights);
    let level = passed.first;
    let potential = passed.second;
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    for (let t = 0; t < history.length; t++) {
      const isObserved = !Number.isNaN(history[t]!);
      const error = isObserved ? history[t]! - level : 0;
      if (isObserved) residuals[t] = error;
      const nextLevel = level - drain * potential + levelGain * error;
      potential = level + keep * potential + gain * error;
      level = nextLevel;
    }
    return { ...weights, residuals, level, potential, sd: errorSd(residuals, 4) };
  },
  forecast: (fitted, periods) => pathFrom(fitted, fitted, periods),
  quantiles(fitted, periods, levels) {
    const { drain, keep, levelGain, gain } = stepOf(fitted);
    const variances = new Float64Array(periods);
    let variance = 1;
    let level = levelGain;
    let potential = gain;
    for (let index = 0; index < periods; index++) {
      variances[index] = variance;
      variance += level * level;
      if (feedsItself(fitted) && index >= growthPeriodsMax) continue;
      const next = level - drain * potential;
      potential = level + keep * potential;
      level = next;
    }
    const sdAt = (index: number) => fitted.sd * Math.sqrt(variances[index]!);
    return normalQuantiles(ces.forecast(fitted, periods), sdAt, levels);
  },
  residuals: residualsOf,
};
