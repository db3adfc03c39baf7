import { defineJob } from '../../platform/index.ts';

const cutOffAfterHours = 6;

/** An import whose server was killed is told as cut off; safe to run twice, because a closed one no longer matches. */
export const closeCutOffImportsJob = defineJob({
  name: 'inventory.close-cut-off-imports',
  schedule: '23 * * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  async run({ db, clock }) {
    const closed = await db.transaction((tx) =>
      tx.query<{ id: string }>(
        `update imports set state = 'failed', ended_at = $1, failure = 'It was cut off; import the same file again'
         where org_id = (select current_setting('app.org')::uuid) and state = 'running'
           and started_at < $1::timestamptz - make_interval(hours => $2)
         returning id`,
        [clock.now().toISOString(), cutOffAfterHours],
      ),
    );
    return { closedCount: closed.length };
  },
});
