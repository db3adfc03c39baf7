import { DomainError } from '@coplan/kernel';

export const ruleNotFound = (ruleId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.sharing-rule-not-found',
    { ruleId },
    'There is no such sharing rule among yours: only the owner of data closes or opens its rule',
  );

export const ruleNotInForce = (measure: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.sharing-rule-not-in-force',
    { measure },
    'The agreement in force does not share this any more: propose a version that does, and let both sides sign it',
  );

export const notYourAgreement = (agreementId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.agreement-not-found',
    { agreementId },
    'There is no such agreement among yours',
  );

const namedMax = 10;

export const coveredByNothing = (places: readonly string[]): DomainError =>
  new DomainError(
    'invalid',
    'collaboration.series-not-covered',
    { places: places.slice(0, namedMax), count: places.length },
    `The agreement does not cover ${places.slice(0, namedMax).join(', ')}${
      places.length > namedMax ? ` and ${places.length - namedMax} more` : ''
    }: write item numbers and place codes as the agreement has them. Nothing was saved`,
  );

export const seriesNotFitting = (why: string): DomainError =>
  new DomainError('invalid', 'collaboration.series-not-fitting', { why }, why);
