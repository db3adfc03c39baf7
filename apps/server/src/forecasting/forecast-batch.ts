import {
  type DemandSpread,
  type ForecastEvidence,
  forecastSeries,
  type SeriesForecast,
} from '@coplan/forecasting';
import type { LocalDate } from '@coplan/kernel';
import { type CleanedHistory, cleanHistory, type StoredCorrection } from './clean-history.ts';
import { sha256 } from './content-hash.ts';
import { forecastFromAnalogues, type NewItemFacts, type StoredAnalogues } from './forecast-from-analogues.ts';
import { type ForecastLayers, layersOn } from './forecast-layers.ts';
import type { ForecastParameters } from './forecast-parameters.ts';
import type { PlannerFacts } from './planner-facts.ts';

export type HistorySeries = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  supplierId: string | null;
  bucketDays: 1 | 7;
  startsOn: LocalDate;
  /** The first day that is forecast; what is not known before it is unknown, not zero. */
  forecastFrom: LocalDate;
  /** Thousandths of the base unit; null is not known. */
  soldMilli: (number | null)[];
  inStock: boolean[];
  /** Absent where nobody said anything. */
  planner?: PlannerFacts;
  /** Of an item with hardly any past. */
  newItem?: NewItemFacts;
};

/** Histories with all that their forecasts depend on. Which series share a batch changes nothing in any of them. */
export type ForecastBatchInput = { parameters: ForecastParameters; series: HistorySeries[] };

/** How far demand strays from its mean, enough for quantiles of any total; thousandths of the base unit. */
export type StoredSpread = Pick<DemandSpread, 'kind' | 'carry' | 'isNonNegative' | 'unit'> & {
  sdMilli: number[];
};

export type ForecastRow = Omit<
  HistorySeries,
  'soldMilli' | 'inStock' | 'forecastFrom' | 'planner' | 'newItem'
> &
  ForecastLayers & {
    model: string;
    demandClass: string;
    meanMilli: number[];
    levels: number[];
    /** Row-major: all periods of the first level, then of the second. */
    quantilesMilli: number[];
    sums: StoredSpread;
    scores: { model: string; weight: number; mase: number | null; pinball: number | null }[];
    corrections: StoredCorrection[];
    /** By how much the corrections changed the last year. */
    cleanedMilli: number;
    analogues: StoredAnalogues | null;
  };

const rounded = (value: number, decimals: number): number =>
  Math.round(value * 10 ** decimals) / 10 ** decimals;
const toMilli = (units: number): number => Math.round(units * 1000);

type MadeRow = { row: ForecastRow; evidence: ForecastEvidence | null };

function forecastOne(series: HistorySeries, { parameters }: ForecastBatchInput): MadeRow {
  const size = series.bucketDays === 1 ? 'daily' : 'weekly';
  const startsOn = series.forecastFrom;
  const seasonPeriods = parameters.seasonPeriods[size];
  const history = cleanHistory(series, {
    endsBefore: startsOn,
    periodsMax: parameters.historyPeriodsMax[size],
    seasonPeriods,
  });
  const asked = { horizonPeriods: parameters.horizonPeriods[size], levels: parameters.levels };
  const ofAnalogues = forecastFromAnalogues(history.demand, series.newItem, asked);
  const forecast: Forecast =
    ofAnalogues ?? forecastSeries({ history: history.demand, seasonPeriods, isNonNegative: true, ...asked });
  const row = toRow(series, startsOn, { parameters, history, forecast });
  return { row, evidence: evidenceOf(forecast.explanation) };
}

type Forecast = Pick<SeriesForecast, 'model' | 'demandClass' | 'mean' | 'quantiles' | 'spread' | 'scores'> & {
  analogues?: StoredAnalogues;
  explanation?: SeriesForecast['explanation'];
};

/** What the choice of models rests on; a new item's forecast rests on its analogues instead. */
function evidenceOf(explanation: Forecast['explanation']): ForecastEvidence | null {
  if (explanation === undefined) return null;
  const { periodsObserved, periodsUnobserved, windowCount, averageIntervalPeriods, seasonStrength } =
    explanation;
  return {
    periodsObserved,
    periodsUnobserved,
    windowCount,
    averageIntervalPeriods: Number.isFinite(averageIntervalPeriods)
      ? rounded(averageIntervalPeriods, 2)
      : null,
    seasonStrength: rounded(seasonStrength, 2),
  };
}

type Made = { parameters: ForecastParameters; history: CleanedHistory; forecast: Forecast };

function toRow(
  series: HistorySeries,
  startsOn: LocalDate,
  { parameters, history, forecast }: Made,
): ForecastRow {
  const { kind, carry, isNonNegative, unit, sd } = forecast.spread;
  const { itemLocationId, itemId, locationId, supplierId, bucketDays } = series;
  const meanMilli = Array.from(forecast.mean, toMilli);
  return {
    itemLocationId,
    itemId,
    locationId,
    supplierId,
    bucketDays,
    startsOn,
    model: forecast.model,
    demandClass: forecast.demandClass,
    meanMilli,
    ...layersOn(meanMilli, { startsOn, bucketDays }, series.planner),
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
    corrections: history.corrections,
    cleanedMilli: history.changedMilli,
    analogues: forecast.analogues ?? null,
  };
}

/**
 * A forecast with what proves it, SHA-256 of the JSON of its history and of the JSON of the forecast itself, and what
 * explains it. The explanation is no part of the hash: the numbers are what is proven.
 */
export type HashedForecastRow = ForecastRow & {
  inputHash: string;
  outputHash: string;
  evidence: ForecastEvidence | null;
};

/**
 * Snapshot bytes (JSON of `ForecastBatchInput`) to result bytes (JSON of `HashedForecastRow[]`, in the order of the
 * series), the same bytes every time. Runs in a compute thread, and again in a replay.
 */
export function compute(input: Uint8Array): Uint8Array {
  const batch = JSON.parse(new TextDecoder().decode(input)) as ForecastBatchInput;
  const rows = batch.series.map((series) => {
    const { row: made, evidence } = forecastOne(series, batch);
    const row = JSON.stringify(made);
    const about = { inputHash: sha256(JSON.stringify(series)), outputHash: sha256(row), evidence };
    return `${JSON.stringify(about).slice(0, -1)},${row.slice(1)}`;
  });
  return new TextEncoder().encode(`[${rows.join(',')}]`);
}
