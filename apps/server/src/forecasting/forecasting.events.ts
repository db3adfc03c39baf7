import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

/** A new forecast is the one to read. Whom the organisation shares it with hears of it from collaboration. */
export const versionPublished = (about: {
  organisationId: OrganisationId;
  versionId: string;
}): EventToPublish => ({
  type: 'forecasting.version-published',
  audience: [about.organisationId],
  subject: { kind: 'forecast-version', id: about.versionId },
  payload: { versionId: about.versionId },
});

/** A planner decided something about an item-location that counts from the next forecast on. */
export const plannerSpoke = (about: {
  organisationId: OrganisationId;
  itemLocationId: string;
  what: 'correction' | 'override' | 'analogues' | 'events';
}): EventToPublish => ({
  type: 'forecasting.planner-spoke',
  audience: [about.organisationId],
  subject: { kind: 'item-forecast', id: about.itemLocationId },
  payload: { what: about.what },
});
