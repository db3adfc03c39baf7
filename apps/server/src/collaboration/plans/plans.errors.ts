import { DomainError } from '@coplan/kernel';

export const agreementNotFound = (agreementId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-not-in-force',
    { agreementId },
    'There is no such agreement in force between you and a partner: look at the list of agreements',
  );

export const planNotFound = (planId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.plan-not-found',
    { planId },
    'There is no such plan among yours and those that a partner shares with you',
  );

export const planChanged = (about: {
  planId: string;
  expectedVersion: number;
  version: number;
}): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.plan-changed-by-someone-else',
    about,
    'This plan was changed by someone else meanwhile: look at it again, then decide',
  );

export const planEventNotAllowed = (about: { planId: string; state: string; event: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.plan-event-not-allowed',
    about,
    `This plan is ${about.state}: "${about.event}" is not possible now`,
  );

export const planNotEditable = (about: { planId: string; state: string; kind: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.plan-not-editable',
    about,
    about.state === 'frozen'
      ? 'This plan is frozen: propose an amendment, which counts when both sides have accepted it'
      : about.kind === 'party'
        ? `This plan is ${about.state} and stays as it is: start a new revision to change numbers`
        : `This plan is ${about.state}: its numbers cannot be changed any more`,
  );

export const layerNotEditable = (about: { layer: string; kind: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.layer-not-editable',
    about,
    `In a ${about.kind} plan only the negotiated value is edited, not the ${about.layer} layer`,
  );

export const cellOutsidePlan = (about: { itemLocationId: string; bucketIndex: number }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.cell-outside-plan',
    about,
    'A cell lies outside the plan: its item and place must be in the agreement’s scope and its bucket in the plan’s horizon',
  );

export const cellTwice = (about: { itemLocationId: string; bucketIndex: number }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.cell-twice',
    about,
    'A cell is named twice in one operation: send one value for it',
  );

export const bucketPast = (about: { startsOn: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.bucket-past',
    about,
    `The bucket from ${about.startsOn} is over: what happened cannot be planned any more`,
  );

export const frozenWindow = (about: { startsOn: string; frozenDays: number }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.frozen-window',
    about,
    `The bucket from ${about.startsOn} lies in the frozen window of ${about.frozenDays} days: agree an amendment with your partner to change it`,
  );

export const slushyWindow = (about: {
  startsOn: string;
  agreedMilli: number;
  askedMilli: number;
  changeRatio: number;
  allowedRatio: number;
}): DomainError => {
  const percent = (ratio: number): string => `${Math.round(ratio * 1_000) / 10} %`;
  const change = Number.isFinite(about.changeRatio)
    ? `by ${percent(about.changeRatio)}`
    : 'from zero, by any share';
  return new DomainError(
    'not-allowed',
    'collaboration.slushy-window',
    { ...about, changeRatio: Number.isFinite(about.changeRatio) ? about.changeRatio : null },
    `The bucket from ${about.startsOn} lies in the slushy window: ${percent(about.allowedRatio)} of the agreed ${
      about.agreedMilli / 1000
    } may change, this would change it ${change}; agree an amendment with your partner`,
  );
};

export const operationReused = (operationId: string): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.operation-reused',
    { operationId },
    'This operation number was used before for other cells: send a new one',
  );

export const nothingToCompare = (about: { agreementId: string; missing: readonly string[] }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.nothing-to-compare',
    about,
    'Neither side has published a forecast that you may see: publish yours first',
  );

export const blockingExceptionsOpen = (about: { planId: string; exceptionCount: number }): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.blocking-exceptions-open',
    about,
    `${about.exceptionCount} blocking exceptions are open: resolve them before you agree`,
  );

export const editedMeanwhile = (about: { planId: string; lastEditNumber: number }): DomainError =>
  new DomainError(
    'conflict',
    'collaboration.edited-meanwhile',
    about,
    'Cells were edited since you looked: look at them, then agree',
  );

export const amendmentNotFound = (amendmentId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.amendment-not-found',
    { amendmentId },
    'There is no such open amendment: it was decided or withdrawn already',
  );

export const ownAmendment = (amendmentId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.own-amendment',
    { amendmentId },
    'You proposed this amendment: your partner has to accept it',
  );

export const emptyPlan = (planId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.empty-plan',
    { planId },
    'This plan has no value at all: enter or paste numbers before you submit it',
  );

export const noForecastToStartFrom = (agreementId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.no-forecast-to-start-from',
    { agreementId },
    'There is nothing to start from: no forecast of yours and none that your partner shares',
  );

export const plansNotComparable = (about: { planIdA: string; planIdB: string }): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.plans-not-comparable',
    about,
    'The two plans belong to different agreements or purposes: choose two of the same',
  );
