import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../platform/index.ts';

/** A new forecast is the one to read, for the buyer and for each supplier whose items are in it. */
export const versionPublished = (about: {
  organisationId: OrganisationId;
  supplierIds: readonly OrganisationId[];
  versionId: string;
  seriesCount: number;
}): EventToPublish => ({
  type: 'forecasting.version-published',
  audience: [about.organisationId, ...about.supplierIds],
  subject: { kind: 'forecast-version', id: about.versionId },
  payload: { versionId: about.versionId },
});
