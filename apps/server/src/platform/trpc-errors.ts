import { DomainError, type ErrorKind } from '@coplan/kernel';
import { TRPCError } from '@trpc/server';
import { refusalOfDatabase } from './database-refusals.ts';

type TrpcCode = TRPCError['code'];

/** The one place where a refusal becomes a status: tRPC code and HTTP status of each kind. */
export const statusOfKind: Readonly<
  Record<ErrorKind, { trpc: TrpcCode; http: 400 | 401 | 403 | 404 | 409 | 422 | 429 | 503 }>
> = {
  invalid: { trpc: 'BAD_REQUEST', http: 400 },
  unauthenticated: { trpc: 'UNAUTHORIZED', http: 401 },
  forbidden: { trpc: 'FORBIDDEN', http: 403 },
  'not-found': { trpc: 'NOT_FOUND', http: 404 },
  conflict: { trpc: 'CONFLICT', http: 409 },
  'not-allowed': { trpc: 'UNPROCESSABLE_CONTENT', http: 422 },
  'too-many': { trpc: 'TOO_MANY_REQUESTS', http: 429 },
  unavailable: { trpc: 'SERVICE_UNAVAILABLE', http: 503 },
};

/** The refusal behind any thrown value, also when tRPC or the ORM wrapped it; undefined when it is a fault of ours. */
export function findDomainError(thrown: unknown): DomainError | undefined {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    if (error instanceof DomainError) return error;
    const refusal = refusalOfDatabase(error);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** A refusal as tRPC wants it, the DomainError kept as the cause. */
export const toTrpcError = (error: DomainError): TRPCError =>
  new TRPCError({ code: statusOfKind[error.kind].trpc, message: error.message, cause: error });
