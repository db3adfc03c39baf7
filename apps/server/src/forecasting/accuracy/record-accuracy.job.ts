import { addDays, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import { type Context, defineJob } from '../../platform/index.ts';
import { findPublishedVersion } from '../find-forecasts.ts';
import { reconcileVersion } from '../levels/reconcile-version.ts';
import { recordAccuracy } from './record-accuracy.ts';
import { recordForecastOrigin } from './record-forecast-origin.ts';
import { meansKept, recordedLags } from './recorded-lags.ts';
import { weeksBefore } from './weekly-sales.ts';

/** Sales that come later than this after a week's end no longer change its numbers. */
const lateWeeksMax = 4;
/** A server that stood still for longer has lost the weeks before. */
const missedWeeksMax = 8;
const originWeeksKept = meansKept + lateWeeksMax + missedWeeksMax;
const recordedWeeksKept = 156;

/** The Monday of the week that runs where the day is earliest among the organisation's places: weeks before it are over. */
async function runningWeekOf({ db, clock }: Context): Promise<LocalDate> {
  const zones = await db.read<{ timeZone: string }>(
    `select distinct time_zone as "timeZone" from locations
     where org_id = (select current_setting('app.org')::uuid) and time_zone is not null`,
  );
  const now = clock.now();
  const [earliest = localDateAt(now, 'UTC')] = zones.map(({ timeZone }) => localDateAt(now, timeZone)).sort();
  return startOfIsoWeek(earliest);
}

/** Mondays that are over for a day and not kept yet, newest first. */
async function findOriginsToRecord({ db, clock }: Context): Promise<LocalDate[]> {
  const yesterday = addDays(localDateAt(clock.now(), 'UTC'), -1);
  const newest = startOfIsoWeek(yesterday);
  const kept = await db.read<{ originOn: LocalDate }>(
    `select distinct origin_on::text as "originOn" from forecast_origins
     where org_id = (select current_setting('app.org')::uuid) and origin_on >= $1`,
    [weeksBefore(newest, missedWeeksMax)],
  );
  const known = new Set(kept.map(({ originOn }) => originOn));
  return Array.from({ length: missedWeeksMax }, (_, count) => weeksBefore(newest, count)).filter(
    (originOn) => !known.has(originOn),
  );
}

/** Weeks that are over, were forecast, and were not recorded since sales last changed. */
async function findWeeksToRecord({ db }: Context, running: LocalDate): Promise<LocalDate[]> {
  const rows = await db.read<{ week: LocalDate }>(
    `with changed as (
       select max(changed_at) as at from sales_series where org_id = (select current_setting('app.org')::uuid)
     )
     select week::date::text as week
     from generate_series($1::date - 7 * $2::integer, $1::date - 7, interval '7 days') as week
       left join accuracy_weeks known on known.org_id = (select current_setting('app.org')::uuid)
         and known.starts_on = week::date
     where exists (select 1 from forecast_origins origin where origin.org_id = (select current_setting('app.org')::uuid)
         and origin.origin_on = any (select week::date - 7 * lag from unnest($4::integer[]) as lag))
       and (known.starts_on is null
         or (week >= $1::date - 7 * $3::integer and known.recorded_at < (select at from changed)))
     order by 1`,
    [running, missedWeeksMax, lateWeeksMax, [...recordedLags]],
  );
  return rows.map(({ week }) => week);
}

/**
 * Every night: keeps what was said at the start of a week, and when a week closes measures what had been said of it. Late
 * sales reach the four weeks before. The newest version's totals are computed, too. Repeating it changes nothing.
 */
export const recordAccuracyJob = defineJob({
  name: 'forecasting.record-accuracy',
  schedule: '47 2 * * *',
  timeZone: 'UTC',
  timeoutMs: 1_800_000,
  async run(context, _payload, signal) {
    let originCount = 0;
    for (const originOn of await findOriginsToRecord(context)) {
      originCount += await recordForecastOrigin(context, originOn, signal);
    }
    const running = await runningWeekOf(context);
    const version = await findPublishedVersion(context.db);
    if (version !== undefined) await reconcileVersion(context, version.versionId, signal);
    const { weekCount } = await recordAccuracy(context, await findWeeksToRecord(context, running), signal);
    await context.db.transaction(async (tx) => {
      const oldest = weeksBefore(running, originWeeksKept);
      await tx.query('delete from forecast_origins where origin_on < $1', [oldest]);
      await tx.query('delete from accuracy_weeks where starts_on < $1', [
        weeksBefore(running, recordedWeeksKept),
      ]);
    });
    return { originCount, weekCount };
  },
});
