import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish, JsonObject } from '../../platform/index.ts';

export const planEventChangedType = 'collaboration.plan-event-changed';

/** News of an event, for those who may see it. */
export const planEventNews = (about: {
  planEventId: string;
  audience: readonly OrganisationId[];
  payload: JsonObject;
}): EventToPublish => ({
  type: planEventChangedType,
  audience: about.audience,
  subject: { kind: 'plan-event', id: about.planEventId },
  payload: { planEventId: about.planEventId, ...about.payload },
});

/** News of targets, for both parties. */
export const businessPlanNews = (about: {
  businessPlanId: string;
  agreementId: string;
  audience: readonly OrganisationId[];
}): EventToPublish => ({
  type: 'collaboration.business-plan-changed',
  audience: about.audience,
  subject: { kind: 'business-plan', id: about.businessPlanId },
  payload: { businessPlanId: about.businessPlanId, agreementId: about.agreementId },
});
