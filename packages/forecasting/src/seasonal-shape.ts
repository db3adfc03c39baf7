import { scratch } from './scratch.ts';
import { chooseDecay, clearSums, gatherSums, type SlotStatistics, summariseSums } from './slot-statistics.ts';

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

const reserve = (length: number): void => {
  if (filledMemory.length >= length) return;
  filledMemory = new Float64Array(2 * length);
  averageMemory = new Float64Array(2 * length);
  detrendedMemory = new Float64Array(2 * length);
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
  reserve(history.length);
  const average = movingAverage(fillGaps(history, seasonPeriods), seasonPeriods);
  const isRelative = kind !== 'additive' && isAllPositive(history);
  const detrended = detrendedOf(history, average, isRelative);
  const neutral = isRelative ? 1 : 0;
  const decay = chooseDecay(detrended, seasonPeriods, neutral);
  const sums = gatherSums(detrended, { seasonPeriods, neutral, decay });
  return shapeOf(summariseSums(sums, seasonPeriods), isRelative);
};

export type BothSeasons = { readonly season: SeasonalShape; readonly additive: SeasonalShape };

/** The season of a history and of each of its beginnings. */
export type SeasonTrack = {
  /** As `estimateSeason` answers it for the first `length` periods, and beside it in amounts. */
  readonly at: (length: number) => BothSeasons;
  /** How fast older seasons are forgotten; undefined without a season. */
  readonly decay: number | undefined;
};

const noTrack: SeasonTrack = { at: () => ({ season: noSeason, additive: noSeason }), decay: undefined };

/**
 * The seasons of all beginnings from one pass over the history: they share the moving average, and how fast older
 * seasons are forgotten is that of the whole, or `knownDecay`, as is whether the season is relative.
 */
export const trackSeasons = (
  history: Float64Array,
  seasonPeriods: number,
  knownDecay?: number,
): SeasonTrack => {
  if (seasonPeriods <= 1 || history.length < 2 * seasonPeriods) return noTrack;
  reserve(history.length);
  const average = movingAverage(fillGaps(history, seasonPeriods), seasonPeriods);
  const isRelative = isAllPositive(history);
  const first = trackSlots(history, average, seasonPeriods, isRelative, knownDecay);
  const second = isRelative ? trackSlots(history, average, seasonPeriods, false, first.decay) : first;
  return {
    decay: first.decay,
    at(length) {
      if (length < 2 * seasonPeriods) return { season: noSeason, additive: noSeason };
      const season = shapeOf(first.at(length), isRelative);
      return { season, additive: isRelative ? shapeOf(second.at(length), false) : season };
    },
  };
};

const trackSlots = (
  history: Float64Array,
  average: Float64Array,
  seasonPeriods: number,
  isRelative: boolean,
  known: number | undefined,
) => {
  const detrended = detrendedOf(history, average, isRelative);
  const neutral = isRelative ? 1 : 0;
  const decay = known ?? chooseDecay(detrended, seasonPeriods, neutral);
  const track = {
    sums: scratch(history.length),
    squares: scratch(history.length),
    weights: scratch(history.length),
    weightSquares: scratch(history.length),
  };
  gatherSums(detrended, { seasonPeriods, neutral, decay }, track);
  const half = Math.floor(seasonPeriods / 2);
  const at = (length: number): SlotStatistics => {
    const sums = clearSums(seasonPeriods);
    // The moving average ends half a season before the history does.
    const last = length - 1 - half;
    let slot = last % seasonPeriods;
    for (let t = last; t >= 0 && t > last - seasonPeriods; t--) {
      sums.sums[slot] = track.sums[t]!;
      sums.squares[slot] = track.squares[t]!;
      sums.weights[slot] = track.weights[t]!;
      sums.weightSquares[slot] = track.weightSquares[t]!;
      slot = slot === 0 ? seasonPeriods - 1 : slot - 1;
    }
    return summariseSums(sums, seasonPeriods);
  };
  return { at, decay };
};

/** True where no known demand is 0 or less. */
export const isAllPositive = (history: Float64Array): boolean => {
  for (let t = 0; t < history.length; t++) if (history[t]! <= 0) return false;
  return true;
};

/** A factor near zero would blow up the adjusted history. */
const factorMin = 0.02;

const detrendedOf = (history: Float64Array, average: Float64Array, isRelative: boolean): Float64Array => {
  const detrended = detrendedMemory.subarray(0, history.length);
  for (let t = 0; t < history.length; t++) {
    detrended[t] = isRelative ? history[t]! / average[t]! : history[t]! - average[t]!;
  }
  return detrended;
};

/** Shrinks the means of the slots towards "no season"; changes them in place. */
const shapeOf = ({ means, noise, signal, freedom }: SlotStatistics, isRelative: boolean): SeasonalShape => {
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
  const result = scratch(history.length);
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
  const result = scratch(path.length);
  const isRelative = kind === 'multiplicative';
  let slot = startIndex % indices.length;
  for (let index = 0; index < path.length; index++, slot = slot + 1 === indices.length ? 0 : slot + 1) {
    result[index] = isRelative ? path[index]! * indices[slot]! : path[index]! + indices[slot]!;
  }
  return result;
};
