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

/** Working memory of a thread, grown on demand: the estimate runs many times per series. */
let [filledMemory, averageMemory, detrendedMemory] = [
  new Float64Array(0),
  new Float64Array(0),
  new Float64Array(0),
];
let [sums, squares, weights, weightSquares] = [0, 1, 2, 3].map(() => new Float64Array(0)) as [
  Float64Array,
  Float64Array,
  Float64Array,
  Float64Array,
];

const reserve = (length: number, seasonPeriods: number): void => {
  if (filledMemory.length < length) {
    filledMemory = new Float64Array(2 * length);
    averageMemory = new Float64Array(2 * length);
    detrendedMemory = new Float64Array(2 * length);
  }
  if (sums.length < seasonPeriods) {
    sums = new Float64Array(seasonPeriods);
    squares = new Float64Array(seasonPeriods);
    weights = new Float64Array(seasonPeriods);
    weightSquares = new Float64Array(seasonPeriods);
  }
};

/** Unobserved periods get a plausible value, only so that a moving average can be taken over them. */
const fillGaps = (history: Float64Array, seasonPeriods: number): Float64Array => {
  const filled = filledMemory.subarray(0, history.length);
  filled.set(history);
  let before = Number.NaN;
  let hasGaps = false;
  for (let t = 0; t < filled.length; t++) {
    if (Number.isNaN(filled[t]!)) {
      hasGaps = true;
      const seasonAgo = t >= seasonPeriods ? filled[t - seasonPeriods]! : Number.NaN;
      filled[t] = Number.isNaN(seasonAgo) ? before : seasonAgo;
    }
    if (!Number.isNaN(filled[t]!)) before = filled[t]!;
  }
  if (!hasGaps) return filled;
  for (let t = filled.length - 1; t >= 0; t--) {
    if (Number.isNaN(filled[t]!)) filled[t] = before;
    before = filled[t]!;
  }
  return filled;
};

/** Centred moving average over one season; NaN at the ends. */
const movingAverage = (filled: Float64Array, seasonPeriods: number): Float64Array => {
  const average = averageMemory.subarray(0, filled.length).fill(Number.NaN);
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
  let best = decays[0]!;
  let bestLoss = Number.POSITIVE_INFINITY;
  for (const decay of decays) {
    sums.fill(0);
    weights.fill(0);
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

/** Means per slot, newer seasons weighing more, and the variance between slots against the noise within them. */
const slotStatistics = (
  detrended: Float64Array,
  seasonPeriods: number,
  neutral: number,
  known: number | undefined,
) => {
  const decay = known ?? chooseDecay(detrended, seasonPeriods, neutral);
  sums.fill(0);
  squares.fill(0);
  weights.fill(0);
  weightSquares.fill(0);
  let weight = 1;
  for (let t = detrended.length - 1, age = 0, slot = t % seasonPeriods; t >= 0; t--, age++) {
    if (age === seasonPeriods) {
      age = 0;
      weight *= decay;
    }
    const value = detrended[t]! - neutral;
    if (!Number.isNaN(value)) {
      sums[slot]! += weight * value;
      squares[slot]! += weight * value * value;
      weights[slot]! += weight;
      weightSquares[slot]! += weight * weight;
    }
    slot = slot === 0 ? seasonPeriods - 1 : slot - 1;
  }
  let total = 0;
  let filledSlots = 0;
  const means = new Float64Array(seasonPeriods);
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
  return { means, noise, signal, freedom, decay };
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
  reserve(history.length, seasonPeriods);
  const average = movingAverage(fillGaps(history, seasonPeriods), seasonPeriods);
  const isRelative = kind !== 'additive' && isPositive(history);
  return shapeOf(measureSlots(history, average, seasonPeriods, isRelative, undefined), isRelative);
};

export type BothSeasons = {
  readonly season: SeasonalShape;
  readonly additive: SeasonalShape;
  /** How fast older seasons are forgotten; undefined without a season. */
  readonly decay: number | undefined;
};

/**
 * The season as `estimateSeason` answers it, and beside it in amounts: two estimates that share a moving average
 * and the decay, which may be known from a longer piece of the same history.
 */
export const estimateBothSeasons = (
  history: Float64Array,
  seasonPeriods: number,
  known?: number,
): BothSeasons => {
  if (seasonPeriods <= 1 || history.length < 2 * seasonPeriods) {
    return { season: noSeason, additive: noSeason, decay: undefined };
  }
  reserve(history.length, seasonPeriods);
  const average = movingAverage(fillGaps(history, seasonPeriods), seasonPeriods);
  const isRelative = isPositive(history);
  const first = measureSlots(history, average, seasonPeriods, isRelative, known);
  const season = shapeOf(first, isRelative);
  if (!isRelative) return { season, additive: season, decay: first.decay };
  const second = measureSlots(history, average, seasonPeriods, false, first.decay);
  return { season, additive: shapeOf(second, false), decay: first.decay };
};

const isPositive = (history: Float64Array): boolean => {
  for (let t = 0; t < history.length; t++) if (history[t]! <= 0) return false;
  return true;
};

/** A factor near zero would blow up the adjusted history. */
const factorMin = 0.02;

const measureSlots = (
  history: Float64Array,
  average: Float64Array,
  seasonPeriods: number,
  isRelative: boolean,
  known: number | undefined,
) => {
  const detrended = detrendedMemory.subarray(0, history.length);
  for (let t = 0; t < history.length; t++) {
    detrended[t] = isRelative ? history[t]! / average[t]! : history[t]! - average[t]!;
  }
  return slotStatistics(detrended, seasonPeriods, isRelative ? 1 : 0, known);
};

/** Shrinks the means of the slots towards "no season"; changes them in place. */
const shapeOf = (
  { means, noise, signal, freedom }: ReturnType<typeof slotStatistics>,
  isRelative: boolean,
): SeasonalShape => {
  if (signal <= 0) return noSeason;
  const strength =
    freedom < 1e-9 ? 0.5 : Math.max(0, Math.min(1, 1 - (noise / signal) * (1 + 2 / Math.max(1, freedom))));
  if (strength === 0) return noSeason;
  for (let slot = 0; slot < means.length; slot++) {
    const kept = strength * means[slot]!;
    means[slot] = isRelative ? Math.max(factorMin, 1 + kept) : kept;
  }
  return { kind: isRelative ? 'multiplicative' : 'additive', indices: means, strength };
};

/** The history without its season. */
export const removeSeason = (history: Float64Array, { indices, kind }: SeasonalShape): Float64Array => {
  if (kind === 'none') return history;
  const result = new Float64Array(history.length);
  const isRelative = kind === 'multiplicative';
  for (let t = 0, slot = 0; t < history.length; t++, slot = slot + 1 === indices.length ? 0 : slot + 1) {
    result[t] = isRelative ? history[t]! / indices[slot]! : history[t]! - indices[slot]!;
  }
  return result;
};

/** A path with the season put back; `startIndex` is the path's first period counted from the history's. */
export const addSeason = (
  path: Float64Array,
  { indices, kind }: SeasonalShape,
  startIndex: number,
): Float64Array => {
  if (kind === 'none') return path;
  const result = new Float64Array(path.length);
  const isRelative = kind === 'multiplicative';
  let slot = startIndex % indices.length;
  for (let index = 0; index < path.length; index++, slot = slot + 1 === indices.length ? 0 : slot + 1) {
    result[index] = isRelative ? path[index]! * indices[slot]! : path[index]! + indices[slot]!;
  }
  return result;
};
