import { DomainError, type ErrorKind } from '@coplan/kernel';

type Refusal = { kind: ErrorKind; code: string; message: string };

const tryAgain: Refusal = {
  kind: 'conflict',
  code: 'platform.changed-meanwhile',
  message: 'Somebody changed the same thing at the same moment: try again',
};
const away: Refusal = {
  kind: 'unavailable',
  code: 'platform.database-away',
  message: 'The database cannot be reached at the moment: try again shortly',
};

/** What PostgreSQL's codes (appendix A of its manual) mean to a caller; all others are faults of ours. */
const refusals: Readonly<Record<string, Refusal>> = {
  '40001': tryAgain,
  '40P01': tryAgain,
  '55P03': tryAgain,
  '42501': {
    kind: 'forbidden',
    code: 'platform.not-yours',
    message: 'This belongs to another organisation, or may not be changed',
  },
  '57014': {
    kind: 'unavailable',
    code: 'platform.took-too-long',
    message: 'This took too long: ask for less at a time',
  },
  '22021': {
    kind: 'invalid',
    code: 'platform.text-unreadable',
    message: 'The text holds characters that cannot be stored',
  },
  '22P05': {
    kind: 'invalid',
    code: 'platform.text-unreadable',
    message: 'The text holds characters that cannot be stored',
  },
  '57P01': away,
  '57P02': away,
  '57P03': away,
  '53300': away,
  '08000': away,
  '08003': away,
  '08006': away,
  ECONNREFUSED: away,
  ECONNRESET: away,
};

/** An error of the database as a refusal, where it is one. */
export function refusalOfDatabase(error: Error): DomainError | undefined {
  const code = (error as { code?: unknown }).code;
  const refusal = typeof code === 'string' ? refusals[code] : undefined;
  if (refusal === undefined) return undefined;
  return new DomainError(refusal.kind, refusal.code, {}, refusal.message);
}
