import type pg from 'pg';
import type { Logger } from './context.ts';

const everyMs = 3_000;

/** Jobs locked this lately are left alone: their server may not have announced itself yet. */
const lockingPools = `
select distinct locked_by as "poolId" from graphile_worker._private_jobs
where locked_by is not null and locked_at < now() - interval '5 seconds' limit 100`;
const takeIfDead = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as "isDead"';
const letGo = 'select pg_advisory_unlock(hashtextextended($1, 0))';
const freeJobs = 'select graphile_worker.force_unlock_workers($1::text[])';

export const poolLockName = (poolId: string): string => `coplan-pool:${poolId}`;

async function freeIfDead(client: pg.PoolClient, poolId: string): Promise<boolean> {
  const name = poolLockName(poolId);
  const { rows } = await client.query<{ isDead: boolean }>(takeIfDead, [name]);
  if (rows[0]?.isDead !== true) return false;
  try {
    await client.query(freeJobs, [[poolId]]);
    return true;
  } finally {
    await client.query(letGo, [name]);
  }
}

/**
 * Gives back the jobs of servers that died. Every live server holds an advisory lock in the name of its worker pool; a
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
      const { rows } = await client.query<{ poolId: string }>(lockingPools);
      for (const { poolId } of rows) {
        if (await freeIfDead(client, poolId)) log.warn({ poolId }, 'a dead server’s jobs are taken up again');
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
