import { despatchAdvice, serialNumber } from '@coplan/documents';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import { type Acted, actedOn, actOnOrder, linesById } from './acting-on-order.ts';
import { sendAnswer } from './answers-by-edi.ts';
import { refuseHeld } from './holds/hold-order.ts';
import { refusing } from './life/issues.ts';
import { judgeShipment } from './life/judge-shipment.ts';
import type { OrderFacts } from './life/order-facts.ts';
import { orderLineNotFound } from './orders.errors.ts';
import { recordFacts } from './record-facts.ts';

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
        /** The last day on which the goods may be used. */
        expiresOn: z.iso.date().optional(),
        /** The carton or pallet that holds it, 18 digits. */
        sscc: z.string().optional(),
        serialNumbers: z.array(serialNumber).max(5_000).optional(),
      }),
    )
    .min(1)
    .max(5_000),
  expectedVersion: z.int(),
});

type ShipInput = z.output<typeof shipOrderInput>;

type NoticeParts = {
  input: ShipInput;
  facts: OrderFacts;
  known: Awaited<ReturnType<typeof linesById>>;
  poNumber: string;
};

/** What is in which carton: lines of one SSCC stand in one carton, each line without one in a carton of its own. */
function cartonsOf({ input, facts, known, poNumber }: NoticeParts) {
  const lines = input.lines.map(({ orderLineId, quantityMilli, sscc, ...read }) => {
    const line = known.get(orderLineId);
    if (line === undefined) {
      const numbers = [...known.values()].map(({ lineNumber }) => lineNumber);
      throw orderLineNotFound({ poNumber, line: orderLineId, known: numbers });
    }
    const shipped = { amountMilli: quantityMilli, unit: line.unit };
    const gtin = facts.lines.find((one) => one.lineNumber === line.lineNumber)?.gtin14 ?? undefined;
    const named = gtin === undefined ? { buyerItemNumber: itemOf(facts.lines, line.lineNumber) } : { gtin };
    return {
      sscc,
      line: { lineNumber: line.lineNumber, ...named, shipped, ...read, ssccs: [] },
    };
  });
  const ofUnits = Map.groupBy(lines, ({ sscc }, index) => sscc ?? index);
  return [...ofUnits.values()].map((parts) => ({
    sscc: parts[0]?.sscc,
    lines: parts.map(({ line }) => line),
  }));
}

/**
 * The supplier says what is on its way, or with purpose `cancellation` that it is not, in the caller's transaction. The
 * same again changes nothing. Throws `DomainError` where the order does not allow it.
 */
export async function shipOrderWithin(
  context: Context,
  tx: Transaction,
  { purpose = 'original', ...input }: ShipInput & { purpose?: 'original' | 'cancellation' },
): Promise<Acted> {
  const { orderId, expectedVersion } = input;
  const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'supplier', expectedVersion });
  const { order } = storing;
  const { poNumber } = order;
  if (purpose === 'original') await refuseHeld(tx, order);
  const known = await linesById(tx, { buyerId: order.buyerId, orderId });
  const notice = actAsDocument(despatchAdvice, {
    documentType: 'despatch-advice',
    purpose,
    shipmentNumber: input.shipmentNumber,
    writtenOn: context.clock.now().toISOString().slice(0, 10),
    despatchedOn: input.despatchedOn,
    deliverOn: input.deliverOn,
    carrierReference: input.carrierReference,
    shipTo: { name: order.shipToName.slice(0, 60) },
    orders: [{ poNumber, pallets: [], cartons: cartonsOf({ input, facts, known, poNumber }), lines: [] }],
  });
  const shipment = refusing(() => judgeShipment(facts, notice, context.newId()));
  if (shipment === null) return actedOn(storing, true);
  const documentId = await sendAnswer(storing, notice);
  await recordFacts(
    { ...storing, by: { channel: 'portal', documentId } },
    { facts, added: { kind: 'shipment', shipment } },
  );
  return actedOn(storing, false);
}

/** The supplier says in the portal what is on its way. */
export const shipOrder = (context: Context, input: ShipInput): Promise<Acted> =>
  context.db.transaction((tx) => shipOrderWithin(context, tx, input));

const itemOf = (
  lines: readonly { lineNumber: string; itemNumber: string }[],
  lineNumber: string,
): string | undefined => lines.find((line) => line.lineNumber === lineNumber)?.itemNumber;
