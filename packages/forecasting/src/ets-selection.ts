import { createRelativeLoss, passFourRelative } from './ets-lanes.ts';
import { type EtsForm, type EtsStart, type EtsWeights, passEts, passResult } from './ets-pass.ts';
import { noSeason, type SeasonalShape } from './seasonal-shape.ts';
import { createLaneWeights, laneCount, passFour } from './smoothing-lanes.ts';

/** The history with its season in both forms; `none` where it has none or none of that form. */
export type EtsInput = {
  readonly history: Float64Array;
  readonly observed: number;
  readonly isPositive: boolean;
  readonly additive: SeasonalShape;
  readonly multiplicative: SeasonalShape;
  /**
   * Weights of models with a damped trend, by their season: the best ones of the form with additive errors, and
   * similar ones for a multiplicative season, from which the search starts.
   */
  readonly near?: {
    readonly additive?: EtsWeights | undefined;
    readonly multiplicative?: EtsWeights | undefined;
  };
};

export type EtsFit = {
  readonly form: EtsForm;
  readonly weights: EtsWeights;
  readonly start: EtsStart;
  /** Akaike's criterion, corrected for few observations; lower is better. */
  readonly criterion: number;
};

const startPeriodsMin = 10;
const factorOne = new Float64Array([1]);

const shapeOf = ({ additive, multiplicative }: EtsInput, { season }: EtsForm): SeasonalShape => {
  if (season === 'none') return noSeason;
  return season === 'additive' ? additive : multiplicative;
};

/** Level and trend of the straight line through the first periods of the history without its season. */
export const startForm = (input: EtsInput, form: EtsForm): EtsStart => {
  const { history } = input;
  const shape = shapeOf(input, form);
  const { indices } = shape;
  const isRelative = shape.kind === 'multiplicative';
  const limit = Math.max(startPeriodsMin, shape.indices.length);
  let count = 0;
  let times = 0;
  let demands = 0;
  let timeSquares = 0;
  let products = 0;
  for (let t = 0, slot = 0; t < history.length && count < limit; t++) {
    const state = indices[slot]!;
    slot = slot + 1 === indices.length ? 0 : slot + 1;
    const demand = isRelative ? history[t]! / state : history[t]! - state;
    if (Number.isNaN(demand)) continue;
    count += 1;
    times += t + 1;
    demands += demand;
    timeSquares += (t + 1) ** 2;
    products += (t + 1) * demand;
  }
  const spread = count * timeSquares - times * times;
  const slope = form.trend === 'none' || spread <= 0 ? 0 : (count * products - times * demands) / spread;
  const season = shape.kind === 'none' && form.season === 'multiplicative' ? factorOne : shape.indices;
  return {
    level: (demands - slope * times) / count,
    trend: form.trend === 'damped' ? slope / 2 : slope,
    season,
  };
};

/** What the search moves; shares keep every combination inside the usual region of stable models. */
const [alphaShare, betaShare, gammaShare, phiShare] = [0, 1, 2, 3] as const;
type Share = 0 | 1 | 2 | 3;

/** The best shares so far of the fit under way, and those that a pass starts from. */
const best = new Float64Array(4);
const middle = new Float64Array(4);

const startShares = (near: EtsWeights | undefined): void => {
  if (near === undefined) {
    best.set(usualShares);
    return;
  }
  best[alphaShare] = near.alpha;
  best[betaShare] = near.beta / near.alpha;
  best[gammaShare] = near.gamma / (1 - near.alpha);
  best[phiShare] = near.phi < 1 ? near.phi : 0.95;
};
const usualShares = [0.3, 0.03, 0.1, 0.95];

const bestWeights = (form: EtsForm): EtsWeights => {
  const alpha = best[alphaShare]!;
  return {
    alpha,
    beta: form.trend === 'none' ? 0 : alpha * best[betaShare]!,
    gamma: form.season === 'none' ? 0 : (1 - alpha) * best[gammaShare]!,
    phi: form.trend === 'damped' ? best[phiShare]! : 1,
  };
};

