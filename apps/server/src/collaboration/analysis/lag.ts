import { instantAt } from '@coplan/collaboration';
import { addDays, type LocalDate } from '@coplan/kernel';

/**
 * Before when a forecast must have been known to count as made `lagPeriods` ahead of the bucket: the end of the day that
 * lies so many buckets before the bucket begins, in the agreement's zone (the rule of `forecastAtLag`).
 */
export const cutOffOf = (
  bucketOn: LocalDate,
  { lagPeriods, bucketDays, timeZone }: { lagPeriods: number; bucketDays: number; timeZone: string },
): Date => instantAt(addDays(bucketOn, 1 - lagPeriods * bucketDays), '00:00', timeZone);
