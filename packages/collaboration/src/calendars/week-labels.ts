import type { Period } from '@coplan/kernel';
import { type PlanningCalendar, periodOf, periodsBetween } from './planning-calendar.ts';

export type BucketLabel = {
  /** What we call it. */
  label: string;
  /** What the partner calls the same days; two names where a bucket of ours lies in two of theirs. */
  partnerLabel: string;
  /** For a column head: "2026-W47 (P10 W3 FY2026)"; only ours where both say the same. */
  text: string;
  /** Days of this bucket lie in more than one bucket of the partner. */
  isStraddling: boolean;
};

/** Names of buckets in our calendar with the partner's in brackets, so that nobody talks about different weeks. */
export function weekLabels(
  mine: PlanningCalendar,
  partner: PlanningCalendar,
  buckets: readonly Period[],
): BucketLabel[] {
  return buckets.map((bucket) => {
    const { label } = periodOf(mine, bucket.startsOn);
    const theirs = periodsBetween(partner, bucket).map((period) => period.label);
    const partnerLabel = theirs.join(' / ');
    return {
      label,
      partnerLabel,
      text: partnerLabel === label ? label : `${label} (${partnerLabel})`,
      isStraddling: theirs.length > 1,
    };
  });
}
