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
