import { DomainError, formatMilli, type LocalDate } from '@coplan/kernel';
import type { ProposalEvent, ProposalState } from './proposal.lifecycle.ts';

export const runNotFound = (runId: string): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.run-not-found',
    { runId },
    'There is no such run in your organisation',
  );

export const runUnderWay = (runId: string): DomainError =>
  new DomainError(
    'conflict',
    'replenishment.run-under-way',
    { runId },
    'A run is under way already: wait for it or cancel it first',
  );

export const runEnded = (about: { runId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.run-ended',
    about,
    `This run is ${about.state} already: there is nothing to cancel`,
  );

export const runNotReplayable = (about: { runId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.run-not-replayable',
    about,
    'Only a finished run whose inputs are still kept can be computed again',
  );

export const runInputsRemoved = (runId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.run-inputs-removed',
    { runId },
    'The inputs of this run were removed to save space, so it cannot be computed again; its hashes remain',
  );

export const proposalNotFound = (proposalId: string): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.proposal-not-found',
    { proposalId },
    'There is no such proposal in your organisation',
  );

export const proposalChanged = (about: {
  proposalId: string;
  expectedVersion: number;
  version: number;
  state: ProposalState;
}): DomainError =>
  new DomainError(
    'conflict',
    'replenishment.changed-by-someone-else',
    about,
    about.state === 'superseded'
      ? 'A newer run replaced this proposal: look at the new one'
      : `Somebody else changed this proposal meanwhile, it is ${about.state} now: look at it again, then decide`,
  );

export const proposalEventNotAllowed = (about: {
  proposalId: string;
  state: ProposalState;
  event: ProposalEvent;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.event-not-allowed',
    about,
    about.state === 'conflict'
      ? 'A newer run disagrees with this proposal: take one of the two first'
      : `This proposal is ${about.state}: "${about.event}" is not possible any more`,
  );

export const cutOffPassed = (about: { proposalId: string; cutOffAt: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.cut-off-passed',
    about,
    `The cut-off of this proposal was ${about.cutOffAt}: start a new run for the next order day`,
  );

export const needsAnotherPerson = (proposalId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.needs-another-person',
    { proposalId },
    'You gave the first approval: the second has to come from another person',
  );

export const aboveLimit = (about: {
  proposalId: string;
  valueMinor: number;
  limitMinor: number;
}): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.above-limit',
    about,
    'The value is above your approval limit: somebody with a higher limit has to give the second approval',
  );

export const notAMultiple = (about: { quantityMilli: number; multipleMilli: number }): DomainError =>
  new DomainError(
    'invalid',
    'replenishment.not-a-multiple',
    about,
    `The supplier sells in multiples of ${formatMilli(about.multipleMilli)}: ${formatMilli(about.quantityMilli)} is not one`,
  );

export const orderByHandInvalid = (about: { place: string; why: string }): DomainError =>
  new DomainError('invalid', 'replenishment.order-invalid', about, `${about.place}: ${about.why}`);

export const nothingToExplain = (about: {
  itemLocationId: string;
  code: string;
  message: string;
}): DomainError => new DomainError('not-allowed', about.code, about, about.message);

export const noForecastYet = (): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.no-forecast-yet',
    {},
    'There is no published forecast yet: start a run first',
  );

export const itemLocationNotFound = (itemLocationId: string): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.item-location-not-found',
    { itemLocationId },
    'This item is not planned at a location of yours',
  );

export const asOfInFuture = (asOf: LocalDate): DomainError =>
  new DomainError(
    'invalid',
    'replenishment.as-of-in-future',
    { asOf },
    `${asOf} has not come yet: a run can look back, not ahead`,
  );

export const rulesChanged = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'replenishment.rules-changed-by-someone-else',
    about,
    'Somebody else changed the rules meanwhile: look at them again, then decide',
  );

export const ruleTwice = (about: string): DomainError =>
  new DomainError(
    'invalid',
    'replenishment.rule-twice',
    { about },
    `There are two values for ${about}: keep one of them`,
  );

export const notYourSuppliers = (supplierIds: readonly string[]): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.not-your-suppliers',
    { supplierIds },
    'A rule names a supplier that you do not trade with: choose one of yours',
  );

export const limitsOfOneself = (): DomainError =>
  new DomainError(
    'forbidden',
    'replenishment.limits-of-oneself',
    {},
    'Whoever approves orders does not set the limits for it: ask an administrator who is neither buyer nor approver',
  );

export const commitNotAnswered = (commitId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.commit-not-answered',
    { commitId },
    'The supplier has not committed yet: there is nothing to compare before it answers',
  );

export const nothingToCombine = (): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.nothing-to-combine',
    {},
    'No open proposal is for this supplier and day: start a run, or choose another delivery',
  );

export const tooManyToCombine = (about: { count: number; countMax: number }): DomainError =>
  new DomainError(
    'invalid',
    'replenishment.too-many-to-combine',
    about,
    `${about.count} proposals are more than the ${about.countMax} that are combined at once: choose a location`,
  );

export const severalCurrencies = (currencies: readonly string[]): DomainError =>
  new DomainError(
    'invalid',
    'replenishment.several-currencies',
    { currencies },
    `These proposals are in ${currencies.join(' and ')}: combine those of one currency, e.g. of one location`,
  );

export const backtestNotFound = (backtestId: string): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.backtest-not-found',
    { backtestId },
    'There is no such backtest in your organisation',
  );

export const backtestItemNotFound = (about: { backtestId: string; itemLocationId: string }): DomainError =>
  new DomainError(
    'not-found',
    'replenishment.backtest-item-not-found',
    about,
    'This item-location is not part of the backtest, or its input is no longer kept',
  );

export const backtestEnded = (about: { backtestId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.backtest-ended',
    about,
    `This backtest is ${about.state} already: there is nothing to cancel`,
  );

export const backtestNotReplayable = (about: { backtestId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.backtest-not-replayable',
    about,
    'Only a finished backtest can be computed again',
  );

export const noHistoryToReplay = (): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.no-history-to-replay',
    {},
    'There is too little history to replay: import at least 20 weeks of sales, better two years, then ask again',
  );

export const nothingInScope = (): DomainError =>
  new DomainError(
    'not-allowed',
    'replenishment.nothing-in-scope',
    {},
    'No active item-location is in this scope: choose another supplier or category',
  );
