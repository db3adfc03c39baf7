import type pg from 'pg';
import type { Logger } from './context.ts';

const everyMs = 3_000;

/** Jobs locked this lately are left alone: their worker may not have announced itself yet. */
const lockedWorkers = `
select distinct locked_by as "workerId" from graphile_worker._private_jobs
where locked_by is not null and locked_at < now() - interval '5 seconds' limit 100`;
const takeIfDead = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as "isDead"';
const letGo = 'select pg_advisory_unlock(hashtextextended($1, 0))';
const freeJobs = 'select graphile_worker.force_unlock_workers($1::text[])';

export const workerLockName = (workerId: string): string => `coplan-worker:${workerId}`;

async function freeIfDead(client: pg.PoolClient, workerId: string): Promise<boolean> {
  const name = workerLockName(workerId);
  const { rows } = await client.query<{ isDead: boolean }>(takeIfDead, [name]);
  if (rows[0]?.isDead !== true) return false;
  try {
    await client.query(freeJobs, [[workerId]]);
    return true;
  } finally {
    await client.query(letGo, [name]);
  }
}

/**
 * Gives back the jobs of workers whose server died. Every live worker's server holds an advisory lock in its name; a
 * lock that anybody can take belongs to nobody any more. Without this a killed server's jobs would wait for hours.
 */
export function freeDeadWorkers(
  pool: pg.Pool,
  log: Logger,
): { start(): void; stop(): void; freeNow(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;

  async function freeNow(): Promise<void> {
    const client = await pool.connect();
    try {
      const { rows } = await client.query<{ workerId: string }>(lockedWorkers);
      for (const { workerId } of rows) {
        if (await freeIfDead(client, workerId))
          log.warn({ workerId }, 'a dead server’s jobs are taken up again');
      }
    } finally {
      client.release();
    }
  }
  const freeOrLog = (): void => {
    freeNow().catch((error: unknown) =>
      log.error({ err: error }, 'jobs of dead servers could not be looked for'),
    );
  };
  return {
    freeNow,
    start() {
      freeOrLog();
      timer = setInterval(freeOrLog, everyMs);
    },
    stop: () => clearInterval(timer),
  };
}
