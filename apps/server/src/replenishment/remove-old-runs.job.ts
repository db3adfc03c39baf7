import { removeOldOutlooks } from '../collaboration/index.ts';
import { defineJob } from '../platform/index.ts';

const runsKept = 8;
const removedPerRunMax = 200;

/** Inputs of older runs go, their hashes and results stay. As many runs are kept as forecasts. Safe to repeat. */
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
      return {
        removedBatchCount: removed.length,
        removedOutlookCount: await removeOldOutlooks(tx, runsKept),
      };
    }),
});
