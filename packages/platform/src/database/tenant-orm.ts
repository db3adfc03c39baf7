import { AsyncLocalStorage } from 'node:async_hooks';
import { assert } from '@coplan/kernel';
import { type EntityManager, MikroORM, type Options } from '@mikro-orm/postgresql';
import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { entityTypes, sqlTypes } from './sql-types.ts';
import { isOutdatedPlan, named } from './statement-name.ts';
import type { ReservedClient, TenantClient, TenantPool } from './tenant-pool.ts';
import { beginAsTenant } from './tenant-query.ts';

export type TenantWork<Answer> = (tools: { em: EntityManager; client: TenantClient }) => Promise<Answer>;
export type TenantOrm = {
  /** A transaction of one organisation with entities and SQL on the same connection; entities are flushed at its end. */
  withTenantTransaction<Answer>(organisationId: string, work: TenantWork<Answer>): Promise<Answer>;
  close(): Promise<void>;
};
type Tenant = { readonly organisationId: string; client?: pg.PoolClient; isOutdated?: boolean };

/** What the object mapper gets as a connection: its `begin` opens a transaction of the current organisation. */
function mapperClient({ client, release }: ReservedClient, tenant: Tenant): PostgresPoolClient {
  let isBroken = false;
  const query = async (sql: string, values: readonly unknown[]): Promise<unknown> => {
    if (sql === 'begin') {
      await beginAsTenant(client, tenant.organisationId);
      tenant.client = client;
      return { command: 'BEGIN', rowCount: null, rows: [] };
    }
    assert(tenant.client === client, 'entities are read and written inside withTenantTransaction only');
    try {
      return await client.query({ text: sql, values: [...values], types: entityTypes });
    } catch (error) {
      if (sql === 'rollback' || sql === 'commit') isBroken = true;
      throw error;
    }
  };
  return {
    query,
    release: () => {
      delete tenant.client;
      release(isBroken || tenant.isOutdated === true);
    },
  } as unknown as PostgresPoolClient;
}

/**
 * MikroORM on the tenant pool. The organisation comes from AsyncLocalStorage, never from a setting of the connection;
 * where there is none, the mapper gets no connection at all. `entities` are what `defineEntity` made.
 */
export async function createTenantOrm({
  pool,
  entities,
}: {
  pool: TenantPool;
  entities: NonNullable<Options['entities']>;
}): Promise<TenantOrm> {
  const tenants = new AsyncLocalStorage<Tenant>();
  const mapperPool: PostgresPool = {
    async connect() {
      const tenant = tenants.getStore();
      assert(tenant !== undefined, 'entities are read and written inside withTenantTransaction only');
      return mapperClient(await pool.reserve(), tenant);
    },
    options: {},
    // The pool belongs to who made it.
    end: async () => undefined,
  };
  const orm = await MikroORM.init({
    entities,
    dbName: 'coplan',
    driverOptions: new PostgresDialect({ pool: mapperPool }),
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    connect: false,
  } as Options);

  return {
    withTenantTransaction: (organisationId, work) => {
      const tenant: Tenant = { organisationId };
      const client: TenantClient = {
        async query<Row>(sql: string, values: unknown[] = []) {
          assert(tenant.client !== undefined, 'a query came after the end of its transaction');
          const config = { text: sql, values, types: sqlTypes, queryMode: 'extended', ...named(sql) };
          try {
            return (await tenant.client.query(config)).rows as Row[];
          } catch (error) {
            if (isOutdatedPlan(error)) tenant.isOutdated = true;
            throw error;
          }
        },
      };
      return tenants.run(tenant, () => orm.em.fork().transactional((em) => work({ em, client })));
    },
    close: () => orm.close(true),
  };
}
