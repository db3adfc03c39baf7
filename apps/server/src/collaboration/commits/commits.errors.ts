import { DomainError, formatMilli } from '@coplan/kernel';

export const agreementNotFound = (agreementId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-not-found',
    { agreementId },
    'There is no such agreement of yours: reload the list of agreements',
  );

export const notYourSide = (side: 'buyer' | 'seller'): DomainError =>
  new DomainError(
    'forbidden',
    'collaboration.not-your-side',
    { side },
    side === 'seller'
      ? 'Only the supplier of the agreement commits: ask it for its answer'
      : 'Only the buyer of the agreement accepts a commit',
  );

export const commitNotFound = (commitId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.commit-not-found',
    { commitId },
    'There is no such commit, or its forecast is no longer shared with you: reload the list',
  );

export const commitChanged = (commitId: string, version: number): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.commit-changed-meanwhile',
    { commitId, version },
    'Someone else changed this commit meanwhile: look at it again',
  );

export const commitEventNotAllowed = (about: {
  commitId: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.commit-event-not-allowed',
    about,
    `A commit that is ${about.state} does not allow "${about.event}": reload the list`,
  );

export const nothingAsked = (about: { itemLocationId: string; startsOn: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.commit-not-asked',
    about,
    `The order forecast asks for nothing in the bucket of ${about.startsOn}: leave that commit out`,
  );

export const reasonMissing = (about: {
  startsOn: string;
  committedMilli: number;
  forecastMilli: number;
}): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.commit-reason-missing',
    about,
    `${formatMilli(about.committedMilli)} of ${formatMilli(about.forecastMilli)} in the bucket of ${about.startsOn}: give the reason`,
  );

export const alternativeWrong = (about: { startsOn: string; index: number }, remedy: string): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.commit-alternative',
    about,
    `Alternative ${about.index + 1} for the bucket of ${about.startsOn}: ${remedy}`,
  );

export const alternativeNotFound = (commitId: string, alternativeIndex: number): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.commit-alternative-not-found',
    { commitId, alternativeIndex },
    `The commit has no alternative ${alternativeIndex + 1}: reload it`,
  );
