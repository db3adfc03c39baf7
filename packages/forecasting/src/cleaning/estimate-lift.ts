import type { KnownEvent } from './correction.ts';

/** An own past of so many event periods weighs as much as what was expected. */
const expectedWeightPeriods = 2;
/** No event multiplies demand by more than this, nor divides it. */
const factorMax = 12;

export type EventLift = {
  readonly event: KnownEvent;
  readonly indices: readonly number[];
  /** 1 + lift: what the event multiplied demand by. */
  readonly factor: number;
};

/**
 * What each event did to demand: sold against the base of the same periods, pulled to what was expected of it by
 * n/(n + 2) periods of its own; without an expectation to no effect at all. Events without an observed period are
 * left out.
 */
export const estimateLifts = (
  demand: Float64Array,
  base: Float64Array,
  events: readonly KnownEvent[],
): EventLift[] =>
  events.flatMap((event) => {
    const indices: number[] = [];
    let observed = 0;
    let expected = 0;
    for (let t = Math.max(0, event.fromIndex); t < Math.min(demand.length, event.toIndex); t++) {
      if (Number.isNaN(demand[t]!) || !(base[t]! > 0)) continue;
      indices.push(t);
      observed += demand[t]!;
      expected += base[t]!;
    }
    if (indices.length === 0) return [];
    const own = observed / expected - 1;
    const weight = indices.length / (indices.length + expectedWeightPeriods);
    const lift = weight * own + (1 - weight) * (event.expectedLiftRatio ?? 0);
    return [{ event, indices, factor: Math.min(factorMax, Math.max(1 / factorMax, 1 + lift)) }];
  });
