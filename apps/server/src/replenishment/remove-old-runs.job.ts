import { removeOldOutlooks } from '../collaboration/index.ts';
import { type Context, defineJob } from '../platform/index.ts';

const runsKept = 8;
/** Backtests kept with their inputs and items; older ones are asked for again. */
const backtestsKept = 30;
const me = `(select current_setting('app.org')::uuid)`;

/** The oldest run that is kept; nothing where there are fewer. */
const oldestKept = `(select min(run_number) from (
  select run_number from runs where org_id = ${me} and snapshot_hash is not null
  order by run_number desc limit $1) newest)`;

const removeResults = `delete from plan_results where org_id = ${me} and until_number <= ${oldestKept}`;

/** Inputs stay as long as a result that was computed from them holds in a kept run, however old they are. */
const removeInputs = `
delete from run_inputs kept using runs run
where kept.org_id = ${me} and run.org_id = kept.org_id and run.id = kept.run_id and run.run_number < ${oldestKept}
  and not exists (select 1 from plan_results held
    where held.org_id = kept.org_id and held.run_id = kept.run_id and held.batch_number = kept.batch_number)
returning 1`;

const removeBacktests = `
delete from backtests where org_id = ${me} and id in (
  select id from backtests where org_id = ${me} and state not in ('queued', 'running')
  order by id desc offset $1 limit 5)
returning id`;

export const removeOldRunInputs = ({ db }: Pick<Context, 'db'>) =>
  db.transaction(async (tx) => {
    await tx.query(removeResults, [runsKept]);
    const removed = await tx.query(removeInputs, [runsKept]);
    const backtests = await tx.query(removeBacktests, [backtestsKept]);
    return {
      removedBacktestCount: backtests.length,
      removedBatchCount: removed.length,
      removedOutlookCount: await removeOldOutlooks(tx, runsKept),
    };
  });

/**
 * Inputs of older runs go, their hashes and results stay. As many runs are kept as forecasts. Old backtests go whole, a
 * few at a time. Safe to repeat.
 */
export const removeOldRunInputsJob = defineJob({
  name: 'replenishment.remove-old-run-inputs',
  schedule: '27 3 * * *',
  timeZone: 'UTC',
  timeoutMs: 300_000,
  run: (context) => removeOldRunInputs(context),
});
