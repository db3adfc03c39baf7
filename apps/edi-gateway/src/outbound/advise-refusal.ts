import {
  type AdviceSubject,
  type ApplicationAdvice,
  applicationAdvice,
  type BusinessDocument,
} from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import type { Agreement } from '../agreements/agreement.ts';
import { outboundLifecycle } from '../archive/lifecycles.ts';
import { recordMessage, type StoredMessage } from '../archive/message-archive.ts';
import type { Sql } from '../database.ts';
import { derivedId } from '../ids.ts';

const textLengthMax = 2_000;
const numberLengthMax = 30;

/** The numbers by which the business knows a document; the first that it states is meant. */
const subjects: readonly (readonly [field: string, subject: AdviceSubject])[] = [
  ['invoiceNumber', 'invoice'],
  ['shipmentNumber', 'shipment'],
  ['poNumber', 'purchase-order'],
];

function subjectOf(
  body: BusinessDocument,
  otherwise: string,
): { subject: AdviceSubject; businessReference: string } {
  const stated = body as unknown as Readonly<Record<string, unknown>>;
  for (const [field, subject] of subjects) {
    const number = stated[field];
    if (typeof number === 'string' && number !== '' && number.length <= numberLengthMax) {
      return { subject, businessReference: number };
    }
  }
  return { subject: 'transaction', businessReference: otherwise };
}

const plain = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, textLengthMax)
    .trim();

/**
 * Queues the 824 or APERAK that tells a partner why the server did not take a document of his, where the agreement asks
 * for it: in the transaction that records the refusal, and once for each document, however often it is refused. The
 * sender of a file that a person of ours repaired hears nothing: it is not what he sent.
 */
export async function adviseRefusal(
  sql: Sql,
  { agreementId, applicationAdvice: when, localOrganisationId, partnerOrganisationId }: Agreement,
  message: StoredMessage,
  { said, now }: { said: string; now: Date },
): Promise<void> {
  const { messageId, envelope, postedAs, setType, setNumber, groupNumber } = message;
  if (when !== 'when-refused' || postedAs !== 'partner' || envelope === null) return;
  const repairs = await sql.query(
    `select 1 from messages join interchanges using (interchange_id)
     where message_id = $1 and repairs_message_id is not null`,
    [messageId],
  );
  if (repairs.length > 0) return;
  const documentId = derivedId('advice', messageId);
  const body: ApplicationAdvice = applicationAdvice.parse({
    documentType: 'application-advice',
    adviceNumber: documentId.replaceAll('-', '').slice(0, 20).toUpperCase(),
    givenOn: now.toISOString().slice(0, 10),
    verdicts: [
      {
        status: 'rejected',
        ...subjectOf(envelope.body, setNumber || messageId.slice(0, 8)),
        messageType: setType || undefined,
        messageReference: setNumber || undefined,
        groupReference: groupNumber || undefined,
        faults: [{ kind: 'wrong', message: plain(said) || 'The document was not taken.' }],
      },
    ],
  });
  await recordMessage(sql, {
    ...{ messageId: documentId, agreementId, direction: 'out', state: outboundLifecycle.initial, now },
    advisesMessageId: messageId,
    envelope: {
      ...{
        documentId,
        documentType: 'application-advice',
        schemaVersion: 1,
        createdAt: now.toISOString(),
        body,
      },
      senderOrganisationId: localOrganisationId as OrganisationId,
      receiverOrganisationId: partnerOrganisationId as OrganisationId,
    },
  });
}
