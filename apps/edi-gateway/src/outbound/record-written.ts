import type { Agreement } from '../agreements/agreement.ts';
import { moveInterchange } from '../archive/interchange-archive.ts';
import { outboundLifecycle, type SentState, sentLifecycle } from '../archive/lifecycles.ts';
import { moveMessage, recordMessage } from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';
import { reportDelivery } from './report-delivery.ts';

type Carried = { message_id: string; is_document: boolean };

const listCarried = (sql: Sql, interchangeId: string): Promise<Carried[]> =>
  sql.query<Carried>(
    `select message_id, envelope is not null as is_document from messages
     where interchange_id = $1 and direction = 'out' and state = 'numbered'`,
    [interchangeId],
  );

/** The document that the file carries is on its way: the partner owes an acknowledgement, the sender gets news. */
export async function recordWritten(
  sql: Sql,
  agreement: Agreement,
  interchangeId: string,
  now: Date,
): Promise<void> {
  const { agreementId, localOrganisationId: senderOrganisationId, acknowledgementDueMinutes } = agreement;
  await moveInterchange(sql, sentLifecycle, { interchangeId, from: 'staged', event: 'write', now });
  const dueAt = new Date(now.getTime() + acknowledgementDueMinutes * 60_000);
  for (const { message_id: messageId, is_document: isDocument } of await listCarried(sql, interchangeId)) {
    await moveMessage(sql, outboundLifecycle, { messageId, from: 'numbered', event: 'write', now });
    if (!isDocument) continue;
    await sql.query(
      `update messages set acknowledgement = 'expected', acknowledgement_due_at = $2
       where message_id = $1 and acknowledgement = 'none'`,
      [messageId, dueAt],
    );
    const report = {
      documentType: 'delivery-report',
      documentId: messageId,
      status: 'delivered',
      issues: [],
    } as const;
    await reportDelivery(sql, { agreementId, senderOrganisationId }, { ...report, issues: [] }, now);
  }
}

/**
 * The file did not reach the partner, and a person has to look. A file of ours that carries no document, such as a 997,
 * gets a record of its own, so that it is seen and can be tried again too.
 */
export async function recordUndelivered(
  sql: Sql,
  { agreementId }: Agreement,
  about: { interchangeId: string; from: SentState; why: string; now: Date },
): Promise<void> {
  const { interchangeId, from, why: explanation, now } = about;
  await moveInterchange(sql, sentLifecycle, { interchangeId, from, event: 'fail', now, explanation });
  const carried = await listCarried(sql, interchangeId);
  for (const { message_id: messageId } of carried) {
    await moveMessage(sql, outboundLifecycle, {
      messageId,
      from: 'numbered',
      event: 'fail',
      now,
      explanation,
    });
  }
  if (carried.length > 0) return;
  const messageId = derivedId('undelivered', interchangeId);
  const record = { messageId, agreementId, direction: 'out', interchangeId, state: 'undelivered' } as const;
  await recordMessage(sql, { ...record, explanation, now });
}
