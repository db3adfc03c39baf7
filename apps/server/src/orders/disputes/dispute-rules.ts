import { nextState } from '@coplan/kernel';
import type { VarianceKind } from '../life/match-invoices.ts';
import { type DisputeEvent, type DisputeState, disputeLifecycle } from './dispute.lifecycle.ts';

export const disputeAbouts = ['invoice', 'receipt', 'verdict'] as const;
export type DisputeAbout = (typeof disputeAbouts)[number];

/** What is wrong with an invoice; `whole`: with all of it. */
export const invoiceCauses = ['price', 'short', 'damaged', 'not-ordered', 'whole'] as const;
/** What is wrong with a count. */
export const receiptCauses = ['count', 'damaged'] as const;
/** What of a verdict should be another: that the line counts, how much came in time, who answers for its failure. */
export const verdictCauses = ['exclusion', 'quantity', 'cause'] as const;
export type DisputeCause =
  | (typeof invoiceCauses)[number]
  | (typeof receiptCauses)[number]
  | (typeof verdictCauses)[number];

/** The variance of the match that a cause is about; null: every one. */
export const varianceOf: Record<(typeof invoiceCauses)[number], VarianceKind | null> = {
  price: 'price',
  short: 'quantity',
  damaged: 'quantity',
  'not-ordered': 'not-ordered',
  whole: null,
};

/**
 * How a dispute ends: the supplier gives a credit, the buyer takes a debit, the count was corrected, the verdict is
 * restated by what is claimed or by a part of it, the other side is right as it was said (`accepted`), or everything stays
 * as it is (`stands`).
 */
export const outcomes = ['credit', 'debit', 'corrected', 'restated', 'accepted', 'stands'] as const;
export type Outcome = (typeof outcomes)[number];

export type Role = 'buyer' | 'supplier';

export type DisputeAtHand = {
  about: DisputeAbout;
  state: DisputeState;
  raisedBy: Role;
  proposedBy: Role | null;
};

/** Outcomes by which a party may end a dispute without asking. */
export function decisionsOf({ about, raisedBy }: DisputeAtHand, role: Role): Outcome[] {
  if (about === 'invoice') return role === 'buyer' ? ['debit', 'stands'] : ['credit'];
  if (role === raisedBy) return [];
  if (about === 'verdict') return ['restated', 'stands'];
  return [role === 'buyer' ? 'corrected' : 'accepted', 'stands'];
}

/** Outcomes that may be proposed to the other side. */
export function proposalsOf({ about }: DisputeAtHand, role: Role): Outcome[] {
  if (about === 'invoice') return role === 'buyer' ? ['credit', 'stands'] : ['debit', 'stands'];
  return [about === 'verdict' ? 'restated' : 'accepted', 'stands'];
}

export const eventOf = (outcome: Outcome): DisputeEvent => (outcome === 'stands' ? 'uphold' : 'settle');

export const hasAmount = (outcome: Outcome): boolean => outcome === 'credit' || outcome === 'debit';

/** What a party may do with a dispute now. */
export function eventsOf(dispute: DisputeAtHand, role: Role): DisputeEvent[] {
  const isPossible = (event: DisputeEvent) => nextState(disputeLifecycle, dispute.state, event) !== undefined;
  const decides = decisionsOf(dispute, role).map(eventOf);
  const isTheirProposal = dispute.proposedBy !== null && dispute.proposedBy !== role;
  const allowed: Record<DisputeEvent, boolean> = {
    answer: true,
    propose: true,
    accept: isTheirProposal,
    refuse: isTheirProposal,
    settle: decides.includes('settle'),
    uphold: decides.includes('uphold'),
    withdraw: dispute.raisedBy === role,
  };
  return (Object.keys(allowed) as DisputeEvent[]).filter((event) => allowed[event] && isPossible(event));
}
