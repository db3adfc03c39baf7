import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { loadFacts } from './life/load-facts.ts';
import { readOrderLife } from './life/order-life.ts';
import { restateOrder } from './life/restate-order.ts';
import type { Storing } from './life/store-facts.ts';
import { loadOrderForChange } from './load-order.ts';
import { orderEventNotAllowed, orderNotFound } from './orders.errors.ts';
import { orderNews } from './orders.events.ts';
import { wakeWaiting } from './record-facts.ts';
import { recordOrderEvent } from './record-order-event.ts';
import { sendOrder } from './send-order.ts';

export const decideChangeInput = z.object({
  orderId: z.uuid(),
  decision: z.enum(['accept', 'refuse']),
  /** The lines that the decision is about; absent: all that wait for one. */
  lines: z.array(z.uuid()).max(5_000).optional(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
});
type Input = z.output<typeof decideChangeInput>;

const undecided = new Set(['negotiating', 'backordered', 'rejected']);

/** Writes the decision beside the promises that it is about; they stay as they were made. */
async function storeDecisions({ context, tx, order }: Storing, input: Input): Promise<number> {
  const facts = await loadFacts(tx, { buyerId: order.buyerId, orderId: order.id });
  if (facts === undefined) throw orderNotFound({ orderId: input.orderId });
  const promises = readOrderLife(facts, order.state).lines.flatMap(({ asked, state, line }) =>
    undecided.has(state) && asked.answer !== undefined && asked.answer.decision === null
      ? [{ id: context.newId(), lineNumber: line.lineNumber, promiseNumber: asked.answer.promiseNumber }]
      : [],
  );
  const decided = await tx.query(
    `insert into promise_decisions (id, org_id, supplier_id, order_id, recorded_at, recorded_by, schedule_line_id,
       promise_number, decision, reason)
     select made.id, $1, $2, $3, $4, $5, schedule.id, made."promiseNumber", $6, $7
     from jsonb_to_recordset($8::jsonb) as made(id uuid, "lineNumber" text, "promiseNumber" integer)
       join order_lines line on line.org_id = $1 and line.order_id = $3 and line.line_number = made."lineNumber"
       join schedule_lines schedule on schedule.org_id = line.org_id and schedule.order_line_id = line.id
     where $9::uuid[] is null or line.id = any ($9)
     returning id`,
    [
      order.buyerId,
      order.supplierId,
      order.id,
      context.clock.now(),
      context.actor.name,
      input.decision,
      input.reason,
      JSON.stringify(promises),
      input.lines ?? null,
    ],
  );
  return decided.length;
}

/**
 * The buyer accepts or refuses what a supplier proposed. Refusing asks for the order as it was placed; promises
 * already made stay on record either way.
 */
export function decideChange(context: Context, input: Input): Promise<{ state: string; version: number }> {
  return context.db.transaction(async (tx) => {
    const { orderId, expectedVersion, decision, reason } = input;
    const order = await loadOrderForChange(context, tx, { orderId, role: 'buyer', expectedVersion });
    const { state: before, poNumber } = order;
    const by = { channel: 'portal', documentId: null } as const;
    const storing = { context, tx, order, by };
    const decidedCount = await storeDecisions(storing, input);
    if (decidedCount === 0) throw orderEventNotAllowed({ poNumber, state: before, event: 'accept-changes' });
    await restateOrder(storing);
    const verb = decision === 'accept' ? 'accepted' : 'refused';
    await recordOrderEvent(context, tx, order, {
      type: `change-${verb}`,
      text: `${order.buyerName} ${verb} the proposed change: ${reason}`,
      details: { reason, lines: input.lines ?? null },
    });
    if (decision === 'refuse' && order.channel === 'edi') await sendOrder(context, tx, order, 'confirmation');
    const { id, buyerId, supplierId } = order;
    await tx.publish(orderNews('orders.change-decided', { orderId: id, poNumber, buyerId, supplierId }));
    await tx.audit({
      command: 'orders.decide-change',
      subject: { kind: 'order', id },
      before: { state: before },
      after: { state: order.state, decision },
      reason,
    });
    await wakeWaiting(tx, [order]);
    return { state: order.state, version: order.version };
  });
}
