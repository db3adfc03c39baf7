import { DomainError } from '@coplan/kernel';

export const metricResultNotFound = (metricResultId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.metric-result-not-found',
    { metricResultId },
    'There is no such number on the scorecards of your agreements',
  );

export const evidenceNotShared = (metricResultId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.metric-evidence-not-shared',
    { metricResultId },
    'The rows behind this number show data that the other side does not share with you in that detail',
  );

export const metricResultChanged = (about: {
  metricResultId: string;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.metric-result-changed',
    about,
    'This number was changed by someone else meanwhile: look at it again, then decide',
  );

export const metricNotDisputable = (about: { metricResultId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.metric-not-disputable',
    about,
    about.state === 'provisional'
      ? 'This number is provisional: it can be disputed once it is final'
      : `This number is ${about.state}: it is disputed once, when it is final`,
  );

export const disputeTooLate = (about: { metricResultId: string; disputeDays: number }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.dispute-too-late',
    about,
    `The agreement gives ${about.disputeDays} days to dispute a number, and they are over`,
  );

export const disputeLineUnknown = (about: { metricResultId: string; key: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.dispute-line-unknown',
    about,
    `Line ${about.key} is not among the rows of this number: choose lines from its list`,
  );

export const disputeNotFound = (disputeId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.dispute-not-found',
    { disputeId },
    'There is no such dispute among those of your agreements',
  );

export const disputeOfOneself = (disputeId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.dispute-of-oneself',
    { disputeId },
    'Your side raised this dispute: the other side decides it',
  );

export const disputeDecided = (about: { disputeId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.dispute-decided',
    about,
    `This dispute is ${about.state} already`,
  );

export const cellNotPlanned = (itemLocationId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.cell-not-planned',
    { itemLocationId },
    'This item and place are not planned under that agreement',
  );
