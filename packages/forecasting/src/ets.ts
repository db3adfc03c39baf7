import { type EtsForm, type EtsStart, type EtsWeights, passEts, passResult } from './ets-pass.ts';
import { type EtsInput, fitForm, selectForm, startForm } from './ets-selection.ts';
import {
  assertObserved,
  countObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';
import { scratch } from './scratch.ts';
import { estimateSeason, isAllPositive, noSeason, type SeasonalShape } from './seasonal-shape.ts';
import { tabulate } from './tabulate.ts';

export type EtsKnown = { readonly form: EtsForm; readonly weights: EtsWeights };
export type EtsParameters = FitOptions & {
  /** The season in its two forms, where the caller has estimated them already. */
  readonly seasons?: { readonly additive: SeasonalShape; readonly multiplicative: SeasonalShape };
  /** The form to fit; chosen by the corrected Akaike criterion where absent. */
  readonly form?: EtsForm;
  /** Form and weights to use as they are. */
  readonly known?: EtsKnown | undefined;
  /** Form to keep, and weights to start the search from. */
  readonly near?: EtsKnown | undefined;
  /** Weights of similar models, by their season, from which the search over forms starts. */
  readonly similar?: EtsInput['near'];
};
export type EtsFitted = FittedSeries &
  EtsKnown & {
    readonly level: number;
    readonly trend: number;
    /** Slot 0 is the period right after the history. */
    readonly season: Float64Array;
    /** Standard deviation of the errors; relative ones for a multiplicative error. */
    readonly sd: number;
  };

const inputOf = (history: Float64Array, { seasons, seasonPeriods, similar }: EtsParameters): EtsInput => {
  const isPositive = isAllPositive(history);
  const multiplicative =
    seasons?.multiplicative ?? (isPositive ? estimateSeason(history, seasonPeriods) : noSeason);
  const additive = seasons?.additive ?? estimateSeason(history, seasonPeriods, 'additive');
  const observed = countObserved(history);
  const near = similar === undefined ? {} : { near: similar };
  return { history, observed, isPositive, additive, multiplicative, ...near };
};

const fitKnown = (input: EtsInput, parameters: EtsParameters): EtsKnown & { readonly start: EtsStart } => {
  const { known, near, form } = parameters;
  const kept = known ?? near;
  // A short past may not show the season that the whole history has.
  const isPossible =
    kept !== undefined && (kept.form.season === 'none' || input[kept.form.season].kind !== 'none');
  if (isPossible && known !== undefined) {
    return { ...known, start: startForm(input, known.form) };
  }
  if (isPossible) return fitForm(input, kept.form, kept.weights);
  return form === undefined ? selectForm(input) : fitForm(input, form);
};

/** The form and weights that `fit` would choose, without the residuals. */
export const etsWeightsFor = (history: Float64Array, parameters: EtsParameters): EtsKnown => {
  const { form, weights } = fitKnown(inputOf(history, parameters), parameters);
  return { form, weights };
};

/** What `forecast(fit(…))` answers for a known form and weights, without the residuals. */
export const etsPath = (history: Float64Array, parameters: EtsParameters, periods: number): Float64Array => {
  const { form, weights, start } = fitKnown(inputOf(history, parameters), parameters);
  passEts(history, form.season, weights, start);
  let { level, trend } = passResult;
  const { season } = passResult;
  const path = scratch(periods);
  let slot = history.length % season.length;
  for (let index = 0; index < periods; index++, slot = slot + 1 === season.length ? 0 : slot + 1) {
    trend *= weights.phi;
    level += trend;
    path[index] = form.season === 'multiplicative' ? level * season[slot]! : level + season[slot]!;
  }
  return path;
};

/** How much one error moves the forecast so many periods later, in errors (class 1 and 2 models exactly). */
const responseAt = ({ form, weights, season }: EtsFitted, periodsAhead: number, damping: number): number => {
  const isSameSlot = form.season !== 'none' && periodsAhead % season.length === 0;
  return weights.alpha + weights.beta * damping + (isSameSlot ? weights.gamma : 0);
};

const expectedPath = (fitted: EtsFitted, periods: number): Float64Array => {
  let { level, trend } = fitted;
  const { season, form, weights } = fitted;
  return tabulate(periods, (index) => {
    trend *= weights.phi;
    level += trend;
    const state = season[index % season.length]!;
    return form.season === 'multiplicative' ? level * state : level + state;
  });
};

/**
 * Exponential smoothing with additive or multiplicative error, no, additive or damped trend, and no, additive
 * or multiplicative season, chosen by the corrected Akaike criterion. Variances of forecasts are those of the
 * linear forms; with a multiplicative season they are approximate.
 * Hyndman, Koehler, Ord & Snyder (2008), Forecasting with Exponential Smoothing, chapters 2, 5 and 6.
 */
export const ets: ForecastModel<EtsParameters, EtsFitted> = {
  name: 'ets',
  periodsMin: 6,
  fit(history, parameters) {
    assertObserved('ets', history, 6);
    const { form, weights, start } = fitKnown(inputOf(history, parameters), parameters);
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    passEts(history, form.season, weights, start, 'squares', residuals);
    const { level, trend } = passResult;
    const states = passResult.season;
    const season = tabulate(states.length, (slot) => states[(slot + history.length) % states.length]!);
    const scaled =
      form.error === 'additive'
        ? residuals
        : tabulate(history.length, (t) => residuals[t]! / (history[t]! - residuals[t]!));
    return { form, weights, residuals, level, trend, season, sd: errorSd(scaled, 4) };
  },
  forecast: expectedPath,
  quantiles(fitted, periods, levels) {
    const mean = expectedPath(fitted, periods);
    const sds = new Float64Array(periods);
    let damping = 0;
    let variance = 1;
    for (let index = 0; index < periods; index++) {
      const unit = fitted.form.error === 'additive' ? 1 : Math.abs(mean[index]!);
      sds[index] = fitted.sd * unit * Math.sqrt(variance);
      damping = fitted.weights.phi * (1 + damping);
      variance += responseAt(fitted, index + 1, damping) ** 2;
    }
    return normalQuantiles(mean, (index) => sds[index]!, levels);
  },
  residuals: residualsOf,
};
