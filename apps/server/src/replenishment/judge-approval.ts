import { type DomainError, nextState } from '@coplan/kernel';
import type { Actor, Transaction } from '../platform/index.ts';
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

/** The largest value per proposal that an actor may approve alone, by currency; absent is without limit. */
export type ApprovalLimits = ReadonlyMap<string, number>;

/** Limits named for the person count before those of the roles; of several roles the highest counts. */
export async function findApprovalLimits(
  tx: Pick<Transaction, 'query'>,
  actor: Actor,
): Promise<ApprovalLimits> {
  const rows = await tx.query<{ currency: string; valueMinorMax: number; role: string | null }>(
    `select currency, value_minor_max as "valueMinorMax", role from delegation_limits
     where org_id = (select current_setting('app.org')::uuid) and (user_id = $1 or role = any ($2::text[]))`,
    [actor.userId, actor.roles],
  );
  const limits = new Map<string, number>();
  for (const currency of new Set(rows.map((row) => row.currency))) {
    const ofCurrency = rows.filter((row) => row.currency === currency);
    const own = ofCurrency.find((row) => row.role === null);
    const isEveryRoleLimited = actor.roles
      .filter((role) => role === 'buyer' || role === 'approver')
      .every((role) => ofCurrency.some((row) => row.role === role));
    if (own !== undefined) limits.set(currency, own.valueMinorMax);
    else if (isEveryRoleLimited)
      limits.set(currency, Math.max(...ofCurrency.map((row) => row.valueMinorMax)));
  }
  return limits;
}

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