const lanes = createLaneWeights();
const squares = new Float64Array(laneCount);
const relative = createRelativeLoss();

/** Twice the negative log-likelihood of the four sets of weights in `lanes`, up to a constant, into `squares`. */
const passLanes = ({ history, observed }: EtsInput, form: EtsForm, start: EtsStart): void => {
  if (form.error === 'additive') {
    passFour(history, start, lanes, squares);
    for (let lane = 0; lane < laneCount; lane++) {
      squares[lane] = observed * Math.log(squares[lane]! + Number.MIN_VALUE);
    }
    return;
  }
  const unit = observed * Math.log(start.level);
  if (form.season === 'additive') {
    for (let lane = 0; lane < laneCount; lane++) {
      passEts(history, form.season, laneWeights(lane), start, 'likelihood');
      relative.squares[lane] = passResult.relativeSquares;
      relative.logs[lane] = passResult.logs - unit;
    }
  } else passFourRelative(history, start, lanes, relative);
  for (let lane = 0; lane < laneCount; lane++) {
    const logs = relative.logs[lane]! + unit;
    squares[lane] = observed * Math.log(relative.squares[lane]! + Number.MIN_VALUE) + 2 * logs;
  }
};

const laneWeights = (lane: number): EtsWeights => ({
  alpha: lanes.alpha[lane]!,
  beta: lanes.beta[lane]!,
  gamma: lanes.gamma[lane]!,
  phi: lanes.phi[lane]!,
});

const fillLanes = (form: EtsForm, share: Share, values: readonly number[]): void => {
  const hasSeason = form.season !== 'none';
  const hasTrend = form.trend !== 'none';
  const isDamped = form.trend === 'damped';
  middle.set(best);
  for (let lane = 0; lane < laneCount; lane++) {
    const value = values[lane]!;
    const alpha = share === alphaShare ? value : middle[alphaShare]!;
    lanes.alpha[lane] = alpha;
    lanes.beta[lane] = hasTrend ? alpha * (share === betaShare ? value : middle[betaShare]!) : 0;
    lanes.gamma[lane] = hasSeason ? (1 - alpha) * (share === gammaShare ? value : middle[gammaShare]!) : 0;
    lanes.phi[lane] = isDamped ? (share === phiShare ? value : middle[phiShare]!) : 1;
  }
};

const lowest = (value: number): number => Math.max(0.01, value);
const highest = (value: number): number => Math.min(0.98, value);
const around = (value: number, width: number): readonly number[] => [
  lowest(value - width),
  lowest(value - width / 3),
  highest(value + width / 3),
  highest(value + width),
];

/** Akaike's punishment, corrected for few observations. */
const punishmentOf = ({ observed }: EtsInput, form: EtsForm, start: EtsStart): number => {
  const parameters =
    3 +
    (form.trend === 'none' ? 0 : form.trend === 'additive' ? 2 : 3) +
    (form.season === 'none' ? 0 : start.season.length);
  const room = Math.max(1, observed - parameters - 1);
  return 2 * parameters + (2 * parameters * (parameters + 1)) / room;
};

/** Finer weights make up for so much at most: all that follow the first ones, and the last of them. */
const searchGainMax = 10;
/** The first of these where the search began near good weights. */
const nearGainMax = 4;
const lastGainMax = 3;

/**
 * Fits one form: each weight in turn, four values in a pass, from a coarse grid or from weights `near` it. A form that
 * stays far behind the criterion `toBeat` is not fitted to the end.
 */
export const fitForm = (
  input: EtsInput,
  form: EtsForm,
  near?: EtsWeights,
  toBeat = Number.POSITIVE_INFINITY,
): EtsFit => {
  const start = startForm(input, form);
  const isPlainRelative = form.error === 'multiplicative' && form.season === 'none';
  const passStart = isPlainRelative ? { ...start, season: factorOne } : start;
  const punishment = punishmentOf(input, form, start);
  let bestLoss = Number.POSITIVE_INFINITY;
  const tryFour = (share: Share, values: readonly number[]): void => {
    fillLanes(form, share, values);
    passLanes(input, form, passStart);
    for (let lane = 0; lane < laneCount; lane++) {
      if (!(squares[lane]! < bestLoss)) continue;
      bestLoss = squares[lane]!;
      best.set(middle);
      best[share] = values[lane]!;
    }
  };
  startShares(near);
  searchShares(form, near !== undefined, tryFour, (gainMax) => bestLoss + punishment > toBeat + gainMax);
  return { form, weights: bestWeights(form), start, criterion: bestLoss + punishment };
};

