import { type EtsForm, type EtsStart, type EtsWeights, passEts, passResult } from './ets-pass.ts';
import type { SeasonalShape } from './seasonal-shape.ts';

/** The history with its season in both forms; `none` where it has none or none of that form. */
export type EtsInput = {
  readonly history: Float64Array;
  readonly observed: number;
  readonly isPositive: boolean;
  readonly additive: SeasonalShape;
  readonly multiplicative: SeasonalShape;
};

export type EtsFit = {
  readonly form: EtsForm;
  readonly weights: EtsWeights;
  readonly start: EtsStart;
  /** Akaike's criterion, corrected for few observations; lower is better. */
  readonly criterion: number;
};

const startPeriodsMin = 10;

const shapeOf = ({ additive, multiplicative }: EtsInput, { season }: EtsForm): SeasonalShape => {
  if (season === 'none') return { kind: 'none', indices: new Float64Array([0]), strength: 0 };
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
  for (let t = 0; t < history.length && count < limit; t++) {
    const state = indices[t % indices.length]!;
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
  const season =
    shape.kind === 'none' ? new Float64Array([form.season === 'multiplicative' ? 1 : 0]) : shape.indices;
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

const alphaGrid = [0.05, 0.2, 0.5, 0.9];
const gammaGrid = [0, 0.1, 0.35];
const betaGrid = [0, 0.03, 0.12];
const phiGrid = [0.85, 0.95];

/** Fits one form: each weight in turn over a small grid, then alpha and the season's weight in smaller steps. */
export const fitForm = (input: EtsInput, form: EtsForm, near?: EtsWeights): EtsFit => {
  const { history, observed } = input;
  const start = startForm(input, form);
  const isRelative = form.error === 'multiplicative';
  const lossAt = (shares: Shares): number => {
    passEts(history, form.season, weightsOf(form, shares), start, isRelative ? 'likelihood' : 'squares');
    const loss = isRelative
      ? observed * Math.log(passResult.relativeSquares + Number.MIN_VALUE) + 2 * passResult.logs
      : observed * Math.log(passResult.squares + Number.MIN_VALUE);
    return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
  };
  let best: Shares = { alpha: 0.3, betaShare: 0.03, gammaShare: 0.1, phi: 0.95 };
  let bestLoss = Number.POSITIVE_INFINITY;
  const tryAll = (name: keyof Shares, values: readonly number[]): void => {
    const middle = best;
    for (const value of values) {
      const shares = { ...middle, [name]: value };
      const loss = lossAt(shares);
      if (loss >= bestLoss) continue;
      bestLoss = loss;
      best = shares;
    }
  };
  if (near === undefined) tryAll('alpha', alphaGrid);
  else {
    const { alpha, beta, gamma, phi } = near;
    const isDamped = phi < 1;
    best = { alpha, betaShare: beta / alpha, gammaShare: gamma / (1 - alpha), phi: isDamped ? phi : 0.95 };
    tryAll('alpha', [alpha]);
  }
  if (near === undefined && form.season !== 'none') tryAll('gammaShare', gammaGrid);
  if (form.trend !== 'none') tryAll('betaShare', betaGrid);
  if (form.trend === 'damped') tryAll('phi', phiGrid);
  const beside = (step: number) => [Math.max(0.01, best.alpha - step), Math.min(0.98, best.alpha + step)];
  tryAll('alpha', beside(0.1));
  if (form.season !== 'none') tryAll('gammaShare', [best.gammaShare * 0.6, best.gammaShare * 1.5 + 0.02]);
  tryAll('alpha', beside(0.04));
  const parameters =
    3 +
    (form.trend === 'none' ? 0 : form.trend === 'additive' ? 2 : 3) +
    (form.season === 'none' ? 0 : start.season.length);
  const room = Math.max(1, observed - parameters - 1);
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
  const { additive, multiplicative, isPositive } = input;
  const strength = Math.max(additive.strength, multiplicative.strength);
  const seasons: EtsForm['season'][] = [];
  if (strength < clearSeason) seasons.push('none');
  if (additive.kind !== 'none') seasons.push('additive');
  if (isPositive && multiplicative.kind !== 'none') seasons.push('multiplicative');
  let best: EtsFit | undefined;
  const consider = (form: EtsForm, near?: EtsWeights): void => {
    const fit = fitForm(input, form, near);
    if (best === undefined || fit.criterion < best.criterion) best = fit;
  };
  for (const season of seasons) {
    if (season !== 'multiplicative') consider({ error: 'additive', trend: 'damped', season });
    // Relative errors around an additive season are rarely best, and never by far.
    if (isPositive && season !== 'additive') consider({ error: 'multiplicative', trend: 'damped', season });
  }
  const { form, weights } = best!;
  consider({ ...form, trend: 'none' }, weights);
  consider({ ...form, trend: 'additive' }, weights);
  if (isPositive && form.season === 'additive')
    consider({ ...best!.form, error: 'multiplicative' }, best!.weights);
  return best!;
};
