import type { ProposalId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { lockForDecision } from './decision-lock.ts';
import { loadProposalForChange } from './load-proposals.ts';
import { Proposal } from './proposal.entity.ts';
import { tellProposals } from './put-before-buyers.ts';
import { proposalNews } from './replenishment.events.ts';

export const resolveConflictInput = z.object({
  proposalId: z.uuid(),
  take: z.enum(['edit', 'run']),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});

/** The newer run's side; absent where the run came to nothing to order. */
const findOtherSide = (tx: Transaction, { conflictProposalId }: Proposal): Promise<Proposal | null> =>
  conflictProposalId == null
    ? Promise.resolve(null)
    : tx.em.findOne(Proposal, { id: conflictProposalId, state: 'new' });

/** A person decides between what a person entered and what a newer run proposes, and says why. */
export function resolveConflict(
  context: Context,
  input: z.output<typeof resolveConflictInput>,
): Promise<{ proposalId: ProposalId | null; state: string }> {
  const { take, reason } = input;
  return context.db.transaction(async (tx) => {
    await lockForDecision(tx);
    const proposal = await loadProposalForChange(context, tx, input);
    const other = await findOtherSide(tx, proposal);
    proposal.apply(take === 'edit' ? 'keep-edit' : 'supersede');
    proposal.decisionReason = reason;
    proposal.forgetConflict();
    // At most one proposal of an item-location is open: the old one leaves before the new one enters.
    await tx.em.flush();
    other?.apply(take === 'edit' ? 'supersede' : 'queue');
    await tx.em.flush();
    const text =
      take === 'edit' ? `The entered quantity stays: ${reason}` : `The newer run counts: ${reason}`;
    const ids = [proposal, other].flatMap((side) => side?.id ?? []);
    await tellProposals(context, tx, ids, { type: 'conflict-resolved', text });
    const current = take === 'edit' ? proposal : other;
    for (const side of [proposal, other]) {
      if (side === null) continue;
      const { organisationId, id: proposalId, state } = side;
      await tx.publish(
        proposalNews('replenishment.proposal-resolved', { organisationId, proposalId, state }),
      );
    }
    await tx.audit({
      command: 'replenishment.resolve-conflict',
      subject: { kind: 'proposal', id: proposal.id },
      after: { take },
      reason,
    });
    return { proposalId: current?.id ?? null, state: current?.state ?? proposal.state };
  });
}
