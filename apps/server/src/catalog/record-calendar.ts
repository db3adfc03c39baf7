import type { LocalDate } from '@coplan/kernel';
import { rowsOf } from '../partners/index.ts';
import type { Context, Database, Transaction } from '../platform/index.ts';

/** On which days work is done; ISO weekdays, 1 is Monday. */
export type Calendar = { code: string; workingWeekdays: number[]; holidays: LocalDate[] };

export async function recordCalendar(context: Context, tx: Transaction, calendar: Calendar): Promise<void> {
  await tx.query(
    `insert into calendars as kept (id, org_id, code, working_weekdays, holidays)
     values ($1, (select current_setting('app.org')::uuid), $2, $3::smallint[], $4::date[])
     on conflict (org_id, code) do update
       set working_weekdays = excluded.working_weekdays, holidays = excluded.holidays, version = kept.version + 1
       where (kept.working_weekdays, kept.holidays) is distinct from (excluded.working_weekdays, excluded.holidays)`,
    [context.newId(), calendar.code, calendar.workingWeekdays, calendar.holidays],
  );
}

/** The organisation's calendar of that code, if there is one. */
export async function findCalendar(
  source: Database | Transaction,
  code: string,
): Promise<Calendar | undefined> {
  const [calendar] = await rowsOf<Calendar>(
    source,
    `select code, to_json(working_weekdays) as "workingWeekdays", to_json(holidays) as holidays from calendars
     where org_id = (select current_setting('app.org')::uuid) and code = $1`,
    [code],
  );
  return calendar;
}
