import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import type { Order } from './order.entity.ts';

type AboutOrder = { documentType: string; purpose: string };

/**
 * Hands a document about an order to the gateway for the supplier, in the transaction that decided it; the order keeps
 * which one it was, and of which that failed it is a repetition. Answers with the document's id. Only for orders by EDI.
 */
export async function sendAboutOrder(
  { clock }: Context,
  tx: Transaction,
  order: Order,
  document: AboutOrder,
  { resendOf = null }: { resendOf?: string | null } = {},
): Promise<string> {
  const { documentType, purpose } = document;
  const documentId = await tx.sendDocument({
    documentType,
    receiverOrganisationId: order.supplierId,
    body: document as unknown as JsonObject,
    subject: { kind: 'order', id: order.id },
  });
  await tx.query(
    `insert into order_documents (document_id, org_id, order_id, document_type, purpose, state, created_at, resend_of)
     values ($1, $2, $3, $4, $5, 'queued', $6, $7)`,
    [documentId, order.buyerId, order.id, documentType, purpose, clock.now(), resendOf],
  );
  return documentId;
}
