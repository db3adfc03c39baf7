import { DomainError } from '@coplan/kernel';

export const agreementNotInForce = (agreementId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-not-in-force',
    { agreementId },
    'There is no such agreement in force among yours: targets and events need one that both have signed',
  );

export const targetsChanged = (about: { expectedRevision: number; revisionNumber: number }): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.targets-changed',
    about,
    'Somebody proposed other targets meanwhile: look at them, then propose or decide',
  );

export const targetsNotFound = (revisionId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.targets-not-found',
    { revisionId },
    'There are no such targets among those of your agreements',
  );

export const targetsDecided = (about: { revisionId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.targets-decided',
    about,
    `These targets are ${about.state} already: propose new ones to change them`,
  );

export const targetsOfOneself = (revisionId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.targets-of-oneself',
    { revisionId },
    'Your side proposed these targets: the other side accepts or rejects them, you may withdraw them',
  );

export const targetsOfOthers = (revisionId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.targets-of-others',
    { revisionId },
    'The other side proposed these targets: accept or reject them instead',
  );

export const categoryTwice = (category: string): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.category-twice',
    { category },
    `Category ${category} has two rows of targets: keep one`,
  );

export const planEventNotFound = (planEventId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.plan-event-not-found',
    { planEventId },
    'There is no such event among those that you may see',
  );

export const planEventChanged = (about: {
  planEventId: string;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.plan-event-changed-by-someone-else',
    about,
    'This event was changed by someone else meanwhile: look at it again, then decide',
  );

export const planEventNotAllowed = (about: {
  planEventId: string;
  name: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.plan-event-not-allowed',
    about,
    `The event ${about.name} is ${about.state}: "${about.event}" is not possible now`,
  );

export const notYourPartOfEvent = (about: {
  planEventId: string;
  event: string;
  owner: 'mine' | 'theirs';
}): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.plan-event-other-side',
    about,
    about.owner === 'mine'
      ? `Your side owns this event: "${about.event}" is for the other side`
      : `The other side owns this event: "${about.event}" is for its owner`,
  );

export const planEventInvalid = (about: { place: string; remedy: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.plan-event-invalid',
    about,
    `The event’s ${about.place}: ${about.remedy}`,
  );

export const salesNotReadable = (planEventId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.sales-not-shared',
    { planEventId },
    'An evaluation needs the sales, and the buyer does not share them with you: the buyer evaluates this event',
  );
