/**
 * What a replay of the past is computed from. All series lie on one grid of periods (days, or weeks that begin on
 * Monday), oldest first; the last `replayPeriods` are counted. Quantities are base units, money is currency units:
 * floats that live only inside the engine.
 */
import type { LocalDate } from '@coplan/kernel';

/** How much is ordered at a review. `level` of a policy is a probability or share between 0 and 1. */
export type BacktestPolicy =
  /** What is chosen for each series now (`ownPolicy`), else the quantile of its own `serviceLevel`. */
  | { kind: 'as-planned' }
  /** Up to the quantile of demand until the next order's delivery; without a level each series' own `serviceLevel`. */
  | { kind: 'service-level'; level?: number }
  /** Up to the stock that is expected to serve this share of demand from the shelf. */
  | { kind: 'fill-rate'; fillRate: number; orderDays?: number }
  /** Up to the quantile that balances shortage and holding cost; the factor makes shortages dearer or cheaper. */
  | { kind: 'cost-optimal'; shortageFactor: number; orderDays?: number }
  /** Below so many days of expected demand, up to so many days. */
  | { kind: 'min-max'; minDays: number; maxDays: number }
  /** (s, S): at or below the quantile, order so many days of demand on top of it. */
  | { kind: 'reorder-point'; level: number; orderDays: number };

/** What one series is planned by today: a policy for all, or quantities that a planner set for it. */
export type OwnPolicy =
  | Exclude<BacktestPolicy, { kind: 'as-planned' }>
  /** At or below the minimum, up to the maximum. */
  | { kind: 'fixed-levels'; minimumUnits: number; maximumUnits: number }
  /** (r, Q): whole lots until the position lies above the reorder point; absent, that is the service level's. */
  | { kind: 'fixed-quantity'; quantityUnits: number; reorderUnits?: number };

export type BacktestPolicyKind = BacktestPolicy['kind'];

/** A shop loses the sale that it cannot serve; a distribution centre owes it. */
export type UnmetDemand = 'lost' | 'backordered';

export type BacktestSeries = {
  /** Series of a group (a category) share the shape of their year and of their week. */
  group: string;
  /** Units sold in each period; NaN: not known. As long as the grid. */
  soldUnits: Float64Array;
  /** 1: the shelf was empty for a part of the period, so that at least this much was wanted. Absent: never. */
  isShort?: Uint8Array;
  /** Whole periods: an order placed at the start of period t arrives at the start of period t + lead. 0 or more. */
  leadPeriods: number;
  /** Standard deviation of the lead time in periods; each order's own lead is drawn from the seed. Default 0. */
  leadDeviationPeriods?: number;
  /** Weekdays on which orders are placed, 1 = Monday, on a grid of days; absent: every period. */
  orderWeekdays?: readonly number[];
  /** On a grid of weeks: an order every so many weeks. Default 1. */
  reviewEvery?: number;
  /** Orders are whole multiples, default 1; and at least the minimum, default 0. */
  multipleUnits?: number;
  minimumUnits?: number;
  presentationUnits?: number;
  maxStockUnits?: number;
  unitCost: number;
  /** Cost of holding one unit over one period. */
  holdingCost: number;
  /** Cost of one unit of demand that finds no stock; where demand waits, of each period that one unit waits. */
  shortageCost: number;
  /** Cost of placing one order for this series. Default 0. */
  orderCost?: number;
  /** The series' own target, 0–1. */
  serviceLevel: number;
  ownPolicy?: OwnPolicy;
  /** How demand that finds no stock is met, where it differs from the others'. */
  unmetDemand?: UnmetDemand;
  /** Stock at the start of the replay. Absent: each policy starts with what it would have ordered up to. */
  startStockUnits?: number;
};

/** Expected demand of so many periods and its variance, seen from the start of a period. */
export type CoverForecast = { mean: number; variance: number };

export type BacktestInput = {
  periodDays: 1 | 7;
  /** First day of the first period; a Monday where periods are weeks. */
  startsOn: LocalDate;
  periodCount: number;
  /** Periods at the end that are counted; before them the policies run in, up to the longest cover of a series. */
  replayPeriods: number;
  unmetDemand: UnmetDemand;
  series: readonly BacktestSeries[];
  today: BacktestPolicy;
  alternative: BacktestPolicy;
  /** Of the lead times that vary. */
  seed: number;
  /**
   * Forecasts that were really made: what was known at the start of a period about it and the periods after it.
   * `undefined` where there is none: then the replay forecasts from the history before that period.
   */
  forecastAt?: (seriesIndex: number, periodIndex: number, coverPeriods: number) => CoverForecast | undefined;
};
