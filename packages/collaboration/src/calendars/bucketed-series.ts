import { assert, type Period } from '@coplan/kernel';

/** Quantities per bucket in thousandths; buckets are in order and do not overlap. null is "no value", never 0. */
export type BucketedSeries = {
  buckets: readonly Period[];
  valuesMilli: readonly (number | null)[];
};

/** Throws when buckets overlap, run backwards, or are not as many as the values. */
export function checkSeries({ buckets, valuesMilli }: BucketedSeries): void {
  assert(buckets.length === valuesMilli.length, 'every bucket has one value or null');
  buckets.forEach((bucket, index) => {
    assert(bucket.startsOn < bucket.endsBefore, 'a bucket has at least one day');
    const before = buckets[index - 1];
    assert(before === undefined || before.endsBefore <= bucket.startsOn, 'buckets are in order and apart');
  });
}

/** The sum of what is known, exact: throws beyond 2⁵³ instead of losing a thousandth. */
export function totalMilliOf(valuesMilli: readonly (number | null)[]): number {
  const total = valuesMilli.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  assert(Number.isSafeInteger(total), 'the total is too large');
  return total;
}

/** Adds, where "no value" on both sides stays "no value". */
export const addKnown = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : left + right;
