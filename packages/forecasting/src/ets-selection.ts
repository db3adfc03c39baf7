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
  /** Weights of similar models with a damped trend, by their season, from which the search may start. */
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
type Shares = { alpha: number; betaShare: number; gammaShare: number; phi: number };

const weightsOf = (form: EtsForm, { alpha, betaShare, gammaShare, phi }: Shares): EtsWeights => ({
  alpha,
  beta: form.trend === 'none' ? 0 : alpha * betaShare,
  gamma: form.season === 'none' ? 0 : (1 - alpha) * gammaShare,
  phi: form.trend === 'damped' ? phi : 1,
});

const sharesOf = ({ alpha, beta, gamma, phi }: EtsWeights): Shares => ({
  alpha,
  betaShare: beta / alpha,
  gammaShare: gamma / (1 - alpha),
  phi: phi < 1 ? phi : 0.95,
});

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
  if (form.season !== 'additive') {
    const season = form.season === 'none' ? factorOne : start.season;
    passFourRelative(history, { ...start, season }, lanes, relative);
  }
  const unit = Math.log(start.level);
  for (let lane = 0; lane < laneCount; lane++) {
    if (form.season === 'additive') {
      passEts(history, form.season, laneWeights(lane), start, 'likelihood');
      relative.squares[lane] = passResult.relativeSquares;
      relative.logs[lane] = passResult.logs - observed * unit;
    }
    const logs = relative.logs[lane]! + observed * unit;
    squares[lane] = observed * Math.log(relative.squares[lane]! + Number.MIN_VALUE) + 2 * logs;
  }
};

const laneWeights = (lane: number): EtsWeights => ({
  alpha: lanes.alpha[lane]!,
  beta: lanes.beta[lane]!,
  gamma: lanes.gamma[lane]!,
  phi: lanes.phi[lane]!,
});

type Four = readonly [number, number, number, number];

const around = (value: number, width: number): Four => [
  Math.max(0.01, value - width),
  Math.max(0.01, value - width / 3),
  Math.min(0.98, value + width / 3),
  Math.min(0.98, value + width),
];

/** Fits one form: each weight in turn, four values in a pass, from a coarse grid or from weights `near` it. */
export const fitForm = (input: EtsInput, form: EtsForm, near?: EtsWeights): EtsFit => {
  const start = startForm(input, form);
  const hasSeason = form.season !== 'none';
  const hasTrend = form.trend !== 'none';
  const isDamped = form.trend === 'damped';
  let best: Shares =
    near === undefined ? { alpha: 0.3, betaShare: 0.03, gammaShare: 0.1, phi: 0.95 } : sharesOf(near);
  let bestLoss = Number.POSITIVE_INFINITY;
  const tryFour = (name: keyof Shares, values: Four): void => {
    const middle = best;
    for (let lane = 0; lane < laneCount; lane++) {
      const value = values[lane]!;
      const alpha = name === 'alpha' ? value : middle.alpha;
      lanes.alpha[lane] = alpha;
      lanes.beta[lane] = hasTrend ? alpha * (name === 'betaShare' ? value : middle.betaShare) : 0;
      lanes.gamma[lane] = hasSeason ? (1 - alpha) * (name === 'gammaShare' ? value : middle.gammaShare) : 0;
      lanes.phi[lane] = isDamped ? (name === 'phi' ? value : middle.phi) : 1;
    }
    passLanes(input, form, start);
    for (let lane = 0; lane < laneCount; lane++) {
      if (!(squares[lane]! < bestLoss)) continue;
      bestLoss = squares[lane]!;
      best = { ...middle, [name]: values[lane]! };
    }
  };
  if (near === undefined) {
    tryFour('alpha', [0.05, 0.2, 0.5, 0.9]);
    if (hasSeason) tryFour('gammaShare', [0, 0.05, 0.15, 0.35]);
  } else {
    const { alpha } = best;
    tryFour('alpha', [alpha, Math.max(0.01, alpha - 0.1), ...around(alpha, 0.1).slice(2)] as unknown as Four);
  }
  if (hasTrend) tryFour('betaShare', [0, 0.03, 0.06, 0.12]);
  if (isDamped) tryFour('phi', [0.85, 0.9, 0.95, 0.98]);
  tryFour('alpha', around(best.alpha, 0.1));
  if (hasSeason) {
    const { gammaShare } = best;
    tryFour('gammaShare', [gammaShare * 0.5, gammaShare * 0.75, gammaShare * 1.3, gammaShare * 1.6 + 0.02]);
  }
  tryFour('alpha', around(best.alpha, 0.04));
  const parameters =
    3 +
    (form.trend === 'none' ? 0 : form.trend === 'additive' ? 2 : 3) +
    (form.season === 'none' ? 0 : start.season.length);
  const room = Math.max(1, input.observed - parameters - 1);
  const criterion = bestLoss + 2 * parameters + (2 * parameters * (parameters + 1)) / room;
  return { form, weights: weightsOf(form, best), start, criterion };
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
  let best: EtsFit | undefined;
  const consider = (form: EtsForm, from?: EtsWeights): void => {
    const fit = fitForm(input, form, from);
    if (best === undefined || fit.criterion < best.criterion) best = fit;
  };
  for (const season of seasons) {
    const from = season === 'none' ? undefined : near?.[season];
    if (season !== 'multiplicative') consider({ error: 'additive', trend: 'damped', season }, from);
    // Relative errors around an additive season are rarely best, and never by far.
    if (isPositive && season !== 'additive') {
      consider({ error: 'multiplicative', trend: 'damped', season }, from);
    }
  }
  const { form, weights } = best!;
  consider({ ...form, trend: 'none' }, weights);
  consider({ ...form, trend: 'additive' }, weights);
  if (isPositive && form.season === 'additive')
    consider({ ...best!.form, error: 'multiplicative' }, best!.weights);
  return best!;
};
