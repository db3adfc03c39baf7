import type { OrganisationId } from '@coplan/kernel';
import { type EventToPublish, subscribe } from '../../platform/index.ts';

/** Partners hear that there is something new to read, and of nothing that is closed to them. */
export const sharedDataChanged = (
  measure: string,
  about: { ownerId: OrganisationId; readerIds: readonly OrganisationId[] },
): EventToPublish => ({
  type: 'collaboration.shared-data-changed',
  audience: about.readerIds,
  subject: { kind: 'shared-data', id: about.ownerId },
  payload: { ownerId: about.ownerId, measure },
});

/** Partners with whom the forecast is shared hear that there is a new one; others do not even learn that much. */
export const tellNewForecast = subscribe(
  'forecasting.version-published',
  ({ db, actor }) =>
    db.transaction(async (tx) => {
      const readers = await tx.query<{ id: OrganisationId }>(
        `select distinct reader_id as id from sharing_rules
         where owner_id = $1 and measure = 'forecast' and closed_at is null`,
        [actor.organisationId],
      );
      const readerIds = readers.map(({ id }) => id);
      if (readerIds.length > 0)
        await tx.publish(sharedDataChanged('forecast', { ownerId: actor.organisationId, readerIds }));
    }),
  { name: 'tell-new-forecast' },
);
