import { scratch } from './scratch.ts';

/**
 * Seasonal autoregression and moving average with at most two ordinary and one seasonal term of either kind,
 * fitted by conditional least squares: (1 − φ₁B − φ₂B²)(1 − ΦBᵐ)(w − μ) = (1 + θ₁B + θ₂B²)(1 + ΘBᵐ)e.
 * Box & Jenkins (1970), Time Series Analysis, chapters 7 and 9. Values before the first one count as the mean.
 */
export type ArmaOrders = {
  readonly autoregressive: number;
  readonly movingAverage: number;
  readonly seasonalAutoregressive: number;
  readonly seasonalMovingAverage: number;
  readonly hasMean: boolean;
};

export type ArmaFit = {
  readonly orders: ArmaOrders;
  /** φ₁, φ₂, θ₁, θ₂, Φ, Θ, μ; 0 where the orders have no such term. */
  readonly coefficients: Float64Array;
  readonly squaredError: number;
  /** Akaike's criterion, corrected for few observations; lower is better. */
  readonly criterion: number;
};

/** A stationary series to fit; `known` is 1 where a value was observed and 0 where it was filled in. */
export type ArmaInput = {
  readonly values: Float64Array;
  readonly known: Float64Array;
  readonly knownCount: number;
  readonly seasonPeriods: number;
};

const coefficientCount = 7;
const meanIndex = 6;
/** Errors of the first few values say more of how the series began than of how it goes on. */
const startSkipped = 3;
/** Coefficients stay this far inside the region where shocks die out. */
const stableMax = 0.985;
const stepsMax = 2;
const halvingsMax = 4;
const gainMin = 1e-4;

/** Working memory shared by all fits of a thread; `pad` zeros stand before the first value. */
const memory = { x: new Float64Array(0), e: new Float64Array(0), rows: new Float64Array(0), pad: 0 };
const filterCount = 5;

const reserve = (length: number, seasonPeriods: number): void => {
  const pad = seasonPeriods + 2;
  const size = length + pad;
  if (memory.x.length < size) {
    memory.x = new Float64Array(2 * size);
    memory.e = new Float64Array(2 * size);
    memory.rows = new Float64Array(2 * size * filterCount);
  }
  for (let at = 0; at < pad; at++) {
    memory.x[at] = 0;
    memory.e[at] = 0;
  }
  memory.pad = pad;
};

/** Fills the working memory with the errors and answers the sum of their squares. */
const passOver = ({ values, known, seasonPeriods }: ArmaInput, coefficients: Float64Array): number => {
  const { x, e, pad } = memory;
  const phi1 = coefficients[0]!;
  const phi2 = coefficients[1]!;
  const theta1 = coefficients[2]!;
  const theta2 = coefficients[3]!;
  const seasonalPhi = coefficients[4]!;
  const seasonalTheta = coefficients[5]!;
  const mean = coefficients[meanIndex]!;
  let squares = 0.0;
  let before = 0.0;
  let twoBefore = 0.0;
  let error1 = 0.0;
  let error2 = 0.0;
  const isSeasonal = seasonalPhi !== 0 || seasonalTheta !== 0;
  for (let t = 0, at = pad; t < values.length; t++, at++) {
    const value = values[t]! - mean;
    x[at] = value;
    // What does not wait for the error before comes first.
    let rest = value - phi1 * before - phi2 * twoBefore - theta2 * error2;
    if (isSeasonal) {
      const ago = at - seasonPeriods;
      rest -=
        seasonalPhi * (x[ago]! - phi1 * x[ago - 1]! - phi2 * x[ago - 2]!) +
        seasonalTheta * (e[ago]! + theta1 * e[ago - 1]! + theta2 * e[ago - 2]!);
    }
    const error = known[t]! * (rest - theta1 * error1);
    e[at] = error;
    twoBefore = before;
    before = value;
    error2 = error1;
    error1 = error;
    if (t >= startSkipped) squares += error * error;
  }
  return squares;
};

