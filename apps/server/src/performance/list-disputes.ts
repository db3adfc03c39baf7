import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import type { VerdictClaim } from './dispute-verdict.ts';

export const verdictWorklists = ['mine', 'theirs', 'ended', 'all'] as const;

export const listVerdictDisputesInput = z.object({
  worklist: z.enum(verdictWorklists).default('all'),
  orderId: z.uuid().optional(),
  /** The number of the last row that is known. */
  cursor: z.int().positive().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type VerdictDispute = {
  disputeId: string;
  number: number;
  orderId: string;
  orderLineId: string;
  poNumber: string;
  lineNumber: string;
  description: string;
  unit: string;
  partnerName: string;
  claim: VerdictClaim;
  reason: string;
  /** What the failure of the line costs as it is scored now. */
  costMinor: number;
  currency: string;
  state: 'open' | 'upheld' | 'restated';
  /** The reader's own side decides it. */
  isWaitingForMe: boolean;
  raisedAt: string;
};

const from = `
from verdict_facts dispute
  join perfect_order_lines line on line.org_id = dispute.org_id and line.order_line_id = dispute.order_line_id
  join organisations partner
    on partner.id = case when dispute.org_id = $1 then dispute.supplier_id else dispute.org_id end
  left join verdict_facts ended on ended.org_id = dispute.org_id and ended.dispute_id = dispute.id
where dispute.kind = 'disputed' and (dispute.org_id = $1 or dispute.supplier_id = $1)`;

const listing = `
select dispute.id as "disputeId", dispute.told_number::float8 as number, dispute.order_id as "orderId",
  dispute.order_line_id as "orderLineId", line.po_number as "poNumber", line.line_number as "lineNumber",
  line.description, line.unit, partner.name as "partnerName", dispute.claim, dispute.reason,
  line.cost_minor::float8 as "costMinor", line.currency, coalesce(ended.body ->> 'outcome', 'open') as state,
  ended.id is null and dispute.said_by_id <> $1 as "isWaitingForMe",
  to_char(dispute.said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "raisedAt"
${from}
  and case $2::text when 'mine' then ended.id is null and dispute.said_by_id <> $1
    when 'theirs' then ended.id is null and dispute.said_by_id = $1 when 'ended' then ended.id is not null
    else true end
  and ($3::uuid is null or dispute.order_id = $3) and ($4::bigint is null or dispute.told_number < $4)
order by dispute.told_number desc limit $5`;

const counting = `
select count(*)::integer as all, count(*) filter (where ended.id is null and dispute.said_by_id <> $1)::integer as mine,
  count(*) filter (where ended.id is null and dispute.said_by_id = $1)::integer as theirs,
  count(*) filter (where ended.id is not null)::integer as ended
${from}`;

type Counts = Record<(typeof verdictWorklists)[number], number>;

/** Disputes of verdicts of the organisation, newest first, and how many wait for whom. */
export async function listVerdictDisputes(
  { db, actor }: Context,
  { worklist, orderId, cursor, limit }: z.output<typeof listVerdictDisputesInput>,
): Promise<{ rows: VerdictDispute[]; counts: Counts; nextCursor: number | null }> {
  const [rows, [counts]] = await Promise.all([
    db.read<VerdictDispute>(listing, [
      actor.organisationId,
      worklist,
      orderId ?? null,
      cursor ?? null,
      limit + 1,
    ]),
    db.read<Counts>(counting, [actor.organisationId]),
  ]);
  const page = rows.slice(0, limit);
  return {
    rows: page,
    counts: counts ?? { all: 0, mine: 0, theirs: 0, ended: 0 },
    nextCursor: rows.length > limit ? (page.at(-1)?.number ?? null) : null,
  };
}
