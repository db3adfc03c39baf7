import { type HeaderList, writeHeaders } from '@coplan/as2';
import type { Sql } from '../../database.ts';

export type As2MessageRow = {
  as2MessageId: string;
  position: number;
  agreementId: string;
  agreementName: string;
  direction: 'in' | 'out';
  messageId: string;
  fileName: string | null;
  state: string;
  receiptState: string | null;
  hasReceipt: boolean;
  security: Record<string, unknown>;
  explanation: string | null;
  attemptCount: number;
  recordedAt: Date;
  endedAt: Date | null;
};

const columns = `as2_message_id as "as2MessageId", as2_messages.position,
  as2_messages.agreement_id as "agreementId",
  agreements.name as "agreementName", as2_messages.direction, message_id as "messageId", file_name as "fileName",
  as2_messages.state, receipt_state as "receiptState", receipt_body is not null as "hasReceipt", security,
  as2_messages.explanation, as2_messages.attempt_count as "attemptCount", as2_messages.recorded_at as "recordedAt",
  as2_messages.ended_at as "endedAt"`;

/** A page of AS2 messages, newest first; `cursor` is the position of the last one seen. */
export async function listAs2Messages(
  sql: Sql,
  {
    cursor,
    limit,
    agreementId,
  }: { cursor?: number | undefined; limit: number; agreementId?: string | undefined },
): Promise<{ rows: As2MessageRow[]; nextCursor: string | null }> {
  const rows = await sql.query<As2MessageRow>(
    `select ${columns} from as2_messages join agreements using (agreement_id) left join interchanges using (interchange_id)
     where ($1::bigint is null or as2_messages.position < $1) and ($2::uuid is null or as2_messages.agreement_id = $2)
     order by as2_messages.position desc limit $3`,
    [cursor ?? null, agreementId ?? null, limit],
  );
  const last = rows.at(-1);
  return { rows, nextCursor: rows.length === limit && last !== undefined ? String(last.position) : null };
}

const evidenceQuery = {
  message: 'select headers, body from as2_messages where as2_message_id = $1',
  receipt:
    'select receipt_headers as headers, receipt_body as body from as2_messages where as2_message_id = $1',
} as const;

/** The message or its receipt, header and body as they came or went: what proves who sent what, and who took it. */
export async function findEvidence(
  sql: Sql,
  as2MessageId: string,
  part: 'message' | 'receipt',
): Promise<Buffer | undefined> {
  const [row] = await sql.query<{ headers: HeaderList | null; body: Buffer | null }>(evidenceQuery[part], [
    as2MessageId,
  ]);
  if (row === undefined || row.headers === null) return undefined;
  return Buffer.concat([writeHeaders(row.headers), row.body ?? Buffer.alloc(0)]);
}
