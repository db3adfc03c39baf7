import { assert } from '@coplan/kernel';

/** Sums of one resampling unit (a bucket or an override): both absolute errors over the same demand. */
export type PairedErrors = { errorBefore: number; errorAfter: number; demand: number };

export type Interval = { low: number; high: number };

const resampleCount = 1_000;
const tail = 0.025;

/** Random numbers from a seed, 0 up to 1: the same on every machine (Mulberry32, public domain). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Σ(error before − error after) / Σ demand: above 0, the step made the forecast better. null without demand. */
export function addedValueOf(units: readonly PairedErrors[]): number | null {
  let gain = 0;
  let demand = 0;
  for (const unit of units) {
    gain += unit.errorBefore - unit.errorAfter;
    demand += unit.demand;
  }
  return demand > 0 ? gain / demand : null;
}

export type BootstrapOptions = {
  seed: number;
  /**
   * Units follow one another in time, and errors of neighbours go together: stretches of about ∛n are drawn instead of
   * single units. Off, units have no order.
   */
  isOrdered?: boolean;
};

/** An order of its own for units that have none, so that the interval does not depend on how they were read. */
const arranged = (units: readonly PairedErrors[]): PairedErrors[] =>
  [...units].sort(
    (left, right) =>
      left.demand - right.demand ||
      left.errorBefore - right.errorBefore ||
      left.errorAfter - right.errorAfter,
  );

/**
 * Where the added value lies in 95 of 100 cases: units are drawn again with replacement, both errors of a unit together,
 * so that what both forecasts missed alike does not count. Percentile interval of a paired bootstrap (Efron & Tibshirani
 * 1993, chapter 13); units in time as a circular block bootstrap (Politis & Romano 1992). The same seed gives the same
 * interval. null without demand.
 */
export function addedValueInterval(
  units: readonly PairedErrors[],
  { seed, isOrdered = false }: BootstrapOptions,
): Interval | null {
  assert(Number.isSafeInteger(seed), 'a seed is a whole number');
  if (addedValueOf(units) === null) return null;
  const ordered = isOrdered ? units : arranged(units);
  const blockLength = isOrdered ? Math.max(1, Math.round(Math.cbrt(units.length))) : 1;
  const random = randomFrom(seed);
  const count = ordered.length;
  const gains = Float64Array.from(ordered, ({ errorBefore, errorAfter }) => errorBefore - errorAfter);
  const demands = Float64Array.from(ordered, (unit) => unit.demand);
  const values: number[] = [];
  for (let resample = 0; resample < resampleCount; resample++) {
    let gain = 0;
    let demand = 0;
    let place = 0;
    for (let draw = 0; draw < count; draw++) {
      const startsBlock = draw % blockLength === 0;
      place = startsBlock ? Math.floor(random() * count) : (place + 1) % count;
      gain += gains[place]!;
      demand += demands[place]!;
    }
    if (demand > 0) values.push(gain / demand);
  }
  values.sort((left, right) => left - right);
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))]!;
  return { low: at(tail), high: at(1 - tail) };
}

/** `no-difference`: within ±1 point or not distinguishable from chance. `not-enough-data`: fewer than 13 units. */
export type AddedValueVerdict = 'improves' | 'worsens' | 'no-difference' | 'not-enough-data';

/** Below this many units nobody is judged. */
export const judgedUnitsMin = 13;
/** A change of one point of WAPE either way is noise to a planner. */
export const deadZone = 0.01;

export type JudgedValue = {
  addedValue: number | null;
  interval: Interval | null;
  n: number;
  verdict: AddedValueVerdict;
};

/** The added value with its interval and what may be said about it. */
export function judgeAddedValue(units: readonly PairedErrors[], options: BootstrapOptions): JudgedValue {
  const addedValue = addedValueOf(units);
  const n = units.length;
  if (addedValue === null || n < judgedUnitsMin) {
    return { addedValue, interval: null, n, verdict: 'not-enough-data' };
  }
  const interval = addedValueInterval(units, options);
  let verdict: AddedValueVerdict = 'no-difference';
  if (interval !== null && interval.low > 0 && addedValue > deadZone) verdict = 'improves';
  if (interval !== null && interval.high < 0 && addedValue < -deadZone) verdict = 'worsens';
  return { addedValue, interval, n, verdict };
}
