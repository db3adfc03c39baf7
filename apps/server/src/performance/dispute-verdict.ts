import {
  accountableParties,
  type LineEventBody,
  type LineScore,
  perfectOrderChecks,
} from '@coplan/collaboration';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import {
  causeIsYours,
  checkNotFailed,
  disputeDecided,
  disputeNotFound,
  disputeOfOneself,
  disputeTooLate,
  verdictChanged,
  verdictNotDisputable,
  verdictNotFound,
} from './performance.errors.ts';
import { saidNews } from './performance.events.ts';
import { restateDays } from './terms-content.ts';

const checks = Object.keys(perfectOrderChecks) as [keyof typeof perfectOrderChecks];

/** What should hold instead: the line is left out, another quantity came in time, or somebody else answers for it. */
export const verdictClaim = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exclusion'), code: z.enum(['FORCE_MAJEURE', 'BUYER_FAULT']) }),
  z.object({ kind: z.literal('quantity'), receivedMilli: z.int().min(0) }),
  z.object({
    kind: z.literal('cause'),
    check: z.enum(checks),
    party: z.enum(accountableParties),
    cause: z.string().trim().min(1).max(60),
  }),
]);
export type VerdictClaim = z.output<typeof verdictClaim>;

export const disputeVerdictInput = z.object({
  orderLineId: z.uuid(),
  claim: verdictClaim,
  reason: z.string().trim().min(1).max(1_000),
  /** What proves it, in words. */
  evidence: z.string().trim().min(1).max(8_000),
  /** Where the document lies: a link, a file name, a document number. */
  attachmentReference: z.string().trim().max(500).optional(),
  /** Of the score that was looked at. */
  scoreHash: z.string().length(64),
});

export const decideVerdictDisputeInput = z.object({
  disputeId: z.uuid(),
  decision: z.enum(['restate', 'uphold']),
  reason: z.string().trim().min(1).max(1_000),
});

export type LineToJudge = {
  orderLineId: string;
  orderId: string;
  buyerId: string;
  supplierId: string;
  poNumber: string;
  lineNumber: string;
  status: string;
  standing: string;
  finalAt: string | null;
  scoreHash: string;
  score: LineScore;
};

const findLine = `
select order_line_id as "orderLineId", order_id as "orderId", org_id as "buyerId", supplier_id as "supplierId",
  po_number as "poNumber", line_number as "lineNumber", status, standing, final_at::text as "finalAt",
  score_hash as "scoreHash", score
from perfect_order_lines where order_line_id = $1`;

/** The line with its order locked, so that two say their word one after the other. */
export async function loadLine(tx: Transaction, orderLineId: string): Promise<LineToJudge> {
  const [line] = await tx.query<LineToJudge>(findLine, [orderLineId]);
  if (line === undefined) throw verdictNotFound(orderLineId);
  await tx.query('select 1 from orders where id = $1 for no key update', [line.orderId]);
  return line;
}

