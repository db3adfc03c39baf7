import { DomainError } from '@coplan/kernel';

export const noSalesHistory = (): DomainError =>
  new DomainError(
    'not-allowed',
    'forecasting.no-sales-history',
    {},
    'Nothing can be forecast yet: import sales for at least one planned item and location first',
  );

export const forecastVersionNotFound = (versionId: string): DomainError =>
  new DomainError(
    'not-found',
    'forecasting.version-not-found',
    { versionId },
    'There is no such forecast version in your organisation',
  );

export const forecastInputsRemoved = (versionId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'forecasting.inputs-removed',
    { versionId },
    'The inputs of this forecast were removed to save space, so it cannot be computed again; its hashes remain',
  );

export const versionsNotComparable = (versionId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'forecasting.versions-not-comparable',
    { versionId },
    'Only published forecasts whose series are still kept can be compared: choose newer ones',
  );

export const itemLocationNotFound = (itemLocationId: string): DomainError =>
  new DomainError(
    'not-found',
    'forecasting.item-location-not-found',
    { itemLocationId },
    'There is no such item at a place in your organisation',
  );

export const changedBySomeoneElse = (about: { expectedVersion: number; version: number }): DomainError =>
  new DomainError(
    'conflict',
    'forecasting.changed-by-someone-else',
    about,
    'Somebody else decided here meanwhile: look at it again, then decide',
  );

export const ownNumberMissing = (): DomainError =>
  new DomainError(
    'invalid',
    'forecasting.own-number-missing',
    { place: 'ownMilli' },
    'Give your own number of each period, or keep what was observed or cleaned',
  );

export const levelShiftHasNoNumber = (): DomainError =>
  new DomainError(
    'invalid',
    'forecasting.level-shift-has-no-number',
    { place: 'choice' },
    'A level shift is taken or left: keep what was observed, or the cleaned history',
  );

export const windowInvalid = (place: string, remedy: string): DomainError =>
  new DomainError('invalid', 'forecasting.window-invalid', { place }, remedy);

export const overrideNotFound = (overrideId: string): DomainError =>
  new DomainError(
    'not-found',
    'forecasting.override-not-found',
    { overrideId },
    'There is no such override in your organisation',
  );

export const overrideNotStanding = (about: { overrideId: string; state: string }): DomainError =>
  new DomainError(
    'not-allowed',
    'forecasting.override-not-standing',
    about,
    'This override was removed already: set a new one',
  );

export const analogueUnusable = (analogueIds: readonly string[]): DomainError =>
  new DomainError(
    'invalid',
    'forecasting.analogue-unusable',
    { analogueIds },
    'Name other items at places of yours that have sales',
  );
