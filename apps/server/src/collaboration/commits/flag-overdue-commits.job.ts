import type { OrganisationId } from '@coplan/kernel';
import { defineJob } from '../../platform/index.ts';
import { commitNews } from './commits.events.ts';

const batchSizeMax = 5_000;

type Late = { id: string; agreementId: string; buyerId: OrganisationId; supplierId: OrganisationId };

/** Marks what a supplier has not answered in time; late answers are still taken. The buyer's clock counts. */
export const flagOverdueCommitsJob = defineJob({
  name: 'collaboration.flag-overdue-commits',
  schedule: '*/5 * * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  /** Safe to run twice: what is overdue no longer matches. The rest waits for the next run. */
  run: ({ db, clock }) =>
    db.transaction(async (tx) => {
      const late = await tx.query<Late>(
        `update commits set state = 'overdue', version = version + 1
         where id in (select id from commits where buyer_id = (select current_setting('app.org')::uuid)
             and state in ('due', 'draft') and due_at < $1 order by due_at limit $2 for update skip locked)
         returning id, agreement_id as "agreementId", buyer_id as "buyerId", supplier_id as "supplierId"`,
        [clock.now(), batchSizeMax],
      );
      for (const commits of Map.groupBy(late, ({ agreementId }) => agreementId).values()) {
        const [first] = commits;
        if (first === undefined) continue;
        await tx.publish(commitNews({ ...first, change: 'overdue', commitIds: commits.map(({ id }) => id) }));
      }
      return { overdueCount: late.length, batchSizeMax };
    }),
});
