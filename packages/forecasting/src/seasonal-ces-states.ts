import type { CesWeights } from './ces.ts';
import { meanObserved } from './forecast-model.ts';
import { estimateSeason } from './seasonal-shape.ts';

/** simple: a complex season alone; partial: complex level, plain season; full: complex level and season. */
export type SeasonalCesKind = 'simple' | 'partial' | 'full';

/** Weights of the level and of the season; a plain season uses the real part of its weight alone, as its share. */
export type SeasonalCesWeights = { readonly level: CesWeights; readonly season: CesWeights };

/** The observed and the unobserved part of the level, and of each slot of the season; slot 0 is the next period's. */
export type SeasonalCesState = {
  readonly level: number;
  readonly potential: number;
  readonly seasonLevels: Float64Array;
  readonly seasonPotentials: Float64Array;
};

/** The unobserved part starts at so much of the observed one (Svetunkov's `smooth` for R). */
const potentialShare = 1 / 1.1;
/** A movement that feeds itself is carried on for so many periods, as in the model without a season. */
const growthPeriodsMax = 18;

/** First states: the additive season of the whole history, shrunk towards none, and the mean of the first one. */
export const startOf = (
  kind: SeasonalCesKind,
  history: Float64Array,
  seasonPeriods: number,
): SeasonalCesState => {
  const shape = estimateSeason(history, seasonPeriods, 'additive');
  const indices = shape.kind === 'none' ? new Float64Array(1) : shape.indices.slice();
  const slots = indices.length;
  const plain = history.map((demand, t) => demand - indices[t % slots]!);
  const early = meanObserved(plain.subarray(0, Math.max(4, slots)));
  const mean = Number.isNaN(early) ? meanObserved(plain) : early;
  const seasonLevels = kind === 'simple' ? indices.map((index) => mean + index) : indices;
  const level = kind === 'simple' ? 0 : mean;
  return {
    level,
    potential: level * potentialShare,
    seasonLevels,
    seasonPotentials: seasonLevels.map((value) => value * potentialShare),
  };
};

/**
 * Takes the states over a history; a period of which nothing is known (NaN) moves them without an error. Answers the
 * states after it and the sum of squared errors; writes the errors and what was expected where a place is given.
 */
export const passSeasonalCes = (
  kind: SeasonalCesKind,
  history: Float64Array,
  weights: SeasonalCesWeights,
  start: SeasonalCesState,
  errors?: Float64Array,
  path?: Float64Array,
): { state: SeasonalCesState; squares: number } => {
  const { real, imaginary } = weights.level;
  const { real: seasonReal, imaginary: seasonImaginary } = weights.season;
  const hasLevel = kind !== 'simple';
  const isPlain = kind === 'partial';
  const seasonLevels = start.seasonLevels.slice();
  const seasonPotentials = start.seasonPotentials.slice();
  const slots = seasonLevels.length;
  let { level, potential } = start;
  let squares = 0;
  let sinceKnown = 0;
  for (let t = 0; t < history.length; t++) {
    const slot = t % slots;
    const season = seasonLevels[slot]!;
    const expected = level + season;
    if (path !== undefined) path[t] = expected;
    const isKnown = !Number.isNaN(history[t]!);
    const error = isKnown ? history[t]! - expected : 0;
    squares += error * error;
    sinceKnown = isKnown ? 0 : sinceKnown + 1;
    if (errors !== undefined) errors[t] = isKnown ? error : Number.NaN;
    if (hasLevel && (imaginary <= 1 || sinceKnown < growthPeriodsMax)) {
      const next = level - (1 - imaginary) * potential + (real - imaginary) * error;
      potential = level + (1 - real) * potential + (real + imaginary) * error;
      level = next;
    }
    if (isPlain) seasonLevels[slot] = season + seasonReal * error;
    else {
      const hidden = seasonPotentials[slot]!;
      seasonLevels[slot] = season - (1 - seasonImaginary) * hidden + (seasonReal - seasonImaginary) * error;
      seasonPotentials[slot] = season + (1 - seasonReal) * hidden + (seasonReal + seasonImaginary) * error;
    }
  }
  const turned = (values: Float64Array): Float64Array =>
    values.map((_, slot) => values[(history.length + slot) % slots]!);
  const state = {
    level,
    potential,
    seasonLevels: turned(seasonLevels),
    seasonPotentials: turned(seasonPotentials),
  };
  return { state, squares };
};

/** What one unit of error now adds to each of the next periods. */
export const responsesOf = (
  kind: SeasonalCesKind,
  weights: SeasonalCesWeights,
  slots: number,
  periods: number,
): Float64Array => {
  const nothing = { level: 0, potential: 0 };
  const none = {
    ...nothing,
    seasonLevels: new Float64Array(slots),
    seasonPotentials: new Float64Array(slots),
  };
  const shock = new Float64Array(periods + 1).fill(Number.NaN);
  shock[0] = 1;
  const path = new Float64Array(periods + 1);
  passSeasonalCes(kind, shock, weights, none, undefined, path);
  return path.subarray(1);
};
