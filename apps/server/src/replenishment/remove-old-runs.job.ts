import { removeOldOutlooks } from '../collaboration/index.ts';
import { defineJob } from '../platform/index.ts';

const runsKept = 8;
const removedPerRunMax = 200;
/** Backtests kept with their inputs and items; older ones are asked for again. */
const backtestsKept = 30;

/**
 * Inputs of older runs go, their hashes and results stay. As many runs are kept as forecasts. Old backtests go whole, a
 * few at a time. Safe to repeat.
 */
export const removeOldRunInputsJob = defineJob({
  name: 'replenishment.remove-old-run-inputs',
  schedule: '27 3 * * *',
  timeZone: 'UTC',
  timeoutMs: 300_000,
  run: ({ db }) =>
    db.transaction(async (tx) => {
      const removed = await tx.query<{ runId: string }>(
        `delete from run_inputs where org_id = (select current_setting('app.org')::uuid) and run_id in (
           select id from runs where org_id = (select current_setting('app.org')::uuid) and state = 'done'
           order by id desc offset $1 limit $2)
         returning run_id as "runId"`,
        [runsKept, removedPerRunMax],
      );
      const backtests = await tx.query(
        `delete from backtests where org_id = (select current_setting('app.org')::uuid) and id in (
           select id from backtests where org_id = (select current_setting('app.org')::uuid)
             and state not in ('queued', 'running')
           order by id desc offset $1 limit 5)
         returning id`,
        [backtestsKept],
      );
      return {
        removedBacktestCount: backtests.length,
        removedBatchCount: removed.length,
        removedOutlookCount: await removeOldOutlooks(tx, runsKept),
      };
    }),
});
