import { type OrderConfirmation, orderConfirmation } from '@coplan/documents';
import { defineDocumentReader } from '../platform/index.ts';
import { loadOrderByNumber } from './load-order.ts';
import { type Confirmation, type LineAnswer, recordConfirmation } from './record-confirmation.ts';

type DocumentLine = OrderConfirmation['lines'][number];

function toAnswer(line: DocumentLine): LineAnswer {
  const { outcome, reason } = line;
  const parts = line.schedule.map((entry) => ({
    outcome,
    promisedOn: entry.deliverOn ?? entry.shipOn,
    quantity: entry.quantity,
    reason,
  }));
  return {
    line: { lineNumber: line.lineNumber },
    parts: parts.length === 0 ? [{ outcome, reason }] : parts,
    unitPriceMicros: line.unitPriceMicros,
  };
}

const toConfirmation = ({ lines, outcome, supplierReference }: OrderConfirmation): Confirmation => ({
  source: 'edi',
  answers: outcome ?? lines.map(toAnswer),
  supplierReference,
});

/** Orders are not changed after they were placed, so that there is no change to answer. */
const answerToAnOrder = orderConfirmation.refine(({ change }) => change === undefined, {
  path: ['change'],
  message:
    'orders are not changed here after they were placed: send a confirmation of the order itself (855, ORDRSP)',
});

/** A supplier's confirmation by document: posted with the supplier's key, about the receiver's order. */
export const orderConfirmationReader = defineDocumentReader({
  documentType: 'order-confirmation',
  permission: 'orders.confirm',
  schema: answerToAnOrder,
  run: (context, body, { receiverOrganisationId }) =>
    context.db.transaction(async (tx) => {
      const order = await loadOrderByNumber(context, tx, {
        buyerId: receiverOrganisationId,
        poNumber: body.poNumber,
      });
      return recordConfirmation(context, tx, order, toConfirmation(body));
    }),
});
