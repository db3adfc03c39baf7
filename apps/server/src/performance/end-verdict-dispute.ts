import { canonicalJson, restatedBy } from '@coplan/collaboration';
import { z } from 'zod';
import {
  type ActedOnDispute,
  aboutDispute,
  actInDispute,
  type answerProposalInput,
  type DisputeKeeper,
  type withdrawDisputeInput,
} from '../orders/index.ts';
import type { Context } from '../platform/index.ts';
import { assertFailed, loadLine, say, verdictClaim } from './dispute-verdict.ts';
import { notGrantedAlone } from './performance.errors.ts';

const outcome = z.enum(['restated', 'stands']);
/** What holds instead, where something does: what was claimed, or a part of it. */
const claim = verdictClaim.optional();

export const proposeVerdictInput = z.object({ ...aboutDispute, outcome, claim });
export const decideVerdictDisputeInput = z.object({ ...aboutDispute, outcome, claim });

/**
 * What an end of a dispute means for the verdict. The buyer, who measures, may grant a part of what a supplier claims; a
 * supplier grants what the buyer claims, and proposes anything else. Only what failed has a cause.
 */
const keeper: DisputeKeeper = {
  async judge({ storing: { context, tx }, dispute }, { event, claim: offered }) {
    if (offered === undefined) return;
    const line = await loadLine(tx, dispute.orderLineId ?? '');
    if (offered.kind === 'cause') assertFailed(line, offered.check);
    const isBuyer = context.actor.organisationId === line.buyerId;
    if (event === 'settle' && !isBuyer && canonicalJson(offered) !== canonicalJson(dispute.claim))
      throw notGrantedAlone(dispute);
  },
  async end({ storing: { context, tx }, dispute }, { text, granted }) {
    const line = await loadLine(tx, dispute.orderLineId ?? '');
    const body =
      granted === null ? ({ kind: 'dispute-resolved', outcome: 'upheld' } as const) : restatedBy(granted);
    await say(context, tx, line, { body, reason: text, disputeId: dispute.disputeId });
  },
};

type Act = Parameters<typeof actInDispute>[2];
const acting =
  <Input>(toAct: (input: Input) => Act) =>
  (context: Context, input: Input): Promise<ActedOnDispute> =>
    context.db.transaction((tx) => actInDispute(context, tx, toAct(input), keeper));

/** How one party would restate the verdict, or that it stands; the other side accepts or refuses. */
export const proposeVerdict = acting<z.output<typeof proposeVerdictInput>>((input) => ({
  ...input,
  event: 'propose',
}));

/** An accepted proposal restates the verdict, whoever made it. */
export const answerVerdictProposal = acting<z.output<typeof answerProposalInput>>(({ answer, ...input }) => ({
  ...input,
  event: answer,
}));

/** The side that did not raise the dispute restates the verdict, or upholds it; what was scored first is kept. */
export const decideVerdictDispute = acting<z.output<typeof decideVerdictDisputeInput>>((input) => ({
  ...input,
  event: input.outcome === 'stands' ? 'uphold' : 'settle',
}));

export const withdrawVerdictDispute = acting<z.output<typeof withdrawDisputeInput>>((input) => ({
  ...input,
  event: 'withdraw',
}));
