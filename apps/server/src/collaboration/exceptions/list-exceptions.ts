import { type CauseKind, exceptionLifecycle, type Side } from '@coplan/collaboration';
import { allowedEvents } from '@coplan/kernel';
import { z } from 'zod';
import { rowsOf } from '../../partners/index.ts';
import type { Context } from '../../platform/index.ts';
import { type ExceptionRow, exceptionColumns, partnerOf, sideOf } from './load-exception.ts';

const kinds = ['forecast', 'operational', 'metric', 'data-quality', 'event', 'pooled'] as const;
export const openStates = ['open', 'assigned', 'waiting-partner', 'proposed', 'snoozed'] as const;
const states = [...openStates, 'resolved', 'auto-resolved', 'self-cleared', 'accepted', 'closed'] as const;

export const listExceptionsInput = z.object({
  /** `open` (the default): everything that still waits for somebody, snoozed ones left out. */
  state: z.union([z.literal('open'), z.literal('all'), z.array(z.enum(states)).min(1)]).default('open'),
  agreementId: z.uuid().optional(),
  kind: z.enum(kinds).optional(),
  priority: z.enum(['HIGH', 'MEDIUM', 'LOW']).optional(),
  /** `me`: the person; `us`: my organisation's turn or nobody's yet; `partner`: the other side's turn. */
  owner: z.enum(['me', 'us', 'partner']).optional(),
  search: z.string().max(100).optional(),
  sort: z.enum(['money', 'respond-by', 'priority', 'newest']).default('money'),
  /** Place in the order, as `nextCursor` gave it. */
  cursor: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  limit: z.int().min(1).max(200).default(50),
});

export type ExceptionSummary = {
  exceptionId: string;
  agreementId: string;
  agreementName: string;
  agreementVersionId: string;
  title: string;
  kind: ExceptionRow['kind'];
  criterionCode: string;
  criterionName: string;
  causeKind: CauseKind;
  causeRef: string | null;
  causeLabel: string;
  partnerId: string;
  partnerName: string;
  mySide: Side;
  priority: 'HIGH' | 'MEDIUM' | 'LOW';
  moneyMinor: number;
  currency: string;
  childCount: number;
  state: ExceptionRow['state'];
  /** Whose turn it is; null: nobody has taken it yet. */
  ownerSide: Side | null;
  ownerName: string | null;
  isMine: boolean;
  respondBy: string | null;
  isLate: boolean;
  escalationLevel: number;
  snoozedUntil: string | null;
  raisedAt: string;
  allowedEvents: string[];
  version: number;
};

export type ExceptionTotals = {
  count: number;
  /** Of the currency with the most exceptions; all of them are in `byCurrency`. */
  moneyMinor: number;
  currency: string | null;
  /** Share of the money that has a cause of its own; the rest is in small differences. */
  coveredShare: number;
  byCurrency: { currency: string; count: number; moneyMinor: number }[];
};

type Named = { agreementName: string; partnerName: string };

/** Events that the asking side may cause now, in the words of the procedures. */
export function eventsAllowed(row: ExceptionRow, organisationId: string): string[] {
  const events = new Set<string>(allowedEvents(exceptionLifecycle, row.state));
  const allowed: string[] = [];
  if (events.has('assign')) allowed.push('claim', 'assign');
  if (events.has('ask') && (row.ownerId === null || row.ownerId === organisationId)) allowed.push('ask');
  if (events.has('reply') && row.ownerId === organisationId) allowed.push('reply');
  if (events.has('propose')) allowed.push('propose');
  if (events.has('agree') && row.proposal?.byId !== organisationId)
    allowed.push('acceptProposal', 'rejectProposal');
  if (events.has('snooze')) allowed.push('snooze');
  if (events.has('wake')) allowed.push('wake');
  if (events.has('accept')) allowed.push('acceptAsIs');
  return allowed;
}

