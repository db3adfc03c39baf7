import { type ArimaStructure, armaInputOf, chooseArima } from './arima-structure.ts';
import { type ArmaInput, armaErrors, continueArma, fitArma, impulseResponse } from './arma.ts';
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
import { estimateSeason } from './seasonal-shape.ts';
import { tabulate } from './tabulate.ts';

export type ArimaWeights = {
  readonly structure: ArimaStructure;
  readonly coefficients: Float64Array;
};
export type ArimaParameters = FitOptions & {
  /** How clearly the season shows, 0–1; estimated where absent. */
  readonly seasonStrength?: number | undefined;
  /** True models the logarithm, so that season and errors are relative. Needs positive demand. */
  readonly isLogarithmic?: boolean | undefined;
  /** Most autoregressive and moving-average terms, 1 or 2; 1 where absent. */
  readonly ordinaryMax?: number | undefined;
  /** Structure and coefficients to use as they are; chosen and fitted where absent. */
  readonly weights?: ArimaWeights | undefined;
  /** Structure to keep, and coefficients to start fitting from. */
  readonly start?: ArimaWeights | undefined;
};
export type ArimaFitted = FittedSeries &
  ArimaWeights & {
    /** The history on the model's scale, gaps filled. */
    readonly filled: Float64Array;
    /** 1 where a period was observed. */
    readonly observed: Float64Array;
    readonly isLogarithmic: boolean;
    readonly sd: number;
  };

/** Unobserved periods lie on the line between their neighbours; they enter as lags only, never as errors. */
export const fillGaps = (history: Float64Array) => {
  const filled = scratch(history.length);
  const observed = scratch(history.length);
  let hasGaps = false;
  let last = -1;
  for (let t = 0; t < filled.length; t++) {
    const value = history[t]!;
    filled[t] = value;
    if (Number.isNaN(value)) {
      hasGaps = true;
      continue;
    }
    observed[t] = 1;
    const before = last < 0 ? value : filled[last]!;
    for (let gap = last + 1; gap < t; gap++) {
      filled[gap] = before + ((value - before) * (gap - last)) / (t - last);
    }
    last = t;
  }
  for (let t = last + 1; t < filled.length; t++) filled[t] = filled[last]!;
  return { filled, observed, hasGaps };
};

/** Undoes the differences of a path that follows the history, in place; reads only the history's end. */
const integrate = (filled: Float64Array, path: Float64Array, structure: ArimaStructure): Float64Array => {
  const { differences, seasonalDifferences, seasonPeriods } = structure;
  const count = filled.length;
  const seasonalAt = (t: number) =>
    seasonalDifferences > 0 ? filled[t]! - filled[t - seasonPeriods]! : filled[t]!;
  const last = seasonalAt(count - 1);
  const lasts = differences > 1 ? [last, last - seasonalAt(count - 2)] : [last];
  for (let round = differences - 1; round >= 0; round--) {
    let level = lasts[round]!;
    for (let t = 0; t < path.length; t++) {
      level += path[t]!;
      path[t] = level;
    }
  }
  if (seasonalDifferences > 0) {
    for (let t = 0; t < path.length; t++) {
      path[t]! += t < seasonPeriods ? filled[count - seasonPeriods + t]! : path[t - seasonPeriods]!;
    }
  }
  return path;
};

/** The same structure with coefficients fitted to these values, from those of a similar history. */
export const refitArima = (
  filled: Float64Array,
  observed: Float64Array,
  start: ArimaWeights,
): ArimaWeights => {
  const { structure } = start;
  const { coefficients } = fitArma(
    armaInputOf(filled, observed, structure),
    structure.orders,
    start.coefficients,
  );
  return { structure, coefficients };
};

const weightsFor = (
  filled: Float64Array,
  observed: Float64Array,
  history: Float64Array,
  parameters: ArimaParameters,
): ArimaWeights => {
  if (parameters.weights !== undefined) return parameters.weights;
  const { seasonPeriods, start, ordinaryMax = 1 } = parameters;
  if (start !== undefined) return refitArima(filled, observed, start);
  const seasonStrength = parameters.seasonStrength ?? estimateSeason(history, seasonPeriods).strength;
  const { structure, fit } = chooseArima(filled, observed, { seasonPeriods, seasonStrength, ordinaryMax });
  return { structure, coefficients: fit.coefficients };
};

