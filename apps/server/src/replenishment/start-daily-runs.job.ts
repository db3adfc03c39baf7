import { DomainError, type LocalDate, localDateAt, type RunId } from '@coplan/kernel';
import { type Context, defineJob, type JsonObject, type Transaction } from '../platform/index.ts';
import { localTimeAt } from './local-time.ts';
import { queueRun } from './start-run.ts';

type Planner = { timeZone: string; dailyRunAt: string | null };

/** A buyer that has something to plan and something to learn from; others have no daily run. */
async function findPlanner(tx: Transaction): Promise<Planner | undefined> {
  const [planner] = await tx.query<Planner>(
    `select buyer.time_zone as "timeZone",
       case when rules.org_id is null then '05:00' else to_char(rules.daily_run_at, 'HH24:MI') end as "dailyRunAt"
     from organisations buyer left join replenishment_rules rules on rules.org_id = buyer.id
     where buyer.id = (select current_setting('app.org')::uuid) and buyer.kind = 'buyer'
       and exists (select 1 from item_locations where org_id = buyer.id and state = 'active')
       and exists (select 1 from sales_series where org_id = buyer.id)`,
  );
  return planner;
}

/** A run of the present day that somebody started at or after the hour, and that did not come to nothing. */
async function isPlannedToday(
  tx: Transaction,
  about: { timeZone: string; dailyRunAt: string; today: LocalDate },
): Promise<boolean> {
  const runs = await tx.query(
    `select 1 from runs
     where org_id = (select current_setting('app.org')::uuid) and state in ('queued', 'running', 'done')
       and parameters ->> 'asOf' is null
       and (created_at at time zone $1)::date = $2 and (created_at at time zone $1)::time >= $3::time limit 1`,
    [about.timeZone, about.today, about.dailyRunAt],
  );
  return runs.length > 0;
}

async function startToday(context: Context, tx: Transaction): Promise<RunId | string> {
  const now = context.clock.now();
  const planner = await findPlanner(tx);
  if (planner === undefined) return 'nothing-to-plan';
  const { timeZone, dailyRunAt } = planner;
  if (dailyRunAt === null) return 'switched-off';
  const today = localDateAt(now, timeZone);
  if (localTimeAt(now, timeZone) < dailyRunAt) return 'too-early';
  if (await isPlannedToday(tx, { timeZone, dailyRunAt, today })) return 'planned-today';
  const taken = await tx.query(
    `insert into daily_runs (org_id, business_day) values ((select current_setting('app.org')::uuid), $1)
     on conflict do nothing returning business_day`,
    [today],
  );
  if (taken.length === 0) return 'started-already';
  const runId = await queueRun(context, tx, { asOf: null });
  await tx.query('update daily_runs set run_id = $2 where business_day = $1', [today, runId]);
  return runId;
}

const isUnderWay = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'replenishment.run-under-way';

/**
 * Starts the run of the organisation's business day, once, as soon as its clocks show the hour of its rules; later
 * the same day where the server was down then. The day is a key, so nobody starts it twice, also in the night in which
 * an hour comes twice; in the night in which the hour is left out, the next one counts. A run that is under way is
 * waited for until the next hour.
 */
export async function startDailyRun(context: Context): Promise<JsonObject> {
  try {
    return { outcome: await context.db.transaction((tx) => startToday(context, tx)) };
  } catch (error) {
    if (isUnderWay(error)) return { outcome: 'another-under-way' };
    throw error;
  }
}

/** Seven past, so that the hour has begun on every clock. */
export const startDailyRunsJob = defineJob({
  name: 'replenishment.start-daily-runs',
  schedule: '7 * * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  run: startDailyRun,
});
