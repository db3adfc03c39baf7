import { addDays, type LocalDate, localDateAt, startOfIsoWeek } from '@coplan/kernel';
import { z } from 'zod';
import { likeText } from '../partners/index.ts';
import type { Context } from '../platform/index.ts';

export const lineVerdicts = [
  'failed',
  'perfect',
  'open',
  'excluded',
  'undated',
  'disputed',
  'restated',
] as const;

export const listLinesInput = z.object({
  partnerId: z.uuid().optional(),
  orderId: z.uuid().optional(),
  weekCount: z.int().min(1).max(53).default(13),
  verdict: z.enum(lineVerdicts).optional(),
  party: z.string().max(30).optional(),
  cause: z.string().max(60).optional(),
  search: z.string().max(100).optional(),
  /** How many rows are known already. */
  cursor: z.int().min(0).max(100_000).default(0),
  limit: z.int().min(1).max(200).default(50),
});

export type VerdictRow = {
  orderLineId: string;
  orderId: string;
  poNumber: string;
  lineNumber: string;
  itemNumber: string;
  description: string;
  partnerName: string;
  shipToName: string;
  dueOn: LocalDate | null;
  standing: 'judged' | 'open' | 'undated' | 'excluded';
  status: 'PROVISIONAL' | 'FINAL' | 'DISPUTED' | 'RESTATED';
  isPerfect: boolean | null;
  components: Record<'RL.2.1' | 'RL.2.2' | 'RL.2.3' | 'RL.2.4', 0 | 1 | null>;
  exclusionCode: string | null;
  causeParty: string | null;
  cause: string | null;
  causeText: string | null;
  costMinor: number;
  currency: string;
};

const listing = `
select line.order_line_id as "orderLineId", line.order_id as "orderId", line.po_number as "poNumber",
  line.line_number as "lineNumber", line.item_number as "itemNumber", line.description, partner.name as "partnerName",
  line.ship_to_name as "shipToName", line.due_on::text as "dueOn", line.standing, line.status,
  line.is_perfect as "isPerfect", line.components, line.exclusion_code as "exclusionCode",
  line.cause_party as "causeParty", line.cause, line.score -> 'rootCause' ->> 'text' as "causeText",
  line.cost_minor::float8 as "costMinor", line.currency
from perfect_order_lines line
  join organisations partner on partner.id = case when line.org_id = $1 then line.supplier_id else line.org_id end
where (line.org_id = $1 or line.supplier_id = $1) and ($2::uuid is null or line.org_id = $2 or line.supplier_id = $2)
  and ($3::uuid is null or line.order_id = $3)
  and ($3::uuid is not null or line.due_on is null or (line.due_on >= $4::date and line.due_on < $5::date))
  and case $6::text when 'failed' then line.is_perfect = false when 'perfect' then line.is_perfect
    when 'disputed' then line.status = 'DISPUTED' when 'restated' then line.status = 'RESTATED'
    else $6::text is null or line.standing = $6 end
  and ($7::text is null or line.cause_party = $7) and ($8::text is null or line.cause = $8)
  and ($9::text is null or lower(line.po_number || ' ' || line.item_number || ' ' || line.description || ' '
    || partner.name) like '%' || $9 || '%')
order by line.cost_minor desc, line.due_on desc nulls last, line.order_line_id limit $11 offset $10`;

/** Scored lines, the most expensive first. */
export async function listLines(
  { db, actor, clock }: Context,
  input: z.output<typeof listLinesInput>,
): Promise<{ rows: VerdictRow[]; nextCursor: number | null }> {
  const thisWeek = startOfIsoWeek(localDateAt(clock.now(), 'UTC'));
  const { cursor, limit } = input;
  const rows = await db.read<VerdictRow>(listing, [
    actor.organisationId,
    input.partnerId ?? null,
    input.orderId ?? null,
    addDays(thisWeek, -7 * (input.weekCount - 1)),
    addDays(thisWeek, 7),
    input.verdict ?? null,
    input.party ?? null,
    input.cause ?? null,
    input.search === undefined ? null : likeText(input.search),
    cursor,
    limit + 1,
  ]);
  return { rows: rows.slice(0, limit), nextCursor: rows.length > limit ? cursor + limit : null };
}