const columns = new Int32Array(coefficientCount);
const gradient = new Float64Array(coefficientCount);
const normal = new Float64Array(coefficientCount * coefficientCount);
const step = new Float64Array(coefficientCount);

const activeColumns = (orders: ArmaOrders): number => {
  let count = 0;
  if (orders.autoregressive > 0) columns[count++] = 0;
  if (orders.autoregressive > 1) columns[count++] = 1;
  if (orders.movingAverage > 0) columns[count++] = 2;
  if (orders.movingAverage > 1) columns[count++] = 3;
  if (orders.seasonalAutoregressive > 0) columns[count++] = 4;
  if (orders.seasonalMovingAverage > 0) columns[count++] = 5;
  if (orders.hasMean) columns[count++] = meanIndex;
  return count;
};

/** Where the derivative by an active coefficient lies in `rows` at time 0, one entry per period. */
const entries = new Int32Array(coefficientCount);

/** Lag of each coefficient in the filter that serves it; the mean's filter is its derivative itself. */
const filterOf = [0, 0, 1, 1, 2, 3, 4];

/** `rows[at] = −(errors passed through the inverse of 1 − first·B − second·B²)`. */
const filterOrdinary = (from: number, count: number, first: number, second: number): void => {
  const { e, pad, rows } = memory;
  for (let at = 0; at < pad; at++) rows[from + at] = 0;
  let before = 0;
  let twoBefore = 0;
  for (let at = pad; at < pad + count; at++) {
    const value = first * before + second * twoBefore - e[at]!;
    rows[from + at] = value;
    twoBefore = before;
    before = value;
  }
};

const filterSeasonal = (from: number, count: number, seasonPeriods: number, weight: number): void => {
  const { e, pad, rows } = memory;
  for (let at = 0; at < pad; at++) rows[from + at] = 0;
  for (let at = pad; at < pad + count; at++) {
    rows[from + at] = weight * rows[from + at - seasonPeriods]! - e[at]!;
  }
};

/** The derivative by the mean answers a constant, less where the season before the first value is missing. */
const filterMean = (from: number, count: number, seasonPeriods: number, c: Float64Array): void => {
  const { pad, rows } = memory;
  for (let at = 0; at < pad; at++) rows[from + at] = 0;
  const ordinaryRest = 1 - c[0]! - c[1]!;
  const [theta1, theta2, seasonalTheta] = [c[2]!, c[3]!, c[5]!];
  let before = 0.0;
  let twoBefore = 0.0;
  for (let t = 0, at = from + pad; t < count; t++, at++) {
    let value = -ordinaryRest * (t >= seasonPeriods ? 1 - c[4]! : 1) - theta2 * twoBefore;
    if (seasonalTheta !== 0) {
      const ago = at - seasonPeriods;
      value -= seasonalTheta * (rows[ago]! + theta1 * rows[ago - 1]! + theta2 * rows[ago - 2]!);
    }
    value -= theta1 * before;
    rows[at] = value;
    twoBefore = before;
    before = value;
  }
};

/** Lags of the coefficients; the seasonal ones lag by the season instead, the mean by nothing. */
const ordinaryLags = [1, 2, 1, 2, 0, 0, 0];

/** Runs the filters that the active coefficients need, and notes where the derivative by each begins. */
const filterErrors = ({ values, seasonPeriods }: ArmaInput, c: Float64Array, active: number): void => {
  const size = values.length + memory.pad;
  let filtered = -1;
  for (let i = 0; i < active; i++) {
    const column = columns[i]!;
    const filter = filterOf[column]!;
    const from = filter * size;
    const isSeasonal = filter === 2 || filter === 3;
    entries[i] = from + memory.pad - (isSeasonal ? seasonPeriods : ordinaryLags[column]!);
    if (filter === filtered) continue;
    filtered = filter;
    if (filter === 0) filterOrdinary(from, values.length, c[0]!, c[1]!);
    else if (filter === 1) filterOrdinary(from, values.length, -c[2]!, -c[3]!);
    else if (filter === 2) filterSeasonal(from, values.length, seasonPeriods, c[4]!);
    else if (filter === 3) filterSeasonal(from, values.length, seasonPeriods, -c[5]!);
    else filterMean(from, values.length, seasonPeriods, c);
  }
};

