import type { DocumentIssue } from '@coplan/documents';
import { businessNumbersOf, decode, messagesOf } from '@coplan/edi';
import { documentIssueOf } from '@coplan/edi-mappings';
import { assert } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import type { Agreement } from '../agreements/agreement.ts';
import { archiveSent } from '../archive/interchange-archive.ts';
import { outboundLifecycle } from '../archive/lifecycles.ts';
import {
  listDueMessages,
  moveMessage,
  postponeMessage,
  recordNumbers,
  type StoredMessage,
} from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';
import { attemptsMax, retryAt, type Tools } from '../tools.ts';
import { encodeInterchange } from './encode-interchange.ts';
import { writeDocument } from './mappings.ts';
import { reportDelivery } from './report-delivery.ts';

const documentsPerTurnMax = 50;

/** Thrown to give the control numbers back: what cannot be sent must not leave a gap. */
class Unsendable extends Error {
  readonly issues: readonly DocumentIssue[];

  constructor(issues: readonly DocumentIssue[]) {
    super(issues[0]?.message ?? 'the document has no EDI form');
    this.issues = issues;
  }
}

/** Maps, numbers, encodes and archives one document: all of it or nothing. */
async function numberDocument(
  sql: Sql,
  agreement: Agreement,
  message: StoredMessage,
  now: Date,
): Promise<void> {
  const { messageId, envelope } = message;
  assert(envelope !== null, 'a queued document has its envelope');
  const written = writeDocument(envelope.body, agreement.profile);
  if (written?.segments === undefined) throw new Unsendable((written?.issues ?? []).map(documentIssueOf));
  const { type: setType, segments } = written;
  const encoded = await encodeInterchange(sql, agreement, { setType, messages: [segments], now });
  if (encoded.bytes === undefined) throw new Unsendable(encoded.issues.map(documentIssueOf));
  const { bytes, controlNumber, groupNumber, setNumber, fileName } = encoded;
  const interchangeId = derivedId('sent', messageId, controlNumber);
  const { agreementId } = agreement;
  await archiveSent(sql, { interchangeId, agreementId, fileName, bytes, controlNumber, now });
  const isMoved = await moveMessage(sql, outboundLifecycle, {
    messageId,
    from: 'queued',
    event: 'number',
    now,
  });
  assert(isMoved, 'a document is numbered once');
  await sql.query(
    `update messages set interchange_id = $2, control_number = $3, group_number = $4, set_number = $5, set_type = $6
     where message_id = $1`,
    [messageId, interchangeId, controlNumber, groupNumber, setNumber, setType],
  );
  const numbers = messagesOf(decode(bytes)).flatMap(businessNumbersOf);
  await recordNumbers(sql, { messageId, agreementId, controlNumber, groupNumber, numbers });
}

async function refuseDocument(
  { database, clock }: Tools,
  agreement: Agreement,
  message: StoredMessage,
  refusal: { why: string; issues: readonly DocumentIssue[] },
): Promise<void> {
  const now = clock.now();
  const issue: DocumentIssue = {
    code: 'gateway.unsendable',
    severity: 'error',
    message: refusal.why,
    place: '',
  };
  const issues = refusal.issues.length > 0 ? refusal.issues : [issue];
  const { messageId } = message;
  await database.transaction(async (sql) => {
    const change = {
      messageId,
      from: 'queued',
      event: 'refuse',
      now,
      explanation: refusal.why,
      issues,
    } as const;
    if (!(await moveMessage(sql, outboundLifecycle, change))) return;
    const sender = {
      agreementId: agreement.agreementId,
      senderOrganisationId: agreement.localOrganisationId,
    };
    const report = { documentType: 'delivery-report', documentId: messageId, status: 'rejected' } as const;
    await reportDelivery(sql, sender, { ...report, issues: [...issues] }, now);
  });
}

/** Turns the agreement's queued documents into archived interchanges; one that cannot be sent delays no other. True: more wait. */
export async function numberDocuments(tools: Tools, agreement: Agreement): Promise<boolean> {
  const { database, clock, log } = tools;
  const { keepsOrder } = agreement;
  const page = { agreement, state: 'queued', now: clock.now(), limit: documentsPerTurnMax };
  const due = await listDueMessages(database, page);
  for (const message of due) {
    const { messageId, attemptCount } = message;
    try {
      await database.transaction((sql) => numberDocument(sql, agreement, message, clock.now()));
      killPoint('850.numbered');
    } catch (error) {
      const why = (error as Error).message;
      if (error instanceof Unsendable)
        await refuseDocument(tools, agreement, message, { why, issues: error.issues });
      else {
        log.error({ err: error, messageId }, 'a document could not be numbered');
        const nextAttemptAt = retryAt(clock.now(), attemptCount);
        if (attemptCount + 1 < attemptsMax) {
          await postponeMessage(database, { messageId, nextAttemptAt, why });
          if (keepsOrder) return false;
        } else await refuseDocument(tools, agreement, message, { why, issues: [] });
      }
    }
  }
  return due.length === documentsPerTurnMax;
}
