import { exclusionReasons, type MetricFact, metricResultLifecycle, type Side } from '@coplan/collaboration';
import { addDays, localDateAt, nextState } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { type AgreementInForce, findAgreementInForce } from '../plans/index.ts';
import {
  disputeDecided,
  disputeLineUnknown,
  disputeNotFound,
  disputeOfOneself,
  disputeTooLate,
  metricNotDisputable,
  metricResultChanged,
} from './analysis.errors.ts';
import { metricNews } from './analysis.events.ts';
import { getEvidence, getStoredResult } from './list-metric-rows.ts';
import { type StoredResult, toEvidence, toFacts, valueOfSums } from './metric-result-rows.ts';
import { sumFacts } from './sum-facts.ts';

/** What should count for a line instead: nothing, with the reason, or other amounts. */
const disputedLine = z.object({
  key: z.string().min(1).max(200),
  exclude: z.enum(exclusionReasons).optional(),
  first: z.int().nullable().optional(),
  second: z.int().nullable().optional(),
});
type DisputedLine = z.output<typeof disputedLine>;

export const disputeMetricInput = z.object({
  metricResultId: z.uuid(),
  lines: z.array(disputedLine).min(1).max(1_000),
  reason: z.string().trim().min(1).max(1_000),
  /** What proves it, in words. */
  evidence: z.string().trim().min(1).max(8_000),
  /** Where the document lies: a link, a file name, a document number. */
  attachmentReference: z.string().trim().max(500).optional(),
  expectedVersion: z.int().min(1),
});

export const decideDisputeInput = z.object({
  disputeId: z.uuid(),
  decision: z.enum(['restate', 'uphold']),
  reason: z.string().trim().min(1).max(1_000),
  expectedVersion: z.int().min(1),
});

function corrected(facts: readonly MetricFact[], lines: readonly DisputedLine[]): MetricFact[] {
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const [first] = facts;
  if (first === undefined) return [];
  const evidence = toEvidence(first.kind, facts);
  for (const [index, key] of evidence.keys.entries()) {
    const line = byKey.get(key);
    if (line === undefined) continue;
    if (line.exclude !== undefined) evidence.exclusions[index] = line.exclude;
    if (line.first !== undefined) evidence.firsts[index] = line.first;
    if (line.second !== undefined) evidence.seconds[index] = line.second;
  }
  return toFacts(evidence);
}

function assertDisputable(
  { clock }: Context,
  { content }: AgreementInForce,
  result: StoredResult,
  expectedVersion: number,
): void {
  const { metricResultId, state, finalAt, version } = result;
  if (version !== expectedVersion) throw metricResultChanged({ metricResultId, expectedVersion, version });
  if (nextState(metricResultLifecycle, state, 'dispute') === undefined)
    throw metricNotDisputable({ metricResultId, state });
  const { disputeDays, calendar } = content;
  const today = localDateAt(clock.now(), calendar.timeZone);
  const finalOn = localDateAt(new Date(finalAt ?? clock.now()), calendar.timeZone);
  if (addDays(finalOn, disputeDays) < today) throw disputeTooLate({ metricResultId, disputeDays });
}

const insertDispute = `
insert into metric_disputes (id, metric_result_id, buyer_id, supplier_id, raised_by_id, raised_by_name, raised_at,
  reason, evidence, attachment_reference, lines, state)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'open')`;

const markDisputed = `
update metric_results set state = 'disputed', disputed_by_id = $2, version = version + 1 where id = $1`;

async function tell(tx: Transaction, result: StoredResult, event: string): Promise<void> {
  const { metricResultId, metricCode, party } = result;
  await tx.publish(metricNews(result, { subjectId: metricResultId, payload: { event, metricCode, party } }));
}

/** Disputes lines of a final number with evidence; the other side decides. */
export async function disputeMetric(
  context: Context,
  input: z.output<typeof disputeMetricInput>,
): Promise<{ disputeId: string; version: number }> {
  const { actor, clock } = context;
  const { metricResultId } = input;
  return context.db.transaction(async (tx) => {
    await tx.query('select 1 from metric_results where id = $1 for update', [metricResultId]);
    const result = await getStoredResult(tx, metricResultId);
    assertDisputable(
      context,
      await findAgreementInForce(tx, result.agreementId),
      result,
      input.expectedVersion,
    );
    const known = new Set((await getEvidence(tx, result)).keys);
    const stranger = input.lines.find(({ key }) => !known.has(key));
    if (stranger !== undefined) throw disputeLineUnknown({ metricResultId, key: stranger.key });
    const disputeId = context.newId();
    await tx.query(insertDispute, [
      disputeId,
      metricResultId,
      result.buyerId,
      result.supplierId,
      actor.organisationId,
      actor.name,
      clock.now(),
      input.reason,
      input.evidence,
      input.attachmentReference ?? null,
      JSON.stringify(input.lines),
    ]);
    await tx.query(markDisputed, [metricResultId, actor.organisationId]);
    const subject = { kind: 'metric', id: metricResultId };
    const after = { metricCode: result.metricCode, lineCount: input.lines.length };
    await tx.audit({ command: 'collaboration.dispute-metric', subject, after, reason: input.reason });
    await tell(tx, result, 'dispute');
    return { disputeId, version: result.version + 1 };
  });
}

