import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

/** A buyer and a supplier or carrier have begun to trade: both see one another from now on. */
export const tradingStarted = (about: {
  relationId: string;
  buyerId: OrganisationId;
  partnerId: OrganisationId;
}): EventToPublish => ({
  type: 'partners.trading-started',
  audience: [about.buyerId, about.partnerId],
  subject: { kind: 'trading-relation', id: about.relationId },
  payload: about,
});

export const locationsChanged = (organisationId: OrganisationId, changedCount: number): EventToPublish => ({
  type: 'partners.locations-changed',
  audience: [organisationId],
  subject: { kind: 'locations', id: organisationId },
  payload: { changedCount },
});
