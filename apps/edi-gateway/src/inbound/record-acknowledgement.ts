import type { DeliveryReport } from '@coplan/documents';
import { type Acknowledgement, type ControlAnswer, groupTypes, readTa1, type Segment } from '@coplan/edi';
import { deliveryReportOf, dialectOf, statusInAnswer, statusOfMessage } from '@coplan/edi-mappings';
import type { Agreement } from '../agreements/agreement.ts';
import type { Sql } from '../database.ts';
import { reportDelivery } from '../outbound/report-delivery.ts';

type SentMessage = { messageId: string; setType: string; setNumber: string };

async function settle(sql: Sql, agreement: Agreement, report: DeliveryReport, now: Date): Promise<void> {
  await sql.query('update messages set acknowledgement = $2 where message_id = $1', [
    report.documentId,
    report.status,
  ]);
  const { agreementId, localOrganisationId: senderOrganisationId } = agreement;
  await reportDelivery(sql, { agreementId, senderOrganisationId }, report, now);
}

/**
 * Matches a 997 or a 999 to the group that we sent (AK101, AK102; X12 transaction sets 997 and 999) and records what it says of each of
 * our messages. False when we never sent such a group.
 */
export async function recordAcknowledgement(
  sql: Sql,
  agreement: Agreement,
  acknowledgement: Acknowledgement,
  now: Date,
): Promise<boolean> {
  const sent = await sql.query<SentMessage>(
    `select message_id as "messageId", set_type as "setType", set_number as "setNumber" from messages
     where agreement_id = $1 and direction = 'out' and group_number = $2 for update`,
    [agreement.agreementId, String(Number(acknowledgement.groupReference))],
  );
  const meant = sent.filter(({ setType }) => groupTypes[setType] === acknowledgement.groupType);
  for (const { messageId, setType, setNumber } of meant) {
    const said = statusOfMessage(acknowledgement, { type: setType, reference: setNumber });
    if (said !== undefined) await settle(sql, agreement, deliveryReportOf(messageId, said), now);
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
  now: Date,
): Promise<boolean> {
  const sent = await sql.query<SentMessage>(
    `select message_id as "messageId", set_type as "setType", set_number as "setNumber" from messages
     where agreement_id = $1 and direction = 'out' and control_number = $2 for update`,
    [agreement.agreementId, answer.interchangeReference],
  );
  const meant = sent.filter(({ setType }) => dialectOf(setType) === 'edifact');
  for (const { messageId, setType, setNumber } of meant) {
    const said = statusInAnswer(answer, { type: setType, reference: setNumber });
    if (said !== undefined) await settle(sql, agreement, deliveryReportOf(messageId, said), now);
  }
  return meant.length > 0;
}

/**
 * A TA1 that refuses a whole interchange of ours (TA104 = R) refuses what it carried; an accepted one says nothing of
 * the messages. TA101 is our ISA13.
 */
export async function recordTechnicalAcknowledgement(
  sql: Sql,
  agreement: Agreement,
  segment: Segment,
  now: Date,
): Promise<void> {
  const answer = readTa1(segment);
  if (answer?.status !== 'rejected') return;
  const carried = await sql.query<{ messageId: string }>(
    `select message_id as "messageId" from messages
     where agreement_id = $1 and direction = 'out' and control_number = $2 for update`,
    [agreement.agreementId, answer.reference],
  );
  for (const { messageId } of carried) {
    const message = `The receiver's system refused the whole transmission: ${answer.meaning} (note ${answer.code}).`;
    const issues = [
      {
        code: `acknowledgement.interchange-${answer.code}`,
        severity: 'error' as const,
        message,
        place: '',
      },
    ];
    await settle(
      sql,
      agreement,
      { documentType: 'delivery-report', documentId: messageId, status: 'rejected', issues },
      now,
    );
  }
}
