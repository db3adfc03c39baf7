import { DomainError, type ItemId } from '@coplan/kernel';

export const itemNotFound = (itemId: ItemId): DomainError =>
  new DomainError('not-found', 'catalog.item-not-found', { itemId }, 'There is no such item in your catalog');