/** Weights near this form are Holt–Winters' own: the same errors, searched to the end already. */
const isHoltWinters = ({ error, trend, season }: EtsForm): boolean =>
  error === 'additive' && trend === 'damped' && season === 'additive';

const searchShares = (
  form: EtsForm,
  isNear: boolean,
  tryFour: (share: Share, values: readonly number[]) => void,
  isHopeless: (gainMax: number) => boolean,
): void => {
  const hasSeason = form.season !== 'none';
  if (isNear) {
    const alpha = best[alphaShare]!;
    tryFour(alphaShare, [alpha, lowest(alpha - 0.1), highest(alpha + 0.1 / 3), highest(alpha + 0.1)]);
    if (isHoltWinters(form)) return;
  } else {
    tryFour(alphaShare, [0.05, 0.2, 0.5, 0.9]);
    if (hasSeason) tryFour(gammaShare, [0, 0.05, 0.15, 0.35]);
  }
  if (form.trend === 'additive' || (form.trend === 'damped' && !isNear)) {
    tryFour(betaShare, [0, 0.03, 0.06, 0.12]);
  }
  if (isHopeless(isNear ? nearGainMax : searchGainMax)) return;
  if (form.trend === 'damped' && !isNear) tryFour(phiShare, [0.85, 0.9, 0.95, 0.98]);
  if (!isNear) tryFour(alphaShare, around(best[alphaShare]!, 0.1));
  if (hasSeason) {
    const gamma = best[gammaShare]!;
    tryFour(gammaShare, [gamma * 0.5, gamma * 0.75, gamma * 1.3, gamma * 1.6 + 0.02]);
  }
  if (isHopeless(lastGainMax)) return;
  tryFour(alphaShare, around(best[alphaShare]!, 0.04));
};

/** A season stronger than this needs no comparison with none. */
const clearSeason = 0.5;

/**
 * The form with the lowest corrected Akaike criterion: first error and season with a damped trend, then the
 * other trends with the winner. Forms whose variance explodes (additive error, multiplicative season) and
 * multiplicative trends are left out. Hyndman, Koehler, Snyder & Grose (2002), Int. J. of Forecasting 18(3).
 */
export const selectForm = (input: EtsInput): EtsFit => {
  const { additive, multiplicative, isPositive, near } = input;
  const strength = Math.max(additive.strength, multiplicative.strength);
  const seasons: EtsForm['season'][] = [];
  if (strength < clearSeason) seasons.push('none');
  if (additive.kind !== 'none') seasons.push('additive');
  if (isPositive && multiplicative.kind !== 'none') seasons.push('multiplicative');
  let winner: EtsFit | undefined;
  const consider = (form: EtsForm, from?: EtsWeights): void => {
    const fit = fitForm(input, form, from, winner?.criterion);
    if (winner === undefined || fit.criterion < winner.criterion) winner = fit;
  };
  for (const season of seasons) {
    const from = season === 'none' ? undefined : near?.[season];
    if (season !== 'multiplicative') consider({ error: 'additive', trend: 'damped', season }, from);
    // Relative errors around an additive season are rarely best, and never by far.
    if (isPositive && season !== 'additive') {
      consider({ error: 'multiplicative', trend: 'damped', season }, from);
    }
  }
  const { form, weights } = winner!;
  consider({ ...form, trend: 'none' }, weights);
  consider({ ...form, trend: 'additive' }, weights);
  if (isPositive && form.season === 'additive')
    consider({ ...winner!.form, error: 'multiplicative' }, winner!.weights);
  return winner!;
};
