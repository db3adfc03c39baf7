import { defineJob } from '../../platform/index.ts';

const removedPerRunMax = 50_000;

const forget = `
delete from sharing_reads where owner_id = (select current_setting('app.org')::uuid) and id in (
  select id from sharing_reads where owner_id = (select current_setting('app.org')::uuid)
    and at < $1::timestamptz - interval '400 days' order by at limit $2)
returning id`;

/** What partners read is kept for 400 days, so that a yearly review still sees all of it; then the log forgets. */
export const forgetOldReadsJob = defineJob({
  name: 'collaboration.forget-old-reads',
  schedule: '47 3 * * *',
  timeZone: 'UTC',
  timeoutMs: 300_000,
  run: ({ db, clock }) =>
    db.transaction(async (tx) => {
      const removed = await tx.query<{ id: string }>(forget, [clock.now(), removedPerRunMax]);
      return { removedCount: removed.length };
    }),
});
