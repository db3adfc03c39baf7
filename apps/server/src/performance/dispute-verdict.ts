import {
  accountableParties,
  canonicalJson,
  type LineEventBody,
  type LineScore,
  perfectOrderChecks,
  type VerdictClaim,
} from '@coplan/collaboration';
import { z } from 'zod';
import { actOnOrder, openDispute, tellRaised } from '../orders/index.ts';
import type { Context, Transaction } from '../platform/index.ts';
import {
  causeIsYours,
  checkNotFailed,
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
]) satisfies z.ZodType<VerdictClaim>;

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
  /** Of a dispute: that of its room. Absent: a new one. */
  factId?: string;
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
  const factId = said.factId ?? newId();
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

const liveDispute = `
select 1 from verdict_facts dispute where order_line_id = $1 and kind = 'disputed' and not exists (
  select 1 from verdict_facts ended where ended.org_id = dispute.org_id and ended.dispute_id = dispute.id)`;

const dayMs = 86_400_000;

async function assertDisputable({ clock }: Context, tx: Transaction, line: LineToJudge): Promise<void> {
  const { orderLineId, standing, status, finalAt } = line;
  const isOpen = (await tx.query(liveDispute, [orderLineId])).length > 0;
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

const shown = ({ reason, evidence, attachmentReference }: z.output<typeof disputeVerdictInput>): string =>
  `${reason}\nEvidence: ${evidence}${attachmentReference === undefined ? '' : ` (${attachmentReference})`}`;

/** What the dispute is about. The same claim about the same score is disputed once. */
const subjectOf = ({ orderLineId, lineNumber, score, scoreHash }: LineToJudge, claim: VerdictClaim) => ({
  ...{ about: 'verdict' as const, cause: claim.kind, lineNumber },
  ...{ varianceKind: null, invoiceId: null, receiptNumber: null },
  key: `verdict ${orderLineId} ${scoreHash} ${canonicalJson(claim)}`,
  label: `Verdict of line ${lineNumber}`,
  claimedMinor: score.costMinor > 0 ? score.costMinor : null,
  verdict: { orderLineId, claim },
});

function assertClaim({ actor }: Context, line: LineToJudge, claim: VerdictClaim): void {
  if (claim.kind !== 'cause') return;
  if (line.buyerId === actor.organisationId) throw causeIsYours(line.orderLineId);
  assertFailed(line, claim.check);
}

/**
 * Either party says that a line was judged wrongly, what should hold instead and what proves it: a room in which both
 * talk until it is decided (`end-verdict-dispute.ts`). The score is frozen and shown as disputed meanwhile. Said again in
 * the same words it changes nothing. Throws `DomainError` where nothing is judged yet, a dispute is open, the score is
 * final for more than 30 days, or it was scored anew since the caller looked.
 */
export async function disputeVerdict(
  context: Context,
  input: z.output<typeof disputeVerdictInput>,
): Promise<{ disputeId: string; disputeNumber: string; isUnchanged: boolean }> {
  return context.db.transaction(async (tx) => {
    const line = await loadLine(tx, input.orderLineId);
    const { claim, reason, evidence, attachmentReference, scoreHash } = input;
    const { storing } = await actOnOrder(context, tx, { orderId: line.orderId, role: 'either' });
    const subject = subjectOf({ ...line, scoreHash }, claim);
    const raised = await openDispute(storing, { subject, text: shown(input), evidence: [] });
    if (raised.isUnchanged) return raised;
    await assertDisputable(context, tx, line);
    if (line.scoreHash !== scoreHash) throw verdictChanged({ orderLineId: line.orderLineId });
    assertClaim(context, line, claim);
    const body = { kind: 'disputed' } as const;
    await say(context, tx, line, {
      factId: raised.disputeId,
      ...{ body, claim, reason, evidence, attachmentReference },
    });
    await tellRaised(storing, raised, { label: subject.label, text: reason });
    return raised;
  });
}
