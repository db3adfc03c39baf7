import type { DeliveryReport } from '@coplan/documents';
import {
  type Acknowledgement,
  type ApplicationAdvice,
  type ControlAnswer,
  groupTypes,
  readTa1,
  type Segment,
} from '@coplan/edi';
import {
  deliveryReportOf,
  dialectOf,
  documentIssueOf,
  statusInAnswer,
  statusOfMessage,
} from '@coplan/edi-mappings';
import type { Agreement } from '../agreements/agreement.ts';
import type { Sql } from '../database.ts';
import { reportDelivery } from '../outbound/report-delivery.ts';

type SentMessage = { messageId: string; setType: string; setNumber: string };

/** The file that brought an answer, and what kind of answer it is. */
export type AnswerSource = { interchangeId: string; now: Date };

/** Keeps who said what of our message: the evidence. The same file again changes nothing. */
async function recordAnswer(
  sql: Sql,
  agreement: Agreement,
  about: { messageId: string; kind: string; status: string; explanation: string | null },
  { interchangeId, now }: AnswerSource,
): Promise<void> {
  await sql.query(
    `insert into message_answers (message_id, agreement_id, interchange_id, kind, status, explanation, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      ...[about.messageId, agreement.agreementId, interchangeId, about.kind, about.status],
      ...[about.explanation?.slice(0, 2_000) ?? null, now],
    ],
  );
}

async function settle(
  sql: Sql,
  agreement: Agreement,
  { report, kind }: { report: DeliveryReport; kind: string },
  source: AnswerSource,
): Promise<void> {
  const { documentId: messageId, status, issues } = report;
  await sql.query('update messages set acknowledgement = $2 where message_id = $1', [messageId, status]);
  const explanation = issues.length === 0 ? null : issues.map(({ message }) => message).join(' ');
  await recordAnswer(sql, agreement, { messageId, kind, status, explanation }, source);
  const { agreementId, localOrganisationId: senderOrganisationId } = agreement;
  await reportDelivery(sql, { agreementId, senderOrganisationId }, report, source.now);
}

/**
 * Matches a 997 or a 999 to the group that we sent (AK101, AK102; X12 transaction sets 997 and 999) and records what it says of each of
 * our messages. False when we never sent such a group.
 */
export async function recordAcknowledgement(
  sql: Sql,
  agreement: Agreement,
  acknowledgement: Acknowledgement,
  { kind, ...source }: AnswerSource & { kind: string },
): Promise<boolean> {
  const sent = await sql.query<SentMessage>(
    `select message_id as "messageId", set_type as "setType", set_number as "setNumber" from messages
     where agreement_id = $1 and direction = 'out' and group_number = $2 for update`,
    [agreement.agreementId, String(Number(acknowledgement.groupReference))],
  );
  const meant = sent.filter(({ setType }) => groupTypes[setType] === acknowledgement.groupType);
  for (const { messageId, setType, setNumber } of meant) {
    const said = statusOfMessage(acknowledgement, { type: setType, reference: setNumber });
    if (said === undefined) continue;
    await settle(sql, agreement, { report: deliveryReportOf(messageId, said), kind }, source);
  }
  return meant.length > 0;
}

/**
 * Matches a CONTRL to the interchange that we sent (UNB 0020) and records what it says of each of our messages. False
 * when we never sent such an interchange.
 */
export async function recordControlAnswer(
  sql: Sql,
  agreement: Agreement,
  answer: ControlAnswer,
  source: AnswerSource,
): Promise<boolean> {
  const sent = await sql.query<SentMessage>(
    `select message_id as "messageId", set_type as "setType", set_number as "setNumber" from messages
     where agreement_id = $1 and direction = 'out' and control_number = $2 for update`,
    [agreement.agreementId, answer.interchangeReference],
  );
  const meant = sent.filter(({ setType }) => dialectOf(setType) === 'edifact');
  for (const { messageId, setType, setNumber } of meant) {
    const said = statusInAnswer(answer, { type: setType, reference: setNumber });
    if (said === undefined) continue;
    await settle(sql, agreement, { report: deliveryReportOf(messageId, said), kind: 'CONTRL' }, source);
  }
  return meant.length > 0;
}

/**
 * What an 824 or an APERAK says of a message of ours, after its syntax was accepted: found by the group and message
 * numbers, or by the business number where it names no more. Returns the numbers of those that we never sent.
 */
export async function recordAdvices(
  sql: Sql,
  agreement: Agreement,
  advices: readonly ApplicationAdvice[],
  { kind, ...source }: AnswerSource & { kind: string },
): Promise<string[]> {
  const unknown: string[] = [];
  for (const { about, status, issues } of advices) {
    const group = about.groupReference === undefined ? null : String(Number(about.groupReference));
    const [sent] = await sql.query<{ messageId: string }>(
      `select message_id as "messageId" from messages
       where agreement_id = $1 and direction = 'out' and state = 'written'
         and (($2::text is not null and group_number = $2 and ltrim(set_number, '0') = ltrim($3, '0'))
           or ($2::text is null and message_id in (select message_id from message_numbers where agreement_id = $1
             and number = $4 and kind <> 'control')))
       order by position desc limit 1 for update`,
      [agreement.agreementId, group, about.messageReference, about.businessReference.toUpperCase()],
    );
    if (sent === undefined) {
      unknown.push(about.businessReference || about.messageReference);
      continue;
    }
    const report: DeliveryReport = {
      documentType: 'delivery-report',
      documentId: sent.messageId,
      // Accepted, but not as it was written: whoever wrote it has to look.
      status: status === 'accepted-with-changes' ? 'accepted-with-errors' : status,
      issues: issues.map(documentIssueOf),
    };
    await settle(sql, agreement, { report, kind }, source);
  }
  return unknown;
}

/**
 * A TA1 that refuses a whole interchange of ours (TA104 = R) refuses what it carried; an accepted one is kept as
 * evidence and says nothing of the messages. TA101 is our ISA13.
 */
export async function recordTechnicalAcknowledgement(
  sql: Sql,
  agreement: Agreement,
  segment: Segment,
  source: AnswerSource,
): Promise<void> {
  const answer = readTa1(segment);
  if (answer === undefined) return;
  const carried = await sql.query<{ messageId: string }>(
    `select message_id as "messageId" from messages
     where agreement_id = $1 and direction = 'out' and control_number = $2 for update`,
    [agreement.agreementId, answer.reference],
  );
  for (const { messageId } of carried) {
    if (answer.status !== 'rejected') {
      const about = { messageId, kind: 'TA1', status: answer.status, explanation: null };
      await recordAnswer(sql, agreement, about, source);
      continue;
    }
    const message = `The receiver's system refused the whole transmission: ${answer.meaning} (note ${answer.code}).`;
    const code = `acknowledgement.interchange-${answer.code}`;
    const report: DeliveryReport = {
      documentType: 'delivery-report',
      documentId: messageId,
      status: 'rejected',
      issues: [{ code, severity: 'error', message, place: '' }],
    };
    await settle(sql, agreement, { report, kind: 'TA1' }, source);
  }
}
