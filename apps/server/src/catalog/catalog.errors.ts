import { DomainError, type ItemId } from '@coplan/kernel';

export const itemNotFound = (itemId: ItemId): DomainError =>
  new DomainError('not-found', 'catalog.item-not-found', { itemId }, 'There is no such item in your catalog');

export const unknownItemLocation = (itemLocationId: string): DomainError =>
  new DomainError(
    'not-found',
    'catalog.item-location-not-found',
    { itemLocationId },
    'This item is not planned at a location of yours',
  );

export const policyChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'catalog.policy-changed-by-someone-else',
    about,
    'Somebody else changed this planning policy meanwhile: look at it again, then decide',
  );

export const policyNamesQuantity = (rule: string): DomainError =>
  new DomainError(
    'invalid',
    'catalog.policy-names-quantity',
    { rule },
    'A policy for everything cannot name a quantity: choose one that follows the forecast, or set it per item',
  );

export const itemChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'catalog.item-changed-by-someone-else',
    about,
    'Somebody else changed this item meanwhile: look at it again, then decide',
  );

export const trackingWithStock = (itemNumbers: readonly string[]): DomainError =>
  new DomainError(
    'not-allowed',
    'catalog.tracking-with-stock',
    { itemNumbers },
    `Of ${itemNumbers.slice(0, 5).join(', ')} there is stock, and its serial numbers would not fit: count it down to nothing, change the tracking, then take it in again`,
  );
