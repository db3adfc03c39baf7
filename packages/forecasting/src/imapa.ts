import { intervalBucket, smoothBuckets } from './adida.ts';
import {
  assertObserved,
  errorSd,
  type FitOptions,
  type FittedSeries,
  type ForecastModel,
  normalQuantiles,
  residualsOf,
} from './forecast-model.ts';

export type ImapaParameters = FitOptions & {
  /** Weight of the newest bucket at every level, in (0, 1); estimated at each where absent. */
  readonly alpha?: number | undefined;
};
export type ImapaFitted = FittedSeries & {
  /** Demand per period as each level of aggregation sees it, from single periods to the widest bucket. */
  readonly levels: readonly number[];
  readonly demandPerPeriod: number;
  readonly sd: number;
};

/**
 * Intermittent demand smoothed at every level of aggregation, from single periods to the average demand interval,
 * and averaged: no level need be chosen. Petropoulos & Kourentzes (2015), J. of the Operational Research Society
 * 66(6). Residuals are the mean of the levels' errors where all have one.
 */
export const imapa: ForecastModel<ImapaParameters, ImapaFitted> = {
  name: 'imapa',
  periodsMin: 1,
  fit(history, { alpha }) {
    assertObserved('imapa', history, 1);
    const widest = intervalBucket(history);
    const residuals = new Float64Array(history.length);
    const levels: number[] = [];
    for (let bucketPeriods = 1; bucketPeriods <= widest; bucketPeriods++) {
      const smoothed = smoothBuckets(history, bucketPeriods, alpha);
      levels.push(smoothed.level);
      for (let t = 0; t < history.length; t++) residuals[t]! += smoothed.residuals[t]! / widest;
    }
    const demandPerPeriod = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    return { residuals, levels, demandPerPeriod, sd: errorSd(residuals) };
  },
  forecast: (fitted, periods) => new Float64Array(periods).fill(fitted.demandPerPeriod),
  quantiles: (fitted, periods, levels) =>
    normalQuantiles(imapa.forecast(fitted, periods), () => fitted.sd, levels),
  residuals: residualsOf,
};