/** Scalar product over the counted periods, four sums side by side. */
const product = (left: Float64Array, leftAt: number, right: Float64Array, rightAt: number, count: number) => {
  let sum0 = 0.0;
  let sum1 = 0.0;
  let sum2 = 0.0;
  let sum3 = 0.0;
  let at = leftAt + startSkipped;
  let other = rightAt + startSkipped;
  const end = leftAt + count;
  for (; at + 3 < end; at += 4, other += 4) {
    sum0 += left[at]! * right[other]!;
    sum1 += left[at + 1]! * right[other + 1]!;
    sum2 += left[at + 2]! * right[other + 2]!;
    sum3 += left[at + 3]! * right[other + 3]!;
  }
  for (; at < end; at++, other++) sum0 += left[at]! * right[other]!;
  return sum0 + sum1 + (sum2 + sum3);
};

/**
 * Gradient and normal matrix of the squared error. The derivative of the errors by a coefficient is the lagged
 * errors passed through the inverse of that coefficient's polynomial.
 */
const linearise = (input: ArmaInput, c: Float64Array, active: number): void => {
  const { e, pad, rows } = memory;
  const count = input.values.length;
  filterErrors(input, c, active);
  for (let i = 0; i < active; i++) {
    const from = entries[i]!;
    gradient[i] = -product(rows, from, e, pad, count);
    for (let j = 0; j <= i; j++)
      normal[i * coefficientCount + j] = product(rows, from, rows, entries[j]!, count);
  }
};

