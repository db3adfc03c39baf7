import { scratch } from './scratch.ts';

/** Weighted sums per period of the season, from which mean and noise of each follow. */
export type SlotSums = {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly weights: Float64Array;
  readonly weightSquares: Float64Array;
};

const createSums = (length: number): SlotSums => ({
  sums: new Float64Array(length),
  squares: new Float64Array(length),
  weights: new Float64Array(length),
  weightSquares: new Float64Array(length),
});

/** Sums of a thread, at least one slot per period, grown on demand; cleared. */
export const clearSums = (seasonPeriods: number): SlotSums => {
  if (shared.sums.length < seasonPeriods) shared = createSums(seasonPeriods);
  const { sums, squares, weights, weightSquares } = shared;
  for (let slot = 0; slot < seasonPeriods; slot++) {
    sums[slot] = 0;
    squares[slot] = 0;
    weights[slot] = 0;
    weightSquares[slot] = 0;
  }
  return shared;
};
let shared = createSums(0);

/** How much less a season says for every season that passed since; the history chooses among these. */
const decays = [0.8, 0.9, 1, 0.7];
/** Another decay than the usual first one must leave less than this share of its squared error. */
const clearGain = 0.95;

/**
 * The decay whose weighted mean of a slot's past would have told the slot's next value best, newest values
 * counting as the oldest: a season that stands still is averaged over all years, one that moves over few.
 */
export const chooseDecay = (detrended: Float64Array, seasonPeriods: number, neutral: number): number => {
  let best = decays[0]!;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (const decay of decays) {
    const { sums, weights } = clearSums(seasonPeriods);
    let loss = 0;
    for (let t = 0, slot = 0; t < detrended.length; t++, slot = slot + 1 === seasonPeriods ? 0 : slot + 1) {
      const value = detrended[t]! - neutral;
      if (Number.isNaN(value)) continue;
      const weight = weights[slot]!;
      if (weight > 0) loss += (value - sums[slot]! / weight) ** 2;
      sums[slot] = decay * sums[slot]! + value;
      weights[slot] = decay * weight + 1;
    }
    if (loss < clearGain * bestLoss) {
      bestLoss = loss;
      best = decay;
    }
  }
  return best;
};

/**
 * Sums over the whole history, newer seasons weighing more. How a slot's weights are scaled does not matter, so
 * they can be gathered forwards; `track`, where given, then keeps each slot's sums as they were after every period.
 */
export const gatherSums = (
  detrended: Float64Array,
  { seasonPeriods, neutral, decay }: { seasonPeriods: number; neutral: number; decay: number },
  track?: SlotSums,
): SlotSums => {
  const gathered = clearSums(seasonPeriods);
  const { sums, squares, weights, weightSquares } = gathered;
  for (let t = 0, slot = 0; t < detrended.length; t++, slot = slot + 1 === seasonPeriods ? 0 : slot + 1) {
    const value = detrended[t]! - neutral;
    let sum = decay * sums[slot]!;
    let square = decay * squares[slot]!;
    let weight = decay * weights[slot]!;
    let weightSquare = decay * decay * weightSquares[slot]!;
    if (!Number.isNaN(value)) {
      sum += value;
      square += value * value;
      weight += 1;
      weightSquare += 1;
    }
    sums[slot] = sum;
    squares[slot] = square;
    weights[slot] = weight;
    weightSquares[slot] = weightSquare;
    if (track === undefined) continue;
    track.sums[t] = sum;
    track.squares[t] = square;
    track.weights[t] = weight;
    track.weightSquares[t] = weightSquare;
  }
  return gathered;
};

export type SlotStatistics = {
  /** Mean of each period of the season around their common mean. */
  readonly means: Float64Array;
  /** Variance within the slots, and what it is compared with: variance between them. */
  readonly noise: number;
  readonly signal: number;
  readonly freedom: number;
};

/** Means per slot and the variance between slots against the noise within them. */
export const summariseSums = (
  { sums, squares, weights, weightSquares }: SlotSums,
  seasonPeriods: number,
): SlotStatistics => {
  let total = 0;
  let filledSlots = 0;
  const means = scratch(seasonPeriods);
  for (let slot = 0; slot < seasonPeriods; slot++) {
    if (weights[slot] === 0) continue;
    means[slot] = sums[slot]! / weights[slot]!;
    total += means[slot]!;
    filledSlots += 1;
  }
  const centre = filledSlots === 0 ? 0 : total / filledSlots;
  let within = 0;
  let between = 0;
  let freedom = 0;
  for (let slot = 0; slot < seasonPeriods; slot++) {
    if (weights[slot] === 0) continue;
    // As many equally weighted seasons would know the slot's mean as well.
    const count = weights[slot]! ** 2 / weightSquares[slot]!;
    within += count * (squares[slot]! / weights[slot]! - means[slot]! ** 2);
    freedom += Math.max(0, count - 1);
    means[slot]! -= centre;
    between += count * means[slot]! ** 2;
  }
  const noise = freedom > 1e-9 ? Math.max(0, within) / freedom : 0;
  const signal = filledSlots > 1 ? between / (filledSlots - 1) : 0;
  return { means, noise, signal, freedom };
};
