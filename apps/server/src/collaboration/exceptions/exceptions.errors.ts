import { DomainError } from '@coplan/kernel';

export const exceptionNotFound = (exceptionId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.exception-not-found',
    { exceptionId },
    'There is no such exception among yours: it may have been closed, or a measure it shows is no longer shared',
  );

export const evaluationNotFound = (evaluationId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.evaluation-not-found',
    { evaluationId },
    'There is no such evaluation among yours: choose one from the list of the agreement',
  );

export const exceptionChanged = (about: {
  exceptionId: string;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.exception-changed-by-someone-else',
    about,
    'Somebody else changed this exception meanwhile: look at it again, then decide',
  );

export const exceptionEventNotAllowed = (about: {
  exceptionId: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.exception-event-not-allowed',
    about,
    `This exception is ${about.state}: "${about.event}" is not possible now`,
  );

export const notYourTurn = (about: { exceptionId: string; event: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.exception-not-your-turn',
    about,
    'It is the other side that answers this: wait for it, or propose something else once it is yours again',
  );

export const snoozeTooLong = (about: { until: string; latest: string; daysMax: number }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.snooze-too-long',
    about,
    `An exception may sleep at most ${about.daysMax} days: choose a time between now and ${about.latest.slice(0, 10)}`,
  );

export const valuesNeeded = (about: { code: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.resolution-values-needed',
    about,
    `"${about.code}" takes values that you give: say at least one, cell by cell`,
  );

export const valuesNotOfException = (about: { itemLocationId: string; startsOn: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.resolution-value-outside',
    about,
    `The value for ${about.startsOn} is of a cell that is not part of this exception: take it out`,
  );

export const personNotFound = (userId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.person-not-found',
    { userId },
    'Nobody with that account works in your organisation: choose a person from the list',
  );

export const agreementNotFound = (agreementId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-not-in-force',
    { agreementId },
    'You have no such agreement in force: exceptions exist only under a signed one',
  );
