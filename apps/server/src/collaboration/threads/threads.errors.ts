import { DomainError } from '@coplan/kernel';

export const subjectNotFound = (about: { subjectKind: string; subjectId: string }): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.thread-subject-not-found',
    about,
    `There is no such ${about.subjectKind} among those that you may see`,
  );

export const subjectNotShared = (about: { subjectKind: string; subjectId: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.thread-subject-not-shared',
    about,
    `The other side does not see this ${about.subjectKind} yet: write an internal message, or share it first`,
  );

export const cellNotFound = (itemLocationId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.thread-cell-not-found',
    { itemLocationId },
    'This item and place are not planned under that agreement',
  );

export const mentionNotAllowed = (about: { userId: string; visibility: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.mention-not-allowed',
    about,
    about.visibility === 'internal'
      ? 'An internal message mentions people of your own organisation only: choose them from the list'
      : 'Somebody mentioned does not take part on either side: choose people from the list',
  );

export const threadNotFound = (threadId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.thread-not-found',
    { threadId },
    'There is no such conversation among yours',
  );
