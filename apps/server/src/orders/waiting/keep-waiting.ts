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
  /** Why a release changes what was firm, where a person said it for the document. */
  reason?: string | undefined;
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

const waitedFor = `
select distinct named.number::int from unnest($1::uuid[], $2::uuid[], $3::text[])
  with ordinality as named (buyer_id, supplier_id, po_number, number)
  join waiting_documents waiting on waiting.buyer_id = named.buyer_id and waiting.supplier_id = named.supplier_id
    and waiting.po_number in (named.po_number, '') and waiting.state = 'waiting'
order by 1`;

/** The orders that something waits for, of either party; what names no order waits for all of them. */
export async function ordersAwaited<
  Named extends Pick<ArrivedDocument, 'buyerId' | 'supplierId' | 'poNumber'>,
>(tx: Transaction, orders: readonly Named[]): Promise<Named[]> {
  const rows = await tx.query<{ number: number }>(waitedFor, [
    orders.map(({ buyerId }) => buyerId),
    orders.map(({ supplierId }) => supplierId),
    orders.map(({ poNumber }) => poNumber),
  ]);
  return rows.flatMap(({ number }) => orders[number - 1] ?? []);
}
