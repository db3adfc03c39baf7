import type { VerdictClaim } from '@coplan/collaboration';
import type { LocalDate, OrganisationId } from '@coplan/kernel';
import type { Transaction } from '../../platform/index.ts';
import type { DisputeState } from './dispute.lifecycle.ts';
import type { DisputeAbout, DisputeAtHand, DisputeCause, Outcome, Role } from './dispute-rules.ts';
import { disputeChanged, disputeNotFound } from './disputes.errors.ts';

export type StoredDispute = {
  disputeId: string;
  disputeNumber: string;
  orderId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  about: DisputeAbout;
  cause: DisputeCause;
  invoiceId: string | null;
  receiptNumber: string | null;
  lineNumber: string | null;
  /** Of a disputed verdict: its line, what should hold instead, and what is offered or was granted. */
  orderLineId: string | null;
  claim: VerdictClaim | null;
  offered: VerdictClaim | null;
  subjectLabel: string;
  claimedMinor: number | null;
  currency: string;
  raisedById: OrganisationId;
  proposedById: OrganisationId | null;
  state: DisputeState;
  outcome: Outcome | null;
  amountMinor: number | null;
  answerBy: LocalDate;
  version: number;
};

export const disputeColumns = `dispute.id as "disputeId", dispute.dispute_number as "disputeNumber",
  dispute.order_id as "orderId", dispute.org_id as "buyerId", dispute.supplier_id as "supplierId", dispute.about,
  dispute.cause, dispute.invoice_id as "invoiceId", dispute.receipt_number as "receiptNumber",
  dispute.line_number as "lineNumber", dispute.order_line_id as "orderLineId", dispute.claim, dispute.offered,
  dispute.subject_label as "subjectLabel",
  dispute.claimed_minor as "claimedMinor", dispute.currency, dispute.raised_by_id as "raisedById",
  dispute.proposed_by_id as "proposedById", dispute.state, dispute.outcome, dispute.amount_minor as "amountMinor",
  dispute.answer_by as "answerBy", dispute.version`;

export const roleIn = ({ buyerId }: Pick<StoredDispute, 'buyerId'>, organisationId: string): Role =>
  buyerId === organisationId ? 'buyer' : 'supplier';

export const atHand = (dispute: StoredDispute): DisputeAtHand => ({
  about: dispute.about,
  state: dispute.state,
  raisedBy: roleIn(dispute, dispute.raisedById),
  proposedBy: dispute.proposedById === null ? null : roleIn(dispute, dispute.proposedById),
});

/** The order that a dispute is about, so that it can be locked before the dispute is. */
export async function findOrderOfDispute(
  tx: Transaction,
  disputeId: string,
): Promise<Pick<StoredDispute, 'orderId' | 'buyerId'>> {
  const [found] = await tx.query<Pick<StoredDispute, 'orderId' | 'buyerId'>>(
    'select order_id as "orderId", org_id as "buyerId" from disputes where id = $1',
    [disputeId],
  );
  if (found === undefined) throw disputeNotFound(disputeId);
  return found;
}

/** The dispute as the caller saw it, locked. */
export async function lockDispute(
  tx: Transaction,
  { disputeId, expectedVersion }: { disputeId: string; expectedVersion: number },
): Promise<StoredDispute> {
  const [dispute] = await tx.query<StoredDispute>(
    `select ${disputeColumns} from disputes dispute where dispute.id = $1 for update`,
    [disputeId],
  );
  if (dispute === undefined) throw disputeNotFound(disputeId);
  if (dispute.version !== expectedVersion) throw disputeChanged(dispute);
  return dispute;
}
