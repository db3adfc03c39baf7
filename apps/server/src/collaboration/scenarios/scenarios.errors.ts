import { DomainError } from '@coplan/kernel';

export const scenarioNotFound = (scenarioId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.scenario-not-found',
    { scenarioId },
    'There is no such scenario of yours: reload the list of scenarios',
  );

export const noJointPlan = (about: { agreementId: string; purpose: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.scenario-no-joint-plan',
    about,
    'A scenario branches off the joint plan, and there is none: compute the consensus first',
  );

export const scenarioChanged = (scenarioId: string, version: number): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.scenario-changed-meanwhile',
    { scenarioId, version },
    'Someone else changed this scenario meanwhile: look at it again',
  );

export const scenarioEventNotAllowed = (about: {
  scenarioId: string;
  state: string;
  event: string;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.scenario-event-not-allowed',
    about,
    `A scenario that is ${about.state} does not allow "${about.event}": reload it`,
  );

export const scenarioHashDiffers = (scenarioId: string): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.scenario-hash-differs',
    { scenarioId },
    'The numbers are not those you looked at: look at the comparison again before you sign',
  );

export const scenarioUnchanged = (scenarioId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.scenario-unchanged',
    { scenarioId },
    'The branch is equal to the joint plan: change a cell first, or abandon it',
  );

export const baseMoved = (scenarioId: string): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.scenario-base-moved',
    { scenarioId },
    'The joint plan has changed since the branch was made: rebase the scenario and look at the conflicts',
  );
