import type { Agreement } from '../../agreements/agreement.ts';
import { recordUndelivered, recordWritten } from '../../outbound/record-written.ts';
import type { Tools } from '../../tools.ts';
import { type Evidence, listOrphans, moveSent, type SentMessage } from './as2-archive.ts';

type End = { sent: SentMessage; receipt?: Evidence | undefined; remark?: string | null };

/** The partner has the file: receipt, message and file are recorded together. */
export async function recordDelivered(tools: Tools, agreement: Agreement, end: End): Promise<boolean> {
  const { database, clock, log } = tools;
  const { sent, receipt, remark = null } = end;
  const now = clock.now();
  const { as2MessageId, interchangeId, state: from } = sent;
  const isMoved = await database.transaction(async (sql) => {
    const change = { as2MessageId, from, event: 'confirm', now, receipt, explanation: remark } as const;
    if (!(await moveSent(sql, change))) return false;
    await recordWritten(sql, agreement, interchangeId, now);
    return true;
  });
  if (isMoved)
    log.info({ agreement: agreement.name, messageId: sent.messageId }, 'a partner has our AS2 message');
  return isMoved;
}

/** A person has to look: the file is undelivered, with the reason and the receipt, if there is one. */
export async function recordFailed(
  tools: Tools,
  agreement: Agreement,
  { sent, receipt, why }: { sent: SentMessage; receipt?: Evidence | undefined; why: string },
): Promise<void> {
  const { database, clock, log } = tools;
  const now = clock.now();
  const { as2MessageId, interchangeId, state: from } = sent;
  await database.transaction(async (sql) => {
    const change = { as2MessageId, from, event: 'fail', now, receipt, explanation: why } as const;
    if (await moveSent(sql, change))
      await recordUndelivered(sql, agreement, { interchangeId, from: 'staged', why, now });
  });
  log.warn({ agreement: agreement.name, messageId: sent.messageId, why }, 'an AS2 message was not delivered');
}

/** Messages of an agreement that no longer speaks AS2: nobody posts them, and no receipt finds them. */
export async function failOrphans(tools: Tools, agreement: Agreement, why: string): Promise<void> {
  const about = { agreementId: agreement.agreementId, now: tools.clock.now() };
  for (const sent of await listOrphans(tools.database, about)) {
    await recordFailed(tools, agreement, { sent, why });
  }
}