/** Solves the normal equations in place (Cholesky); false where they have no solution. */
const solveStep = (size: number): boolean => {
  for (let j = 0; j < size; j++) {
    const own = j * coefficientCount;
    let diagonal = normal[own + j]! * (1 + 1e-6);
    for (let k = 0; k < j; k++) diagonal -= normal[own + k]! ** 2;
    if (!(diagonal > 0)) return false;
    const root = Math.sqrt(diagonal);
    normal[own + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = normal[i * coefficientCount + j]!;
      for (let k = 0; k < j; k++) sum -= normal[i * coefficientCount + k]! * normal[own + k]!;
      normal[i * coefficientCount + j] = sum / root;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = gradient[i]!;
    for (let k = 0; k < i; k++) sum -= normal[i * coefficientCount + k]! * step[k]!;
    step[i] = sum / normal[i * coefficientCount + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = step[i]!;
    for (let k = i + 1; k < size; k++) sum -= normal[k * coefficientCount + i]! * step[k]!;
    step[i] = sum / normal[i * coefficientCount + i]!;
  }
  return true;
};

const isInTriangle = (first: number, second: number): boolean =>
  Math.abs(second) < stableMax && Math.abs(first) < (1 - second) * stableMax;

const isStable = (c: Float64Array): boolean =>
  isInTriangle(c[0]!, c[1]!) &&
  isInTriangle(-c[2]!, -c[3]!) &&
  Math.abs(c[4]!) < stableMax &&
  Math.abs(c[5]!) < stableMax;

/** Gradient and normal matrix by every coefficient that any neighbour may have, kept while these are compared. */
const keptGradient = new Float64Array(coefficientCount);
const keptNormal = new Float64Array(coefficientCount * coefficientCount);

/** Fills `gradient` and `normal` for some coefficients, when those that are dropped have come to 0. */
const gatherKept = (active: number, moved: number, by: number): void => {
  for (let i = 0; i < active; i++) {
    const column = columns[i]!;
    gradient[i] =
      keptGradient[column]! - (moved < 0 ? 0 : keptNormal[column * coefficientCount + moved]! * by);
    for (let j = 0; j <= i; j++)
      normal[i * coefficientCount + j] = keptNormal[column * coefficientCount + columns[j]!]!;
  }
};

/**
 * Linearises the errors around a fit once, by the coefficients of `widest`, and answers what the criterion of orders
 * one step away would come to: the score test of a term more and Wald's of a term less in one (Engle 1984, Handbook
 * of Econometrics 2, chapter 13). Orders whose answer is clearly worse need no fit of their own.
 */
export const outlookFrom = (
  input: ArmaInput,
  { orders: fitted, coefficients: c }: ArmaFit,
  widest: ArmaOrders,
): ((orders: ArmaOrders) => number) => {
  reserve(input.values.length, input.seasonPeriods);
  const squaredError = passOver(input, c);
  const all = activeColumns(widest);
  linearise(input, c, all);
  for (let i = 0; i < all; i++) {
    keptGradient[columns[i]!] = gradient[i]!;
    for (let j = 0; j <= i; j++) {
      const value = normal[i * coefficientCount + j]!;
      keptNormal[columns[i]! * coefficientCount + columns[j]!] = value;
      keptNormal[columns[j]! * coefficientCount + columns[i]!] = value;
    }
  }
  return (orders) => {
    const dropped = droppedColumn(fitted, orders);
    const active = activeColumns(orders);
    const by = dropped < 0 ? 0 : -c[dropped]!;
    let expected = squaredError;
    if (dropped >= 0)
      expected += by * (by * keptNormal[dropped * (coefficientCount + 1)]! - 2 * keptGradient[dropped]!);
    gatherKept(active, dropped, by);
    if (active > 0 && solveStep(active)) for (let i = 0; i < active; i++) expected -= gradient[i]! * step[i]!;
    return criterionOf(input, active, Math.max(0, expected));
  };
};

/** The one coefficient that the first orders have and the second have not; −1 where there is none. */
const droppedColumn = (before: ArmaOrders, after: ArmaOrders): number => {
  const count = activeColumns(before);
  let bits = 0;
  for (let i = 0; i < count; i++) bits |= 1 << columns[i]!;
  const kept = activeColumns(after);
  for (let i = 0; i < kept; i++) bits &= ~(1 << columns[i]!);
  return bits === 0 ? -1 : 31 - Math.clz32(bits);
};

const trial = new Float64Array(coefficientCount);

/** Tries the step, half of it, … ; answers the new squared error, or undefined where none is better. */
const tryStep = (input: ArmaInput, c: Float64Array, active: number, before: number): number | undefined => {
  let share = 1;
  for (let halving = 0; halving < halvingsMax; halving++) {
    trial.set(c);
    for (let i = 0; i < active; i++) trial[columns[i]!]! += share * step[i]!;
    if (isStable(trial)) {
      const squaredError = passOver(input, trial);
      if (squaredError < before) {
        c.set(trial);
        return squaredError;
      }
    }
    share /= 2;
  }
  return undefined;
};

const meanOf = (values: Float64Array): number => {
  let sum = 0;
  for (let t = 0; t < values.length; t++) sum += values[t]!;
  return sum / Math.max(1, values.length);
};

/** Keeps of a start only the terms that the orders have. */
const startFrom = (orders: ArmaOrders, start: Float64Array | undefined, input: ArmaInput): Float64Array => {
  const coefficients = new Float64Array(coefficientCount);
  if (orders.hasMean) coefficients[meanIndex] = meanOf(input.values);
  if (start === undefined) return coefficients;
  const active = activeColumns(orders);
  for (let i = 0; i < active; i++) {
    const column = columns[i]!;
    if (column !== meanIndex) coefficients[column] = start[column]!;
  }
  return coefficients;
};

/** A later step gains less than this, so that orders further behind are given up after the first. */
const lateGainMax = 2;

/**
 * Fits the coefficients of given orders by a few Gauss–Newton steps, from `start` where one is known; orders that
 * stay clearly behind the criterion `toBeat` are not fitted to the end.
 */
export const fitArma = (
  input: ArmaInput,
  orders: ArmaOrders,
  start?: Float64Array,
  toBeat = Number.POSITIVE_INFINITY,
): ArmaFit => {
  reserve(input.values.length, input.seasonPeriods);
  const coefficients = startFrom(orders, start, input);
  const active = activeColumns(orders);
  let squaredError = passOver(input, coefficients);
  for (let round = 0; round < stepsMax && active > 0; round++) {
    linearise(input, coefficients, active);
    if (!solveStep(active)) break;
    const after = tryStep(input, coefficients, active, squaredError);
    if (after === undefined) break;
    const gain = (squaredError - after) / squaredError;
    squaredError = after;
    if (gain < gainMin || criterionOf(input, active, after) > toBeat + lateGainMax) break;
  }
  return { orders, coefficients, squaredError, criterion: criterionOf(input, active, squaredError) };
};

const criterionOf = ({ knownCount }: ArmaInput, active: number, squaredError: number): number => {
  const count = Math.max(1, knownCount - startSkipped);
  const parameters = active + 1;
  const room = count - parameters - 1;
  return room > 0
    ? count * Math.log(squaredError / count + Number.MIN_VALUE) +
        2 * parameters +
        (2 * parameters * (parameters + 1)) / room
    : Number.POSITIVE_INFINITY;
};

/** The errors over the whole series, a copy; 0 where nothing was observed. */
export const armaErrors = (input: ArmaInput, coefficients: Float64Array): Float64Array => {
  reserve(input.values.length, input.seasonPeriods);
  passOver(input, coefficients);
  const errors = scratch(input.values.length);
  for (let t = 0; t < errors.length; t++) errors[t] = memory.e[memory.pad + t]!;
  return errors;
};

/** The response of the coming values to one error of size 1 in the first of them. */
export const impulseResponse = (
  seasonPeriods: number,
  coefficients: Float64Array,
  periods: number,
): Float64Array => {
  const one = new Float64Array([1]);
  const input = { values: one, known: one, knownCount: 1, seasonPeriods };
  const withoutMean = coefficients.slice();
  withoutMean[meanIndex] = 0;
  const response = new Float64Array(periods);
  response[0] = 1;
  response.set(continueArma(input, one, 1, withoutMean, Math.max(0, periods - 1)), 1);
  return response;
};

/**
 * The expected values after the first `count` values of a series whose errors are known: the errors of a
 * beginning are the beginning of the errors, so one pass serves every moment of the past.
 */
export const continueArma = (
  { values, seasonPeriods }: ArmaInput,
  errors: Float64Array,
  count: number,
  c: Float64Array,
  periods: number,
): Float64Array => {
  const mean = c[meanIndex]!;
  const path = scratch(periods);
  const isSeasonal = c[4] !== 0 || c[5] !== 0;
  // As far back as the longest lag, values and errors lie before the path; what is not known is 0.
  const lags = isSeasonal ? seasonPeriods + 2 : 2;
  reserve(periods, lags - 2);
  const { x, e } = memory;
  for (let at = 0; at < lags; at++) {
    const t = count - lags + at;
    x[at] = t < 0 ? 0 : values[t]! - mean;
    e[at] = t < 0 ? 0 : errors[t]!;
  }
  for (let at = lags; at < lags + periods; at++) {
    let value = c[0]! * x[at - 1]! + c[1]! * x[at - 2]! + c[2]! * e[at - 1]! + c[3]! * e[at - 2]!;
    if (isSeasonal) {
      const ago = at - seasonPeriods;
      value += c[4]! * (x[ago]! - c[0]! * x[ago - 1]! - c[1]! * x[ago - 2]!);
      value += c[5]! * (e[ago]! + c[2]! * e[ago - 1]! + c[3]! * e[ago - 2]!);
    }
    x[at] = value;
    e[at] = 0;
    path[at - lags] = value + mean;
  }
  return path;
};
