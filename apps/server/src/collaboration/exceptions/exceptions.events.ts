import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish } from '../../platform/index.ts';

export const exceptionChangedType = 'collaboration.exception-changed';
export const evaluationRequestedType = 'collaboration.evaluation-requested';

/** News of an exception, for the parties that may see it. It says nothing that the row would not. */
export const exceptionNews = (about: {
  exceptionId: string;
  agreementId: string;
  state: string;
  audience: readonly OrganisationId[];
}): EventToPublish => ({
  type: exceptionChangedType,
  audience: about.audience,
  subject: { kind: 'exception', id: about.exceptionId },
  payload: { exceptionId: about.exceptionId, agreementId: about.agreementId, state: about.state },
});

/** A seller asks for an evaluation: the buyer's side, where the facts are, carries it out. */
export const evaluationRequested = (about: {
  agreementId: string;
  buyerId: OrganisationId;
}): EventToPublish => ({
  type: evaluationRequestedType,
  audience: [about.buyerId],
  subject: { kind: 'agreement', id: about.agreementId },
  payload: { agreementId: about.agreementId },
});
