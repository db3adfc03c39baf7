import { addDays, type LocalDate } from '@coplan/kernel';
import type { Database } from '../../platform/index.ts';

/** Recorded weeks that a page looks at: half-open. */
export type RecordedPeriod = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  weekCount: number;
  recordedAt: Date;
};

/** The newest `weekCount` weeks up to the last recorded one; null where nothing has been recorded. */
export async function findPeriod(db: Database, weekCount: number): Promise<RecordedPeriod | null> {
  const [last] = await db.read<{ startsOn: LocalDate; recordedAt: Date }>(
    `select starts_on::text as "startsOn", recorded_at as "recordedAt" from accuracy_weeks
     where org_id = (select current_setting('app.org')::uuid) order by starts_on desc limit 1`,
  );
  if (last === undefined) return null;
  const endsBefore = addDays(last.startsOn, 7);
  return {
    startsOn: addDays(endsBefore, -7 * weekCount),
    endsBefore,
    weekCount,
    recordedAt: last.recordedAt,
  };
}
