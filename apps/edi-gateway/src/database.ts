import { createPool, type Log } from '@coplan/platform';

/** Parametrised SQL; rows come back as they are named in it. */
export type Sql = {
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
};

export type GatewayDatabase = Sql & {
  /** BEGIN … COMMIT; rolled back when `work` throws. */
  transaction<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer>;
  /** Runs `work` unless another gateway is at it; false when one is. */
  exclusively(name: string, work: () => Promise<void>): Promise<boolean>;
  end(): Promise<void>;
};

/** The gateway's own database, as the role that may neither delete nor rewrite. */
export function openDatabase({ url, log }: { url: string; log: Log }): GatewayDatabase {
  const pool = createPool({ connectionString: url, applicationName: 'coplan-gateway', max: 12, log });
  return {
    async query<Row>(sql: string, values: unknown[] = []) {
      return (await pool.query(sql, values)).rows as Row[];
    },
    async transaction(work) {
      const client = await pool.connect();
      let isBroken = false;
      try {
        await client.query('begin');
        const answer = await work({
          query: async <Row>(sql: string, values: unknown[] = []) =>
            (await client.query(sql, values)).rows as Row[],
        });
        await client.query('commit');
        return answer;
      } catch (error) {
        await client.query('rollback').catch(() => {
          isBroken = true;
        });
        throw error;
      } finally {
        client.release(isBroken);
      }
    },
    async exclusively(name, work) {
      const client = await pool.connect();
      let isBroken = true;
      try {
        const { rows } = await client.query<{ is_mine: boolean }>(
          'select pg_try_advisory_lock(hashtextextended($1, 0)) as is_mine',
          [name],
        );
        if (rows[0]?.is_mine !== true) {
          isBroken = false;
          return false;
        }
        await work();
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
        isBroken = false;
        return true;
      } finally {
        // A connection that still holds the lock is closed, which frees it.
        client.release(isBroken);
      }
    },
    end: () => pool.end(),
  };
}
