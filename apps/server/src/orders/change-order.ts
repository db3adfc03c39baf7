import { type PurchaseOrderChange, purchaseOrderChange } from '@coplan/documents';
import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { actAsDocument } from './act-as-document.ts';
import { type Acted, actedOn, actOnOrder, linesById } from './acting-on-order.ts';
import { refusing } from './life/issues.ts';
import { judgeChange } from './life/judge-change.ts';
import type { OrderFacts } from './life/order-facts.ts';
import type { Storing } from './life/store-facts.ts';
import { orderLineNotFound } from './orders.errors.ts';
import { recordFacts } from './record-facts.ts';
import { sendAboutOrder } from './send-about-order.ts';

const quantityMilliMax = 100_000_000_000;

export const changeOrderInput = z.object({
  orderId: z.uuid(),
  /** Only what changes; a line that is to go has `isDeleted`. */
  lines: z
    .array(
      z.object({
        orderLineId: z.uuid(),
        isDeleted: z.boolean().default(false),
        quantityMilli: z.int().positive().max(quantityMilliMax).optional(),
        deliverOn: z.iso.date().optional(),
        unitPriceMicros: z.int().nonnegative().max(quantityMilliMax).optional(),
      }),
    )
    .min(1)
    .max(5_000),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});
type Input = z.output<typeof changeOrderInput>;
type Line = PurchaseOrderChange['lines'][number];

const changeOf = ({ isDeleted, quantityMilli, deliverOn }: Input['lines'][number]): Line['change'] => {
  if (isDeleted) return 'deleted';
  return quantityMilli === undefined && deliverOn !== undefined ? 'dates-changed' : 'changed';
};

async function toDocument(
  { context, tx, order }: Storing,
  input: Input,
  facts: OrderFacts,
): Promise<PurchaseOrderChange> {
  const known = await linesById(tx, { buyerId: order.buyerId, orderId: order.id });
  const lines = input.lines.map((line): Line => {
    const named = known.get(line.orderLineId);
    if (named === undefined) {
      const numbers = [...known.values()].map(({ lineNumber }) => lineNumber);
      throw orderLineNotFound({ poNumber: order.poNumber, line: line.orderLineId, known: numbers });
    }
    const { quantityMilli: amountMilli, unitPriceMicros, deliverOn } = line;
    return {
      lineNumber: named.lineNumber,
      change: changeOf(line),
      ordered: amountMilli === undefined ? undefined : { amountMilli, unit: named.unit },
      unitPriceMicros,
      deliverOn: deliverOn as LocalDate | undefined,
    };
  });
  const numbers = facts.changes
    .map(({ changeNumber }) => Number(changeNumber ?? 0))
    .filter(Number.isSafeInteger);
  return actAsDocument(purchaseOrderChange, {
    documentType: 'purchase-order-change',
    purpose: 'change',
    poNumber: order.poNumber,
    orderedOn: order.orderedOn,
    changeNumber: String(Math.max(0, ...numbers) + 1),
    changedOn: context.clock.now().toISOString().slice(0, 10),
    lines,
  });
}

/** The buyer changes an order that is placed; the supplier answers the change, and is sent it by EDI where it reads EDI. */
export function changeOrder(context: Context, input: Input): Promise<Acted> {
  const { orderId, expectedVersion } = input;
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
    const { order } = storing;
    const document = await toDocument(storing, input, facts);
    const judged = refusing(() => judgeChange(facts, document, context.newId()));
    if (judged === null) return actedOn(storing, true);
    if (order.channel !== 'edi') {
      await recordFacts(storing, { facts, added: { kind: 'change', ...judged } });
      return actedOn(storing, false);
    }
    const documentId = await sendAboutOrder(context, tx, order, document);
    await recordFacts(
      { ...storing, by: { channel: 'portal', documentId } },
      { facts, added: { kind: 'change', ...judged } },
    );
    return actedOn(storing, false);
  });
}
