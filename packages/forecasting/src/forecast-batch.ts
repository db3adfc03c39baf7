import { forecastSeries, type SeriesForecast, type SeriesInput } from './forecast-series.ts';

/** Forecasts many series one after the other, in their order; each as `forecastSeries` does alone. */
export const forecastBatch = (inputs: readonly SeriesInput[]): SeriesForecast[] => inputs.map(forecastSeries);
