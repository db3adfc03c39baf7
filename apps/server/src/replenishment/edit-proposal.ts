import { formatMilli } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { loadProposalForChange } from './load-proposals.ts';
import type { Proposal } from './proposal.entity.ts';
import { tellProposals } from './put-before-buyers.ts';
import { notAMultiple } from './replenishment.errors.ts';
import { proposalNews } from './replenishment.events.ts';

/** A hundred million units: far above any order line, far below what sums of values can hold. */
export const quantityMilliMax = 100_000_000_000;

export const editProposalInput = z.object({
  proposalId: z.uuid(),
  quantityMilli: z.int().positive().max(quantityMilliMax),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});

async function findMultipleMilli(tx: Transaction, { id }: Proposal): Promise<number> {
  const [row] = await tx.query<{ multipleMilli: number | null }>(
    `select (input #>> '{input,terms,multipleMilli,value}')::float8 as "multipleMilli" from proposals where id = $1`,
    [id],
  );
  return row?.multipleMilli ?? 1000;
}

/** One edit within a transaction that may hold others. */
export async function editWithin(
  context: Context,
  tx: Transaction,
  input: z.output<typeof editProposalInput>,
): Promise<{ state: string; version: number; valueMinor: number }> {
  const { quantityMilli, reason } = input;
  const proposal = await loadProposalForChange(context, tx, input);
  const multipleMilli = await findMultipleMilli(tx, proposal);
  if (quantityMilli % multipleMilli !== 0) throw notAMultiple({ quantityMilli, multipleMilli });
  const beforeMilli = proposal.quantityMilli;
  proposal.edit(quantityMilli, reason);
  await tx.em.flush();
  const { id, unit, organisationId, state } = proposal;
  await tellProposals(context, tx, [id], {
    type: 'edited',
    text: `Changed from ${formatMilli(beforeMilli)} to ${formatMilli(quantityMilli)} ${unit}: ${reason}`,
  });
  await tx.publish(proposalNews('replenishment.proposal-edited', { organisationId, proposalId: id, state }));
  await tx.audit({
    command: 'replenishment.edit',
    subject: { kind: 'proposal', id },
    before: { quantityMilli: beforeMilli },
    after: { quantityMilli },
    reason,
  });
  return { state, version: proposal.version, valueMinor: proposal.valueMinor };
}

/** A buyer orders another quantity and says why; the engine's quantity and its proof stay beside it. */
export const editProposal = (
  context: Context,
  input: z.output<typeof editProposalInput>,
): Promise<{ state: string; version: number; valueMinor: number }> =>
  context.db.transaction((tx) => editWithin(context, tx, input));
