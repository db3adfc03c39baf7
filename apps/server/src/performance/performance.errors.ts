import { DomainError } from '@coplan/kernel';

export const verdictNotFound = (orderLineId: string): DomainError =>
  new DomainError(
    'not-found',
    'performance.verdict-not-found',
    { orderLineId },
    'There is no scored line like this among your orders: a new order is scored within a minute',
  );

export const verdictNotDisputable = (about: {
  orderLineId: string;
  standing: string;
  status: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'performance.verdict-not-disputable',
    about,
    about.status === 'DISPUTED'
      ? 'This line is disputed already: wait until the other side has decided'
      : 'This line is not judged yet: dispute it when it has failed, or was left out',
  );

export const disputeTooLate = (about: { orderLineId: string; restateDays: number }): DomainError =>
  new DomainError(
    'not-allowed',
    'performance.dispute-too-late',
    about,
    `This line was final more than ${about.restateDays} days ago: it stays as it was scored`,
  );

export const verdictChanged = (about: { orderLineId: string }): DomainError =>
  new DomainError(
    'conflict',
    'performance.verdict-changed',
    about,
    'The line was scored anew meanwhile: look at it again, then decide',
  );

export const checkNotFailed = (about: { orderLineId: string; check: string }): DomainError =>
  new DomainError(
    'invalid',
    'performance.check-not-failed',
    about,
    `Check ${about.check} of this line did not fail: name a cause only for what failed`,
  );

export const onlyTheBuyer = (orderLineId: string): DomainError =>
  new DomainError(
    'forbidden',
    'performance.only-the-buyer',
    { orderLineId },
    'The buyer measures its own orders: raise a dispute instead',
  );

export const termsBeginToday = (about: { validFrom: string; today: string }): DomainError =>
  new DomainError(
    'invalid',
    'performance.terms-in-the-past',
    about,
    `Terms hold for orders from a day on that is not over: choose ${about.today} or later`,
  );

export const notASupplier = (supplierId: string): DomainError =>
  new DomainError(
    'not-found',
    'performance.not-a-supplier',
    { supplierId },
    'You do not trade with that supplier: choose one of your suppliers, or none for all of them',
  );

export const causeIsYours = (orderLineId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'performance.cause-is-yours',
    { orderLineId },
    'You measure this order: name the cause yourself instead of disputing it',
  );

export const notABuyer = (buyerId: string): DomainError =>
  new DomainError(
    'not-found',
    'performance.not-a-buyer',
    { buyerId },
    'You do not trade with that buyer: choose one of your buyers',
  );

export const notGrantedAlone = (about: { disputeNumber: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'performance.not-granted-alone',
    about,
    `Dispute ${about.disputeNumber} claims something else: grant what is claimed, or propose this to the buyer who measures`,
  );
