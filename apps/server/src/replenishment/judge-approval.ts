import { type DomainError, nextState } from '@coplan/kernel';
import type { ApprovalLimits } from '../orders/index.ts';
import type { Actor } from '../platform/index.ts';
import type { Proposal } from './proposal.entity.ts';
import { proposalLifecycle } from './proposal.lifecycle.ts';
import {
  aboveLimit,
  cutOffPassed,
  needsAnotherPerson,
  proposalEventNotAllowed,
} from './replenishment.errors.ts';

/** What one approval of a person does to a proposal, or why it does nothing. */
export type ApprovalJudgement =
  | { event: 'approve' | 'ask-second' | 'approve-second' }
  | { refusal: DomainError };

type Judged = {
  proposal: Pick<Proposal, 'id' | 'state' | 'valueMinor' | 'currency' | 'cutOffAt' | 'firstApprovedBy'>;
  /** Its run planned a day of the past: there is no cut-off to meet. */
  isLookingBack: boolean;
};

/** Pure: the same for the preview and for the act. */
export function judgeApproval(
  { proposal, isLookingBack }: Judged,
  { actor, limits, now }: { actor: Pick<Actor, 'userId'>; limits: ApprovalLimits; now: Date },
): ApprovalJudgement {
  const { id: proposalId, state, valueMinor } = proposal;
  const event = state === 'needs-second' ? 'approve-second' : 'approve';
  if (nextState(proposalLifecycle, state, event) === undefined) {
    return { refusal: proposalEventNotAllowed({ proposalId, state, event }) };
  }
  if (!isLookingBack && proposal.cutOffAt <= now) {
    return { refusal: cutOffPassed({ proposalId, cutOffAt: proposal.cutOffAt.toISOString() }) };
  }
  const limitMinor = limits.get(proposal.currency) ?? Number.POSITIVE_INFINITY;
  const isWithin = valueMinor <= limitMinor;
  if (event === 'approve') return { event: isWithin ? 'approve' : 'ask-second' };
  if (actor.userId === null || actor.userId === proposal.firstApprovedBy) {
    return { refusal: needsAnotherPerson(proposalId) };
  }
  return isWithin ? { event } : { refusal: aboveLimit({ proposalId, valueMinor, limitMinor }) };
}