const insertFact = `
insert into verdict_facts (id, org_id, supplier_id, order_id, order_line_id, kind, dispute_id, body, claim, reason,
  evidence, attachment_reference, said_by_id, said_by, said_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

export type Said = {
  body: LineEventBody;
  reason: string;
  disputeId?: string;
  claim?: VerdictClaim;
  evidence?: string;
  attachmentReference?: string | undefined;
};

/** Writes down what somebody says of a line's verdict, and lets it be scored anew. */
export async function say(context: Context, tx: Transaction, line: LineToJudge, said: Said): Promise<string> {
  const { actor, clock, newId } = context;
  const factId = newId();
  const { body, claim, reason } = said;
  await tx.query(insertFact, [
    factId,
    line.buyerId,
    line.supplierId,
    line.orderId,
    line.orderLineId,
    body.kind,
    said.disputeId ?? null,
    JSON.stringify(body),
    claim === undefined ? null : JSON.stringify(claim),
    reason,
    said.evidence ?? null,
    said.attachmentReference ?? null,
    actor.organisationId,
    actor.name,
    clock.now(),
  ]);
  const subject = { kind: 'verdict', id: line.orderLineId };
  const after = { kind: body.kind, poNumber: line.poNumber, lineNumber: line.lineNumber };
  await tx.audit({ command: `performance.${body.kind}`, subject, after, reason });
  await tx.publish(saidNews({ ...line, kind: body.kind, text: reason }));
  return factId;
}

const openDispute = `
select 1 from verdict_facts dispute where order_line_id = $1 and kind = 'disputed' and not exists (
  select 1 from verdict_facts ended where ended.org_id = dispute.org_id and ended.dispute_id = dispute.id)`;

const dayMs = 86_400_000;

async function assertDisputable({ clock }: Context, tx: Transaction, line: LineToJudge): Promise<void> {
  const { orderLineId, standing, status, finalAt } = line;
  const isOpen = (await tx.query(openDispute, [orderLineId])).length > 0;
  if (isOpen) throw verdictNotDisputable({ orderLineId, standing, status: 'DISPUTED' });
  if (standing === 'open' || standing === 'undated')
    throw verdictNotDisputable({ orderLineId, standing, status });
  if (finalAt !== null && clock.now().getTime() > Date.parse(finalAt) + restateDays * dayMs) {
    throw disputeTooLate({ orderLineId, restateDays });
  }
}

export function assertFailed({ orderLineId, score }: LineToJudge, check: string): void {
  if (!score.failures.some((failure) => failure.check === check))
    throw checkNotFailed({ orderLineId, check });
}

/**
 * Either party says that a line was judged wrongly, what should hold instead and what proves it. Its score is frozen and
 * shown as disputed until the other side has decided. Throws `DomainError` where nothing is judged yet, a dispute is
 * open, the score is final for more than 30 days, or it was scored anew since the caller looked.
 */
export async function disputeVerdict(
  context: Context,
  input: z.output<typeof disputeVerdictInput>,
): Promise<{ disputeId: string; poNumber: string; lineNumber: string }> {
  return context.db.transaction(async (tx) => {
    const line = await loadLine(tx, input.orderLineId);
    const { orderLineId, poNumber, lineNumber } = line;
    await assertDisputable(context, tx, line);
    if (line.scoreHash !== input.scoreHash) throw verdictChanged({ orderLineId });
    if (input.claim.kind === 'cause') {
      if (line.buyerId === context.actor.organisationId) throw causeIsYours(orderLineId);
      assertFailed(line, input.claim.check);
    }
    const { claim, reason, evidence, attachmentReference } = input;
    const disputeId = await say(context, tx, line, {
      body: { kind: 'disputed' },
      claim,
      reason,
      evidence,
      attachmentReference,
    });
    return { disputeId, poNumber, lineNumber };
  });
}

/** What the claim means for the engine once it is granted. */
export function grantedBody(claim: VerdictClaim): LineEventBody {
  const restated = { kind: 'dispute-resolved', outcome: 'restated' } as const;
  if (claim.kind === 'exclusion') return { ...restated, exclusion: claim.code };
  return claim.kind === 'quantity' ? { ...restated, receivedMilli: claim.receivedMilli } : restated;
}

type Dispute = { orderLineId: string; raisedById: string; claim: VerdictClaim; isEnded: boolean };
const findDispute = `
select dispute.order_line_id as "orderLineId", dispute.said_by_id as "raisedById", dispute.claim,
  exists (select 1 from verdict_facts ended where ended.org_id = dispute.org_id and ended.dispute_id = dispute.id)
    as "isEnded"
from verdict_facts dispute where dispute.id = $1 and dispute.kind = 'disputed'`;

/** The side that did not raise the dispute grants what is claimed, or upholds the score; both figures are kept. */
export async function decideVerdictDispute(
  context: Context,
  { disputeId, decision, reason }: z.output<typeof decideVerdictDisputeInput>,
): Promise<{ outcome: 'restated' | 'upheld' }> {
  return context.db.transaction(async (tx) => {
    const [found] = await tx.query<Dispute>(findDispute, [disputeId]);
    if (found === undefined) throw disputeNotFound(disputeId);
    if (found.raisedById === context.actor.organisationId) throw disputeOfOneself(disputeId);
    const line = await loadLine(tx, found.orderLineId);
    const [dispute = found] = await tx.query<Dispute>(findDispute, [disputeId]);
    if (dispute.isEnded) throw disputeDecided(disputeId);
    const { claim } = dispute;
    const body: LineEventBody =
      decision === 'uphold' ? { kind: 'dispute-resolved', outcome: 'upheld' } : grantedBody(claim);
    await say(context, tx, line, { body, reason, disputeId });
    // Only suppliers claim a cause, so that here the buyer grants it.
    if (decision === 'restate' && claim.kind === 'cause') {
      const { check, party, cause } = claim;
      await say(context, tx, line, { body: { kind: 'cause-assigned', check, party, cause }, reason });
    }
    return { outcome: decision === 'restate' ? 'restated' : 'upheld' };
  });
}
