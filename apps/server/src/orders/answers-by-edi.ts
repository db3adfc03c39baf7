import type { DespatchAdvice, Invoice, LineChange, OrderConfirmation } from '@coplan/documents';
import { confirmationReasons, orderConfirmation } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, JsonObject, Transaction } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import type { LineAnswerFact, OrderChange, OrderedLine, OrderFacts } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';
import { notTradingWithBuyer } from './orders.errors.ts';

export const setAnswersByEdiInput = z.object({
  buyerId: z.uuid().transform((id) => id as OrganisationId),
  isOn: z.boolean(),
});

export type BuyerAnswered = { buyerId: OrganisationId; buyerName: string; isOn: boolean };

/** Which buyers get the supplier's answers, ship notices and invoices as EDI messages, too. */
export const listAnswersByEdi = async ({ db, actor }: Context): Promise<{ rows: BuyerAnswered[] }> => ({
  rows: await db.read<BuyerAnswered>(
    `select buyer.id as "buyerId", buyer.name as "buyerName", exists (select 1 from answers_by_edi chosen
       where chosen.org_id = $1 and chosen.buyer_id = buyer.id) as "isOn"
     from trading_relations relation join organisations buyer on buyer.id = relation.buyer_id
     where relation.partner_id = $1 and relation.kind = 'supplier' and relation.state = 'active' order by buyer.name`,
    [actor.organisationId],
  ),
});

/** A supplier says that a buyer's own system reads what is answered in the portal: 855, 865, 856, 810 or their EDIFACT. */
export function setAnswersByEdi(
  context: Context,
  { buyerId, isOn }: z.output<typeof setAnswersByEdiInput>,
): Promise<{ isOn: boolean }> {
  const { organisationId } = context.actor;
  return context.db.transaction(async (tx) => {
    const [relation] = await tx.query(
      `select 1 from trading_relations
       where buyer_id = $1 and partner_id = $2 and kind = 'supplier' and state = 'active'`,
      [buyerId, organisationId],
    );
    if (relation === undefined) throw notTradingWithBuyer(buyerId);
    if (isOn) {
      await tx.query('insert into answers_by_edi (org_id, buyer_id) values ($1, $2) on conflict do nothing', [
        organisationId,
        buyerId,
      ]);
    } else {
      await tx.query('delete from answers_by_edi where org_id = $1 and buyer_id = $2', [
        organisationId,
        buyerId,
      ]);
    }
    await tx.audit({
      command: 'orders.set-answers-by-edi',
      subject: { kind: 'organisation', id: buyerId },
      after: { isOn },
    });
    return { isOn };
  });
}

type Answer = OrderConfirmation | DespatchAdvice | Invoice;

/**
 * What a supplier did in the portal goes to the buyer's own system as well, where the supplier said that it reads EDI.
 * Gives the id of the document, or null where none is sent. In the transaction of the act.
 */
export async function sendAnswer({ context, tx, order }: Storing, body: Answer): Promise<string | null> {
  const [chosen] = await tx.query('select 1 from answers_by_edi where org_id = $1 and buyer_id = $2', [
    order.supplierId,
    order.buyerId,
  ]);
  if (chosen === undefined) return null;
  const documentId = await tx.sendDocument({
    documentType: body.documentType,
    receiverOrganisationId: order.buyerId,
    body: body as unknown as JsonObject,
    subject: { kind: 'order', id: order.id },
  });
  await tx.query(
    `insert into answer_documents (document_id, org_id, buyer_id, order_id, document_type, state, created_at)
     values ($1, $2, $3, $4, $5, 'queued', $6)`,
    [documentId, order.supplierId, order.buyerId, order.id, body.documentType, context.clock.now()],
  );
  return documentId;
}

/** What a change was to do to a line, as the answer to it repeats it. */
function changeOf(
  { changeId, lines }: OrderChange,
  lineNumber: string,
  line: OrderedLine | undefined,
): LineChange {
  const asked = lines.find((one) => one.lineNumber === lineNumber);
  if (asked === undefined) return 'unchanged';
  if (asked.isDeleted) return 'deleted';
  if (line?.addedBy === changeId) return 'added';
  return asked.quantityMilli === null && asked.unitPriceMicros === null ? 'dates-changed' : 'changed';
}

/** An answer of the portal as the document that says the same. */
export function confirmationOf(
  facts: OrderFacts,
  answers: readonly LineAnswerFact[],
  about: { poNumber: string; orderedOn: string; confirmedOn: string; supplierReference: string | null },
): OrderConfirmation {
  const change = facts.changes.find(({ changeId }) => changeId === answers[0]?.about);
  return actAsDocument(orderConfirmation, {
    documentType: 'order-confirmation',
    poNumber: about.poNumber,
    orderedOn: about.orderedOn,
    confirmedOn: about.confirmedOn,
    ...(about.supplierReference === null ? {} : { supplierReference: about.supplierReference }),
    ...(change === undefined
      ? {}
      : { change: { changeNumber: change.changeNumber ?? undefined, changedOn: change.changedOn } }),
    lines: answers.flatMap(({ lineNumber, parts, unitPriceMicros }) => {
      const line = facts.lines.find((one) => one.lineNumber === lineNumber);
      return parts.map(({ outcome, promisedOn, quantityMilli, reason }) => ({
        ...{ lineNumber, gtin: line?.gtin14 ?? undefined, outcome },
        ...(change === undefined ? {} : { change: changeOf(change, lineNumber, line) }),
        // Free words have no place in the message; what is said by a code has.
        reason: confirmationReasons.find((code) => code === reason),
        schedule:
          quantityMilli <= 0
            ? []
            : [
                {
                  quantity: { amountMilli: quantityMilli, unit: line?.unit ?? 'EA' },
                  ...(promisedOn === null ? {} : { deliverOn: promisedOn }),
                },
              ],
        unitPriceMicros: unitPriceMicros ?? undefined,
      }));
    }),
  });
}

/** The order of a document that the supplier sent about it, for reports of its delivery. */
export async function findAnswerDocument(
  tx: Transaction,
  documentId: string,
): Promise<{ orderId: string; state: string } | undefined> {
  const [document] = await tx.query<{ orderId: string; state: string }>(
    `select order_id as "orderId", state from answer_documents
     where document_id = $1 and org_id = (select current_setting('app.org')::uuid) for update`,
    [documentId],
  );
  return document;
}
