import type { Storing } from '../life/store-facts.ts';
import { disputeNews } from '../orders.events.ts';
import { writeEntry } from './dispute-entries.ts';

/** A decision about an invoice as a whole ends what was disputed about it. */
export async function endDisputesOfInvoice(
  storing: Storing,
  about: { invoiceId: string; reason: string; decision: 'approve' | 'debit' },
): Promise<void> {
  const { context, tx, order } = storing;
  const [kind, state, outcome] =
    about.decision === 'approve'
      ? (['uphold', 'upheld', 'stands'] as const)
      : (['settle', 'settled', 'debit'] as const);
  const ended = await tx.query<{ disputeId: string }>(
    `update disputes set state = $3, outcome = $4, ended_at = $5, ended_by = $6, version = version + 1
     where org_id = $1 and invoice_id = $2 and state in ('open', 'answered', 'proposed') returning id as "disputeId"`,
    [order.buyerId, about.invoiceId, state, outcome, context.clock.now(), context.actor.name],
  );
  for (const { disputeId } of ended) {
    const saying = { kind, text: about.reason, outcome, amountMinor: null, evidence: [] };
    await writeEntry(storing, disputeId, saying);
    await tx.publish(disputeNews('orders.dispute-ended', order, disputeId));
  }
}
