import { createHash, randomBytes } from 'node:crypto';
import { type Migration, prepareDatabase, urlForDatabase, urlForRole } from '@coplan/platform';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    coplanTestPostgresUrl: string;
  }
}

export type TestDatabaseTemplate = {
  migrations: readonly Migration[];
  roles: readonly string[];
  /** Rows that every test of this template starts with, written once as owner; part of the template's identity. */
  seedSql?: string;
};

export type TestDatabase = {
  name: string;
  /** The owner's address: for looking behind the scenes. */
  ownerUrl: string;
  urlFor(role: string): string;
  /** Runs SQL as owner, who passes row-level security by. */
  asOwner<Row = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
};

/** The server of this test run; explains itself when the run was started without it. */
export function testServerUrl(): string {
  const url = inject('coplanTestPostgresUrl');
  if (url === undefined) {
    throw new Error('vitest needs globalSetup: packages/testkit/src/vitest-global-setup.ts');
  }
  return url;
}

async function withOwner<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const templateName = ({ migrations, roles, seedSql }: TestDatabaseTemplate): string =>
  `template_${createHash('sha256')
    .update(JSON.stringify([migrations, roles, seedSql]))
    .digest('hex')
    .slice(0, 16)}`;

/** Makes the template when it is the first to ask; other workers wait at the lock. */
async function ensureTemplate(serverUrl: string, template: TestDatabaseTemplate): Promise<string> {
  const name = templateName(template);
  await withOwner(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query(
      'select 1 from pg_database where datname = $1 and datistemplate',
      [name],
    );
    if (rowCount !== 0) return;
    await client.query(`drop database if exists ${name} with (force)`);
    const { migrations, roles, seedSql } = template;
    const { ownerUrl } = await prepareDatabase({ ownerUrl: serverUrl, database: name, migrations, roles });
    if (seedSql !== undefined) await withOwner(ownerUrl, (owner) => owner.query(seedSql));
    // Marked as a template only when complete, so a run that was interrupted is repeated.
    await client.query(`alter database ${name} is_template true`);
  });
  return name;
}

/** A throw-away database, copied from a migrated template that is made once per test run. */
export async function createTestDatabase(template: TestDatabaseTemplate): Promise<TestDatabase> {
  const serverUrl = testServerUrl();
  const source = await ensureTemplate(serverUrl, template);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await withOwner(serverUrl, async (client) => {
    await client.query(`create database ${name} template ${source}`);
    for (const role of template.roles)
      await client.query(`grant connect, temporary on database ${name} to ${role}`);
  });
  const ownerUrl = urlForDatabase(serverUrl, name);
  return {
    name,
    ownerUrl,
    urlFor: (role) => urlForRole(serverUrl, role, name),
    asOwner: (sql, values = []) =>
      withOwner(ownerUrl, async (client) => (await client.query(sql, values)).rows),
    drop: () =>
      withOwner(serverUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}
