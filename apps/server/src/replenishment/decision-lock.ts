import type { Transaction } from '../platform/index.ts';

const lockOf = (how: 'pg_advisory_xact_lock' | 'pg_advisory_xact_lock_shared'): string =>
  `select ${how}(hashtextextended('replenishment.decisions:' || current_setting('app.org'), 0))`;

/**
 * A run must know which decisions its facts hold. Decisions share this lock and take their time after getting it; the
 * start of a run takes it alone for a moment. So a decision is either committed before the run reads anything, or
 * its time is not before the start of the run.
 */
export const lockForDecision = (tx: Transaction): Promise<unknown> =>
  tx.query(lockOf('pg_advisory_xact_lock_shared'));
export const lockForRunStart = (tx: Transaction): Promise<unknown> =>
  tx.query(lockOf('pg_advisory_xact_lock'));
