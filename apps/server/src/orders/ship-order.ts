import { despatchAdvice } from '@coplan/documents';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import { type Acted, actedOn, actOnOrder, linesById } from './acting-on-order.ts';
import { sendAnswer } from './answers-by-edi.ts';
import { refuseHeld } from './holds/hold-order.ts';
import { refusing } from './life/issues.ts';
import { judgeShipment } from './life/judge-shipment.ts';
import { orderLineNotFound } from './orders.errors.ts';
import { recordFacts } from './take-document.ts';

export const shipOrderInput = z.object({
  orderId: z.uuid(),
  shipmentNumber: z.string().trim().min(2).max(30),
  despatchedOn: z.iso.date(),
  deliverOn: z.iso.date().optional(),
  carrierReference: z.string().trim().min(1).max(30).optional(),
  lines: z
    .array(
      z.object({
        orderLineId: z.uuid(),
        quantityMilli: z.int().positive().max(100_000_000_000),
        lotNumber: z.string().trim().min(1).max(35).optional(),
        /** The carton or pallet that holds it, 18 digits. */
        sscc: z.string().optional(),
      }),
    )
    .min(1)
    .max(5_000),
  expectedVersion: z.int(),
});

/** The supplier says in the portal what is on its way. */
export function shipOrder(context: Context, input: z.output<typeof shipOrderInput>): Promise<Acted> {
  const { orderId, expectedVersion } = input;
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'supplier', expectedVersion });
    const { order } = storing;
    await refuseHeld(tx, order);
    const known = await linesById(tx, { buyerId: order.buyerId, orderId });
    const cartons = input.lines.map(({ orderLineId, quantityMilli, lotNumber, sscc }) => {
      const line = known.get(orderLineId);
      if (line === undefined) {
        const numbers = [...known.values()].map(({ lineNumber }) => lineNumber);
        throw orderLineNotFound({ poNumber: order.poNumber, line: orderLineId, known: numbers });
      }
      const shipped = { amountMilli: quantityMilli, unit: line.unit };
      const gtin = facts.lines.find((one) => one.lineNumber === line.lineNumber)?.gtin14 ?? undefined;
      const named = gtin === undefined ? { buyerItemNumber: itemOf(facts.lines, line.lineNumber) } : { gtin };
      return { sscc, lines: [{ lineNumber: line.lineNumber, ...named, shipped, lotNumber, ssccs: [] }] };
    });
    const notice = actAsDocument(despatchAdvice, {
      documentType: 'despatch-advice',
      purpose: 'original',
      shipmentNumber: input.shipmentNumber,
      writtenOn: context.clock.now().toISOString().slice(0, 10),
      despatchedOn: input.despatchedOn,
      deliverOn: input.deliverOn,
      carrierReference: input.carrierReference,
      shipTo: { name: order.shipToName.slice(0, 60) },
      orders: [{ poNumber: order.poNumber, pallets: [], cartons, lines: [] }],
    });
    const shipment = refusing(() => judgeShipment(facts, notice, context.newId()));
    if (shipment === null) return actedOn(storing, true);
    const documentId = await sendAnswer(storing, notice);
    await recordFacts({ ...storing, by: { channel: 'portal', documentId } }, { kind: 'shipment', shipment });
    return actedOn(storing, false);
  });
}

const itemOf = (
  lines: readonly { lineNumber: string; itemNumber: string }[],
  lineNumber: string,
): string | undefined => lines.find((line) => line.lineNumber === lineNumber)?.itemNumber;
