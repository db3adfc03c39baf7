import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

export const itemsChanged = (organisationId: OrganisationId, changedCount: number): EventToPublish => ({
  type: 'catalog.items-changed',
  audience: [organisationId],
  subject: { kind: 'items', id: organisationId },
  payload: { changedCount },
});

/** The suppliers whose terms changed hear of it too. */
export const termsChanged = (about: {
  organisationId: OrganisationId;
  supplierIds: readonly OrganisationId[];
  changedCount: number;
}): EventToPublish => ({
  type: 'catalog.terms-changed',
  audience: [about.organisationId, ...about.supplierIds],
  subject: { kind: 'terms', id: about.organisationId },
  payload: { changedCount: about.changedCount },
});
