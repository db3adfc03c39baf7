import { forecastSeries, type SeriesForecast, type SeriesInput } from './forecast-series.ts';
import { type PooledEffects, poolEffects } from './promotion-regression.ts';

const pooledSeriesMax = 500;

/** Effects of prices and promotions over the series of a batch; an even sample where there are many. */
const poolBatch = (inputs: readonly SeriesInput[]): PooledEffects | undefined => {
  const withDrivers = inputs.flatMap(({ history, regressors, pooledEffects, pooled }) =>
    regressors === undefined || pooledEffects !== undefined || pooled !== undefined
      ? []
      : [{ history, regressors }],
  );
  if (withDrivers.length < 2) return undefined;
  const stride = Math.ceil(withDrivers.length / pooledSeriesMax);
  return poolEffects(withDrivers.filter((_, index) => index % stride === 0));
};

/**
 * Forecasts many series, in their order. Effects of drivers are pooled over the batch, so a series with
 * regressors may come out otherwise than alone; every other series is forecast as `forecastSeries` does.
 */
export const forecastBatch = (inputs: readonly SeriesInput[]): SeriesForecast[] => {
  const pooledEffects = poolBatch(inputs);
  return inputs.map((input) =>
    forecastSeries(pooledEffects === undefined ? input : { pooledEffects, ...input }),
  );
};
