import type { SharedMeasure } from '@coplan/collaboration';
import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../../platform/index.ts';

export type SharingChange = { ownerId: OrganisationId; readerId: OrganisationId; measure: SharedMeasure };

/** What one side shares was opened or closed: both hear of it, and what follows such data must look again. */
export const sharingNews = (
  what: 'opened' | 'closed',
  { agreementId, changes }: { agreementId: string; changes: readonly SharingChange[] },
): EventToPublish => ({
  type: `collaboration.sharing-${what}`,
  audience: [...new Set(changes.flatMap(({ ownerId, readerId }) => [ownerId, readerId]))],
  subject: { kind: 'sharing', id: agreementId },
  payload: { agreementId, rules: changes.map((change) => ({ ...change })) },
});
