import type { VerdictClaim } from '@coplan/collaboration';
import { z } from 'zod';
import type { Context } from '../../platform/index.ts';
import { loadFacts } from '../life/load-facts.ts';
import type { Variance } from '../life/match-invoices.ts';
import { readOrderLife } from '../life/order-life.ts';
import { collectEvidence, type Evidence } from './collect-evidence.ts';
import type { DisputeEvent } from './dispute.lifecycle.ts';
import {
  type DisputeCause,
  decisionsOf,
  eventsOf,
  type Outcome,
  proposalsOf,
  type Role,
  varianceOf,
} from './dispute-rules.ts';
import { disputeNotFound } from './disputes.errors.ts';
import { atHand, disputeColumns, roleIn, type StoredDispute } from './read-dispute.ts';

export const disputeWorklists = ['mine', 'theirs', 'overdue', 'ended', 'all'] as const;

export const listDisputesInput = z.object({
  worklist: z.enum(disputeWorklists).default('all'),
  orderId: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type DisputeRow = StoredDispute & {
  poNumber: string;
  partnerName: string;
  raisedByName: string;
  raisedAt: string;
  isMine: boolean;
  /** The reader's own word is missing. */
  isWaitingForMe: boolean;
  isOverdue: boolean;
};

/** `$1` is the reader. Whoever spoke last waits for the other. */
const waitsForMe = `dispute.state in ('open', 'answered', 'proposed') and $1 <> (
  select author_id from dispute_entries said where said.org_id = dispute.org_id and said.dispute_id = dispute.id
  order by told_number desc limit 1)`;

const live = `dispute.state in ('open', 'answered', 'proposed')`;

const listing = `
select ${disputeColumns}, placed.po_number as "poNumber", dispute.raised_by as "raisedByName",
  case when dispute.org_id = $1 then placed.supplier_name else placed.buyer_name end as "partnerName",
  to_char(dispute.raised_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "raisedAt",
  dispute.raised_by_id = $1 as "isMine", ${waitsForMe} as "isWaitingForMe",
  dispute.state = 'open' and dispute.answer_by < $2::date as "isOverdue"
from disputes dispute join orders placed on placed.org_id = dispute.org_id and placed.id = dispute.order_id
where (dispute.org_id = $1 or dispute.supplier_id = $1)`;

const inWorklist = `
case $3::text
  when 'mine' then ${waitsForMe}
  when 'theirs' then ${live} and not (${waitsForMe})
  when 'overdue' then dispute.state = 'open' and dispute.answer_by < $2::date
  when 'ended' then not (${live})
  else true end`;

const todayOf = ({ clock }: Pick<Context, 'clock'>): string => clock.now().toISOString().slice(0, 10);

/** Disputes of the organisation, newest first. */
export async function listDisputes(
  context: Context,
  { worklist, orderId, cursor, limit }: z.output<typeof listDisputesInput>,
): Promise<{ rows: DisputeRow[]; nextCursor: string | null }> {
  const rows = await context.db.read<DisputeRow>(
    `${listing} and (${inWorklist}) and ($4::uuid is null or dispute.order_id = $4)
       and ($5::uuid is null or dispute.id < $5) order by dispute.id desc limit $6`,
    [context.actor.organisationId, todayOf(context), worklist, orderId ?? null, cursor ?? null, limit + 1],
  );
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.disputeId ?? null) : null };
}

export type DisputeCounts = Record<(typeof disputeWorklists)[number], number>;

/** How many disputes wait for whom, and what they are about in money. */
export async function countDisputes(context: Context): Promise<DisputeCounts> {
  const [counts] = await context.db.read<DisputeCounts>(
    `select count(*)::integer as all, count(*) filter (where ${waitsForMe})::integer as mine,
       count(*) filter (where ${live} and not (${waitsForMe}))::integer as theirs,
       count(*) filter (where dispute.state = 'open' and dispute.answer_by < $2::date)::integer as overdue,
       count(*) filter (where not (${live}))::integer as ended
     from disputes dispute where dispute.org_id = $1 or dispute.supplier_id = $1`,
    [context.actor.organisationId, todayOf(context)],
  );
  return counts ?? { all: 0, mine: 0, theirs: 0, overdue: 0, ended: 0 };
}

export const getDisputeInput = z.object({ disputeId: z.uuid() });

