import { assert } from '@coplan/kernel';
import type { Hierarchy, Level } from './hierarchy.ts';
import { reconcile } from './reconcile.ts';

/** Forecasts of one series made at coarser grains: each period of the grain adds up finest periods. */
export type TimeGrain = {
  readonly name: string;
  /** The grain's period that each finest period lies in; −1 outside of all (a month that is not whole). */
  readonly groupOf: Int32Array;
  readonly forecast: Float64Array;
  /** Variance of one error at this grain. Above 0. */
  readonly variance: number;
};

/**
 * Day, week and month forecasts of one series that agree: a hierarchy over time whose bottom are the finest periods of the
 * horizon (THIEF: Athanasopoulos, Hyndman, Kourentzes & Petropoulos 2017, European J. of Operational Research 262(1)).
 * Weeks and months may cross. Answers the finest path; every coarser one is its sum. No negative demand.
 */
export const reconcileOverTime = (
  finest: { readonly forecast: Float64Array; readonly variance: number },
  grains: readonly TimeGrain[],
): Float64Array => {
  const periods = finest.forecast.length;
  const levels = grains.map(({ name, groupOf, forecast }): Level => {
    assert(groupOf.length === periods, `${name} names a period for each of ${periods}`);
    return { name, groupCount: forecast.length, groupOf };
  });
  const hierarchy: Hierarchy = { bottomCount: periods, levels };
  const upper = Float64Array.from(grains.flatMap(({ forecast }) => [...forecast]));
  const variances = {
    bottom: new Float64Array(periods).fill(finest.variance),
    upper: Float64Array.from(
      grains.flatMap(({ forecast, variance }) => Array.from(forecast, () => variance)),
    ),
  };
  const base = {
    hierarchy,
    bottom: { values: finest.forecast, periods: 1 },
    upper: { values: upper, periods: 1 },
  };
  return reconcile(base, { variances, isNonNegative: true }).bottom.values;
};
