/**
 * Exponential smoothing with level, damped trend and additive season, four sets of weights in one pass over the
 * history: a single pass waits for its own previous result in each period, four side by side do not.
 */
export const laneCount = 4;

/** Level and trend before the first period, and the season's values from the first period on. */
export type SmoothingStart = {
  readonly level: number;
  readonly trend: number;
  readonly season: Float64Array;
};

/** Four sets of weights, lane by lane. */
export type LaneWeights = {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly gamma: Float64Array;
  readonly phi: Float64Array;
};

export const createLaneWeights = (): LaneWeights => ({
  alpha: new Float64Array(laneCount),
  beta: new Float64Array(laneCount),
  gamma: new Float64Array(laneCount),
  phi: new Float64Array(laneCount),
});

let seasons = new Float64Array(0);

/** The season at the start, four values for each of its periods; written over by the next pass. */
export const laneSeasons = ({ season }: SmoothingStart): Float64Array => {
  if (seasons.length < laneCount * season.length) seasons = new Float64Array(laneCount * season.length);
  for (let slot = 0; slot < season.length; slot++) {
    for (let lane = 0; lane < laneCount; lane++) seasons[slot * laneCount + lane] = season[slot]!;
  }
  return seasons;
};

/** Writes the squared error of each lane into `squares`. Unobserved periods (NaN) move trend and season only. */
export const passFour = (
  history: Float64Array,
  start: SmoothingStart,
  weights: LaneWeights,
  squares: Float64Array,
): void => {
  if (start.season.length > 1) passSeasonal(history, start, weights, squares);
  else passPlain(history, start, weights, squares);
};

const passPlain = (
  history: Float64Array,
  start: SmoothingStart,
  { alpha, beta, phi }: LaneWeights,
  squares: Float64Array,
): void => {
  const alpha0 = alpha[0]!;
  const alpha1 = alpha[1]!;
  const alpha2 = alpha[2]!;
  const alpha3 = alpha[3]!;
  const beta0 = beta[0]!;
  const beta1 = beta[1]!;
  const beta2 = beta[2]!;
  const beta3 = beta[3]!;
  const phi0 = phi[0]!;
  const phi1 = phi[1]!;
  const phi2 = phi[2]!;
  const phi3 = phi[3]!;
  const fixed = start.season[0]!;
  let level0 = start.level;
  let level1 = level0;
  let level2 = level0;
  let level3 = level0;
  let trend0 = start.trend;
  let trend1 = trend0;
  let trend2 = trend0;
  let trend3 = trend0;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let t = 0; t < history.length; t++) {
    trend0 *= phi0;
    trend1 *= phi1;
    trend2 *= phi2;
    trend3 *= phi3;
    level0 += trend0;
    level1 += trend1;
    level2 += trend2;
    level3 += trend3;
    const demand = history[t]! - fixed;
    if (Number.isNaN(demand)) continue;
    const error0 = demand - level0;
    const error1 = demand - level1;
    const error2 = demand - level2;
    const error3 = demand - level3;
    sum0 += error0 * error0;
    sum1 += error1 * error1;
    sum2 += error2 * error2;
    sum3 += error3 * error3;
    level0 += alpha0 * error0;
    level1 += alpha1 * error1;
    level2 += alpha2 * error2;
    level3 += alpha3 * error3;
    trend0 += beta0 * error0;
    trend1 += beta1 * error1;
    trend2 += beta2 * error2;
    trend3 += beta3 * error3;
  }
  squares[0] = sum0;
  squares[1] = sum1;
  squares[2] = sum2;
  squares[3] = sum3;
};

const passSeasonal = (
  history: Float64Array,
  start: SmoothingStart,
  { alpha, beta, gamma, phi }: LaneWeights,
  squares: Float64Array,
): void => {
  const states = laneSeasons(start);
  const alpha0 = alpha[0]!;
  const alpha1 = alpha[1]!;
  const alpha2 = alpha[2]!;
  const alpha3 = alpha[3]!;
  const beta0 = beta[0]!;
  const beta1 = beta[1]!;
  const beta2 = beta[2]!;
  const beta3 = beta[3]!;
  const gamma0 = gamma[0]!;
  const gamma1 = gamma[1]!;
  const gamma2 = gamma[2]!;
  const gamma3 = gamma[3]!;
  const phi0 = phi[0]!;
  const phi1 = phi[1]!;
  const phi2 = phi[2]!;
  const phi3 = phi[3]!;
  let level0 = start.level;
  let level1 = level0;
  let level2 = level0;
  let level3 = level0;
  let trend0 = start.trend;
  let trend1 = trend0;
  let trend2 = trend0;
  let trend3 = trend0;
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const end = laneCount * start.season.length;
  for (let t = 0, at = 0; t < history.length; t++, at = at + laneCount === end ? 0 : at + laneCount) {
    trend0 *= phi0;
    trend1 *= phi1;
    trend2 *= phi2;
    trend3 *= phi3;
    level0 += trend0;
    level1 += trend1;
    level2 += trend2;
    level3 += trend3;
    const demand = history[t]!;
    if (Number.isNaN(demand)) continue;
    const season0 = states[at]!;
    const season1 = states[at + 1]!;
    const season2 = states[at + 2]!;
    const season3 = states[at + 3]!;
    const error0 = demand - level0 - season0;
    const error1 = demand - level1 - season1;
    const error2 = demand - level2 - season2;
    const error3 = demand - level3 - season3;
    sum0 += error0 * error0;
    sum1 += error1 * error1;
    sum2 += error2 * error2;
    sum3 += error3 * error3;
    level0 += alpha0 * error0;
    level1 += alpha1 * error1;
    level2 += alpha2 * error2;
    level3 += alpha3 * error3;
    trend0 += beta0 * error0;
    trend1 += beta1 * error1;
    trend2 += beta2 * error2;
    trend3 += beta3 * error3;
    states[at] = season0 + gamma0 * error0;
    states[at + 1] = season1 + gamma1 * error1;
    states[at + 2] = season2 + gamma2 * error2;
    states[at + 3] = season3 + gamma3 * error3;
  }
  squares[0] = sum0;
  squares[1] = sum1;
  squares[2] = sum2;
  squares[3] = sum3;
};
