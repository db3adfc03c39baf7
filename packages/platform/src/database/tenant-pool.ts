import { assert, DomainError } from '@coplan/kernel';
import pg from 'pg';
import type { Log } from '../log.ts';
import { sqlTypes } from './sql-types.ts';
import { isOutdatedPlan, named } from './statement-name.ts';
import { beginAsTenant, primeTenantStatements, sendAsTenant } from './tenant-query.ts';

/** SQL inside a transaction; several statements may not share one text. */
export type TenantClient = {
  query<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
};

export type TenantPool = {
  /** Rows that the organisation may see; one round trip. PostgreSQL refuses changes here. */
  read<Row>(organisationId: string, sql: string, values?: unknown[]): Promise<Row[]>;
  /** One statement that changes something, as a transaction of its own; one round trip. */
  write<Row>(organisationId: string, sql: string, values?: unknown[]): Promise<Row[]>;
  /** BEGIN … COMMIT as the organisation; rolled back when `work` throws. */
  transaction<Answer>(
    organisationId: string,
    work: (client: TenantClient) => Promise<Answer>,
  ): Promise<Answer>;
  /** Throws when the database does not answer. */
  ping(): Promise<void>;
  /** For an object mapper: a connection on which nothing was begun. It must be given back by `release`. */
  reserve(): Promise<ReservedClient>;
  counts(): { total: number; idle: number; waiting: number };
  end(): Promise<void>;
};
export type ReservedClient = { client: pg.PoolClient; release(isBroken: boolean): void };

export type PoolOptions = {
  connectionString: string;
  applicationName: string;
  max?: number;
  /** PostgreSQL ends a statement that takes longer. */
  statementTimeoutMs?: number;
  log: Log;
};

/** A pool whose broken connections are logged and dropped, never fatal. */
export function createPool({
  connectionString,
  applicationName,
  max = 10,
  statementTimeoutMs = 30_000,
  log,
  onConnect,
}: PoolOptions & { onConnect?: (client: pg.ClientBase) => Promise<void> }): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    application_name: applicationName,
    max,
    types: sqlTypes,
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(onConnect === undefined ? {} : { onConnect }),
  });
  // pg-pool takes its own listener off a client that is in use: without ours a killed backend would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error: Error) => log.warn({ err: error }, 'a database connection broke'));
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection broke'));
  return pool;
}

/** Row-level security is worth nothing to a role that may pass it by. */
async function refusePowerfulRole(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ role: string; is_powerful: boolean; owned_count: number }>(
    `select current_user as role, rolsuper or rolbypassrls as is_powerful,
       (select count(*) from pg_class where relowner = pg_roles.oid)::int as owned_count
     from pg_roles where rolname = current_user`,
  );
  const row = rows[0];
  assert(row !== undefined, 'the database does not know its own user');
  if (!row.is_powerful && row.owned_count === 0) return;
  throw new DomainError(
    'forbidden',
    'database.role-too-powerful',
    { role: row.role },
    `The database user ${row.role} may pass row-level security by (superuser, BYPASSRLS or owner of ${row.owned_count} tables); use a plain user.`,
  );
}

const isIdle = (client: pg.PoolClient): boolean => client.getTransactionStatus() === 'I';

/** Gives the connection back, or destroys it: a transaction left open would be the next user's. */
const giveBack = (client: pg.PoolClient, isBroken = false): void =>
  client.release(isBroken || !isIdle(client));

async function runTransaction<Answer>(
  client: pg.PoolClient,
  organisationId: string,
  work: (client: TenantClient) => Promise<Answer>,
): Promise<Answer> {
  let isOver = false;
  const tenantClient: TenantClient = {
    async query<Row>(sql: string, values: unknown[] = []) {
      assert(!isOver, 'a query came after the end of its transaction; await all work inside it');
      // queryMode "extended" keeps texts without values from carrying several statements.
      const config = { text: sql, values, queryMode: 'extended', ...named(sql) };
      return (await client.query(config)).rows as Row[];
    },
  };
  await beginAsTenant(client, organisationId);
  try {
    const answer = await work(tenantClient);
    isOver = true;
    const { command } = await client.query('commit');
    assert(
      command === 'COMMIT',
      'a statement failed earlier in this transaction, and its error was swallowed',
    );
    return answer;
  } catch (error) {
    isOver = true;
    if (client.getTransactionStatus() !== 'I') await client.query('rollback').catch(() => client);
    throw error;
  }
}

/**
 * The only way to business tables: each call names its organisation, and row-level security does the rest. There is no
 * query without one. Throws at once when the role could pass row-level security by.
 */
export async function createTenantPool(options: PoolOptions): Promise<TenantPool> {
  const pool = createPool({ ...options, onConnect: primeTenantStatements });
  try {
    await refusePowerfulRole(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }

  async function sendOnce<Row>(
    mayWrite: boolean,
    organisationId: string,
    sql: string,
    values: unknown[],
  ): Promise<Row[]> {
    const client = await pool.connect();
    try {
      const config = { organisationId, mayWrite, text: sql, values, ...named(sql) };
      const { rows } = await sendAsTenant(client, config);
      giveBack(client);
      return rows as Row[];
    } catch (error) {
      giveBackAfterError(client, error);
      throw error;
    }
  }

  async function single<Row>(
    mayWrite: boolean,
    organisationId: string,
    sql: string,
    values: unknown[] = [],
  ): Promise<Row[]> {
    try {
      return await sendOnce<Row>(mayWrite, organisationId, sql, values);
    } catch (error) {
      if (!isOutdatedPlan(error)) throw error;
      return single<Row>(mayWrite, organisationId, sql, values);
    }
  }

  return {
    read: (organisationId, sql, values) => single(false, organisationId, sql, values),
    write: (organisationId, sql, values) => single(true, organisationId, sql, values),
    async transaction(organisationId, work) {
      const client = await pool.connect();
      try {
        const answer = await runTransaction(client, organisationId, work);
        giveBack(client);
        return answer;
      } catch (error) {
        giveBack(client, isOutdatedPlan(error));
        throw error;
      }
    },
    async ping() {
      await pool.query('select 1');
    },
    async reserve() {
      const client = await pool.connect();
      return { client, release: (isBroken) => giveBack(client, isBroken) };
    },
    counts: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: () => pool.end(),
  };
}

/**
 * After an error of the server the connection is sound: the implicit transaction is undone at Sync, and pg sends
 * nothing before it has seen the end of that. After any other error (a broken socket) it is not.
 */
const giveBackAfterError = (client: pg.PoolClient, error: unknown): void =>
  client.release(!(error instanceof pg.DatabaseError && error.severity === 'ERROR') || isOutdatedPlan(error));
