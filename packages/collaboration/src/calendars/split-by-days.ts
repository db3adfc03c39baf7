import { assert, dayNumber } from '@coplan/kernel';
import { addKnown, type BucketedSeries, checkSeries } from './bucketed-series.ts';
import type { CalendarPeriod, PlanningCalendar } from './planning-calendar.ts';
import {
  type Piece,
  partialIndexesOf,
  planSplit,
  type Straddle,
  splitValues,
  straddlesOf,
} from './split-plan.ts';

export type SplitSeries = BucketedSeries & {
  buckets: CalendarPeriod[];
  valuesMilli: (number | null)[];
  /** Every quantity with where it came from and where it went: added up by source they are the input again. */
  pieces: Piece[];
  straddles: Straddle[];
  /** Target buckets of which some days are not covered by a value: at the edges, or beside a bucket without one. */
  partialIndexes: number[];
};

/** Monday first; equal days until a pattern has been learnt. */
export const evenWeekdays = [1, 1, 1, 1, 1, 1, 1] as const;

/**
 * Brings a series into another calendar. What lies in two target buckets is split in proportion to the weights of its
 * weekdays, in whole thousandths by largest remainder: the pieces of a source bucket add up to it exactly, and so do those
 * of a target bucket. Nothing is lost in either direction. Null stays null.
 */
export function splitByDays(
  series: BucketedSeries,
  to: PlanningCalendar,
  weekdayWeights: readonly number[] = evenWeekdays,
): SplitSeries {
  checkSeries(series);
  const plan = planSplit(series.buckets, to, weekdayWeights);
  const pieces: Piece[] = [];
  const { valuesMilli, coveredDays } = splitValues(
    plan,
    series.valuesMilli,
    (fromIndex, toIndex, valueMilli) => {
      pieces.push({ fromIndex, toIndex, valueMilli });
    },
  );
  return {
    buckets: plan.buckets,
    valuesMilli,
    pieces,
    straddles: straddlesOf(plan, series.buckets, pieces),
    partialIndexes: partialIndexesOf(plan, coveredDays),
  };
}

/** The source series again, from the pieces alone: what a split is checked against. */
export function sumBySource(pieces: readonly Piece[], sourceCount: number): (number | null)[] {
  const valuesMilli = new Array<number | null>(sourceCount).fill(null);
  for (const { fromIndex, valueMilli } of pieces) {
    valuesMilli[fromIndex] = addKnown(valuesMilli[fromIndex] ?? null, valueMilli);
  }
  return valuesMilli;
}

/**
 * How much of a week each weekday carries, in whole parts, from daily history: Monday first, days without a value left
 * out. Even days where nothing was sold.
 */
export function weekdayWeightsOf(days: BucketedSeries): number[] {
  const sums = new Array<number>(7).fill(0);
  const counts = new Array<number>(7).fill(0);
  days.buckets.forEach(({ startsOn, endsBefore }, index) => {
    assert(dayNumber(endsBefore) - dayNumber(startsOn) === 1, 'a weekday pattern is learnt from days');
    const valueMilli = days.valuesMilli[index] ?? null;
    if (valueMilli === null) return;
    const weekdayIndex = (((dayNumber(startsOn) + 3) % 7) + 7) % 7;
    sums[weekdayIndex]! += Math.max(0, valueMilli);
    counts[weekdayIndex]! += 1;
  });
  const means = sums.map((sum, index) => (counts[index] === 0 ? 0 : sum / counts[index]!));
  const total = means.reduce((sum, mean) => sum + mean, 0);
  return total === 0 ? [...evenWeekdays] : means.map((mean) => Math.round((mean / total) * 10_000));
}
