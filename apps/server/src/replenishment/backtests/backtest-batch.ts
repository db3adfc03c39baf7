import type { LocalDate } from '@coplan/kernel';
import {
  type BacktestInput,
  type BacktestPart,
  type BacktestPolicy,
  type BacktestSeries,
  figuresOf,
  type PolicySums,
  replayBacktest,
} from '@coplan/planning';
import type { PlanningPolicy } from '../../catalog/index.ts';
import { ownPolicyOf } from './own-policy.ts';

/** One item-location as it was read; plain JSON, part of what a backtest is computed again from. */
export type BacktestPlace = {
  itemLocationId: string;
  itemId: string;
  locationId: string;
  category: string;
  /** Thousandths of the base unit in each period of the grid; null: not known. */
  soldMilli: (number | null)[];
  /** Periods in which the shelf was empty for a part. */
  shortIndexes: number[];
  leadPeriods: number;
  orderWeekdays: number[];
  multipleMilli: number;
  minimumMilli: number;
  presentationMilli: number | null;
  maxStockMilli: number | null;
  unitPriceMicros: number;
  serviceLevel: number;
  /** What it is planned by today, where something was chosen for it or in general. */
  planning: PlanningPolicy | null;
  isStore: boolean;
};

export type BacktestBatchInput = {
  periodDays: 1 | 7;
  startsOn: LocalDate;
  periodCount: number;
  replayPeriods: number;
  today: BacktestPolicy;
  alternative: BacktestPolicy;
  shortageRatio: number;
  holdingRatioPerYear: number;
  orderCostMinor: number;
  seed: number;
  places: BacktestPlace[];
};

export type ItemFigures = {
  fillRate: number | null;
  cycleService: number | null;
  averageStockMilli: number;
  averageStockMinor: number;
  missedMilli: number;
  missedMinor: number;
  orderCount: number;
  costMinor: number;
};

export type BacktestItemRow = {
  itemLocationId: string;
  seriesIndex: number;
  today: ItemFigures;
  alternative: ItemFigures;
};

export type BacktestBatchOutput = {
  /** Sums of all series; the items' own stand below, rounded. */
  part: Omit<BacktestPart, 'items'> & { seriesCount: number };
  items: BacktestItemRow[];
};

/** What is owed for a week costs as much as a sale that is lost. */
const shortageWeekDays = 7;

function seriesOf(place: BacktestPlace, input: BacktestBatchInput): BacktestSeries {
  const { periodDays, holdingRatioPerYear, shortageRatio } = input;
  const unitCost = place.unitPriceMicros / 1_000_000;
  const isShort = new Uint8Array(place.soldMilli.length);
  for (const index of place.shortIndexes) isShort[index] = 1;
  return {
    group: place.category,
    soldUnits: Float64Array.from(place.soldMilli, (milli) => (milli === null ? Number.NaN : milli / 1000)),
    isShort,
    leadPeriods: place.leadPeriods,
    ...(periodDays === 1 ? { orderWeekdays: place.orderWeekdays } : {}),
    multipleUnits: place.multipleMilli / 1000,
    minimumUnits: place.minimumMilli / 1000,
    ...(place.presentationMilli === null ? {} : { presentationUnits: place.presentationMilli / 1000 }),
    ...(place.maxStockMilli === null ? {} : { maxStockUnits: place.maxStockMilli / 1000 }),
    unitCost,
    holdingCost: (unitCost * holdingRatioPerYear * periodDays) / 365,
    shortageCost: unitCost * shortageRatio * (place.isStore ? 1 : periodDays / shortageWeekDays),
    orderCost: input.orderCostMinor / 100,
    serviceLevel: place.serviceLevel,
    ...ownPolicyOf(place, input),
    unmetDemand: place.isStore ? 'lost' : 'backordered',
  };
}

/** A stored batch as the engine takes it. */
export function engineInputOf(input: BacktestBatchInput): BacktestInput {
  const { periodDays, startsOn, periodCount, replayPeriods, today, alternative, seed } = input;
  const series = input.places.map((place) => seriesOf(place, input));
  return {
    periodDays,
    startsOn,
    periodCount,
    replayPeriods,
    unmetDemand: 'lost',
    series,
    today,
    alternative,
    seed,
  };
}

export const minorOf = (amount: number): number => Math.round(amount * 100);

function itemFiguresOf(sums: PolicySums, windowDays: number): ItemFigures {
  const figures = figuresOf(sums, windowDays);
  return {
    fillRate: figures.fillRate ?? null,
    cycleService: figures.cycleService ?? null,
    averageStockMilli: Math.round(figures.averageStockUnits * 1000),
    averageStockMinor: minorOf(figures.averageStockMoney),
    missedMilli: Math.round(figures.missedUnits * 1000),
    missedMinor: minorOf(figures.missedMoney),
    orderCount: figures.orderCount,
    costMinor: minorOf(figures.totalCost),
  };
}

export function backtestBatch(input: BacktestBatchInput): BacktestBatchOutput {
  const { items, ...part } = replayBacktest(engineInputOf(input));
  const windowDays = input.replayPeriods * input.periodDays;
  return {
    part: { ...part, seriesCount: items.length },
    items: items.map(({ seriesIndex, today, alternative }) => ({
      itemLocationId: input.places[seriesIndex]?.itemLocationId ?? '',
      seriesIndex,
      today: itemFiguresOf(today, windowDays),
      alternative: itemFiguresOf(alternative, windowDays),
    })),
  };
}

/** Snapshot bytes to result bytes, the same every time. Runs in a compute thread, and again in a replay. */
export function compute(input: Uint8Array): Uint8Array {
  const batch = JSON.parse(new TextDecoder().decode(input)) as BacktestBatchInput;
  return new TextEncoder().encode(JSON.stringify(backtestBatch(batch)));
}