export type DisputeEntry = {
  at: string;
  kind: 'raise' | DisputeEvent;
  text: string;
  authorName: string;
  organisationName: string;
  isMine: boolean;
  outcome: Outcome | null;
  amountMinor: number | null;
  claim: VerdictClaim | null;
  evidence: Evidence[];
};

/** What order, receipts and invoices say about the disputed line; quantities in thousandths, prices in millionths. */
export type DisputedLine = {
  lineNumber: string;
  itemNumber: string;
  unit: string;
  orderedMilli: number;
  shippedMilli: number;
  receivedMilli: number;
  arrivedMilli: number;
  invoicedMilli: number;
  agreedPriceMicros: number;
};

export type DisputeView = DisputeRow & {
  role: Role;
  entries: DisputeEntry[];
  line: DisputedLine | null;
  variances: Variance[];
  invoice: { invoiceNumber: string; state: string; totalMinor: number; payableMinor: number } | null;
  /** Documents of the order that may be shown. */
  documents: Evidence[];
  allowedEvents: DisputeEvent[];
  decisions: Outcome[];
  proposals: Outcome[];
};

const entriesOf = `
select to_char(said.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, said.kind, said.text,
  said.author_name as "authorName", said.author_id = $1 as "isMine", said.outcome, said.amount_minor as "amountMinor",
  said.evidence, said.claim, case when said.author_id = placed.org_id then placed.buyer_name else placed.supplier_name end
    as "organisationName"
from dispute_entries said join orders placed on placed.org_id = said.org_id and placed.id = said.order_id
where said.org_id = $2 and said.dispute_id = $3 order by said.told_number`;

/** The variance that a cause is about; none where it is about a count. */
const differsIn = (cause: DisputeCause): string | null =>
  Object.entries(varianceOf).find(([name]) => name === cause)?.[1] ?? null;

async function readMatch(context: Context, dispute: StoredDispute) {
  const facts = await loadFacts(context.db, dispute);
  if (facts === undefined) throw disputeNotFound(dispute.disputeId);
  const life = readOrderLife(facts, 'sent');
  const line = life.lines.find((one) => one.line.lineNumber === dispute.lineNumber);
  const match = life.invoices.find(({ invoice }) => invoice.invoiceId === dispute.invoiceId);
  return {
    line:
      line === undefined
        ? null
        : {
            ...{ lineNumber: line.line.lineNumber, itemNumber: line.line.itemNumber, unit: line.line.unit },
            ...{ orderedMilli: line.orderedMilli, shippedMilli: line.shippedMilli },
            ...{ receivedMilli: line.receivedMilli, arrivedMilli: line.arrivedMilli },
            ...{ invoicedMilli: line.invoicedMilli, agreedPriceMicros: line.agreedPriceMicros },
          },
    variances: (match?.variances ?? []).filter(
      ({ kind, lineNumber }) =>
        dispute.cause === 'whole' || (lineNumber === dispute.lineNumber && kind === differsIn(dispute.cause)),
    ),
    invoice:
      match === undefined
        ? null
        : {
            ...{ invoiceNumber: match.invoice.invoiceNumber, state: match.state },
            ...{ totalMinor: match.invoice.totalMinor, payableMinor: match.payableMinor },
          },
  };
}

/** A dispute with everything that was said and shown in it, and what the reader may do. */
export async function getDispute(
  context: Context,
  { disputeId }: z.output<typeof getDisputeInput>,
): Promise<DisputeView> {
  const { db, actor } = context;
  const reader = [actor.organisationId, todayOf(context)];
  const [row] = await db.read<DisputeRow>(`${listing} and dispute.id = $3`, [...reader, disputeId]);
  if (row === undefined) throw disputeNotFound(disputeId);
  const role = roleIn(row, actor.organisationId);
  const [entries, match, documents] = await Promise.all([
    db.read<DisputeEntry>(entriesOf, [actor.organisationId, row.buyerId, disputeId]),
    readMatch(context, row),
    collectEvidence(db, { ...row, lineNumber: null }),
  ]);
  const allowedEvents = eventsOf(atHand(row), role);
  return {
    ...{ ...row, ...match, role, entries, documents, allowedEvents },
    decisions: allowedEvents.some((event) => event === 'settle' || event === 'uphold')
      ? decisionsOf(atHand(row), role)
      : [],
    proposals: allowedEvents.includes('propose') ? proposalsOf(atHand(row), role) : [],
  };
}
