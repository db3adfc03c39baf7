import type { EtsStart } from './ets-pass.ts';
import { type LaneWeights, laneCount, laneSeasons } from './smoothing-lanes.ts';

/** Relative errors of four sets of weights, lane by lane. */
export type RelativeLoss = {
  readonly squares: Float64Array;
  /** Sum of the logarithms of the expected values, less that of the start's level. */
  readonly logs: Float64Array;
};

export const createRelativeLoss = (): RelativeLoss => ({
  squares: new Float64Array(laneCount),
  logs: new Float64Array(laneCount),
});

/** So many expected values, each against the first level, are multiplied before a logarithm is taken. */
const logEvery = 32;

/**
 * Exponential smoothing with errors relative to what was expected, four sets of weights in one pass: level and
 * trend with a season that multiplies them, or with none (a season of one factor 1 that does not move).
 * A gap (NaN) moves the trend only. Weights whose expectation comes to nothing get NaN or infinity.
 */
export const passFourRelative = (
  history: Float64Array,
  start: EtsStart,
  { alpha, beta, gamma, phi }: LaneWeights,
  { squares, logs }: RelativeLoss,
): void => {
  const states = laneSeasons(start);
  const end = laneCount * start.season.length;
  const unit = 1 / start.level;
  const alpha0 = alpha[0]!;
  const alpha1 = alpha[1]!;
  const alpha2 = alpha[2]!;
  const alpha3 = alpha[3]!;
  const [beta0, beta1, beta2, beta3] = [beta[0]!, beta[1]!, beta[2]!, beta[3]!];
  const [gamma0, gamma1, gamma2, gamma3] = [gamma[0]!, gamma[1]!, gamma[2]!, gamma[3]!];
  const [phi0, phi1, phi2, phi3] = [phi[0]!, phi[1]!, phi[2]!, phi[3]!];
  let level0 = start.level;
  let level1 = start.level;
  let level2 = start.level;
  let level3 = start.level;
  let [trend0, trend1, trend2, trend3] = [start.trend, start.trend, start.trend, start.trend];
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  let [product0, product1, product2, product3] = [1, 1, 1, 1];
  for (let lane = 0; lane < laneCount; lane++) logs[lane] = 0;
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
    const state0 = states[at]!;
    const state1 = states[at + 1]!;
    const state2 = states[at + 2]!;
    const state3 = states[at + 3]!;
    const expected0 = level0 * state0;
    const expected1 = level1 * state1;
    const expected2 = level2 * state2;
    const expected3 = level3 * state3;
    const ratio0 = (demand - expected0) / expected0;
    const ratio1 = (demand - expected1) / expected1;
    const ratio2 = (demand - expected2) / expected2;
    const ratio3 = (demand - expected3) / expected3;
    sum0 += ratio0 * ratio0;
    sum1 += ratio1 * ratio1;
    sum2 += ratio2 * ratio2;
    sum3 += ratio3 * ratio3;
    product0 *= expected0 * unit;
    product1 *= expected1 * unit;
    product2 *= expected2 * unit;
    product3 *= expected3 * unit;
    trend0 += beta0 * level0 * ratio0;
    trend1 += beta1 * level1 * ratio1;
    trend2 += beta2 * level2 * ratio2;
    trend3 += beta3 * level3 * ratio3;
    level0 += alpha0 * level0 * ratio0;
    level1 += alpha1 * level1 * ratio1;
    level2 += alpha2 * level2 * ratio2;
    level3 += alpha3 * level3 * ratio3;
    states[at] = state0 + gamma0 * state0 * ratio0;
    states[at + 1] = state1 + gamma1 * state1 * ratio1;
    states[at + 2] = state2 + gamma2 * state2 * ratio2;
    states[at + 3] = state3 + gamma3 * state3 * ratio3;
    if (t % logEvery !== logEvery - 1) continue;
    addLogs(logs, product0, product1, product2, product3);
    product0 = product1 = product2 = product3 = 1;
  }
  addLogs(logs, product0, product1, product2, product3);
  squares[0] = sum0;
  squares[1] = sum1;
  squares[2] = sum2;
  squares[3] = sum3;
};

const addLogs = (
  logs: Float64Array,
  product0: number,
  product1: number,
  product2: number,
  product3: number,
): void => {
  logs[0]! += Math.log(Math.abs(product0));
  logs[1]! += Math.log(Math.abs(product1));
  logs[2]! += Math.log(Math.abs(product2));
  logs[3]! += Math.log(Math.abs(product3));
};
