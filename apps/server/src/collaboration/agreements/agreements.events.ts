import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../../platform/index.ts';

export type Parties = { buyerId: OrganisationId; supplierId: OrganisationId };

/** News of an agreement goes to both sides; of a draft, to its author alone. */
export const agreementNews = (about: {
  agreementId: string;
  agreementVersionId: string;
  state: string;
  audience: readonly OrganisationId[];
}): EventToPublish => ({
  type: 'collaboration.agreement-changed',
  audience: about.audience,
  subject: { kind: 'agreement', id: about.agreementId },
  payload: {
    agreementId: about.agreementId,
    agreementVersionId: about.agreementVersionId,
    state: about.state,
  },
});
