import type { Context, Transaction } from '../platform/index.ts';
import { tellOrdered } from './approve-proposals.ts';
import { lockForDecision } from './decision-lock.ts';
import { loadProposalsForChange } from './load-proposals.ts';
import { orderProposals } from './order-proposals.ts';

const batchSizeMax = 200;

/** Proposals of the run that a rule covers: within its value, in time, and with nothing critical to say about them. */
const findCovered = (
  tx: Transaction,
  { runId, now, skip }: { runId: string; now: Date; skip: readonly string[] },
) =>
  tx.query<{ id: string }>(
    `select proposal.id from proposals proposal join runs run on run.id = proposal.run_id
     where proposal.org_id = (select current_setting('app.org')::uuid) and proposal.run_id = $1
       and proposal.state = 'in-review' and not proposal.is_edited
       and (proposal.cut_off_at > $2 or run.parameters ->> 'asOf' is not null)
       and proposal.id <> all ($3::uuid[])
       and not jsonb_path_exists(proposal.messages, '$[*] ? (@.severity == "critical")')
       and exists (select 1 from auto_approval_rules rule
         where rule.org_id = proposal.org_id and rule.is_active and rule.currency = proposal.currency
           and (rule.supplier_id is null or rule.supplier_id = proposal.supplier_id)
           and proposal.value_minor <= rule.value_minor_max)
     order by proposal.supplier_id, proposal.location_id, proposal.deliver_on, proposal.id limit $4`,
    [runId, now, skip, batchSizeMax],
  );

/** Orders what the organisation's rules let through without a person. Safe to repeat: what is ordered is done. */
export async function approveWithoutPerson(
  context: Context,
  { runId, signal }: { runId: string; signal: AbortSignal },
): Promise<{ autoApproved: number; autoOrders: number }> {
  const total = { autoApproved: 0, autoOrders: 0 };
  const refusedIds: string[] = [];
  for (;;) {
    signal.throwIfAborted();
    const count = await context.db.transaction(async (tx) => {
      await lockForDecision(tx);
      const covered = await findCovered(tx, { runId, now: context.clock.now(), skip: refusedIds });
      if (covered.length === 0) return 0;
      const proposals = await loadProposalsForChange(
        context,
        tx,
        covered.map(({ id }) => id),
      );
      const done = await orderProposals(
        context,
        tx,
        proposals.filter((proposal) => proposal.state === 'in-review'),
      );
      await tx.em.flush();
      await tellOrdered(context, tx, done);
      refusedIds.push(...done.refused.map((refused) => refused.proposalId));
      total.autoApproved += done.ordered.length;
      total.autoOrders += done.orders.length;
      return covered.length;
    });
    if (count === 0) return total;
  }
}
