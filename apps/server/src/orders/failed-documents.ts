import { z } from 'zod';
import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import { refuseHeld } from './holds/hold-order.ts';
import { loadOrderForChange } from './load-order.ts';
import { documentNotFailed } from './orders.errors.ts';
import { documentName } from './record-delivery.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { sendAboutOrder } from './send-about-order.ts';

export const resendDocumentInput = z.object({ orderId: z.uuid(), documentId: z.uuid() });

export type FailedDocument = {
  documentId: string;
  documentType: string;
  /** What it says about the order, e.g. "forecast release". */
  name: string;
  /** The number of a release or of a change; null: it has none. */
  number: string | null;
  state: 'rejected' | 'undeliverable';
};

/** Failed, and not sent again since. The order's own document is sent again with the order. */
const failedOf = `
select sent.document_id as "documentId", sent.document_type as "documentType", sent.state,
  coalesce(document.body ->> 'releaseNumber', document.body ->> 'changeNumber') as number, document.body
from order_documents sent join platform.documents document on document.id = sent.document_id
where sent.org_id = $1 and sent.order_id = $2 and sent.state in ('rejected', 'undeliverable')
  and not (sent.document_type in ('purchase-order', 'blanket-order') and sent.purpose in ('original', 'duplicate'))
  and not exists (select 1 from order_documents again where again.org_id = sent.org_id and again.resend_of = sent.document_id)
order by sent.created_at desc, sent.document_id desc limit 20`;

type Row = Omit<FailedDocument, 'name'> & { body: JsonObject };

/** What was said about an order and did not arrive, newest first; for the one who sent it. */
export async function readFailedDocuments(
  { db, actor }: Context,
  { buyerId, orderId }: { buyerId: string; orderId: string },
): Promise<FailedDocument[]> {
  if (buyerId !== actor.organisationId) return [];
  const rows = await db.read<Row>(failedOf, [buyerId, orderId]);
  return rows.map(({ body: _body, ...row }) => ({ ...row, name: documentName(row.documentType) }));
}

/** A document about an order that failed goes out again, word for word, as a new one. Throws `DomainError`. */
export function resendDocument(
  context: Context,
  { orderId, documentId }: z.output<typeof resendDocumentInput>,
): Promise<{ documentId: string }> {
  return context.db.transaction(async (tx: Transaction) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer' });
    const failed = await tx.query<Row>(failedOf, [order.buyerId, order.id]);
    const row = failed.find((one) => one.documentId === documentId);
    if (row === undefined) throw documentNotFailed(documentId);
    await refuseHeld(tx, order);
    const document = row.body as JsonObject & { documentType: string; purpose: string };
    const again = await sendAboutOrder(context, tx, order, document, { resendOf: documentId });
    const named = row.number === null ? '' : ` ${row.number}`;
    await recordOrderEvent(context, tx, order, {
      type: 'resent',
      text: `The ${documentName(row.documentType)}${named} is sent again.`,
    });
    await tx.audit({
      command: 'orders.resend-document',
      subject: { kind: 'order', id: order.id },
      after: { documentId: again, resendOf: documentId },
    });
    return { documentId: again };
  });
}
