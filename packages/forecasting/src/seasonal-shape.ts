import { tabulate } from './tabulate.ts';

/** The form of one season: a factor or an amount for each of its periods. */
export type SeasonalShape = {
  readonly kind: 'none' | 'multiplicative' | 'additive';
  /** One value per period of the season; slot 0 is the first period of the history. */
  readonly indices: Float64Array;
  /** How much of the estimated shape was kept after shrinking towards "no season", 0–1. */
  readonly strength: number;
};

export const noSeason: SeasonalShape = {
  kind: 'none',
  indices: new Float64Array([0]),
  strength: 0,
};

/** Unobserved periods get a plausible value, only so that a moving average can be taken over them. */
const fillGaps = (history: Float64Array, seasonPeriods: number): Float64Array => {
  const filled = history.slice();
  let before = Number.NaN;
  for (let t = 0; t < filled.length; t++) {
    if (Number.isNaN(filled[t]!)) {
      const seasonAgo = t >= seasonPeriods ? filled[t - seasonPeriods]! : Number.NaN;
      filled[t] = Number.isNaN(seasonAgo) ? before : seasonAgo;
    }
    if (!Number.isNaN(filled[t]!)) before = filled[t]!;
  }
  for (let t = filled.length - 1; t >= 0; t--) {
    if (Number.isNaN(filled[t]!)) filled[t] = before;
    before = filled[t]!;
  }
  return filled;
};

/** Centred moving average over one season; NaN at the ends. */
const movingAverage = (filled: Float64Array, seasonPeriods: number): Float64Array => {
  const average = new Float64Array(filled.length).fill(Number.NaN);
  const half = Math.floor(seasonPeriods / 2);
  const isEven = seasonPeriods % 2 === 0;
  let sum = 0;
  for (let t = 0; t < filled.length; t++) {
    sum += filled[t]!;
    if (t >= seasonPeriods) sum -= filled[t - seasonPeriods]!;
    const centre = t - half;
    if (t < seasonPeriods - (isEven ? 0 : 1) || centre < 0) continue;
    // The window ends at t; an even season takes half of either end.
    average[centre] = isEven
      ? (sum + (filled[t - seasonPeriods]! - filled[t]!) / 2) / seasonPeriods
      : sum / seasonPeriods;
  }
  return average;
};

/** How much less a season says for every season that passed since; the history chooses among these. */
const decays = [0.8, 0.9, 1, 0.7];
/** Another decay than the usual first one must leave less than this share of its squared error. */
const clearGain = 0.95;

/**
 * The decay whose weighted mean of a slot's past would have told the slot's next value best, newest values
 * counting as the oldest: a season that stands still is averaged over all years, one that moves over few.
 */
const chooseDecay = (detrended: Float64Array, seasonPeriods: number, neutral: number): number => {
  const sums = new Float64Array(seasonPeriods);
  const weights = new Float64Array(seasonPeriods);
  let best = decays[0]!;
  let bestSquares = Number.POSITIVE_INFINITY;
  for (const decay of decays) {
    sums.fill(0);
    weights.fill(0);
    let squares = 0;
    for (let t = 0, slot = 0; t < detrended.length; t++, slot = slot + 1 === seasonPeriods ? 0 : slot + 1) {
      const value = detrended[t]! - neutral;
      if (Number.isNaN(value)) continue;
      const weight = weights[slot]!;
      if (weight > 0) squares += (value - sums[slot]! / weight) ** 2;
      sums[slot] = decay * sums[slot]! + value;
      weights[slot] = decay * weight + 1;
    }
    if (squares < clearGain * bestSquares) {
      bestSquares = squares;
      best = decay;
    }
  }
  return best;
};

/** Means per slot, newer seasons weighing more, and the variance between slots against the noise within them. */
const slotStatistics = (detrended: Float64Array, seasonPeriods: number, neutral: number) => {
  const sums = new Float64Array(seasonPeriods);
  const squares = new Float64Array(seasonPeriods);
  const weights = new Float64Array(seasonPeriods);
  const weightSquares = new Float64Array(seasonPeriods);
  const decay = chooseDecay(detrended, seasonPeriods, neutral);
  let weight = 1;
  for (let t = detrended.length - 1, age = 0; t >= 0; t--, age++) {
    if (age === seasonPeriods) {
      age = 0;
      weight *= decay;
    }
    const value = detrended[t]! - neutral;
    if (Number.isNaN(value)) continue;
    const slot = t % seasonPeriods;
    sums[slot]! += weight * value;
    squares[slot]! += weight * value * value;
    weights[slot]! += weight;
    weightSquares[slot]! += weight * weight;
  }
  let total = 0;
  let filledSlots = 0;
  const means = sums.map((sum, slot) => {
    if (weights[slot] === 0) return 0;
    total += sum / weights[slot]!;
    filledSlots += 1;
    return sum / weights[slot]!;
  });
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

/**
 * Classical decomposition: the history against its centred moving average, averaged per period of the
 * season with more weight on newer seasons, then shrunk towards "no season" by how little the periods differ beyond their noise
 * (James–Stein: 1 − noise/signal), so that no yes-or-no test decides. Needs two full seasons observed.
 * Multiplicative where every observed demand is positive, else additive.
 */
export const estimateSeason = (
  history: Float64Array,
  seasonPeriods: number,
  kind?: 'multiplicative' | 'additive',
): SeasonalShape => {
  if (seasonPeriods <= 1 || history.length < 2 * seasonPeriods) return noSeason;
  const filled = fillGaps(history, seasonPeriods);
  const average = movingAverage(filled, seasonPeriods);
  let isPositive = kind !== 'additive';
  for (const demand of history) if (demand <= 0) isPositive = false;
  const detrended = isPositive
    ? tabulate(history.length, (t) => history[t]! / average[t]!)
    : tabulate(history.length, (t) => history[t]! - average[t]!);
  const neutral = isPositive ? 1 : 0;
  const { means, noise, signal, freedom } = slotStatistics(detrended, seasonPeriods, neutral);
  if (signal <= 0) return noSeason;
  const strength =
    freedom < 1e-9 ? 0.5 : Math.max(0, Math.min(1, 1 - (noise / signal) * (1 + 2 / Math.max(1, freedom))));
  if (strength === 0) return noSeason;
  const floor = 0.02; // A factor near zero would blow up the adjusted history.
  const indices = means.map((mean) =>
    isPositive ? Math.max(floor, neutral + strength * mean) : strength * mean,
  );
  return { kind: isPositive ? 'multiplicative' : 'additive', indices, strength };
};

/** The history without its season. */
export const removeSeason = (history: Float64Array, shape: SeasonalShape): Float64Array => {
  const { indices, kind } = shape;
  if (kind === 'none') return history;
  const slots = indices.length;
  return kind === 'multiplicative'
    ? tabulate(history.length, (t) => history[t]! / indices[t % slots]!)
    : tabulate(history.length, (t) => history[t]! - indices[t % slots]!);
};

/** A path with the season put back; `startIndex` is the path's first period counted from the history's. */
export const addSeason = (path: Float64Array, shape: SeasonalShape, startIndex: number): Float64Array => {
  const { indices, kind } = shape;
  if (kind === 'none') return path;
  const slots = indices.length;
  return kind === 'multiplicative'
    ? tabulate(path.length, (index) => path[index]! * indices[(startIndex + index) % slots]!)
    : tabulate(path.length, (index) => path[index]! + indices[(startIndex + index) % slots]!);
};
