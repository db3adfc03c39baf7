import { type DemandSpread, forecastSeries, type SeriesForecast } from '@coplan/forecasting';
import { addDays, daysBetween, type LocalDate } from '@coplan/kernel';
import type { ForecastParameters } from './forecast-parameters.ts';

export type HistorySeries = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  supplierId: string | null;
  bucketDays: 1 | 7;
  startsOn: LocalDate;
  /** The day before which periods are whole at this place; absent in inputs kept by older servers. */
  endsBefore?: LocalDate;
  /** Thousandths of the base unit; null is not known. */
  soldMilli: (number | null)[];
  inStock: boolean[];
};

/** One batch of histories with all that their forecasts depend on: its bytes are the snapshot. */
export type ForecastBatchInput = {
  parameters: ForecastParameters;
  /** The day after the last day that anything is known of, per bucket size. */
  forecastFrom: { daily: LocalDate | null; weekly: LocalDate | null };
  series: HistorySeries[];
};

/** How far demand strays from its mean, enough for quantiles of any total; thousandths of the base unit. */
export type StoredSpread = Pick<DemandSpread, 'kind' | 'carry' | 'isNonNegative' | 'unit'> & {
  sdMilli: number[];
};

export type ForecastRow = Omit<HistorySeries, 'soldMilli' | 'inStock' | 'endsBefore'> & {
  model: string;
  demandClass: string;
  meanMilli: number[];
  levels: number[];
  /** Row-major: all periods of the first level, then of the second. */
  quantilesMilli: number[];
  sums: StoredSpread;
  scores: { model: string; weight: number; mase: number | null; pinball: number | null }[];
};

const rounded = (value: number, decimals: number): number =>
  Math.round(value * 10 ** decimals) / 10 ** decimals;
const toMilli = (units: number): number => Math.round(units * 1000);

/** Demand in base units up to `endsBefore`; NaN where nothing is known or the shelf was empty: that is not zero. */
function demandOf(series: HistorySeries, endsBefore: LocalDate, periodsMax: number): Float64Array {
  const periods = Math.floor(daysBetween(series.startsOn, endsBefore) / series.bucketDays);
  const skipped = Math.max(0, periods - periodsMax);
  const demand = new Float64Array(Math.max(0, periods - skipped)).fill(Number.NaN);
  for (let index = 0; index < demand.length; index++) {
    const soldMilli = series.soldMilli[index + skipped];
    const isKnown = soldMilli !== null && soldMilli !== undefined && series.inStock[index + skipped] === true;
    if (isKnown) demand[index] = Math.max(0, soldMilli / 1000);
  }
  return demand;
}

function forecastOne(series: HistorySeries, batch: ForecastBatchInput): ForecastRow {
  const { parameters, forecastFrom } = batch;
  const size = series.bucketDays === 1 ? 'daily' : 'weekly';
  const ownEnd = addDays(series.startsOn, series.soldMilli.length * series.bucketDays);
  const known = forecastFrom[size] ?? ownEnd;
  const startsOn = series.endsBefore !== undefined && series.endsBefore < known ? series.endsBefore : known;
  const forecast: SeriesForecast = forecastSeries({
    history: demandOf(series, startsOn, parameters.historyPeriodsMax[size]),
    seasonPeriods: parameters.seasonPeriods[size],
    horizonPeriods: parameters.horizonPeriods[size],
    levels: parameters.levels,
    isNonNegative: true,
  });
  const { kind, carry, isNonNegative, unit, sd } = forecast.spread;
  const { itemLocationId, itemId, locationId, supplierId, bucketDays } = series;
  return {
    itemLocationId,
    itemId,
    locationId,
    supplierId,
    bucketDays,
    startsOn,
    model: forecast.model,
    demandClass: forecast.demandClass,
    meanMilli: Array.from(forecast.mean, toMilli),
    levels: parameters.levels,
    quantilesMilli: parameters.levels.flatMap((level) =>
      Array.from(forecast.quantiles.get(level) ?? [], toMilli),
    ),
    sums: { kind, carry: rounded(carry, 6), isNonNegative, unit, sdMilli: Array.from(sd, toMilli) },
    scores: forecast.scores.map(({ model, weight, mase, pinball }) => ({
      model,
      weight: rounded(weight, 4),
      mase: mase === undefined ? null : rounded(mase, 4),
      pinball: pinball === undefined ? null : rounded(pinball, 4),
    })),
  };
}

/**
 * Snapshot bytes (JSON of `ForecastBatchInput`) to result bytes (JSON of `ForecastRow[]`), the same bytes every
 * time. Runs in a compute thread, and again in a replay.
 */
export function compute(input: Uint8Array): Uint8Array {
  const batch = JSON.parse(new TextDecoder().decode(input)) as ForecastBatchInput;
  return new TextEncoder().encode(JSON.stringify(batch.series.map((series) => forecastOne(series, batch))));
}
