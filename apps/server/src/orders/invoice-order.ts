import { type Invoice, invoice } from '@coplan/documents';
import { lineTotalMinor } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import { type Acted, actedOn, actOnOrder, linesById } from './acting-on-order.ts';
import { sendAnswer } from './answers-by-edi.ts';
import { refusing } from './life/issues.ts';
import { judgeInvoice } from './life/judge-invoice.ts';
import { readOrderLife } from './life/order-life.ts';
import { orderLineNotFound } from './orders.errors.ts';
import { recordFacts } from './record-facts.ts';

export const invoiceOrderInput = z.object({
  orderId: z.uuid(),
  invoiceNumber: z.string().trim().min(1).max(22),
  invoicedOn: z.iso.date(),
  lines: z
    .array(
      z.object({
        orderLineId: z.uuid(),
        quantityMilli: z.int().positive().max(100_000_000_000),
        /** Absent: as agreed. */
        unitPriceMicros: z.int().nonnegative().max(100_000_000_000).optional(),
      }),
    )
    .min(1)
    .max(5_000),
  expectedVersion: z.int(),
});

/** The supplier bills an order in the portal; it is matched with what was ordered and what came. */
export function invoiceOrder(context: Context, input: z.output<typeof invoiceOrderInput>): Promise<Acted> {
  const { orderId, expectedVersion } = input;
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'supplier', expectedVersion });
    const { order } = storing;
    const known = await linesById(tx, { buyerId: order.buyerId, orderId });
    const life = readOrderLife(facts, order.state);
    const lines = input.lines.map(({ orderLineId, quantityMilli, unitPriceMicros }) => {
      const named = known.get(orderLineId);
      const line = life.lines.find((one) => one.line.lineNumber === named?.lineNumber);
      if (named === undefined || line === undefined) {
        const numbers = [...known.values()].map(({ lineNumber }) => lineNumber);
        throw orderLineNotFound({ poNumber: order.poNumber, line: orderLineId, known: numbers });
      }
      return {
        lineNumber: named.lineNumber,
        gtin: line.line.gtin14 ?? undefined,
        buyerItemNumber: line.line.itemNumber.slice(0, 48).trim(),
        invoiced: { amountMilli: quantityMilli, unit: named.unit },
        unitPriceMicros: unitPriceMicros ?? line.agreedPriceMicros,
        charges: [],
      };
    });
    const document: Invoice = actAsDocument(invoice, {
      documentType: 'invoice',
      kind: 'invoice',
      invoiceNumber: input.invoiceNumber,
      invoicedOn: input.invoicedOn,
      poNumber: order.poNumber,
      currency: order.currency,
      lines,
      charges: [],
      taxes: [],
      totalMinor: lines.reduce(
        (sum, { invoiced, unitPriceMicros }) =>
          sum + lineTotalMinor({ quantityMilli: invoiced.amountMilli, unitPriceMicros }),
        0,
      ),
    });
    const billed = refusing(() => judgeInvoice(facts, document, { invoiceId: context.newId() }));
    if (billed === null) return actedOn(storing, true);
    const documentId = await sendAnswer(storing, document);
    const by = { channel: 'portal', documentId } as const;
    await recordFacts({ ...storing, by }, { facts, added: { kind: 'invoice', invoice: billed } });
    return actedOn(storing, false);
  });
}
