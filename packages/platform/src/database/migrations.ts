import { DomainError } from '@coplan/kernel';
import { Migrator, Migration as MikroMigration } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';

/** One step of a database's schema. `name` is `<slice>-0001-<what>` and never changes once it was released. */
export type Migration = { readonly name: string; readonly sql: string };

export const migrationsTable = 'coplan_migrations';

/** "coplan" in digits; whoever migrates a database holds this lock. */
const migrationLock = 2_675_264_261;

function migrationClass(sql: string) {
  return class extends MikroMigration {
    override up(): void {
      this.addSql(sql);
    }
  };
}

/** A database that a newer version of the product has migrated must not be touched by this one. */
function refuseNewer(executed: readonly string[], migrations: readonly Migration[], database: string): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = executed.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new DomainError(
    'conflict',
    'database.newer',
    { database, migration: unknown },
    `The database ${database} was written by a newer version of Coplan (it knows the step "${unknown}"); start that version, or restore an older backup.`,
  );
}

async function migrate(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const database = new URL(url).pathname.slice(1);
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
    extensions: [Migrator],
    pool: { min: 0, max: 2 },
    migrations: {
      tableName: migrationsTable,
      migrationsList: migrations.map(({ name, sql }) => ({ name, class: migrationClass(sql) })),
      transactional: true,
      allOrNothing: false,
      disableForeignKeys: false,
      snapshot: false,
      silent: true,
    },
  });
  try {
    const migrator = orm.migrator;
    const executed = await migrator.getExecuted();
    refuseNewer(
      executed.map(({ name }) => name),
      migrations,
      database,
    );
    return (await migrator.up()).map(({ name }) => name);
  } finally {
    await orm.close(true);
  }
}

/**
 * Brings a database to the schema of this version: each missing step in a transaction of its own, in order, while an
 * advisory lock keeps other servers waiting. Returns the names of the steps that were run.
 */
export async function runMigrations(url: string, migrations: readonly Migration[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'coplan-migrations' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    return await migrate(url, migrations);
  } finally {
    await client.end();
  }
}
