import {
  type ReceivedLine,
  type ReceivingAdvice,
  receivingAdvice,
  receivingConditions,
  serialNumber,
} from '@coplan/documents';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import { type Acted, actedOn, actOnOrder, linesById } from './acting-on-order.ts';
import { refusing } from './life/issues.ts';
import { judgeReceipt } from './life/judge-receipt.ts';
import type { CountedPackage, OrderFacts } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';
import { orderLineNotFound, receiptNotFound } from './orders.errors.ts';
import { recordFacts } from './record-facts.ts';
import { sendAboutOrder } from './send-about-order.ts';

const quantityMilliMax = 100_000_000_000;
const serialNumbers = z.array(serialNumber).max(5_000).default([]);

export const receiveOrderInput = z.object({
  orderId: z.uuid(),
  receivedOn: z.iso.date(),
  shipmentNumber: z.string().trim().min(1).max(30).optional(),
  lines: z
    .array(
      z.object({
        orderLineId: z.uuid(),
        /** Counted and kept. */
        receivedMilli: z.int().nonnegative().max(quantityMilliMax),
        deviations: z
          .array(
            z.object({
              condition: z.enum(receivingConditions),
              quantityMilli: z.int().positive().max(quantityMilliMax),
              serialNumbers,
            }),
          )
          .max(5)
          .default([]),
        lotNumber: z.string().trim().min(1).max(35).optional(),
        expiresOn: z.iso.date().optional(),
        /** Of the units that are kept, where the item has serial numbers: one each. */
        serialNumbers,
        /** The pallet or carton that was scanned: it is counted once. */
        sscc: z
          .string()
          .regex(/^\d{18}$/)
          .optional(),
      }),
    )
    .min(1)
    .max(5_000),
  expectedVersion: z.int(),
});
type Input = z.output<typeof receiveOrderInput>;

export const reverseReceiptInput = z.object({
  orderId: z.uuid(),
  receiptNumber: z.string().min(1).max(30),
  expectedVersion: z.int(),
});

/** Numbers have no gaps: the row is locked until the receipt is committed. */
async function nextReceiptNumber(tx: Transaction): Promise<string> {
  const [sequence] = await tx.query<{ receiptNumber: string }>(
    `insert into receipt_number_sequences as sequence (org_id, next_number)
     values ((select current_setting('app.org')::uuid), 2)
     on conflict (org_id) do update set next_number = sequence.next_number + 1
     returning 'R' || lpad((next_number - 1)::text, 6, '0') as "receiptNumber"`,
  );
  return sequence?.receiptNumber ?? 'R000001';
}

async function readLines({ tx, order }: Storing, facts: OrderFacts, input: Input): Promise<ReceivedLine[]> {
  const known = await linesById(tx, { buyerId: order.buyerId, orderId: order.id });
  return input.lines.map(({ orderLineId, receivedMilli, deviations }) => {
    const line = known.get(orderLineId);
    const ordered = facts.lines.find(({ lineNumber }) => lineNumber === line?.lineNumber);
    if (line === undefined || ordered === undefined) {
      const numbers = [...known.values()].map(({ lineNumber }) => lineNumber);
      throw orderLineNotFound({ poNumber: order.poNumber, line: orderLineId, known: numbers });
    }
    const { unit, lineNumber } = line;
    return {
      poNumber: order.poNumber,
      lineNumber,
      buyerItemNumber: ordered.itemNumber.slice(0, 48).trim(),
      gtin: ordered.gtin14 ?? undefined,
      received: { amountMilli: receivedMilli, unit },
      deviations: deviations.map(({ condition, quantityMilli: amountMilli }) => ({
        condition,
        quantity: { amountMilli, unit },
      })),
    };
  });
}

/** A supplier that reads EDI is told what was counted (861, RECADV). */
const sendReceipt = async (
  { context, tx, order }: Storing,
  advice: ReceivingAdvice,
): Promise<string | null> => (order.channel === 'edi' ? sendAboutOrder(context, tx, order, advice) : null);

const packagesOf = ({ lines }: Input): CountedPackage[] =>
  lines.map(({ lotNumber, expiresOn, sscc, serialNumbers: kept, deviations }) => ({
    lotNumber: lotNumber ?? null,
    expiresOn: (expiresOn as LocalDate | undefined) ?? null,
    sscc: sscc ?? null,
    serials: [
      ...kept.map((one) => ({ serialNumber: one, condition: null })),
      ...deviations.flatMap(({ condition, serialNumbers: wrong }) =>
        wrong.map((one) => ({ serialNumber: one, condition })),
      ),
    ],
  }));

type Counted = { facts: OrderFacts; advice: ReceivingAdvice; packages?: CountedPackage[] };

async function record(storing: Storing, { facts, advice, packages = [] }: Counted): Promise<Acted> {
  const { context } = storing;
  const { lines } = advice;
  const receipt = refusing(() =>
    judgeReceipt(facts, advice, { receiptId: context.newId(), lines, packages }),
  );
  if (receipt === null) return actedOn(storing, true);
  const documentId = await sendReceipt(storing, advice);
  await recordFacts(
    { ...storing, by: { channel: 'portal', documentId } },
    { facts, added: { kind: 'receipt', receipt } },
  );
  return actedOn(storing, false);
}

/** What came is counted: partly, too much, damaged, announced or not. Stock grows by what is kept. */
export function receiveOrder(context: Context, input: Input): Promise<Acted & { receiptNumber: string }> {
  const { orderId, expectedVersion } = input;
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
    const lines = await readLines(storing, facts, input);
    const receiptNumber = await nextReceiptNumber(tx);
    const advice = actAsDocument(receivingAdvice, {
      documentType: 'receiving-advice',
      purpose: 'original',
      receiptNumber,
      writtenOn: context.clock.now().toISOString().slice(0, 10),
      receivedOn: input.receivedOn,
      shipmentNumber: input.shipmentNumber,
      shipTo: { name: storing.order.shipToName.slice(0, 60) },
      lines,
    });
    return { ...(await record(storing, { facts, advice, packages: packagesOf(input) })), receiptNumber };
  });
}

/** A receipt that was wrong is taken back; what was counted stays on record. */
export function reverseReceipt(
  context: Context,
  { orderId, receiptNumber, expectedVersion }: z.output<typeof reverseReceiptInput>,
): Promise<Acted> {
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
    const counted = facts.receipts.filter((receipt) => receipt.receiptNumber === receiptNumber).at(-1);
    if (counted === undefined || counted.purpose === 'cancellation') throw receiptNotFound(receiptNumber);
    const lines = counted.lines.map(({ lineNumber, receivedMilli, deviations }) => {
      const line = facts.lines.find((one) => one.lineNumber === lineNumber);
      const unit = line?.unit ?? 'EA';
      return {
        poNumber: facts.poNumber,
        lineNumber,
        buyerItemNumber: line?.itemNumber,
        gtin: line?.gtin14 ?? undefined,
        received: { amountMilli: receivedMilli, unit },
        deviations: deviations.map(({ condition, quantityMilli: amountMilli }) => ({
          condition,
          quantity: { amountMilli, unit },
        })),
      };
    });
    const advice = actAsDocument(receivingAdvice, {
      documentType: 'receiving-advice',
      purpose: 'cancellation',
      receiptNumber,
      writtenOn: context.clock.now().toISOString().slice(0, 10),
      receivedOn: counted.receivedOn,
      shipmentNumber: counted.shipmentNumber ?? undefined,
      shipTo: { name: storing.order.shipToName.slice(0, 60) },
      lines,
    });
    return record(storing, { facts, advice });
  });
}
