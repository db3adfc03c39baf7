import { DomainError, type OrganisationId } from '@coplan/kernel';

export const organisationNotFound = (organisationId: OrganisationId): DomainError =>
  new DomainError(
    'not-found',
    'partners.organisation-not-found',
    { organisationId },
    'There is no such organisation among yours and those you trade with',
  );

export const notABuyer = (organisationId: OrganisationId): DomainError =>
  new DomainError(
    'not-allowed',
    'partners.not-a-buyer',
    { organisationId },
    'Only a buyer can start trading with a supplier or carrier',
  );

export const timeZoneUnknown = (timeZone: string): DomainError =>
  new DomainError(
    'invalid',
    'partners.time-zone-unknown',
    { timeZone },
    `"${timeZone}" is not a time zone: write an IANA name such as Europe/Oslo`,
  );

export const glnInvalid = (gln: string): DomainError =>
  new DomainError(
    'invalid',
    'partners.gln-invalid',
    { gln },
    `"${gln}" is not a GLN: it has 13 digits, the last a right check digit`,
  );
