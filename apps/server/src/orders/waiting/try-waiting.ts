import type { RemittanceAdvice } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import type { Context, PublishedEvent, Transaction } from '../../platform/index.ts';
import type { OrderDocument } from '../life/judge-document.ts';
import { splitOverOrders } from '../split-over-orders.ts';
import { type Taken, takeDocument } from '../take-document.ts';
import { takeRemittance } from '../take-remittance.ts';
import { type Correction, corrected } from './corrected.ts';

type Row = {
  id: string;
  documentId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  poNumber: string;
  body: OrderDocument | RemittanceAdvice;
  correction: Correction;
};

/** Documents that are tried again after one piece of news; the rest follows with the next. */
const triedMax = 200;

async function takeAgain(context: Context, tx: Transaction, row: Row): Promise<Taken> {
  const { documentId, buyerId, supplierId, poNumber, body, correction } = row;
  if (body.documentType === 'remittance-advice') {
    return takeRemittance(context, tx, { advice: body, documentId, buyerId, supplierId });
  }
  const parts =
    body.documentType === 'invoice' && poNumber === ''
      ? await splitOverOrders(tx, body, { buyerId, supplierId })
      : undefined;
  if (parts !== undefined) {
    let taken: Taken = { isUnchanged: true, state: null, issue: null };
    for (const { poNumber: ofPart, invoice, wholeHash } of parts) {
      const part = { documentId, buyerId, supplierId, poNumber: ofPart, document: invoice, wholeHash };
      taken = await takeDocument(context, tx, part);
    }
    return { ...taken, issue: null };
  }
  const document = corrected(body, { ...correction, poNumber });
  const { reason } = correction;
  return takeDocument(context, tx, { documentId, buyerId, supplierId, poNumber, document, reason });
}

async function tryOne(context: Context, id: string): Promise<void> {
  await context.db.transaction(async (tx) => {
    const [row] = await tx.query<Row>(
      `select id, document_id as "documentId", buyer_id as "buyerId", supplier_id as "supplierId",
         po_number as "poNumber", body, correction
       from waiting_documents where id = $1 and state = 'waiting' for update`,
      [id],
    );
    if (row === undefined) return;
    const { issue } = await takeAgain(context, tx, row);
    if (issue !== null) return;
    await tx.query(
      `update waiting_documents set state = 'taken', ended_at = $2, ended_by = $3, version = version + 1 where id = $1`,
      [id, context.clock.now(), context.actor.name],
    );
  });
}

/** After something happened to an order: the sender's documents that waited for it, in the order in which they came. */
export async function tryWaitingAfterNews(context: Context, { payload }: PublishedEvent): Promise<void> {
  const waiting = await context.db.read<{ id: string }>(
    `select id from waiting_documents
     where sender_id = (select current_setting('app.org')::uuid) and state = 'waiting'
       and buyer_id = $1 and supplier_id = $2 and po_number in ($3, '') order by came_at, id limit $4`,
    [payload.buyerId, payload.supplierId, payload.poNumber, triedMax],
  );
  for (const { id } of waiting) await tryOne(context, id);
}
