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
