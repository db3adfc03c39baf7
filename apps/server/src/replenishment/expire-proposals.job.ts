import type { ProposalId } from '@coplan/kernel';
import { defineJob } from '../platform/index.ts';
import { lockForDecision } from './decision-lock.ts';
import { loadProposalsForChange } from './load-proposals.ts';
import { openProposalStates } from './proposal.lifecycle.ts';
import { tellProposals } from './put-before-buyers.ts';
import { proposalNews } from './replenishment.events.ts';

const batchSizeMax = 500;

/**
 * Open proposals whose cut-off has passed can no longer be ordered for their day. The cut-off is an instant, made
 * from the local time of the place when it was proposed, so clock changes need no care here. Safe to repeat; what is
 * beyond a batch waits for the next time. Proposals of a run that looks back have no cut-off to meet.
 */
export const expireProposalsJob = defineJob({
  name: 'replenishment.expire-proposals',
  schedule: '*/5 * * * *',
  timeZone: 'UTC',
  timeoutMs: 60_000,
  async run(context) {
    const late = await context.db.read<{ id: ProposalId }>(
      `select proposal.id from proposals proposal join runs run on run.id = proposal.run_id
       where proposal.org_id = (select current_setting('app.org')::uuid) and proposal.state = any ($1::text[])
         and proposal.cut_off_at <= $2 and run.parameters ->> 'asOf' is null
       order by proposal.cut_off_at limit $3`,
      [openProposalStates, context.clock.now(), batchSizeMax],
    );
    if (late.length === 0) return { expiredCount: 0 };
    const expiredCount = await context.db.transaction(async (tx) => {
      await lockForDecision(tx);
      const proposals = await loadProposalsForChange(
        context,
        tx,
        late.map(({ id }) => id),
      );
      const open = proposals.filter((proposal) =>
        openProposalStates.some((state) => state === proposal.state),
      );
      for (const proposal of open) {
        proposal.apply('expire');
        proposal.decidedAt = context.clock.now();
        proposal.forgetConflict();
      }
      await tx.em.flush();
      await tellProposals(
        context,
        tx,
        open.map(({ id }) => id),
        { type: 'expired', text: 'The cut-off passed before anybody decided.' },
      );
      for (const { id, organisationId, state } of open) {
        await tx.publish(
          proposalNews('replenishment.proposal-expired', { organisationId, proposalId: id, state }),
        );
      }
      return open.length;
    });
    return { expiredCount, batchSizeMax };
  },
});
