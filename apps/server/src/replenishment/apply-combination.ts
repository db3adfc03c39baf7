import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { lockForDecision } from './decision-lock.ts';
import { editProposalInput, editWithin, quantityMilliMax } from './edit-proposal.ts';
import { rejectWithin } from './reject-proposal.ts';

export const applyCombinationInput = z.object({
  changes: z
    .array(
      z.object({
        proposalId: z.uuid(),
        /** 0: nothing is ordered here, the proposal is rejected. */
        quantityMilli: z.int().min(0).max(quantityMilliMax),
        expectedVersion: z.int(),
      }),
    )
    .min(1)
    .max(1000),
  reason: editProposalInput.shape.reason,
});

/**
 * Makes the changes of a combination, all or none: each is an edit, or a rejection where nothing remains, with the
 * reason in the proposal's timeline and the audit trail. Throws what an edit throws, e.g. where one has changed since.
 */
export function applyCombination(
  context: Context,
  { changes, reason }: z.output<typeof applyCombinationInput>,
): Promise<{ editedCount: number; rejectedCount: number }> {
  // In the order of ids, as every decision locks them.
  const ordered = [...changes].sort((left, right) => (left.proposalId < right.proposalId ? -1 : 1));
  return context.db.transaction(async (tx) => {
    await lockForDecision(tx);
    let rejectedCount = 0;
    for (const change of ordered) {
      if (change.quantityMilli > 0) await editWithin(context, tx, { ...change, reason });
      else {
        await rejectWithin(context, tx, { ...change, reason, muteDays: 0 });
        rejectedCount += 1;
      }
    }
    return { editedCount: ordered.length - rejectedCount, rejectedCount };
  });
}
