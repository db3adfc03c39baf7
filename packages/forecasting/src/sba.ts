import { assert } from '@coplan/kernel';
import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';

export type SbaParameters = FitOptions & {
  /** Weight of the newest size and gap, in (0, 1). */
  readonly alpha: number;
};
export type SbaFitted = FittedSeries & { readonly demandPerPeriod: number; readonly sd: number };

/**
 * Intermittent demand: smooth size and gap of non-zero demands separately, then correct Croston's upward
 * bias by (1 − α/2). Syntetos & Boylan (2005), Int. J. of Forecasting 21(2).
 * An unobserved period neither is a demand nor lengthens the gap.
 */
export const sba: ForecastModel<SbaParameters, SbaFitted> = {
  name: 'sba',
  periodsMin: 1,
  fit(history, { alpha }) {
    assertObserved('sba', history, 1);
    assert(alpha > 0 && alpha < 1, 'alpha in (0, 1)');
    const residuals = new Float64Array(history.length).fill(Number.NaN);
    let size: number | undefined;
    let gap = 1;
    let periodsSinceDemand = 0;
    for (let t = 0; t < history.length; t++) {
      const demand = history[t]!;
      if (Number.isNaN(demand)) continue;
      if (size !== undefined) residuals[t] = demand - ((1 - alpha / 2) * size) / gap;
      periodsSinceDemand += 1;
      if (demand === 0) continue;
      gap = size === undefined ? periodsSinceDemand : gap + alpha * (periodsSinceDemand - gap);
      size = size === undefined ? demand : size + alpha * (demand - size);
      periodsSinceDemand = 0;
    }
    return { residuals, demandPerPeriod: ((1 - alpha / 2) * (size ?? 0)) / gap, sd: errorSd(residuals) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.demandPerPeriod),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(sba.forecast(fitted, periods), () => fitted.sd, levels),
  residuals: residualsOf,
};
