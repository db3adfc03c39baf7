import { addDays, localDateAt } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { lockForDecision } from './decision-lock.ts';
import { loadProposalForChange } from './load-proposals.ts';
import { tellProposals } from './put-before-buyers.ts';
import { proposalNews } from './replenishment.events.ts';

export const rejectProposalInput = z.object({
  proposalId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  /** For so many days nothing is proposed for this item at this location; 0: the next run may propose again. */
  muteDays: z.int().min(0).max(365),
  expectedVersion: z.int(),
});

/** One rejection within a transaction that holds the decision lock. */
export async function rejectWithin(
  context: Context,
  tx: Transaction,
  input: z.output<typeof rejectProposalInput>,
): Promise<{ state: string; mutedUntil: string | null }> {
  const { reason, muteDays } = input;
  const proposal = await loadProposalForChange(context, tx, input);
  proposal.apply('reject');
  proposal.decidedBy = context.actor.name;
  proposal.decidedAt = context.clock.now();
  proposal.decisionReason = reason;
  proposal.forgetConflict();
  await tx.em.flush();
  const { id, organisationId, itemLocationId, locationId, state } = proposal;
  const [place] = await tx.query<{ timeZone: string }>(
    'select time_zone as "timeZone" from locations where id = $1',
    [locationId],
  );
  const today = localDateAt(context.clock.now(), place?.timeZone ?? 'UTC');
  const mutedUntil = muteDays === 0 ? null : addDays(today, muteDays - 1);
  if (mutedUntil !== null) {
    await tx.query('update item_locations set muted_until = $2 where id = $1', [itemLocationId, mutedUntil]);
  }
  const quiet = mutedUntil === null ? '' : ` Nothing is proposed here until ${mutedUntil}.`;
  await tellProposals(context, tx, [id], { type: 'rejected', text: `Rejected: ${reason}.${quiet}` });
  await tx.publish(
    proposalNews('replenishment.proposal-rejected', { organisationId, proposalId: id, state }),
  );
  await tx.audit({
    command: 'replenishment.reject',
    subject: { kind: 'proposal', id },
    after: { mutedUntil },
    reason,
  });
  return { state, mutedUntil };
}

/** A buyer orders nothing here, says why, and may keep it quiet for some days. */
export const rejectProposal = (
  context: Context,
  input: z.output<typeof rejectProposalInput>,
): Promise<{ state: string; mutedUntil: string | null }> =>
  context.db.transaction(async (tx) => {
    await lockForDecision(tx);
    return rejectWithin(context, tx, input);
  });
