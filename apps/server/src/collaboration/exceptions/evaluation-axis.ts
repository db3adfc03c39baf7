import { type AgreementContent, planningWindowOf, windowCodes } from '@coplan/collaboration';
import { addDays, type LocalDate, localDateAt } from '@coplan/kernel';
import { bucketDaysOf, bucketStartOf } from '../plans/index.ts';

/** A quarter of weeks: what accuracy, bias and operational tests look back on. */
const historyBuckets = 13;

/** The buckets that an evaluation looks at: from the running one to the end of what is planned together, and back. */
export type EvaluationAxis = {
  today: LocalDate;
  startsOn: LocalDate;
  bucketDays: 1 | 7;
  bucketCount: number;
  historyCount: number;
  historyStartsOn: LocalDate;
  windows: Int32Array;
};

export function evaluationAxis(
  { scenario, calendar, horizons }: AgreementContent,
  now: Date,
): EvaluationAxis {
  const today = localDateAt(now, calendar.timeZone);
  const bucketDays = bucketDaysOf({ scenario });
  const startsOn = bucketStartOf(today, { bucketDays, weekStartsOn: calendar.weekStartsOn });
  const bucketCount = Math.max(1, Math.ceil(horizons.liquidDays / bucketDays));
  const windows = Int32Array.from({ length: bucketCount }, (_, bucket) => {
    const period = {
      startsOn: addDays(startsOn, bucket * bucketDays),
      endsBefore: addDays(startsOn, (bucket + 1) * bucketDays),
    };
    return windowCodes[planningWindowOf(period, horizons, today)];
  });
  const historyStartsOn = addDays(startsOn, -historyBuckets * bucketDays);
  return { today, startsOn, bucketDays, bucketCount, historyCount: historyBuckets, historyStartsOn, windows };
}

export const startOfBucket = ({ startsOn, bucketDays }: EvaluationAxis, bucket: number): LocalDate =>
  addDays(startsOn, bucket * bucketDays);
