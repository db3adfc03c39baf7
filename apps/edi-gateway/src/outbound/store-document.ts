import type { DocumentEnvelope } from '@coplan/documents';
import type { BusinessNumber } from '@coplan/edi';
import { DomainError } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import { outboundLifecycle } from '../archive/lifecycles.ts';
import { bodyFingerprint, recordMessage } from '../archive/message-archive.ts';
import type { Tools } from '../tools.ts';

const numberedBy = { poNumber: 'order', shipmentNumber: 'shipment', invoiceNumber: 'invoice' } as const;

/** The numbers that a document states itself: it is found by them before it is written, and if it never can be. */
const numbersOf = (body: Readonly<Record<string, unknown>>): BusinessNumber[] =>
  Object.entries(numberedBy).flatMap(([field, kind]) => {
    const number = body[field];
    return typeof number === 'string' && number !== '' ? [{ kind, number }] : [];
  });

/**
 * Takes a document from the server for a partner; when this returns it is durable. The same again changes nothing, the
 * same id with other content is a conflict, and without an agreement between the two organisations it is refused.
 */
export async function storeDocument(
  { database, agreements, clock }: Tools,
  envelope: DocumentEnvelope,
): Promise<void> {
  const { documentId: messageId, senderOrganisationId, receiverOrganisationId } = envelope;
  if (envelope.documentType === 'delivery-report') {
    throw new DomainError(
      'invalid',
      'gateway.no-edi-form',
      { documentType: envelope.documentType },
      'A delivery report has no EDI form; partners get acknowledgements instead.',
    );
  }
  const agreement = await agreements.findFor(senderOrganisationId, receiverOrganisationId);
  if (agreement === undefined) {
    throw new DomainError(
      'not-found',
      'gateway.no-agreement',
      { senderOrganisationId, receiverOrganisationId },
      'There is no EDI agreement between the two organisations.',
    );
  }
  const isNew = await recordMessage(database, {
    messageId,
    agreementId: agreement.agreementId,
    direction: 'out',
    state: outboundLifecycle.initial,
    envelope,
    numbers: numbersOf(envelope.body),
    now: clock.now(),
  });
  if (!isNew) {
    const rows = await database.query<{ body_sha256: string }>(
      'select body_sha256 from messages where message_id = $1',
      [messageId],
    );
    if (rows[0]?.body_sha256 !== bodyFingerprint(envelope)) {
      throw new DomainError(
        'conflict',
        'gateway.document-differs',
        { documentId: messageId },
        `The document ${messageId} was handed over before with other content; use a new id for a new document.`,
      );
    }
  }
  killPoint('document.stored');
}
