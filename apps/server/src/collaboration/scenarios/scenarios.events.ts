import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../../platform/index.ts';

export type ScenarioChange =
  | 'created'
  | 'review-requested'
  | 'rejected'
  | 'merged'
  | 'abandoned'
  | 'stale'
  | 'rebased'
  | 'impact-computed';

export const scenarioNews = (about: {
  scenarioId: string;
  agreementId: string;
  planId: string;
  buyerId: OrganisationId;
  supplierId: OrganisationId;
  state: string;
  change: ScenarioChange;
}): EventToPublish => ({
  type: 'collaboration.scenario-changed',
  audience: [about.buyerId, about.supplierId],
  subject: { kind: 'scenario', id: about.scenarioId },
  payload: {
    agreementId: about.agreementId,
    buyerId: about.buyerId,
    planId: about.planId,
    state: about.state,
    change: about.change,
  },
});