export function summaryOf(
  row: ExceptionRow & Named,
  { actor, clock }: Pick<Context, 'actor' | 'clock'>,
): ExceptionSummary {
  const me = actor.organisationId;
  return {
    exceptionId: row.exceptionId,
    agreementId: row.agreementId,
    agreementName: row.agreementName,
    agreementVersionId: row.agreementVersionId,
    title: row.title,
    kind: row.kind,
    criterionCode: row.criterionCode,
    criterionName:
      row.criterion?.name ?? (row.kind === 'event' ? 'Event changed after its lock' : 'Small differences'),
    causeKind: row.causeKind,
    causeRef: row.causeRef,
    causeLabel: row.causeLabel,
    partnerId: partnerOf(row, me),
    partnerName: row.partnerName,
    mySide: sideOf(row, me),
    priority: row.priority,
    moneyMinor: row.moneyMinor,
    currency: row.currency,
    childCount: row.childCount,
    state: row.state,
    ownerSide: row.ownerId === null ? null : sideOf(row, row.ownerId),
    ownerName: row.ownerName,
    isMine: row.ownerUserId !== null && row.ownerUserId === actor.userId,
    respondBy: row.respondBy?.toISOString() ?? null,
    isLate: row.respondBy !== null && row.endedAt === null && row.respondBy.getTime() < clock.now().getTime(),
    escalationLevel: row.escalationLevel,
    snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
    raisedAt: row.raisedAt.toISOString(),
    allowedEvents: eventsAllowed(row, me),
    version: row.version,
  };
}

export const namedExceptions = `
select ${exceptionColumns}, agreement.name as "agreementName", partner.name as "partnerName"
from exceptions exception
  join agreements agreement on agreement.buyer_id = exception.buyer_id and agreement.id = exception.agreement_id
  join organisations partner on partner.id = case when exception.buyer_id = (select current_setting('app.org')::uuid)
    then exception.supplier_id else exception.buyer_id end`;

const filters = `
where ($1::text[] is null or exception.state = any ($1))
  and ($2::uuid is null or exception.agreement_id = $2)
  and ($3::text is null or exception.kind = $3)
  and ($4::text is null or exception.priority = $4)
  and ($5::text is null
    or ($5 = 'me' and exception.owner_user_id = $6)
    or ($5 = 'us' and (exception.owner_id is null or exception.owner_id = (select current_setting('app.org')::uuid)))
    or ($5 = 'partner' and exception.owner_id <> (select current_setting('app.org')::uuid)))
  and ($7::text is null or lower(exception.title || ' ' || exception.cause_label) like '%' || lower($7) || '%')`;

/** Every order ends on the id, so that pages never overlap. */
const listed = `${namedExceptions}
${filters}
order by case when $8 = 'respond-by' then exception.respond_by end nulls last,
  case when $8 = 'priority' then array_position(array['HIGH', 'MEDIUM', 'LOW'], exception.priority) end,
  case when $8 = 'newest' then exception.raised_at end desc nulls last,
  exception.money_minor desc, exception.id
offset $9 limit $10`;

const counted = `
select exception.currency, count(*)::integer as count, sum(exception.money_minor)::bigint as "moneyMinor",
  coalesce(sum(exception.money_minor) filter (where exception.cause_kind = 'small-differences'), 0)::bigint as "smallMinor"
from exceptions exception
${filters}
group by exception.currency order by count(*) desc, exception.currency`;

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** The worklist of one side: only what it may see now, largest money first unless asked otherwise. */
export async function listExceptions(
  context: Context,
  input: z.output<typeof listExceptionsInput>,
): Promise<{ rows: ExceptionSummary[]; nextCursor: string | null; totals: ExceptionTotals }> {
  const { actor, db } = context;
  const waiting = openStates.filter((state) => state !== 'snoozed');
  const values = [
    input.state === 'all' ? null : input.state === 'open' ? waiting : input.state,
    input.agreementId ?? null,
    input.kind ?? null,
    input.priority ?? null,
    input.owner ?? null,
    actor.userId,
    input.search === undefined ? null : escaped(input.search),
  ];
  const from = Number(input.cursor ?? 0);
  const [rows, sums] = await Promise.all([
    rowsOf<ExceptionRow & Named>(db, listed, [...values, input.sort, from, input.limit + 1]),
    rowsOf<{ currency: string; count: number; moneyMinor: number; smallMinor: number }>(db, counted, values),
  ]);
  const [first] = sums;
  const money = first?.moneyMinor ?? 0;
  return {
    rows: rows.slice(0, input.limit).map((row) => summaryOf(row, context)),
    nextCursor: rows.length > input.limit ? String(from + input.limit) : null,
    totals: {
      count: sums.reduce((count, sum) => count + sum.count, 0),
      moneyMinor: money,
      currency: first?.currency ?? null,
      coveredShare: first === undefined || money === 0 ? 1 : (money - first.smallMinor) / money,
      byCurrency: sums.map(({ smallMinor: _small, ...sum }) => sum),
    },
  };
}
