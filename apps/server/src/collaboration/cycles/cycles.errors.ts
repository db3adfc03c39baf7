import { DomainError } from '@coplan/kernel';

export const cycleNotFound = (cycleId: string): DomainError =>
  new DomainError(
    'not-found',
    'collaboration.cycle-not-found',
    { cycleId },
    'There is no such cycle of an agreement of yours: look at the cycle bar',
  );

export const cycleClosed = (cycleId: string): DomainError =>
  new DomainError(
    'not-allowed',
    'collaboration.cycle-closed',
    { cycleId },
    'This cycle is closed: the next one is open already',
  );
