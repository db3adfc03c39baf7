import type { RemittanceAdvice } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import type { Context, Transaction } from '../../platform/index.ts';
import type { OrderIssue } from '../life/issues.ts';
import type { OrderDocument } from '../life/judge-document.ts';
import { waitingNews } from '../orders.events.ts';

/** A document about one order: who sent it, between whom the order is, and what it says. */
export type ArrivedDocument = {
  documentId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  poNumber: string;
  document: OrderDocument;
  /** Of the whole invoice, where the document is the part of it that this order has. */
  wholeHash?: string;
};

type Arrived = Omit<ArrivedDocument, 'document'> & { document: OrderDocument | RemittanceAdvice };

/** Keeps a document that waits, under the name of what it waits for; the same document waits once. */
export async function keepWaiting(
  { actor, clock, newId }: Context,
  tx: Transaction,
  { arrived, issue }: { arrived: Arrived; issue: OrderIssue },
): Promise<void> {
  const { buyerId, supplierId, poNumber, document, documentId } = arrived;
  const receiverId = actor.organisationId === buyerId ? supplierId : buyerId;
  await tx.query(
    `insert into waiting_documents (id, sender_id, receiver_id, buyer_id, supplier_id, document_id, document_type,
       po_number, body, state, issue_code, issue_text, came_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $12)
     on conflict (document_id, po_number) do update set issue_code = excluded.issue_code,
       issue_text = excluded.issue_text where waiting_documents.state = 'waiting'`,
    [
      newId(),
      actor.organisationId,
      receiverId,
      buyerId,
      supplierId,
      documentId,
      document.documentType,
      poNumber,
      JSON.stringify(document),
      issue.code,
      issue.text,
      clock.now(),
    ],
  );
  await tx.publish(waitingNews('orders.document-waits', { buyerId, supplierId, poNumber, documentId }));
}

/** Whether something waits for this order, of either party; what names no order waits for all of them. */
export async function someoneWaits(
  tx: Transaction,
  { buyerId, supplierId, poNumber }: Pick<ArrivedDocument, 'buyerId' | 'supplierId' | 'poNumber'>,
): Promise<boolean> {
  const [waiting] = await tx.query(
    `select 1 from waiting_documents
     where buyer_id = $1 and supplier_id = $2 and po_number in ($3, '') and state = 'waiting' limit 1`,
    [buyerId, supplierId, poNumber],
  );
  return waiting !== undefined;
}
