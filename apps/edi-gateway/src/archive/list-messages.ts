import type { DocumentIssue } from '@coplan/documents';
import type { Sql } from '../database.ts';

export type MessageRow = {
  messageId: string;
  position: number;
  agreementId: string;
  agreementName: string;
  direction: 'in' | 'out';
  setType: string | null;
  documentType: string | null;
  controlNumber: string | null;
  groupNumber: string | null;
  setNumber: string | null;
  state: string;
  acknowledgement: string;
  explanation: string | null;
  issues: DocumentIssue[];
  fileName: string | null;
  attemptCount: number;
  recordedAt: Date;
  endedAt: Date | null;
};

/** SQL: what every list of messages tells, and where it stands. */
export const commonColumns = `messages.message_id as "messageId", messages.position, messages.agreement_id as "agreementId",
  agreements.name as "agreementName", messages.direction, set_type as "setType", document_type as "documentType",
  messages.control_number as "controlNumber", group_number as "groupNumber", set_number as "setNumber", messages.state,
  acknowledgement, messages.explanation, file_name as "fileName", messages.recorded_at as "recordedAt"`;
export const joinedMessages =
  'from messages join agreements using (agreement_id) left join interchanges using (interchange_id)';

const columns = `${commonColumns}, issues, messages.attempt_count as "attemptCount", messages.ended_at as "endedAt"`;

/** A page of messages, newest first; `cursor` is the position of the last one seen. */
export async function listMessages(
  sql: Sql,
  filter: {
    cursor?: number | undefined;
    limit: number;
    state?: string | undefined;
    agreementId?: string | undefined;
  },
): Promise<{ rows: MessageRow[]; nextCursor: string | null }> {
  const { cursor, limit, state, agreementId } = filter;
  const rows = await sql.query<MessageRow>(
    `select ${columns} ${joinedMessages}
     where ($1::bigint is null or messages.position < $1) and ($2::text is null or messages.state = $2)
       and ($3::uuid is null or messages.agreement_id = $3)
     order by messages.position desc limit $4`,
    [cursor ?? null, state ?? null, agreementId ?? null, limit],
  );
  const last = rows.at(-1);
  return { rows, nextCursor: rows.length === limit && last !== undefined ? String(last.position) : null };
}

/** The archived bytes of the file in which a message came or went. */
export async function findBytes(
  sql: Sql,
  messageId: string,
): Promise<{ fileName: string; bytes: Buffer } | undefined> {
  const rows = await sql.query<{ fileName: string; bytes: Buffer }>(
    `select file_name as "fileName", bytes from messages join interchanges using (interchange_id) where message_id = $1`,
    [messageId],
  );
  return rows[0];
}

export type GatewayStatus = {
  waitingCount: number;
  refusedCount: number;
  queuedCount: number;
  unsendableCount: number;
  undeliveredCount: number;
  quarantinedCount: number;
  overdueCount: number;
  expectedCount: number;
  unreadCount: number;
  lastReceivedAt: Date | null;
  lastSentAt: Date | null;
};

/** What a person should look at, in numbers. */
export async function readStatus(sql: Sql): Promise<GatewayStatus> {
  const [row] = await sql.query<GatewayStatus>(`select
    count(*) filter (where state = 'waiting') as "waitingCount",
    count(*) filter (where state = 'refused') as "refusedCount",
    count(*) filter (where state in ('queued', 'numbered')) as "queuedCount",
    count(*) filter (where state = 'unsendable') as "unsendableCount",
    count(*) filter (where state = 'undelivered') as "undeliveredCount",
    count(*) filter (where state = 'quarantined') as "quarantinedCount",
    count(*) filter (where acknowledgement = 'overdue') as "overdueCount",
    count(*) filter (where acknowledgement = 'expected') as "expectedCount",
    (select count(*) from interchanges where state = 'received') as "unreadCount",
    (select max(recorded_at) from interchanges where direction = 'in') as "lastReceivedAt",
    (select max(recorded_at) from interchanges where direction = 'out') as "lastSentAt"
    from messages`);
  return row as GatewayStatus;
}
