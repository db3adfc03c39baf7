import { demandUnit } from './count-candidates.ts';
import { amountsOf, driversOf, type Regressors } from './drivers.ts';
import { type GroupView, viewGroup } from './group-view.ts';
import type { GroupProfile } from './pooled-groups.ts';
import { logFactors, type PooledEffects } from './promotion-regression.ts';

/** What the pooled model reads of one series. All histories of a batch end in the same period. */
export type PooledInput = {
  readonly history: Float64Array;
  readonly seasonPeriods: number;
  readonly secondSeasonPeriods?: number;
  readonly horizonPeriods: number;
  readonly regressors?: Regressors;
  /** The groups that the series belongs to, by dimension: { item: 'A', store: '7' }. */
  readonly groups?: Readonly<Record<string, string>>;
};

/** The drivers of a batch and its amounts, by name: each series fills the same columns. */
export type PooledColumns = {
  readonly driverNames: readonly string[];
  readonly amountNames: readonly string[];
  /** Kinds of groups that are big enough to tell something, and these groups. */
  readonly dimensions: readonly string[];
  readonly groups: readonly GroupProfile[];
};

/** Demand smoothed with each of these weights; the second one carries the level. */
export const smoothingWeights = [0.05, 0.1, 0.2, 0.4] as const;
/** Demand, or none, smoothed with each of these weights. */
export const occurrenceWeights = [0.1, 0.25] as const;
const yearPeriods = 52;
/** The level is mostly the smoothed demand, and a little the average of up to a year. */
const smoothedShare = 0.7;
/** An item's own response to promotions counts like so many periods of the average one. */
const responsePrior = 3;

/**
 * One series prepared for the pooled model: what was known at every origin 0 … length of its history, in one
 * pass. Demand is counted in its own unit and without the batch's average effect of drivers.
 */
export type PooledSeries = {
  readonly input: PooledInput;
  readonly unit: number;
  /** Demand in units, NaN where nothing is known. */
  readonly demand: Float64Array;
  /** Demand without the average effect of the drivers. */
  readonly plain: Float64Array;
  /** ln of the drivers' average effect, over history and horizon. */
  readonly logFactors: Float64Array;
  /** Values of the batch's drivers over history and horizon, in the batch's order; undefined: never changes. */
  readonly drivers: readonly (Float64Array | undefined)[];
  readonly driverAverages: readonly (Float64Array | undefined)[];
  /** Prices and other amounts against their usual value, and that value's logarithm, in the batch's order. */
  readonly amounts: readonly (Float64Array | undefined)[];
  readonly amountAverages: readonly (Float64Array | undefined)[];
  readonly logUsual: readonly number[];
  readonly level: Float64Array;
  readonly smoothed: readonly Float64Array[];
  readonly occurrence: readonly Float64Array[];
  /** Periods since the last demand, of those observed. */
  readonly gap: Float64Array;
  /** Sums over all periods before an origin. */
  readonly sum: Float64Array;
  readonly squares: Float64Array;
  readonly observed: Float64Array;
  readonly demands: Float64Array;
  /** How the item answered its promotions so far, against the average effect: 0 like all others. */
  readonly response: Float64Array;
  /** First origin with a demand before it. */
  readonly firstOrigin: number;
  /** The groups of the batch's dimensions; undefined where the group is unknown or small. */
  readonly groups: readonly (GroupView | undefined)[];
};

const prefix = (length: number, valueAt: (t: number) => number): Float64Array => {
  const sums = new Float64Array(length + 1);
  for (let t = 0; t < length; t++) sums[t + 1] = sums[t]! + valueAt(t);
  return sums;
};

/** Exponentially weighted mean of what was known before each origin; 0 before anything was. */
const smooth = (values: Float64Array, weight: number, length: number): Float64Array => {
  const means = new Float64Array(length + 1);
  let top = 0;
  let bottom = 0;
  for (let t = 0; t < length; t++) {
    const value = values[t]!;
    if (!Number.isNaN(value)) {
      top = top * (1 - weight) + value;
      bottom = bottom * (1 - weight) + 1;
    }
    means[t + 1] = bottom === 0 ? 0 : top / bottom;
  }
  return means;
};

