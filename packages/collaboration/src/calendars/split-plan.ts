import { assert, dayNumber, type Period } from '@coplan/kernel';
import { allocate } from '../exact/allocate.ts';
import { addKnown } from './bucketed-series.ts';
import { type CalendarPeriod, type PlanningCalendar, periodsBetween } from './planning-calendar.ts';

/** The part of one source bucket that lies in one target bucket. */
export type Piece = { fromIndex: number; toIndex: number; valueMilli: number | null };

/** A source bucket whose days lie in more than one target bucket: its value had to be split by the weekday pattern. */
export type Straddle = Period & { fromIndex: number; into: { label: string; valueMilli: number | null }[] };

/** How the buckets of one calendar lie in those of another: made once, used for every series over the same buckets. */
export type SplitPlan = {
  buckets: CalendarPeriod[];
  /** Per source bucket: the target buckets it touches, and the days and weekday weights of each. */
  parts: { toIndexes: number[]; dayCounts: number[]; weights: number[] }[];
};

/** Lays source buckets over a calendar. Weights are whole numbers, Monday first. */
export function planSplit(
  sources: readonly Period[],
  to: PlanningCalendar,
  weekdayWeights: readonly number[],
): SplitPlan {
  assert(weekdayWeights.length === 7, 'there is one weight per weekday, Monday first');
  const first = sources[0];
  const last = sources.at(-1);
  if (first === undefined || last === undefined) return { buckets: [], parts: [] };
  const buckets = periodsBetween(to, { startsOn: first.startsOn, endsBefore: last.endsBefore });
  let firstIndex = 0;
  const parts = sources.map((source) => {
    while (buckets[firstIndex]!.endsBefore <= source.startsOn) firstIndex += 1;
    const toIndexes: number[] = [];
    const dayCounts: number[] = [];
    const weights: number[] = [];
    const endDay = dayNumber(source.endsBefore);
    let day = dayNumber(source.startsOn);
    for (let toIndex = firstIndex; day < endDay; toIndex++) {
      const until = Math.min(endDay, dayNumber(buckets[toIndex]!.endsBefore));
      toIndexes.push(toIndex);
      dayCounts.push(until - day);
      let weight = 0;
      for (; day < until; day++) weight += weekdayWeights[(((day + 3) % 7) + 7) % 7]!;
      weights.push(weight);
    }
    return { toIndexes, dayCounts, weights };
  });
  return { buckets, parts };
}

/** Splits one series; tells every piece to `onPiece` and answers how many days of each target bucket have a value. */
export function splitValues(
  { buckets, parts }: SplitPlan,
  sourceMilli: readonly (number | null)[],
  onPiece: (fromIndex: number, toIndex: number, valueMilli: number | null) => void,
): { valuesMilli: (number | null)[]; coveredDays: number[] } {
  const valuesMilli = new Array<number | null>(buckets.length).fill(null);
  const coveredDays = new Array<number>(buckets.length).fill(0);
  for (let fromIndex = 0; fromIndex < parts.length; fromIndex++) {
    const { toIndexes, dayCounts, weights } = parts[fromIndex]!;
    const value = sourceMilli[fromIndex] ?? null;
    const shares = value === null || weights.length === 1 ? null : allocate(value, weights);
    for (let index = 0; index < toIndexes.length; index++) {
      const toIndex = toIndexes[index]!;
      const share = shares === null ? value : shares[index]!;
      onPiece(fromIndex, toIndex, share);
      if (share === null) continue;
      valuesMilli[toIndex] = addKnown(valuesMilli[toIndex]!, share);
      coveredDays[toIndex]! += dayCounts[index]!;
    }
  }
  return { valuesMilli, coveredDays };
}

/** The source buckets that were cut, with how much went where (added up where there are pieces of several series). */
export function straddlesOf(
  { buckets, parts }: SplitPlan,
  sources: readonly Period[],
  pieces: readonly Piece[],
): Straddle[] {
  const straddles = new Map<number, Straddle>();
  parts.forEach(({ toIndexes }, fromIndex) => {
    const source = sources[fromIndex];
    if (source === undefined || toIndexes.length < 2) return;
    const into = toIndexes.map((toIndex) => ({ label: buckets[toIndex]!.label, valueMilli: null }));
    straddles.set(fromIndex, { startsOn: source.startsOn, endsBefore: source.endsBefore, fromIndex, into });
  });
  for (const { fromIndex, toIndex, valueMilli } of pieces) {
    const part = straddles.get(fromIndex)?.into[toIndex - parts[fromIndex]!.toIndexes[0]!];
    if (part !== undefined) part.valueMilli = addKnown(part.valueMilli, valueMilli);
  }
  return [...straddles.values()];
}

/** Target buckets of which some days have no value. */
export const partialIndexesOf = ({ buckets }: SplitPlan, coveredDays: readonly number[]): number[] =>
  buckets.flatMap(({ startsOn, endsBefore }, index) =>
    coveredDays[index]! < dayNumber(endsBefore) - dayNumber(startsOn) ? [index] : [],
  );
