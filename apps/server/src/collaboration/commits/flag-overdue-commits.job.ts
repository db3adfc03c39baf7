import type { OrganisationId } from '@coplan/kernel';
import { defineJob } from '../../platform/index.ts';
import { commitNews } from './commits.events.ts';

const batchSizeMax = 5_000;

type Late = { id: string; agreementId: string; buyerId: OrganisationId; supplierId: OrganisationId };

/**
 * Marks what a supplier has not answered in time; late answers are still taken. What it can no longer see, because the
 * forecast is not shared any more, is not held against it.
 */
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
         where id in (select asked.id from commits asked
           where asked.buyer_id = (select current_setting('app.org')::uuid) and asked.state in ('due', 'draft')
             and asked.due_at < $1 and exists (select 1 from sharing_rules rule
               where rule.owner_id = asked.buyer_id and rule.reader_id = asked.supplier_id
                 and rule.agreement_id = asked.agreement_id and rule.measure = 'forecast' and rule.closed_at is null)
           order by asked.due_at limit $2 for update of asked skip locked)
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
