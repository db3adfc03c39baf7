import { normalInverse } from '@coplan/kernel';

/** A number in (0, 1) that depends on nothing but its three arguments (mixing steps of mulberry32). */
export function uniformOf(seed: number, series: number, period: number): number {
  let state = (seed ^ Math.imul(series + 1, 0x9e3779b1) ^ Math.imul(period + 1, 0x85ebca6b)) >>> 0;
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 4_294_967_296;
}

/**
 * The lead time in whole periods of an order placed in each period. Where it varies it is normal, rounded, at least 0;
 * all policies meet the same lead times, so that they differ in what they order and not in their luck.
 */
export function leadTimesOf(about: {
  leadPeriods: number;
  leadDeviationPeriods: number;
  periodCount: number;
  seed: number;
  seriesNumber: number;
}): Int32Array {
  const { leadPeriods, leadDeviationPeriods, periodCount, seed, seriesNumber } = about;
  const leads = new Int32Array(periodCount).fill(leadPeriods);
  if (leadDeviationPeriods <= 0) return leads;
  return leads.map((lead, period) =>
    Math.max(
      0,
      Math.round(lead + leadDeviationPeriods * normalInverse(uniformOf(seed, seriesNumber, period))),
    ),
  );
}
