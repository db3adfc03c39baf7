import { DomainError } from '@coplan/kernel';

export const blanketNotFound = (orderId: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.blanket-not-found',
    { orderId },
    'There is no such blanket order among yours',
  );

export const blanketPriceMissing = (about: { itemNumber: string; on: string }): DomainError =>
  new DomainError(
    'invalid',
    'orders.blanket-price-missing',
    about,
    `Item ${about.itemNumber} has no contract price on ${about.on}: give a price, or agree on a contract first`,
  );

export const blanketItemUnknown = (itemId: string): DomainError =>
  new DomainError(
    'not-found',
    'orders.blanket-item-unknown',
    { itemId },
    'One of the items is not in your catalog: add it, or leave it out',
  );

export const blanketPeriodInvalid = (why: string): DomainError =>
  new DomainError('invalid', 'orders.blanket-period-invalid', {}, why);

export const blanketOnly = (poNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.blanket-only',
    { poNumber },
    `Order ${poNumber} is a blanket order: change what is called off by a release, and end it by closing it`,
  );

export const blanketIsClosed = (poNumber: string): DomainError =>
  new DomainError(
    'not-allowed',
    'orders.blanket-closed',
    { poNumber },
    `Blanket order ${poNumber} is closed: agree on a new one`,
  );

export const releaseChangesNothing = (poNumber: string): DomainError =>
  new DomainError(
    'invalid',
    'orders.release-changes-nothing',
    { poNumber },
    `This release of order ${poNumber} was issued before, word for word`,
  );

export const releaseFileInvalid = (about: { place: string; why: string }): DomainError =>
  new DomainError('invalid', 'orders.release-file-invalid', about, `${about.place}: ${about.why}`);

export const releaseFileNeedsReason = (why: string): DomainError =>
  new DomainError(
    'invalid',
    'orders.release-file-needs-reason',
    {},
    `The file changes what was firm (${why}): give a reason, which the supplier reads`,
  );
