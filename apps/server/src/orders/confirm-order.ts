import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { confirmationOf, sendAnswer } from './answers-by-edi.ts';
import { refusing } from './life/issues.ts';
import { judgeAnswer, type SaidOfLine } from './life/judge-answer-document.ts';
import { loadFacts } from './life/load-facts.ts';
import { type OrderFacts, sortChanges } from './life/order-facts.ts';
import { loadOrderForChange } from './load-order.ts';
import type { OrderState } from './order.lifecycle.ts';
import { orderEventNotAllowed, orderLineNotFound, orderNotFound } from './orders.errors.ts';
import { recordFacts } from './record-facts.ts';

/** A hundred million units: far above any order line, far below what sums of values can hold. */
const quantityMilliMax = 100_000_000_000;

const lineAnswer = z.object({
  orderLineId: z.uuid(),
  outcome: z.enum(['accepted', 'changed', 'rejected', 'backordered']),
  promisedOn: z.iso.date().optional(),
  quantityMilli: z.int().positive().max(quantityMilliMax).optional(),
  unitPriceMicros: z.int().nonnegative().max(quantityMilliMax).optional(),
  reason: z.string().trim().max(200).optional(),
});

export const confirmOrderInput = z.object({
  orderId: z.uuid(),
  lines: z.array(lineAnswer).min(1).max(5_000),
  expectedVersion: z.int(),
});

type LineRow = { orderLineId: string; lineNumber: string; unit: string };

function saidOf(
  { orderLineId, outcome, promisedOn, quantityMilli, reason, unitPriceMicros }: z.output<typeof lineAnswer>,
  { known, poNumber }: { known: readonly LineRow[]; poNumber: string },
): SaidOfLine {
  const line = known.find((one) => one.orderLineId === orderLineId);
  if (line === undefined) {
    throw orderLineNotFound({ poNumber, line: orderLineId, known: known.map((one) => one.lineNumber) });
  }
  const quantity = quantityMilli === undefined ? undefined : { amountMilli: quantityMilli, unit: line.unit };
  return {
    lineNumber: line.lineNumber,
    parts: [{ outcome, promisedOn: promisedOn as LocalDate | undefined, quantity, reason }],
    unitPriceMicros,
  };
}

/** In the portal a supplier answers what it sees: the order with the buyer's last change. */
const lastChange = (facts: OrderFacts): string | null => sortChanges(facts.changes).at(-1)?.changeId ?? null;

const ended: readonly OrderState[] = ['rejected', 'cancelled', 'closed', 'closed-short'];

/** The supplier answers an order, or a change of it, in the portal. The same answer again changes nothing. */
export function confirmOrder(
  context: Context,
  { orderId, lines, expectedVersion }: z.output<typeof confirmOrderInput>,
): Promise<{ isUnchanged: boolean; state: OrderState; version: number }> {
  return context.db.transaction(async (tx) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'supplier', expectedVersion });
    const { poNumber, state } = order;
    if (ended.includes(state)) throw orderEventNotAllowed({ poNumber, state, event: 'acknowledge' });
    const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId });
    if (facts === undefined) throw orderNotFound({ orderId });
    const known = await tx.query<LineRow>(
      `select id as "orderLineId", line_number as "lineNumber", unit from order_lines
       where org_id = $1 and order_id = $2`,
      [order.buyerId, order.id],
    );
    const answers = refusing(() =>
      judgeAnswer(facts, {
        about: lastChange(facts),
        lines: lines.map((line) => saidOf(line, { known, poNumber })),
      }),
    );
    if (answers.length === 0) return { isUnchanged: true, state: order.state, version: order.version };
    const { supplierReference = null, orderedOn } = order;
    const confirmedOn = context.clock.now().toISOString().slice(0, 10);
    const said = confirmationOf(facts, answers, { poNumber, orderedOn, confirmedOn, supplierReference });
    const storing = { context, tx, order, by: { channel: 'portal', documentId: null } } as const;
    const documentId = await sendAnswer(storing, said);
    await recordFacts(
      { ...storing, by: { channel: 'portal', documentId } },
      { facts, added: { kind: 'answers', answers } },
    );
    return { isUnchanged: false, state: order.state, version: order.version };
  });
}
