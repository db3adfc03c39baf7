import type { AgreementProblem, Side } from '@coplan/collaboration';
import { DomainError } from '@coplan/kernel';

export const agreementNotFound = (agreementId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-not-found',
    { agreementId },
    'There is no such agreement among yours',
  );

export const versionNotFound = (agreementVersionId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-version-not-found',
    { agreementVersionId },
    'There is no such version of an agreement among yours',
  );

export const noSuchPartner = (partnerId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.no-such-partner',
    { partnerId },
    'You have no active trading relation with this partner: start one before you agree on planning',
  );

export const agreementChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.agreement-changed-by-someone-else',
    about,
    'Somebody else changed this agreement meanwhile: look at it again, then decide',
  );

export const agreementEventNotAllowed = (about: { state: string; event: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.agreement-event-not-allowed',
    about,
    `This version is ${about.state}: "${about.event}" is not possible any more`,
  );

export const notYourMove = (about: { event: string; side: Side }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.not-your-move',
    about,
    `"${about.event}" is for the other side to do`,
  );

export const mayNotSign = (side: Side): DomainError =>
  new DomainError(
    'forbidden',
    'collaboration.may-not-sign',
    { side },
    side === 'buyer'
      ? 'For the buyer an approver or an administrator signs: ask one of them'
      : 'For the seller a supplier planner or an administrator signs: ask one of them',
  );

export const alreadySigned = (side: Side): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.already-signed',
    { side },
    'Your side has signed this version already: it waits for the other',
  );

export const hashDiffers = (about: { given: string; present: string }): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.content-differs',
    about,
    'What you looked at is not what would be signed: read this version again, then sign',
  );

export const agreementIncomplete = (problems: readonly AgreementProblem[]): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.agreement-incomplete',
    { problems: problems.map((problem) => ({ ...problem })) },
    `The agreement cannot be proposed: ${problems
      .slice(0, 3)
      .map(({ message }) => message)
      .join(' ')}`,
  );

export const openVersionExists = (versionNumber: number): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.open-version-exists',
    { versionNumber },
    `Version ${versionNumber} is still open: finish, counter or withdraw it first`,
  );

export const agreementOverlaps = (otherName: string): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.agreement-overlaps',
    { otherName },
    `Some of these items are already planned under "${otherName}": leave them out here, or end that agreement`,
  );

export const differentAgreements = (): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.different-agreements',
    {},
    'These two versions belong to different agreements: compare versions of one',
  );

export const onlySuspender = (): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.only-the-suspender',
    {},
    'The other side suspended this agreement: only it can resume it',
  );
