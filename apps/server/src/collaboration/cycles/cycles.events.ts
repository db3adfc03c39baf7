import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../../platform/index.ts';

/** A cycle was opened or closed, or one of its steps stands elsewhere now. */
export const cycleChanged = (about: {
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  cycleId: string;
  agreementId: string;
  change: 'opened' | 'stepped' | 'closed';
  steps: readonly number[];
}): EventToPublish => ({
  type: 'collaboration.cycle-changed',
  audience: [about.buyerId, about.supplierId],
  subject: { kind: 'cycle', id: about.cycleId },
  payload: { agreementId: about.agreementId, change: about.change, steps: about.steps },
});
