import type { VerdictClaim } from '@coplan/collaboration';
import { z } from 'zod';
import type { Transaction } from '../../platform/index.ts';
import type { Storing } from '../life/store-facts.ts';
import { collectEvidence, type Evidence } from './collect-evidence.ts';
import type { DisputeEvent } from './dispute.lifecycle.ts';
import type { Outcome } from './dispute-rules.ts';
import { evidenceUnknown } from './disputes.errors.ts';

/** References of documents of the order, as `disputes.evidence` lists them. */
export const evidenceInput = { evidence: z.array(z.uuid()).max(50).default([]) };

export type Saying = {
  kind: 'raise' | DisputeEvent;
  text: string;
  outcome: Outcome | null;
  amountMinor: number | null;
  /** What should hold of a verdict instead. */
  claim?: VerdictClaim | null;
  evidence: readonly Evidence[];
};

/** The documents that are named; one that is not of this order is refused. */
export async function evidenceOf(
  tx: Transaction,
  about: { buyerId: string; orderId: string; references: readonly string[] },
): Promise<Evidence[]> {
  if (about.references.length === 0) return [];
  const known = await collectEvidence(tx, { ...about, lineNumber: null });
  return about.references.map((reference) => {
    const found = known.find((one) => one.reference === reference);
    if (found === undefined) throw evidenceUnknown(reference);
    return found;
  });
}

/** Writes down what a party said in a dispute; it stays as it was said. */
export const writeEntry = (
  { context, tx, order }: Omit<Storing, 'by'>,
  disputeId: string,
  { kind, text, outcome, amountMinor, claim = null, evidence }: Saying,
): Promise<unknown> =>
  tx.query(
    `insert into dispute_entries (id, org_id, supplier_id, order_id, dispute_id, at, author_id, author_name, kind, text,
       outcome, amount_minor, evidence, claim)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      context.newId(),
      order.buyerId,
      order.supplierId,
      order.id,
      disputeId,
      context.clock.now(),
      context.actor.organisationId,
      context.actor.name,
      kind,
      text,
      outcome,
      amountMinor,
      JSON.stringify(evidence),
      claim === null ? null : JSON.stringify(claim),
    ],
  );