/** A history passed over once, from any moment of which the model can then forecast. */
export type ArimaPassed = ArimaWeights & {
  readonly filled: Float64Array;
  readonly input: ArmaInput;
  readonly errors: Float64Array;
};

export const passArima = (
  filled: Float64Array,
  observed: Float64Array,
  weights: ArimaWeights,
): ArimaPassed => {
  const input = armaInputOf(filled, observed, weights.structure);
  return { ...weights, filled, input, errors: armaErrors(input, weights.coefficients) };
};

/** The path after the first `length` periods, on the scale of the filled history. */
export const arimaPathAfter = (
  { filled, input, errors, structure, coefficients }: ArimaPassed,
  length: number,
  periods: number,
): Float64Array => {
  const count = input.values.length - (filled.length - length);
  const path = continueArma(input, errors, count, coefficients, periods);
  return integrate(filled.subarray(0, length), path, structure);
};

/** The path on the model's own scale. */
const scaledPath = (fitted: ArimaFitted, periods: number): Float64Array =>
  arimaPathAfter(passArima(fitted.filled, fitted.observed, fitted), fitted.filled.length, periods);

/** Variance of the error of each coming period, relative to the first: sums of squared impulse responses. */
const relativeVariances = (fitted: ArimaFitted, periods: number): Float64Array => {
  const { structure, coefficients } = fitted;
  const responses = impulseResponse(structure.seasonPeriods, coefficients, periods);
  for (let round = 0; round < structure.differences; round++) {
    for (let t = 1; t < periods; t++) responses[t]! += responses[t - 1]!;
  }
  if (structure.seasonalDifferences > 0) {
    const lag = structure.seasonPeriods;
    for (let t = lag; t < periods; t++) responses[t]! += responses[t - lag]!;
  }
  let sum = 0;
  return tabulate(periods, (t) => {
    sum += responses[t]! ** 2;
    return sum;
  });
};

/**
 * Automatic ARIMA with a season: differences by KPSS and the strength of the season, orders by the corrected
 * Akaike criterion, coefficients by conditional least squares. Hyndman & Khandakar (2008).
 */
export const arima: ForecastModel<ArimaParameters, ArimaFitted> = {
  name: 'arima',
  periodsMin: 8,
  fit(history, parameters) {
    assertObserved('arima', history, 8);
    const isLogarithmic = parameters.isLogarithmic ?? false;
    const { filled, observed } = fillGaps(
      isLogarithmic ? tabulate(history.length, (t) => Math.log(history[t]!)) : history,
    );
    const weights = weightsFor(filled, observed, history, parameters);
    const errors = armaErrors(armaInputOf(filled, observed, weights.structure), weights.coefficients);
    const skipped = history.length - errors.length;
    const scaled = new Float64Array(history.length).fill(Number.NaN);
    for (let t = skipped; t < history.length; t++) if (observed[t] === 1) scaled[t] = errors[t - skipped]!;
    const residuals = isLogarithmic
      ? tabulate(history.length, (t) => history[t]! * (1 - Math.exp(-scaled[t]!)))
      : scaled;
    const sd = errorSd(scaled, 3);
    return { ...weights, residuals, filled, observed, isLogarithmic, sd };
  },
  forecast(fitted, periods) {
    const path = scaledPath(fitted, periods);
    return fitted.isLogarithmic ? tabulate(periods, (index) => Math.exp(path[index]!)) : path;
  },
  quantiles(fitted, periods, levels) {
    const variances = relativeVariances(fitted, periods);
    const paths = normalQuantiles(
      scaledPath(fitted, periods),
      (index) => fitted.sd * Math.sqrt(variances[index]!),
      levels,
    );
    return fitted.isLogarithmic ? paths.map((path) => path.map(Math.exp)) : paths;
  },
  residuals: residualsOf,
};
