import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import {
  type ArchivedInterchange,
  filesPerTurnMax,
  listDue,
  moveInterchange,
  postponeInterchange,
} from '../archive/interchange-archive.ts';
import { outboundLifecycle, type SentState, sentLifecycle } from '../archive/lifecycles.ts';
import { moveMessage } from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { retryAt, type Tools } from '../tools.ts';
import { revealFile, stageFile } from '../transports/folder/put-file.ts';
import { reportDelivery } from './report-delivery.ts';

const isAcknowledgement = (fileName: string): boolean => fileName.startsWith('997-');

/** The document that the file carries is on its way: the partner owes an acknowledgement, the sender gets news. */
async function recordWritten(
  sql: Sql,
  agreement: Agreement,
  interchangeId: string,
  now: Date,
): Promise<void> {
  const { agreementId, localOrganisationId: senderOrganisationId, acknowledgementDueMinutes } = agreement;
  await moveInterchange(sql, sentLifecycle, { interchangeId, from: 'staged', event: 'write', now });
  const carried = await sql.query<{ message_id: string }>(
    "select message_id from messages where interchange_id = $1 and direction = 'out' and state = 'numbered'",
    [interchangeId],
  );
  const dueAt = new Date(now.getTime() + acknowledgementDueMinutes * 60_000);
  for (const { message_id: messageId } of carried) {
    await moveMessage(sql, outboundLifecycle, { messageId, from: 'numbered', event: 'write', now });
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
 * Numbered → staged (complete, hidden) → renamed → written. A kill between any two steps is resumed from the recorded
 * state, so that the partner sees the file exactly once.
 */
async function writeFile(tools: Tools, agreement: Agreement, file: ArchivedInterchange): Promise<void> {
  const { database, clock } = tools;
  const { interchangeId, fileName, bytes } = file;
  const { outbox } = agreement.folder;
  if ((file.state as SentState) === 'numbered') {
    await stageFile(outbox, fileName, bytes);
    await moveInterchange(database, sentLifecycle, {
      interchangeId,
      from: 'numbered',
      event: 'stage',
      now: clock.now(),
    });
  }
  await revealFile(outbox, fileName);
  killPoint(isAcknowledgement(fileName) ? '997.written' : '850.file-written');
  await database.transaction((sql) => recordWritten(sql, agreement, interchangeId, clock.now()));
  if (!isAcknowledgement(fileName)) killPoint('850.recorded');
}

/** Writes what is archived for the partner into its outbox; a full disk postpones and loses nothing. True: there is more. */
export async function writeFiles(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock, log } = tools;
  const states: SentState[] = ['numbered', 'staged'];
  const due = await listDue(database, { agreementId: agreement.agreementId, states, now: clock.now() });
  for (const file of due) {
    try {
      await writeFile(tools, agreement, file);
      log.info({ agreement: agreement.name, file: file.fileName }, 'a file was written for a partner');
    } catch (error) {
      const { interchangeId, attemptCount } = file;
      log.error({ err: error, file: file.fileName }, 'a file could not be written; it will be tried again');
      const nextAttemptAt = retryAt(clock.now(), attemptCount);
      await postponeInterchange(database, { interchangeId, nextAttemptAt, why: (error as Error).message });
    }
  }
  return due.length === filesPerTurnMax;
}
