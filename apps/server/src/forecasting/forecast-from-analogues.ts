import {
  classifyDemand,
  type DemandClass,
  type DemandSpread,
  forecastNewItem,
  newItemWeeksMax,
} from '@coplan/forecasting';

/** The past of an item that serves as the model for a new one; thousandths of the base unit per period. */
export type AnalogueFacts = {
  itemLocationId: string;
  similarity: number;
  sinceLaunchMilli: (number | null)[];
};
export type NewItemFacts = {
  bucketDays: 1 | 7;
  /** Whether a planner named them. */
  isNamed: boolean;
  analogues: AnalogueFacts[];
};

/** How a new item's forecast came about, as it is stored with it. */
export type StoredAnalogues = {
  isNamed: boolean;
  /** How much the own past counts, 0–1. */
  ownWeight: number;
  /** Shares that add up to 1 as far as rounding lets them. */
  items: { itemLocationId: string; weight: number }[];
  /** What they sold at the ages of the own past and the horizon, thousandths of the base unit. */
  launchCurveMilli: number[];
};

type FromAnalogues = {
  model: string;
  demandClass: DemandClass;
  mean: Float64Array;
  quantiles: ReadonlyMap<number, Float64Array>;
  spread: DemandSpread;
  scores: [];
  analogues: StoredAnalogues;
};

const toUnits = (milli: number | null): number => (milli === null ? Number.NaN : milli / 1000);
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

const observedOf = (demand: Float64Array): number =>
  demand.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);

/** Periods below which an item counts as new. */
export const newItemPeriodsMax = (bucketDays: 1 | 7): number => (newItemWeeksMax * 7) / bucketDays;

/** The forecast of an item with fewer than eight observed weeks; undefined where it has a past or no analogue. */
export function forecastFromAnalogues(
  demand: Float64Array,
  newItem: NewItemFacts | undefined,
  asked: { horizonPeriods: number; levels: readonly number[] },
): FromAnalogues | undefined {
  if (newItem === undefined || newItem.analogues.length === 0) return undefined;
  if (observedOf(demand) >= newItemPeriodsMax(newItem.bucketDays)) return undefined;
  const analogues = newItem.analogues.map(({ similarity, sinceLaunchMilli }) => ({
    similarity,
    sinceLaunch: Float64Array.from(sinceLaunchMilli, toUnits),
  }));
  const first = demand.findIndex((value) => !Number.isNaN(value));
  const own = first < 0 ? demand.subarray(0, 0) : demand.subarray(first);
  const forecast = forecastNewItem({ own, analogues, ...asked });
  const total = analogues.reduce((sum, { similarity }) => sum + similarity, 0);
  return {
    model: 'analogues',
    demandClass: classifyDemand(demand).demandClass,
    mean: forecast.mean,
    quantiles: forecast.quantiles,
    spread: forecast.spread,
    scores: [],
    analogues: {
      isNamed: newItem.isNamed,
      ownWeight: rounded(forecast.ownWeight),
      items: newItem.analogues.map(({ itemLocationId, similarity }) => ({
        itemLocationId,
        weight: rounded(similarity / total),
      })),
      launchCurveMilli: Array.from(forecast.launchCurve, (units) => Math.round(units * 1000)),
    },
  };
}