type Stored = {
  metricResultId: string;
  raisedById: string;
  state: string;
  version: number;
  lines: DisputedLine[];
};

const findDispute = `
select metric_result_id as "metricResultId", raised_by_id as "raisedById", state, version, lines
from metric_disputes where id = $1`;
const closeDispute = `
update metric_disputes set state = $2, decision_reason = $3, decided_by_name = $4, decided_at = $5,
  version = version + 1 where id = $1`;
const restate = `
update metric_results set state = 'restated', agreed_numerator = $2, agreed_denominator = $3, agreed_n = $4,
  agreed_excluded = $5, version = version + 1 where id = $1`;
const uphold = `update metric_results set state = 'upheld', version = version + 1 where id = $1`;

/** The side that did not raise the dispute restates the number as its lines say, or upholds it as scored. */
export async function decideDispute(
  context: Context,
  { disputeId, decision, reason, expectedVersion }: z.output<typeof decideDisputeInput>,
): Promise<{ state: 'restated' | 'upheld'; asAgreed: number | null }> {
  const { actor, clock } = context;
  return context.db.transaction(async (tx) => {
    const [dispute] = await tx.query<Stored>(findDispute, [disputeId]);
    if (dispute === undefined) throw disputeNotFound(disputeId);
    if (dispute.raisedById === actor.organisationId) throw disputeOfOneself(disputeId);
    if (dispute.state !== 'open' || dispute.version !== expectedVersion)
      throw disputeDecided({ disputeId, state: dispute.state });
    const result = await getStoredResult(tx, dispute.metricResultId);
    const state = decision === 'restate' ? 'restated' : 'upheld';
    await tx.query(closeDispute, [disputeId, state, reason, actor.name, clock.now()]);
    const facts = decision === 'restate' ? toFacts(await getEvidence(tx, result)) : [];
    const agreed = sumFacts(result.metricCode, corrected(facts, dispute.lines));
    if (decision === 'restate') {
      const { numerator, denominator, n, excluded } = agreed;
      await tx.query(restate, [result.metricResultId, numerator, denominator, n, JSON.stringify(excluded)]);
    } else await tx.query(uphold, [result.metricResultId]);
    const subject = { kind: 'metric', id: result.metricResultId };
    await tx.audit({ command: `collaboration.${decision}-metric`, subject, after: { state }, reason });
    await tell(tx, result, decision);
    const shown = decision === 'restate' ? agreed : result;
    return { state, asAgreed: valueOfSums(result.metricCode, shown).value };
  });
}

export const listDisputesInput = z.object({
  agreementId: z.uuid().optional(),
  state: z.enum(['open', 'restated', 'upheld']).optional(),
  limit: z.int().min(1).max(500).default(100),
});

export type DisputeRow = {
  disputeId: string;
  metricResultId: string;
  agreementId: string;
  partnerName: string;
  metricCode: string;
  party: StoredResult['party'];
  startsOn: string;
  endsBefore: string;
  raisedBySide: Side;
  isMine: boolean;
  raisedByName: string;
  raisedAt: string;
  reason: string;
  evidence: string;
  attachmentReference: string | null;
  lines: DisputedLine[];
  state: 'open' | 'restated' | 'upheld';
  decisionReason: string | null;
  decidedByName: string | null;
  decidedAt: string | null;
  version: number;
};

const listing = `
select dispute.id as "disputeId", dispute.metric_result_id as "metricResultId", result.agreement_id as "agreementId",
  partner.name as "partnerName", result.metric_code as "metricCode", result.party,
  result.starts_on::text as "startsOn", result.ends_before::text as "endsBefore",
  case when dispute.raised_by_id = dispute.buyer_id then 'buyer' else 'seller' end as "raisedBySide",
  dispute.raised_by_id = $1 as "isMine", dispute.raised_by_name as "raisedByName",
  to_char(dispute.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "raisedAt", dispute.reason,
  dispute.evidence, dispute.attachment_reference as "attachmentReference", dispute.lines, dispute.state,
  dispute.decision_reason as "decisionReason", dispute.decided_by_name as "decidedByName",
  to_char(dispute.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "decidedAt", dispute.version
from metric_disputes dispute
join metric_results result on result.buyer_id = dispute.buyer_id and result.id = dispute.metric_result_id
join organisations partner
  on partner.id = case when dispute.buyer_id = $1 then dispute.supplier_id else dispute.buyer_id end
where ($2::uuid is null or result.agreement_id = $2) and ($3::text is null or dispute.state = $3)
order by dispute.raised_at desc, dispute.id desc limit $4`;

/** Disputes of one's agreements, newest first. */
export async function listDisputes(
  { db, actor }: Context,
  { agreementId, state, limit }: z.output<typeof listDisputesInput>,
): Promise<{ rows: DisputeRow[] }> {
  const values = [actor.organisationId, agreementId ?? null, state ?? null, limit];
  return { rows: await db.read<DisputeRow>(listing, values) };
}
