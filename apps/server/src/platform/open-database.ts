import { createPool, createTenantOrm, createTenantPool, type Log, urlForRole } from '@coplan/platform';
import type { EntitySchema } from '@mikro-orm/core';

export type Entities = readonly (EntitySchema | (new () => object))[];

/** The server's three ways to its database: business tables as an organisation, platform tables, sign-in tables. */
export async function openDatabase({
  databaseUrl,
  entities,
  log,
}: {
  databaseUrl: string;
  entities: Entities;
  log: Log;
}) {
  const database = new URL(databaseUrl).pathname.slice(1);
  const poolFor = (role: string, max: number, options = '') =>
    createPool({
      connectionString: `${urlForRole(databaseUrl, role, database)}${options}`,
      applicationName: `coplan-server-${role.slice('coplan_'.length)}`,
      max,
      log,
    });
  const tenantPool = await createTenantPool({
    connectionString: urlForRole(databaseUrl, 'coplan_app', database),
    applicationName: 'coplan-server',
    max: 16,
    statementTimeoutMs: 120_000,
    log,
  });
  const orm = await createTenantOrm({ pool: tenantPool, entities: [...entities] as never });
  return {
    tenantPool,
    orm,
    systemPool: poolFor('coplan_system', 10),
    authPool: poolFor('coplan_auth', 6, '?options=-c%20search_path%3Dauth'),
    systemUrl: urlForRole(databaseUrl, 'coplan_system', database),
  };
}

export type OpenDatabase = Awaited<ReturnType<typeof openDatabase>>;
