import { addDays, daysBetween, isoWeekday, type LocalDate, localDate, type Period } from '@coplan/kernel';

export const bucketKinds = [
  'day',
  'week',
  'seven-days',
  'four-weeks',
  'month',
  'quarter',
  'interval',
] as const;
export type BucketKind = (typeof bucketKinds)[number];

/** The first day of the month that comes `months` later; undefined when the day is no first of a month. */
function firstAfter(startsOn: LocalDate, months: number): LocalDate | undefined {
  const [year = 0, month = 0, day = 0] = startsOn.split('-').map(Number);
  if (day !== 1) return undefined;
  const later = month - 1 + months;
  const name = [year + Math.floor(later / 12), (later % 12) + 1].map((one) => String(one).padStart(2, '0'));
  return localDate(`${name.join('-')}-01`);
}

const isQuarterMonth = (day: LocalDate): boolean => ['01', '04', '07', '10'].includes(day.slice(5, 7));

/** Where a bucket of this kind ends; undefined for a day on which none starts, and for an interval. */
export function endOfBucket(kind: BucketKind, startsOn: LocalDate): LocalDate | undefined {
  switch (kind) {
    case 'day':
      return addDays(startsOn, 1);
    case 'week':
      return isoWeekday(startsOn) === 1 ? addDays(startsOn, 7) : undefined;
    case 'seven-days':
      return addDays(startsOn, 7);
    case 'four-weeks':
      return addDays(startsOn, 28);
    case 'month':
      return firstAfter(startsOn, 1);
    case 'quarter':
      return isQuarterMonth(startsOn) ? firstAfter(startsOn, 3) : undefined;
    case 'interval':
      return undefined;
  }
}

/** The most telling kind of a period: February is a month, though it may have four weeks. */
export function bucketKindOf({ startsOn, endsBefore }: Period): BucketKind {
  const days = daysBetween(startsOn, endsBefore);
  if (days === 1) return 'day';
  if (days === 7) return isoWeekday(startsOn) === 1 ? 'week' : 'seven-days';
  if (endOfBucket('month', startsOn) === endsBefore) return 'month';
  if (endOfBucket('quarter', startsOn) === endsBefore) return 'quarter';
  return days === 28 ? 'four-weeks' : 'interval';
}
