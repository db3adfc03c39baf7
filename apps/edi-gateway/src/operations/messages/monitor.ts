import type { NumberKind } from '@coplan/edi';
import { z } from 'zod';
import { commonColumns, joinedMessages, type MessageRow } from '../../archive/list-messages.ts';
import type { Sql } from '../../database.ts';

export const shows = [
  'failing',
  'overdue',
  'rejected',
  'quarantined',
  'refused',
  'unsendable',
  'undelivered',
  'waiting',
  'all',
] as const;

export const monitorInput = z.object({
  /** A number of an order, a shipment, an invoice, a pallet, an interchange: from its beginning, capitals or not. */
  search: z.string().trim().max(80).optional(),
  show: z.enum(shows).default('all'),
  agreementId: z.uuid().optional(),
  /** From the partner or to him; `direction` is a word of the protocol of pages. */
  way: z.enum(['in', 'out']).optional(),
  cursor: z
    .string()
    .regex(/^[01]-\d{1,18}$/)
    .optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type MonitorInput = z.output<typeof monitorInput>;

export type MonitorRow = Omit<MessageRow, 'issues' | 'attemptCount' | 'endedAt'> & {
  acknowledgementDueAt: Date | null;
  issueCount: number;
  interchangeId: string | null;
  /** What somebody has to look at: it failed, or its acknowledgement is missing, and nobody set it aside. */
  isFailing: boolean;
  setAsideAt: Date | null;
  numbers: { kind: NumberKind; number: string }[];
};

/** SQL: what somebody has to look at. */
export const failing = `(messages.set_aside_at is null and (messages.state in ('rejected', 'quarantined', 'refused', 'unsendable',
  'undelivered') or messages.acknowledgement in ('overdue', 'rejected')))`;

const columns = `${commonColumns}, acknowledgement_due_at as "acknowledgementDueAt",
  jsonb_array_length(issues)::int as "issueCount", messages.interchange_id as "interchangeId",
  ${failing} as "isFailing", set_aside_at as "setAsideAt",
  (select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'number', number) order by kind, number), '[]')
   from (select kind, number from message_numbers where message_numbers.message_id = messages.message_id
     and kind <> 'control' order by kind, number limit 20) as own) as numbers`;

/**
 * SQL: what is a line of its own for people. News for the server is one only when it was refused, and a file only when
 * none of its messages has a line that says the same.
 */
export const shown = `(document_type is distinct from 'delivery-report' or messages.state = 'refused')
  and not (messages.set_number is null and messages.state in ('quarantined', 'replayed') and exists (
    select 1 from messages as inside
    where inside.interchange_id = messages.interchange_id and inside.set_number is not null))`;

const filtered = `($1::text is null or messages.message_id in (select message_id from message_numbers where number like $1))
  and ($2::uuid is null or messages.agreement_id = $2) and ($3::text is null or messages.direction = $3)
  and case $4::text when 'all' then true when 'failing' then ${failing}
    when 'overdue' then acknowledgement = 'overdue' when 'waiting' then messages.state in ('waiting', 'queued', 'numbered')
      or acknowledgement = 'expected'
    else messages.state = $4 or ($4 = 'rejected' and acknowledgement = 'rejected') end
  and ${shown}`;

const page = {
  1: `select ${columns} ${joinedMessages} where ${filtered} and ${failing} and ($5::bigint is null or messages.position < $5)
    order by messages.position desc limit $6`,
  0: `select ${columns} ${joinedMessages} where ${filtered} and not ${failing}
    and ($5::bigint is null or messages.position < $5) order by messages.position desc limit $6`,
} as const;

/** A number as it is looked for: capitals, no leading identifier of an SSCC, wildcards as plain letters. */
const patternOf = (search: string | undefined): string | null =>
  search === undefined || search === ''
    ? null
    : `${search
        .toUpperCase()
        .replace(/^\(?00\)?(?=\d{18}$)/, '')
        .replaceAll(/[\\%_]/g, '\\$&')}%`;

/** A page of messages: those that somebody has to look at first, each part newest first. */
export async function listMonitor(
  sql: Pick<Sql, 'query'>,
  { search, show, agreementId, way, cursor, limit }: MonitorInput,
): Promise<{ rows: MonitorRow[]; nextCursor: string | null }> {
  const [part = '1', after] = cursor?.split('-') ?? [];
  const given = [patternOf(search), agreementId ?? null, way ?? null, show];
  const rows: MonitorRow[] = [];
  if (part === '1') rows.push(...(await sql.query<MonitorRow>(page[1], [...given, after ?? null, limit])));
  if (rows.length < limit) {
    const from = part === '0' ? (after ?? null) : null;
    rows.push(...(await sql.query<MonitorRow>(page[0], [...given, from, limit - rows.length])));
  }
  const last = rows.at(-1);
  const isMore = rows.length === limit && last !== undefined;
  return { rows, nextCursor: isMore ? `${last.isFailing ? 1 : 0}-${last.position}` : null };
}

export async function findMonitorRow(
  sql: Pick<Sql, 'query'>,
  messageId: string,
): Promise<MonitorRow | undefined> {
  const rows = await sql.query<MonitorRow>(
    `select ${columns} ${joinedMessages} where messages.message_id = $1`,
    [messageId],
  );
  return rows[0];
}

export type MonitorCounts = {
  failingCount: number;
  overdueCount: number;
  waitingCount: number;
  todayCount: number;
  lastReceivedAt: Date | null;
  lastSentAt: Date | null;
};

/** What waits for a person, in numbers, and whether anything moves. */
export async function countMonitor(sql: Pick<Sql, 'query'>, now: Date): Promise<MonitorCounts> {
  const [row] = await sql.query<MonitorCounts>(
    `select count(*) filter (where ${failing})::int as "failingCount",
       count(*) filter (where acknowledgement = 'overdue' and set_aside_at is null)::int as "overdueCount",
       count(*) filter (where state in ('waiting', 'queued', 'numbered'))::int as "waitingCount",
       count(*) filter (where recorded_at > $1::timestamptz - interval '24 hours')::int as "todayCount",
       (select max(recorded_at) from interchanges where direction = 'in') as "lastReceivedAt",
       (select max(recorded_at) from interchanges where direction = 'out') as "lastSentAt"
     from messages where ${shown}`,
    [now],
  );
  return row as MonitorCounts;
}
