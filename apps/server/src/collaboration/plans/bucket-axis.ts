import { type AgreementContent, planningWindowOf } from '@coplan/collaboration';
import { addDays, daysBetween, isoWeekday, isoWeekLabel, type LocalDate } from '@coplan/kernel';

export type BucketWindow = 'past' | 'frozen' | 'slushy' | 'liquid';

/** Store replenishment is planned by the day, everything else by the agreement's week. */
export const bucketDaysOf = ({ scenario }: Pick<AgreementContent, 'scenario'>): 1 | 7 =>
  scenario === 'store-replenishment' ? 1 : 7;

/** First day of the agreement's bucket in which `date` lies. */
export function bucketStartOf(
  date: LocalDate,
  { bucketDays, weekStartsOn }: { bucketDays: number; weekStartsOn: number },
): LocalDate {
  if (bucketDays === 1) return date;
  return addDays(date, -((isoWeekday(date) - weekStartsOn + 7) % 7));
}

/** Where a bucket stands on `today`; farther ahead than is planned together binds as little as the liquid window. */
export function windowOfBucket(
  bucket: { startsOn: LocalDate; endsBefore: LocalDate },
  horizons: AgreementContent['horizons'],
  today: LocalDate,
): BucketWindow {
  const window = planningWindowOf(bucket, horizons, today);
  return window === 'beyond' ? 'liquid' : window;
}

/** A week is named after the ISO week in which most of its days lie, a day after its date. */
export const bucketLabel = (startsOn: LocalDate, bucketDays: number): string =>
  bucketDays === 1 ? startsOn : isoWeekLabel(addDays(startsOn, 3));

/** Buckets from `startsOn` until the end of what is planned together; at least one, at most `countMax`. */
export const bucketCountUntil = (
  startsOn: LocalDate,
  endsBefore: LocalDate,
  bucketDays: number,
  countMax = 800,
): number => Math.max(1, Math.min(countMax, Math.ceil(daysBetween(startsOn, endsBefore) / bucketDays)));

/**
 * Spreads whole periods evenly over their days, without losing a thousandth, and sums the days of each bucket. A bucket
 * that is not wholly covered has no value. With `extendsHead` the few days of the first bucket before the first period
 * count like its first day: a week that begins on Sunday keeps its number where the periods begin on Monday.
 */
export function regroupByDays(
  amounts: readonly (number | null)[],
  from: { startsOn: LocalDate; bucketDays: number },
  to: { startsOn: LocalDate; bucketDays: number; bucketCount: number },
  { extendsHead = false }: { extendsHead?: boolean } = {},
): (number | null)[] {
  const offset = daysBetween(from.startsOn, to.startsOn);
  if (from.bucketDays === to.bucketDays && offset % from.bucketDays === 0) {
    const first = offset / from.bucketDays;
    return Array.from({ length: to.bucketCount }, (_, index) => amounts[first + index] ?? null);
  }
  const amountOfDay = (day: number): number | null => {
    if (day < 0) return extendsHead && day > -to.bucketDays && offset < 0 ? amountOfDay(0) : null;
    const amount = amounts[Math.floor(day / from.bucketDays)];
    if (amount === undefined || amount === null) return null;
    const place = day % from.bucketDays;
    const before = Math.floor((amount * place) / from.bucketDays);
    return Math.floor((amount * (place + 1)) / from.bucketDays) - before;
  };
  return Array.from({ length: to.bucketCount }, (_, bucket) => {
    let sum = 0;
    for (let day = 0; day < to.bucketDays; day++) {
      const amount = amountOfDay(offset + bucket * to.bucketDays + day);
      if (amount === null) return null;
      sum += amount;
    }
    return sum;
  });
}
