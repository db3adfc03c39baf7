import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../../platform/index.ts';

const idsToldMax = 200;

export type CommitChange = 'asked' | 'submitted' | 'short' | 'accepted' | 'overdue' | 'superseded';

/** Commits of one agreement changed; one event for a whole command, naming the first of them. */
export const commitNews = (about: {
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  agreementId: string;
  change: CommitChange;
  commitIds: readonly string[];
}): EventToPublish => ({
  type: 'collaboration.commit-changed',
  audience: [about.buyerId, about.supplierId],
  subject: { kind: 'commit', id: about.commitIds[0] ?? about.agreementId },
  payload: {
    agreementId: about.agreementId,
    buyerId: about.buyerId,
    change: about.change,
    commitCount: about.commitIds.length,
    commitIds: about.commitIds.slice(0, idsToldMax),
  },
});
