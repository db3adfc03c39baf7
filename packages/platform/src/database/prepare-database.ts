import { DomainError } from '@coplan/kernel';
import pg from 'pg';
import { type Migration, runMigrations } from './migrations.ts';
import { identifier, passwordForRole, urlForDatabase, urlForRole } from './roles.ts';

const oldestServerVersion = 150_000;
/** Answers of PostgreSQL when another server does the same thing at the same moment. */
const raceCodes = new Set(['42710', '42P04', '23505', 'XX000']);

const codeOf = (error: unknown): string | undefined => (error as { code?: string } | null)?.code;

async function connectOrExplain(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'coplan-prepare',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const { host, pathname } = new URL(url);
    const code = codeOf(error);
    const why =
      code === '28P01' || code === '28000'
        ? 'refuses the user or the password'
        : code === '3D000'
          ? `has no database ${pathname.slice(1)}`
          : `cannot be reached (${code ?? (error as Error).message})`;
    throw new DomainError(
      'unavailable',
      'database.unreachable',
      { host, code },
      `The database at ${host} ${why}; check its address (DATABASE_URL, GATEWAY_DATABASE_URL) and that PostgreSQL runs.`,
    );
  }
}

/** Throws the refusal of a PostgreSQL that is too old. `number` is its `server_version_num`, e.g. 150004. */
export function refuseOldVersion({ number, version }: { number: number; version: string }): void {
  if (number >= oldestServerVersion) return;
  throw new DomainError(
    'unavailable',
    'database.too-old',
    { version },
    `Coplan needs PostgreSQL 15 or newer, and this server is ${version}; update it, or choose another with DATABASE_URL.`,
  );
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  for (const row of rows) refuseOldVersion(row);
}

/** Roles are shared by all databases of a server, so several starts may make them at once. */
async function ensureRole(client: pg.Client, ownerUrl: string, role: string): Promise<void> {
  const name = identifier(role);
  const password = pg.escapeLiteral(passwordForRole(ownerUrl, role));
  const attributes = `login nosuperuser nocreatedb nocreaterole password ${password}`;
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  try {
    if (rowCount === 0) await client.query(`create role ${name} ${attributes}`);
    else if (!(await canSignIn(ownerUrl, role))) await client.query(`alter role ${name} ${attributes}`);
  } catch (error) {
    if (raceCodes.has(codeOf(error) ?? '')) return;
    if (codeOf(error) !== '42501') throw error;
    throw new DomainError(
      'forbidden',
      'database.roles-refused',
      { role },
      `The user of DATABASE_URL may not create the database user ${role}; run "alter role <that user> createrole createdb" as an administrator.`,
    );
  }
}

/** Where the password is right nothing is altered: servers that run must not be disturbed by one that starts. */
async function canSignIn(ownerUrl: string, role: string): Promise<boolean> {
  const database = new URL(ownerUrl).pathname.slice(1) || 'postgres';
  const client = new pg.Client({ connectionString: urlForRole(ownerUrl, role, database) });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // A database that is missing (3D000) or closed to this role (42501) is refused after the password was checked.
    return codeOf(error) === '42501' || codeOf(error) === '3D000';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A database that does not exist yet can only be made from another one; every server has `postgres`. */
async function connectToServer(ownerUrl: string): Promise<pg.Client> {
  try {
    return await connectOrExplain(ownerUrl);
  } catch (error) {
    const isMissing = error instanceof DomainError && error.details.code === '3D000';
    if (!isMissing) throw error;
    return connectOrExplain(urlForDatabase(ownerUrl, 'postgres'));
  }
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const name = identifier(database);
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create database ${name} encoding 'UTF8' template template0`);
  } catch (error) {
    if (!raceCodes.has(codeOf(error) ?? '')) throw error;
  }
}

/** Nobody enters but the named roles, and nobody but the owner makes tables. */
async function restrictDatabase(
  client: pg.Client,
  database: string,
  roles: readonly string[],
): Promise<void> {
  const name = identifier(database);
  await client.query(`revoke connect, temporary on database ${name} from public`);
  for (const role of roles) {
    await client.query(`grant connect, temporary on database ${name} to ${identifier(role)}`);
  }
  await client.query('revoke create on schema public from public');
}

export type PreparedDatabase = {
  /** The owner's address of the database: for migrations and tests only. */
  ownerUrl: string;
  /** The migrations that were run now. */
  migrated: string[];
  /** The address under which a role reaches the database. */
  urlFor(role: string): string;
};

/**
 * Makes a database ready: creates it and the roles where they are missing, then runs the migrations that it lacks.
 * Safe to run by several servers at once, and again at each start. Without `database` the one that `ownerUrl` names is
 * used. Throws a `DomainError` of one sentence when the server is unreachable, older than PostgreSQL 15, refuses to
 * make roles, or when a newer version of the product has migrated the database.
 */
export async function prepareDatabase({
  ownerUrl,
  database = new URL(ownerUrl).pathname.slice(1),
  migrations,
  roles,
}: {
  ownerUrl: string;
  database?: string;
  migrations: readonly Migration[];
  roles: readonly string[];
}): Promise<PreparedDatabase> {
  const server = await connectToServer(ownerUrl);
  try {
    await refuseOldServer(server);
    for (const role of roles) await ensureRole(server, ownerUrl, role);
    await ensureDatabase(server, database);
  } finally {
    await server.end();
  }
  const databaseUrl = urlForDatabase(ownerUrl, database);
  const owner = await connectOrExplain(databaseUrl);
  try {
    await restrictDatabase(owner, database, roles);
  } catch (error) {
    if (!raceCodes.has(codeOf(error) ?? '')) throw error;
  } finally {
    await owner.end();
  }
  const migrated = await runMigrations(databaseUrl, migrations);
  return { ownerUrl: databaseUrl, migrated, urlFor: (role) => urlForRole(ownerUrl, role, database) };
}
