import { formatMoney } from '@coplan/kernel';
import { z } from 'zod';
import type { Context } from '../platform/index.ts';
import { type Acted, actedOn, actOnOrder } from './acting-on-order.ts';
import { endDisputesOfInvoice } from './disputes/end-disputes.ts';
import { judgeSubject } from './disputes/judge-subject.ts';
import { openDispute } from './disputes/raise-dispute.ts';
import { invoiceLifecycle } from './invoice.lifecycle.ts';
import type { OrderFacts } from './life/order-facts.ts';
import { readOrderLife } from './life/order-life.ts';
import { restateOrder } from './life/restate-order.ts';
import type { Storing } from './life/store-facts.ts';
import { debitTooLarge, invoiceEventNotAllowed, invoiceNotFound } from './orders.errors.ts';
import { disputeNews, orderNews } from './orders.events.ts';
import { recordOrderEvent } from './record-order-event.ts';

const about = {
  orderId: z.uuid(),
  invoiceId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
  expectedVersion: z.int(),
};

/** Let the difference stand, ask the supplier about it, or take an amount off. */
export const decideInvoiceInput = z.union([
  z.object({ ...about, decision: z.enum(['approve', 'dispute']) }),
  z.object({ ...about, decision: z.literal('debit'), amountMinor: z.int().positive().max(100_000_000_000) }),
]);

const verbs = { approve: 'approved', dispute: 'disputes', debit: 'takes off' } as const;

async function openOnInvoice(
  storing: Storing,
  facts: OrderFacts,
  { invoiceId, reason }: { invoiceId: string; reason: string },
): Promise<void> {
  const input = { about: 'invoice', invoiceId, lineNumber: null, cause: 'whole' } as const;
  const subject = judgeSubject(facts, readOrderLife(facts, storing.order.state), input);
  const { disputeId } = await openDispute(storing, { subject, text: reason, evidence: [] });
  await storing.tx.publish(disputeNews('orders.dispute-raised', storing.order, disputeId));
}

/** The buyer decides about an invoice that does not follow from order and receipt. */
export function decideInvoice(context: Context, input: z.output<typeof decideInvoiceInput>): Promise<Acted> {
  const { orderId, invoiceId, decision, reason, expectedVersion } = input;
  const amountMinor = input.decision === 'debit' ? input.amountMinor : null;
  return context.db.transaction(async (tx) => {
    const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'buyer', expectedVersion });
    const { order } = storing;
    const match = readOrderLife(facts, order.state).invoices.find(
      ({ invoice }) => invoice.invoiceId === invoiceId,
    );
    if (match === undefined) throw invoiceNotFound(invoiceId);
    const { invoiceNumber } = match.invoice;
    if (invoiceLifecycle.table[match.state][decision] === undefined) {
      throw invoiceEventNotAllowed({ invoiceNumber, state: match.state, event: decision });
    }
    if (amountMinor !== null && amountMinor > match.payableMinor) {
      throw debitTooLarge({ invoiceNumber, amountMinor, payableMinor: match.payableMinor });
    }
    await tx.query(
      `insert into invoice_decisions (id, org_id, supplier_id, order_id, recorded_at, recorded_by, invoice_id, kind,
         reason, amount_minor) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        context.newId(),
        order.buyerId,
        order.supplierId,
        order.id,
        context.clock.now(),
        context.actor.name,
        invoiceId,
        decision,
        reason,
        amountMinor,
      ],
    );
    if (decision === 'dispute') await openOnInvoice(storing, facts, { invoiceId, reason });
    else await endDisputesOfInvoice(storing, { invoiceId, reason, decision });
    await restateOrder(storing);
    const what = amountMinor === null ? '' : ` ${formatMoney({ amountMinor, currency: order.currency })} of`;
    await recordOrderEvent(context, tx, order, {
      type: `invoice-${decision}`,
      text: `${order.buyerName} ${verbs[decision]}${what} invoice ${invoiceNumber}: ${reason}`,
      details: { invoiceNumber, reason, amountMinor },
    });
    const { id, poNumber, buyerId, supplierId } = order;
    await tx.publish(orderNews('orders.invoice-decided', { orderId: id, poNumber, buyerId, supplierId }));
    await tx.audit({
      command: 'orders.decide-invoice',
      subject: { kind: 'invoice', id: invoiceId },
      before: { state: match.state },
      after: { decision, amountMinor },
      reason,
    });
    return actedOn(storing, false);
  });
}