const gapsOf = (demand: Float64Array): Float64Array => {
  const gaps = new Float64Array(demand.length + 1);
  for (let t = 0; t < demand.length; t++) {
    gaps[t + 1] = demand[t]! > 0 ? 0 : gaps[t]! + (Number.isNaN(demand[t]!) ? 0 : 1);
  }
  return gaps;
};

/** Mean of the observed values in the `periods` before an origin. */
export const recentMean = (
  { sum, observed }: Pick<PooledSeries, 'sum' | 'observed'>,
  origin: number,
  periods: number,
): number => {
  const from = Math.max(0, origin - periods);
  const count = observed[origin]! - observed[from]!;
  return count === 0 ? Number.NaN : (sum[origin]! - sum[from]!) / count;
};

const responsesOf = (plain: Float64Array, factors: Float64Array, level: Float64Array): Float64Array => {
  const responses = new Float64Array(plain.length + 1);
  let top = 0;
  let bottom = responsePrior;
  for (let t = 0; t < plain.length; t++) {
    const strength = Math.abs(factors[t]!);
    if (strength > 0 && plain[t]! >= 0 && level[t]! > 0) {
      top += strength * Math.min(2, plain[t]! / level[t]! - 1);
      bottom += strength;
    }
    responses[t + 1] = top / bottom;
  }
  return responses;
};

/** Prepares a series for a batch whose drivers are `driverNames`, with their average effects. */
export const preparePooledSeries = (
  input: PooledInput,
  { driverNames, amountNames, dimensions, groups }: PooledColumns,
  effects: PooledEffects,
): PooledSeries => {
  const { history, horizonPeriods } = input;
  const { length } = history;
  const unit = demandUnit(history);
  const demand = history.map((value) => value / unit);
  const own = new Map(
    (input.regressors === undefined ? [] : driversOf(input.regressors)).map((d) => [d.name, d.values]),
  );
  const drivers = driverNames.map((name) => own.get(name));
  const ownAmounts = new Map(
    (input.regressors === undefined ? [] : amountsOf(input.regressors)).map((a) => [a.name, a]),
  );
  const amounts = amountNames.map((name) => ownAmounts.get(name)?.values);
  const ownDrivers = input.regressors === undefined ? [] : driversOf(input.regressors);
  const factors =
    ownDrivers.length === 0
      ? new Float64Array(length + horizonPeriods)
      : logFactors(demand, ownDrivers, effects);
  const plain = demand.map((value, t) => value / Math.exp(factors[t]!));
  const known = (t: number) => (Number.isNaN(plain[t]!) ? 0 : plain[t]!);
  const smoothed = smoothingWeights.map((weight) => smooth(plain, weight, length));
  const indicator = demand.map((value) => (Number.isNaN(value) ? value : value > 0 ? 1 : 0));
  const sums = {
    sum: prefix(length, known),
    squares: prefix(length, (t) => known(t) ** 2),
    observed: prefix(length, (t) => (Number.isNaN(plain[t]!) ? 0 : 1)),
    demands: prefix(length, (t) => (plain[t]! > 0 ? 1 : 0)),
  };
  const level = smoothed[1]!.map((value, origin) =>
    origin === 0
      ? 0
      : smoothedShare * value + (1 - smoothedShare) * (recentMean(sums, origin, yearPeriods) || 0),
  );
  const first = demand.findIndex((value) => value > 0);
  return {
    input,
    unit,
    demand,
    plain,
    logFactors: factors,
    drivers,
    driverAverages: drivers.map((values) => values && smooth(values, smoothingWeights[1], length)),
    amounts,
    amountAverages: amounts.map((values) => values && smooth(values, smoothingWeights[1], length)),
    logUsual: amountNames.map((name) => ownAmounts.get(name)?.logUsual ?? Number.NaN),
    level,
    smoothed,
    occurrence: occurrenceWeights.map((weight) => smooth(indicator, weight, length)),
    gap: gapsOf(demand),
    ...sums,
    response: responsesOf(plain, factors, level),
    firstOrigin: first < 0 ? length + 1 : first + 1,
    groups: dimensions.map((dimension) => {
      const name = input.groups?.[dimension];
      const profile = groups.find((group) => group.dimension === dimension && group.name === name);
      return profile && viewGroup(profile, length);
    }),
  };
};
