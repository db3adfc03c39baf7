import { fitRidge } from './ridge-regression.ts';
import { noSeason, type SeasonalShape } from './seasonal-shape.ts';
import { trendColumns } from './trend-columns.ts';

export type HarmonicOptions = {
  /** The long season, e.g. 365 days or 52 weeks. */
  readonly longSeasonPeriods: number;
  /** The short season that is told apart from it, e.g. 7; 1 where there is none. */
  readonly shortSeasonPeriods: number;
  /** How far beyond the history the shape must reach. */
  readonly periodsAhead: number;
};

const pairsMax = 8;
const knotsMax = 8;
const dummiesMax = 31;

const dayColumns = (length: number, shortSeasonPeriods: number): Float64Array[] => {
  if (shortSeasonPeriods <= 1 || shortSeasonPeriods > dummiesMax) return [];
  return Array.from({ length: shortSeasonPeriods - 1 }, (_, slot) => {
    const column = new Float64Array(length);
    for (let t = slot; t < length; t += shortSeasonPeriods) column[t] = 1;
    return column;
  });
};

const waveColumns = (length: number, longSeasonPeriods: number, pairs: number): Float64Array[] =>
  Array.from({ length: 2 * pairs }, (_, index) => {
    const frequency = (2 * Math.PI * (1 + Math.floor(index / 2))) / longSeasonPeriods;
    const wave = index % 2 === 0 ? Math.sin : Math.cos;
    const column = new Float64Array(length);
    for (let t = 0; t < length; t++) {
      column[t] = t < longSeasonPeriods ? wave(frequency * t) : column[t - longSeasonPeriods]!;
    }
    return column;
  });

/** Variance of the residuals, and how much their correlation in time inflates the noise of averages. */
const residualNoise = (
  target: Float64Array,
  columns: readonly Float64Array[],
  coefficients: Float64Array,
) => {
  let squares = 0;
  let products = 0;
  let count = 0;
  let before = 0;
  for (let t = 0; t < target.length; t++) {
    if (Number.isNaN(target[t]!)) continue;
    let error = target[t]!;
    for (let i = 0; i < columns.length; i++) error -= coefficients[i]! * columns[i]![t]!;
    squares += error * error;
    products += error * before;
    count += 1;
    before = error;
  }
  const correlation = squares > 0 ? Math.min(0.9, Math.max(0, products / squares)) : 0;
  const variance = squares / Math.max(1, count - columns.length);
  return { variance, inflation: (1 + correlation) / (1 - correlation), count };
};

/**
 * The shape of a long season by a few waves (Fourier terms), fitted beside a flexible trend and the days
 * of the short season; each wave is shrunk by its noise (1 − noise/amplitude²), so that a wave that does
 * not stand out disappears. Relative where demand is positive almost always, else in amounts.
 * The indices run over the history and `periodsAhead` beyond it. Needs one and a half long seasons.
 */
export const estimateHarmonicSeason = (history: Float64Array, options: HarmonicOptions): SeasonalShape => {
  const { longSeasonPeriods, shortSeasonPeriods, periodsAhead } = options;
  if (history.length < 1.5 * longSeasonPeriods) return noSeason;
  const { target, isRelative } = toTarget(history);
  const pairs = Math.min(pairsMax, Math.floor(longSeasonPeriods / 4));
  // The waves reach beyond the history; the regression reads only as far as its target goes.
  const waves = waveColumns(history.length + periodsAhead, longSeasonPeriods, pairs);
  const others = [
    ...trendColumns(history.length, longSeasonPeriods, knotsMax),
    ...dayColumns(history.length, shortSeasonPeriods),
  ];
  const columns = [...others, ...waves];
  const penalties = new Float64Array(columns.length).fill(1e-6 * history.length);
  const coefficients = fitRidge({ columns, target, penalties });
  const { variance, inflation, count } = residualNoise(target, columns, coefficients);
  const noise = (4 * variance * inflation) / count;
  const shape = new Float64Array(history.length + periodsAhead);
  let kept = 0;
  let total = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const sine = coefficients[others.length + 2 * pair]!;
    const cosine = coefficients[others.length + 2 * pair + 1]!;
    const power = sine * sine + cosine * cosine;
    const share = power > 0 ? Math.max(0, 1 - noise / power) : 0;
    kept += share * power;
    total += power;
    for (let t = 0; t < shape.length; t++) {
      shape[t]! += share * (sine * waves[2 * pair]![t]! + cosine * waves[2 * pair + 1]![t]!);
    }
  }
  if (kept === 0) return noSeason;
  const indices = isRelative ? shape.map(Math.exp) : shape;
  return { kind: isRelative ? 'multiplicative' : 'additive', indices, strength: kept / total };
};

/** Logarithms where almost all demand is positive (the rest at half the smallest one), else the amounts. */
const toTarget = (history: Float64Array): { target: Float64Array; isRelative: boolean } => {
  let smallest = Number.POSITIVE_INFINITY;
  let positives = 0;
  let observed = 0;
  let isNonNegative = true;
  for (const demand of history) {
    if (Number.isNaN(demand)) continue;
    observed += 1;
    if (demand < 0) isNonNegative = false;
    if (demand <= 0) continue;
    positives += 1;
    smallest = Math.min(smallest, demand);
  }
  if (!isNonNegative || positives < 0.95 * observed) return { target: history, isRelative: false };
  return {
    target: history.map((demand) => Math.log(demand === 0 ? smallest / 2 : demand)),
    isRelative: true,
  };
};
