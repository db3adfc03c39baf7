import { addDays, type LocalDate } from '@coplan/kernel';
import { z } from 'zod';
import type { Context, Transaction } from '../../platform/index.ts';
import { actOnOrder } from '../acting-on-order.ts';
import { readOrderLife } from '../life/order-life.ts';
import { restateOrder } from '../life/restate-order.ts';
import type { Storing } from '../life/store-facts.ts';
import { disputeNews } from '../orders.events.ts';
import { recordOrderEvent } from '../record-order-event.ts';
import { collectEvidence } from './collect-evidence.ts';
import { evidenceInput, evidenceOf, type Saying, writeEntry } from './dispute-entries.ts';
import { disputeExists } from './disputes.errors.ts';
import { judgeSubject, type Subject, subjectInput } from './judge-subject.ts';

/** Days in which the other side is asked to answer. */
export const answerDays = 7;

export const raiseDisputeInput = z.object({
  orderId: z.uuid(),
  subject: subjectInput,
  text: z.string().trim().min(1).max(4_000),
  ...evidenceInput,
});

type Existing = { disputeId: string; disputeNumber: string; state: string; raisedById: string; text: string };

const findSame = `
select dispute.id as "disputeId", dispute.dispute_number as "disputeNumber", dispute.state,
  dispute.raised_by_id as "raisedById", (select text from dispute_entries said where said.org_id = dispute.org_id
    and said.dispute_id = dispute.id order by told_number limit 1) as text
from disputes dispute
where dispute.org_id = $1 and dispute.order_id = $2 and dispute.subject_key = $3 and dispute.state <> 'withdrawn'`;

const insertDispute = `
insert into disputes (id, org_id, supplier_id, order_id, dispute_number, raised_by_id, raised_by, raised_at, about, cause,
  variance_kind, invoice_id, receipt_number, line_number, subject_key, subject_label, claimed_minor, currency, answer_by,
  order_line_id, claim, state)
select $1, $2, $3, $4, $5 || '-' || (select count(*) + 1 from disputes where org_id = $2 and order_id = $4), $6, $7, $8, $9,
  $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 'open'
returning dispute_number as "disputeNumber"`;

export type Raised = { disputeId: string; disputeNumber: string; isUnchanged: boolean };

/**
 * Opens a dispute about an order that is locked. Said before in the same words by the same side it changes nothing;
 * a second one about the same is refused.
 */
export async function openDispute(
  { context, tx, order }: Storing,
  { subject, text, evidence }: { subject: Subject; text: string; evidence: readonly string[] },
): Promise<Raised> {
  const { actor, clock } = context;
  const about = [order.buyerId, order.id, subject.key];
  const [same] = await tx.query<Existing>(findSame, about);
  if (same?.raisedById === actor.organisationId && same.text === text)
    return { disputeId: same.disputeId, disputeNumber: same.disputeNumber, isUnchanged: true };
  if (same !== undefined) throw disputeExists(same);
  const { buyerId, id: orderId } = order;
  const shown = await evidenceOf(tx, { buyerId, orderId, references: evidence });
  const found = await collectEvidence(tx, { buyerId, orderId, lineNumber: subject.lineNumber });
  const disputeId = context.newId();
  const today = clock.now().toISOString().slice(0, 10) as LocalDate;
  const [raised] = await tx.query<{ disputeNumber: string }>(insertDispute, [
    disputeId,
    buyerId,
    order.supplierId,
    orderId,
    order.poNumber,
    actor.organisationId,
    actor.name,
    clock.now(),
    subject.about,
    subject.cause,
    subject.varianceKind,
    subject.invoiceId,
    subject.receiptNumber,
    subject.lineNumber,
    subject.key,
    subject.label,
    subject.claimedMinor,
    order.currency,
    addDays(today, answerDays),
    subject.verdict?.orderLineId ?? null,
    subject.verdict === undefined ? null : JSON.stringify(subject.verdict.claim),
  ]);
  const every = [...shown, ...found.filter(({ reference }) => !evidence.includes(reference))];
  const claim = subject.verdict?.claim ?? null;
  const saying: Saying = { kind: 'raise', text, outcome: null, amountMinor: null, claim, evidence: every };
  await writeEntry({ context, tx, order }, disputeId, saying);
  return { disputeId, disputeNumber: raised?.disputeNumber ?? '', isUnchanged: false };
}

/** The order's timeline and both parties are told that a dispute was opened. */
export async function tellRaised(
  { context, tx, order, by }: Storing,
  { disputeId, disputeNumber }: Raised,
  { label, text }: { label: string; text: string },
): Promise<void> {
  await recordOrderEvent(
    context,
    tx,
    order,
    {
      type: 'dispute-raised',
      text: `${context.actor.organisationId === order.buyerId ? order.buyerName : order.supplierName} disputes ${label} (${disputeNumber}): ${text}`,
      details: { disputeId, disputeNumber },
    },
    by,
  );
  await tx.publish(disputeNews('orders.dispute-raised', order, disputeId));
  await tx.audit({
    command: 'orders.raise-dispute',
    subject: { kind: 'dispute', id: disputeId },
    after: { disputeNumber, label },
    reason: text,
  });
}

async function raise(
  context: Context,
  tx: Transaction,
  { orderId, subject: input, text, evidence }: z.output<typeof raiseDisputeInput>,
): Promise<Raised> {
  const { storing, facts } = await actOnOrder(context, tx, { orderId, role: 'either' });
  const subject = judgeSubject(facts, readOrderLife(facts, storing.order.state), input);
  const raised = await openDispute(storing, { subject, text, evidence });
  if (raised.isUnchanged) return raised;
  await restateOrder(storing);
  await tellRaised(storing, raised, { label: subject.label, text });
  return raised;
}

/** Either party says that an invoice or a receipt is wrong, and why. The evidence of the order is attached. */
export const raiseDispute = (context: Context, input: z.output<typeof raiseDisputeInput>): Promise<Raised> =>
  context.db.transaction((tx) => raise(context, tx, input));
