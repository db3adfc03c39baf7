import { DomainError } from '@coplan/kernel';

export const disputeNotFound = (disputeId: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.dispute-not-found',
    { disputeId },
    'There is no such dispute of yours',
  );

export const disputeExists = (about: { disputeNumber: string; state: string }): DomainError =>
  new DomainError(
    'conflict',
    'orders.dispute-exists',
    about,
    `Dispute ${about.disputeNumber} is about the same and is ${about.state}: say it there, nothing is disputed twice`,
  );

export const disputeChanged = (about: { disputeNumber: string; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'orders.dispute-changed',
    about,
    `Somebody else wrote in dispute ${about.disputeNumber} meanwhile: read it again, then decide`,
  );

export const disputeEventNotAllowed = (about: {
  disputeNumber: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.dispute-event-not-allowed',
    about,
    `Dispute ${about.disputeNumber} is ${about.state}: "${about.event}" is not yours to do, or not possible any more`,
  );

export const nothingToDispute = (about: { subject: string; why: string }): DomainError =>
  new DomainError('invalid', 'orders.nothing-to-dispute', about, `${about.subject}: ${about.why}`);

export const receiptNotCorrected = (receiptNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.receipt-not-corrected',
    { receiptNumber },
    `Receipt ${receiptNumber} still says what it said: take it back and count again first, or let it stand`,
  );

export const amountNeeded = (outcome: string): DomainError =>
  new DomainError(
    'invalid',
    'orders.dispute-amount-needed',
    { outcome },
    `A ${outcome} needs its amount, and nothing else has one`,
  );

export const evidenceUnknown = (reference: string): DomainError =>
  new DomainError(
    'invalid',
    'orders.evidence-unknown',
    { reference },
    `"${reference}" is no document of this order: choose one of those that are listed`,
  );

export const claimNeeded = (outcome: string): DomainError =>
  new DomainError(
    'invalid',
    'orders.dispute-claim-needed',
    { outcome },
    outcome === 'restated'
      ? 'Say what holds instead of the verdict: that the line does not count, how much came in time, or who answers for it'
      : `"${outcome}" changes no verdict: leave out what should hold instead`,
  );

export const verdictDecidedElsewhere = (disputeNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.verdict-decided-elsewhere',
    { disputeNumber },
    `Dispute ${disputeNumber} is ended where its subject is: of a verdict by performance.verdictDisputes, of an invoice or a count by orders.disputes`,
  );
