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

/** How an item-location, or everything without a policy of its own, is planned has changed. */
export const policyNews = (about: {
  organisationId: OrganisationId;
  itemLocationId: string | null;
}): EventToPublish => ({
  type: 'catalog.planning-policy-changed',
  audience: [about.organisationId],
  subject: { kind: 'planning-policy', id: about.itemLocationId ?? about.organisationId },
  payload: {},
});
