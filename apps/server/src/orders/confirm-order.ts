import type { LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { loadOrderForChange } from './load-order.ts';
import { type LineAnswer, type RecordedConfirmation, recordConfirmation } from './record-confirmation.ts';

/** A hundred million units: far above any order line, far below what sums of values can hold. */
const quantityMilliMax = 100_000_000_000;

const lineAnswer = z.object({
  orderLineId: z.uuid(),
  outcome: z.enum(['accepted', 'changed', 'rejected', 'backordered']),
  promisedOn: z.iso.date().optional(),
  quantityMilli: z.int().positive().max(quantityMilliMax).optional(),
  reason: z.string().trim().max(200).optional(),
});

export const confirmOrderInput = z.object({
  orderId: z.uuid(),
  lines: z.array(lineAnswer).min(1).max(5_000),
  expectedVersion: z.int(),
});

/** The supplier answers an order in the portal. */
export function confirmOrder(
  context: Context,
  { orderId, lines, expectedVersion }: z.output<typeof confirmOrderInput>,
): Promise<RecordedConfirmation & { version: number }> {
  return context.db.transaction(async (tx) => {
    const order = await loadOrderForChange(context, tx, { orderId, role: 'supplier', expectedVersion });
    const units = await tx.query<{ orderLineId: string; unit: 'EA' }>(
      'select id as "orderLineId", unit from order_lines where org_id = $1 and order_id = $2',
      [order.buyerId, order.id],
    );
    const answers = lines.map((line): LineAnswer => {
      const unit = units.find((known) => known.orderLineId === line.orderLineId)?.unit ?? 'EA';
      const quantity =
        line.quantityMilli === undefined ? undefined : { amountMilli: line.quantityMilli, unit };
      const promisedOn = line.promisedOn as LocalDate | undefined;
      return {
        line: { orderLineId: line.orderLineId },
        parts: [{ outcome: line.outcome, promisedOn, quantity, reason: line.reason }],
      };
    });
    const recorded = await recordConfirmation(context, tx, order, { source: 'portal', answers });
    return { ...recorded, version: order.version };
  });
}
