import { assert, dayNumber, type Period } from '@coplan/kernel';
import { allocate } from '../exact/allocate.ts';
import { addKnown, type BucketedSeries, checkSeries } from './bucketed-series.ts';
import { type CalendarPeriod, type PlanningCalendar, periodsBetween } from './planning-calendar.ts';

/** The part of one source bucket that lies in one target bucket. */
export type Piece = { fromIndex: number; toIndex: number; valueMilli: number | null };

/** A source bucket whose days lie in more than one target bucket: its value had to be split by the weekday pattern. */
export type Straddle = Period & { fromIndex: number; into: { label: string; valueMilli: number | null }[] };

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
  assert(weekdayWeights.length === 7, 'there is one weight per weekday, Monday first');
  const first = series.buckets[0];
  const last = series.buckets.at(-1);
  if (first === undefined || last === undefined) {
    return { buckets: [], valuesMilli: [], pieces: [], straddles: [], partialIndexes: [] };
  }
  const buckets = periodsBetween(to, { startsOn: first.startsOn, endsBefore: last.endsBefore });
  const pieces: Piece[] = [];
  const straddles: Straddle[] = [];
  const valuesMilli = new Array<number | null>(buckets.length).fill(null);
  const coveredDays = new Array<number>(buckets.length).fill(0);
  let toIndex = 0;
  series.buckets.forEach((bucket, fromIndex) => {
    while (buckets[toIndex]!.endsBefore <= bucket.startsOn) toIndex += 1;
    const parts = intersections(bucket, buckets, toIndex, weekdayWeights);
    const valueMilli = series.valuesMilli[fromIndex] ?? null;
    const shares =
      valueMilli === null
        ? parts.map(() => null)
        : allocate(
            valueMilli,
            parts.map(({ weight }) => weight),
          );
    parts.forEach((part, index) => {
      const share = shares[index] ?? null;
      pieces.push({ fromIndex, toIndex: part.toIndex, valueMilli: share });
      valuesMilli[part.toIndex] = addKnown(valuesMilli[part.toIndex] ?? null, share);
      if (share !== null) coveredDays[part.toIndex]! += part.dayCount;
    });
    if (parts.length > 1) {
      const into = parts.map((part, index) => ({
        label: buckets[part.toIndex]!.label,
        valueMilli: shares[index] ?? null,
      }));
      straddles.push({ startsOn: bucket.startsOn, endsBefore: bucket.endsBefore, fromIndex, into });
    }
  });
  const partialIndexes = buckets.flatMap((bucket, index) =>
    coveredDays[index]! < dayNumber(bucket.endsBefore) - dayNumber(bucket.startsOn) ? [index] : [],
  );
  return { buckets, valuesMilli, pieces, straddles, partialIndexes };
}

/** The target buckets that a source bucket touches, with the days and weekday weights of each. */
function intersections(
  bucket: Period,
  targets: readonly Period[],
  firstIndex: number,
  weekdayWeights: readonly number[],
): { toIndex: number; dayCount: number; weight: number }[] {
  const parts: { toIndex: number; dayCount: number; weight: number }[] = [];
  const endDay = dayNumber(bucket.endsBefore);
  let day = dayNumber(bucket.startsOn);
  for (let toIndex = firstIndex; day < endDay; toIndex++) {
    const until = Math.min(endDay, dayNumber(targets[toIndex]!.endsBefore));
    const dayCount = until - day;
    let weight = 0;
    for (; day < until; day++) weight += weekdayWeights[(((day + 3) % 7) + 7) % 7]!;
    parts.push({ toIndex, dayCount, weight });
  }
  return parts;
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
