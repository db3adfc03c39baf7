import {
  type LineRules,
  type LineScore,
  type OrderLineFacts,
  restatedBy,
  scoreLine,
  type VerdictClaim,
} from '@coplan/collaboration';
import { z } from 'zod';
import { readOrderHistories } from '../orders/index.ts';
import type { Context } from '../platform/index.ts';
import { lineFacts, type VerdictFact } from './line-facts.ts';
import type { VerdictRow } from './list-lines.ts';
import { verdictNotFound } from './performance.errors.ts';
import { readVersions, type VerdictVersion } from './verdict-versions.ts';

export const getLineInput = z.object({ orderLineId: z.uuid() });

type StoredVerdict = Omit<VerdictRow, 'causeText'> & {
  buyerId: string;
  partnerId: string;
  unit: string;
  valueMinor: number;
  rules: LineRules;
  score: LineScore;
  scoreHash: string;
  asOf: string;
  finalAt: string | null;
  isBuyer: boolean;
};

const verdictOf = `
select line.order_line_id as "orderLineId", line.order_id as "orderId", line.org_id as "buyerId",
  line.po_number as "poNumber", line.line_number as "lineNumber", line.item_number as "itemNumber", line.description,
  partner.id as "partnerId", partner.name as "partnerName",
  line.ship_to_name as "shipToName", line.unit, line.due_on::text as "dueOn",
  line.standing, line.status, line.is_perfect as "isPerfect", line.components, line.exclusion_code as "exclusionCode",
  line.cause_party as "causeParty", line.cause, line.cost_minor::float8 as "costMinor", line.currency,
  line.value_minor::float8 as "valueMinor", line.rules, line.score, line.score_hash as "scoreHash",
  to_char(line.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "asOf",
  to_char(line.final_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "finalAt",
  line.org_id = $2 as "isBuyer"
from perfect_order_lines line
  join organisations partner on partner.id = case when line.org_id = $2 then line.supplier_id else line.org_id end
where line.order_line_id = $1`;

/** What somebody said of the verdict, oldest first. */
export type Said = {
  factId: string;
  kind: 'disputed' | 'dispute-resolved' | 'excluded' | 'cause-assigned';
  disputeId: string | null;
  number: number;
  body: VerdictFact['body'];
  claim: VerdictClaim | null;
  reason: string;
  evidence: string | null;
  attachmentReference: string | null;
  isOurs: boolean;
  saidBy: string;
  saidAt: string;
};

const saidOf = `
select id as "factId", kind, dispute_id as "disputeId", told_number::float8 as number, body, claim, reason, evidence,
  attachment_reference as "attachmentReference", said_by_id = $2 as "isOurs", said_by as "saidBy",
  to_char(said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "saidAt"
from verdict_facts where order_line_id = $1 order by told_number`;

type Figure = Pick<
  LineScore,
  'standing' | 'isPerfect' | 'components' | 'exclusion' | 'costMinor' | 'rootCause'
>;

export type OpenDispute = Said & {
  claim: VerdictClaim;
  disputeNumber: string;
  /** The figure if the claim is granted, beside the one that was scored. */
  asClaimed: Figure;
  /** The figure by what is offered instead, if something is. */
  asOffered: Figure | null;
};

export type LineVerdictView = StoredVerdict & {
  /** What the score was computed from: whoever reads it can compute it again. */
  facts: OrderLineFacts;
  said: Said[];
  /** What held since it was final or disputed for the first time, oldest first. */
  versions: VerdictVersion[];
  openDispute: OpenDispute | null;
};

function asRestated(facts: OrderLineFacts, claim: VerdictClaim, asOfMs: number): Figure {
  const restated = { ...restatedBy(claim), eventId: 'claim', atMs: asOfMs, recordedAtMs: asOfMs };
  const { standing, isPerfect, components, exclusion, costMinor, rootCause } = scoreLine(
    { ...facts, events: [...facts.events, restated] },
    { asOfMs },
  );
  return { standing, isPerfect, components, exclusion, costMinor, rootCause };
}

const roomOf = `select dispute_number as "disputeNumber", offered from disputes where id = $1`;

async function readOpenDispute(
  { db, clock }: Context,
  dispute: Said & { claim: VerdictClaim },
  facts: OrderLineFacts,
): Promise<OpenDispute> {
  const [room] = await db.read<{ disputeNumber: string; offered: VerdictClaim | null }>(roomOf, [
    dispute.factId,
  ]);
  const asOfMs = clock.now().getTime();
  const offered = room?.offered ?? null;
  return {
    ...dispute,
    disputeNumber: room?.disputeNumber ?? '',
    asClaimed: asRestated(facts, dispute.claim, asOfMs),
    asOffered: offered === null ? null : asRestated(facts, offered, asOfMs),
  };
}

function findOpenDispute(said: readonly Said[]): (Said & { claim: VerdictClaim }) | undefined {
  const ended = new Set(said.flatMap(({ disputeId }) => disputeId ?? []));
  return said.find(
    (one): one is Said & { claim: VerdictClaim } =>
      one.kind === 'disputed' && !ended.has(one.factId) && one.claim !== null,
  );
}

/**
 * The verdict of a line with its proof: score, rules, every event behind it, what people said, and for an open dispute
 * both figures. Throws `DomainError` (not-found) for lines of others and for orders that are not scored yet.
 */
export async function getLine(
  context: Context,
  { orderLineId }: z.output<typeof getLineInput>,
): Promise<LineVerdictView> {
  const { db, actor } = context;
  const values = [orderLineId, actor.organisationId];
  const [[stored], said, versions] = await Promise.all([
    db.read<StoredVerdict>(verdictOf, values),
    db.read<Said>(saidOf, values),
    readVersions(db, orderLineId),
  ]);
  if (stored === undefined) throw verdictNotFound(orderLineId);
  const [history] = await readOrderHistories(db, [stored.orderId]);
  const line = history?.lines.find((one) => one.orderLineId === orderLineId);
  if (history === undefined || line === undefined) throw verdictNotFound(orderLineId);
  const asOfMs = Date.parse(stored.asOf);
  const told = lineFacts(history, line, {
    rules: stored.rules,
    said: said.map(({ factId, number, body, saidAt }) => ({ factId, number, body, saidAt, orderLineId })),
  });
  // The window's spread is in the stored rules already.
  const facts = { ...told, rules: stored.rules };
  // Only what was known then, so that the proof is about the very score.
  const known = { ...facts, events: facts.events.filter((event) => event.recordedAtMs <= asOfMs) };
  const dispute = findOpenDispute(said);
  return {
    ...stored,
    facts: known,
    said,
    versions,
    openDispute: dispute === undefined ? null : await readOpenDispute(context, dispute, facts),
  };
}
