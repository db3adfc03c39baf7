import type { ProposalId } from '@coplan/kernel';
import { LockMode } from '@mikro-orm/core';
import type { Context, Transaction } from '../platform/index.ts';
import { Proposal } from './proposal.entity.ts';
import { proposalChanged, proposalNotFound } from './replenishment.errors.ts';

/** The proposals, locked in the order of their ids so that two decisions never wait for each other in a circle. */
export const loadProposalsForChange = (
  { actor }: Context,
  tx: Transaction,
  proposalIds: readonly string[],
): Promise<Proposal[]> =>
  tx.em.find(
    Proposal,
    { id: { $in: proposalIds as ProposalId[] }, organisationId: actor.organisationId, state: { $ne: 'new' } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );

/** One proposal as the caller saw it; throws `DomainError` when it is not there or has changed since. */
export async function loadProposalForChange(
  context: Context,
  tx: Transaction,
  { proposalId, expectedVersion }: { proposalId: string; expectedVersion: number },
): Promise<Proposal> {
  const [proposal] = await loadProposalsForChange(context, tx, [proposalId]);
  if (proposal === undefined) throw proposalNotFound(proposalId);
  const { version, state } = proposal;
  if (version !== expectedVersion) throw proposalChanged({ proposalId, expectedVersion, version, state });
  return proposal;
}

/** Runs that look back plan past days: their proposals have no cut-off to meet. */
export async function findRunsLookingBack(tx: Transaction, runIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select id from runs where org_id = (select current_setting('app.org')::uuid) and id = any ($1::uuid[])
       and parameters ->> 'asOf' is not null`,
    [[...new Set(runIds)]],
  );
  return new Set(rows.map((row) => row.id));
}
