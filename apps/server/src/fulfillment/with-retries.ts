import type { Context, Transaction } from '../platform/index.ts';

const attemptsMax = 6;

/** PostgreSQL's words for "somebody was in the way, try again": serialization failure, deadlock, lock not to be had. */
const passing = new Set(['40001', '40P01', '55P03']);

const isPassing = (thrown: unknown): boolean => {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++)
    if ('code' in error && passing.has(String(error.code))) return true;
  return false;
};

/** A transaction that is begun anew, at most six times, when another was in its way. */
export async function transactionWithRetries<Result>(
  { db, log }: Context,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(work);
    } catch (error) {
      if (attempt === attemptsMax || !isPassing(error)) throw error;
      log.debug({ attempt }, 'another transaction was in the way: once more');
    }
  }
}
