import { killPoint } from '@coplan/platform';
import { z } from 'zod';
import { findApprovalLimits, type PlacedOrder } from '../orders/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { lockForDecision } from './decision-lock.ts';
import { judgeApproval } from './judge-approval.ts';
import { findRunsLookingBack, loadProposalsForChange } from './load-proposals.ts';
import { type OrderedProposals, orderProposals, type Refused, refusedBy } from './order-proposals.ts';
import type { Proposal } from './proposal.entity.ts';
import { tellProposals } from './put-before-buyers.ts';
import { proposalChanged, proposalNotFound } from './replenishment.errors.ts';
import { proposalNews } from './replenishment.events.ts';

export const approveProposalsInput = z.object({
  proposals: z
    .array(z.object({ proposalId: z.uuid(), expectedVersion: z.int() }))
    .min(1)
    .max(2_000),
});
type Input = z.output<typeof approveProposalsInput>;

export type ApprovalOutcome = {
  approved: number;
  needsSecond: number;
  refused: Refused[];
  orders: PlacedOrder[];
};

type Judged = { toOrder: Proposal[]; needSecond: Proposal[]; refused: Refused[] };

async function judgeAll(context: Context, tx: Transaction, { proposals }: Input): Promise<Judged> {
  const { actor, clock } = context;
  const loaded = await loadProposalsForChange(
    context,
    tx,
    proposals.map((wanted) => wanted.proposalId),
  );
  const byId = new Map<string, Proposal>(loaded.map((proposal) => [proposal.id, proposal]));
  const lookingBack = await findRunsLookingBack(
    tx,
    loaded.map((proposal) => proposal.runId),
  );
  const limits = await findApprovalLimits(tx, actor);
  const now = clock.now();
  const judged: Judged = { toOrder: [], needSecond: [], refused: [] };
  for (const [proposalId, expectedVersion] of new Map(
    proposals.map((wanted) => [wanted.proposalId, wanted.expectedVersion]),
  )) {
    const proposal = byId.get(proposalId);
    if (proposal === undefined) {
      judged.refused.push(refusedBy(proposalId, proposalNotFound(proposalId)));
      continue;
    }
    const { version, state } = proposal;
    if (version !== expectedVersion) {
      judged.refused.push(
        refusedBy(proposalId, proposalChanged({ proposalId, expectedVersion, version, state })),
      );
      continue;
    }
    const isLookingBack = lookingBack.has(proposal.runId);
    const judgement = judgeApproval({ proposal, isLookingBack }, { actor, limits, now });
    if ('refusal' in judgement) judged.refused.push(refusedBy(proposalId, judgement.refusal));
    else if (judgement.event === 'ask-second') judged.needSecond.push(proposal);
    else judged.toOrder.push(proposal);
  }
  return judged;
}

/** Timelines, news and the audit entry of proposals that became orders. */
export async function tellOrdered(
  context: Context,
  tx: Transaction,
  { ordered, orders }: OrderedProposals,
): Promise<void> {
  for (const { orderId, poNumber } of orders) {
    const ids = ordered.filter((proposal) => proposal.orderId === orderId).map((proposal) => proposal.id);
    await tellProposals(context, tx, ids, {
      type: 'ordered',
      text: `Approved and ordered as PO ${poNumber}.`,
    });
  }
  for (const { id, organisationId, state } of ordered) {
    await tx.publish(
      proposalNews('replenishment.proposal-approved', { organisationId, proposalId: id, state }),
    );
  }
  if (ordered.length === 0) return;
  await tx.audit({
    command: 'replenishment.approve',
    subject: { kind: 'proposals', id: ordered[0]?.id ?? '' },
    after: {
      proposals: ordered.map(({ id, quantityMilli, valueMinor }) => ({ id, quantityMilli, valueMinor })),
      orders: orders.map(({ poNumber }) => poNumber),
    },
  });
}

/**
 * A person approves one or many proposals. Within the person's limit they become orders in this very transaction, one
 * per supplier, place and delivery day; above it they wait for a second person. What cannot be approved is refused
 * one by one, with the reason, and holds nobody up. A second click finds the version changed and orders nothing.
 */
export async function approveProposals(context: Context, input: Input): Promise<ApprovalOutcome> {
  const outcome = await context.db.transaction(async (tx) => {
    await lockForDecision(tx);
    const { toOrder, needSecond, refused } = await judgeAll(context, tx, input);
    for (const proposal of needSecond) {
      proposal.apply('ask-second');
      proposal.firstApprovedBy = context.actor.userId;
    }
    const done = await orderProposals(context, tx, toOrder);
    await tx.em.flush();
    await tellOrdered(context, tx, done);
    await tellProposals(
      context,
      tx,
      needSecond.map((proposal) => proposal.id),
      {
        type: 'needs-second',
        text: 'Approved by the first person; above the limit, so a second has to approve.',
      },
    );
    for (const { id, organisationId, state } of needSecond) {
      await tx.publish(
        proposalNews('replenishment.proposal-approved', { organisationId, proposalId: id, state }),
      );
    }
    killPoint('approve.before-commit');
    return {
      approved: done.ordered.length,
      needsSecond: needSecond.length,
      refused: [...refused, ...done.refused],
      orders: done.orders,
    };
  });
  killPoint('approve.after-commit');
  return outcome;
}
