import { DomainError } from '@coplan/kernel';
import { type Log, type PreparedDatabase, prepareDatabase, urlForDatabase } from '@coplan/platform';
import { migrations } from './migrations.ts';
import { prepareQueue } from './platform/index.ts';

export const databaseRoles = ['coplan_app', 'coplan_system', 'coplan_auth'] as const;

const isMissingDatabase = (error: unknown): boolean =>
  error instanceof DomainError && error.code === 'database.unreachable' && error.details.code === '3D000';

/** A database that does not exist yet can only be made from another one; every server has `postgres`. */
async function prepareOrCreate(ownerUrl: string): Promise<PreparedDatabase> {
  const settings = { migrations, roles: databaseRoles };
  try {
    return await prepareDatabase({ ...settings, ownerUrl });
  } catch (error) {
    if (!isMissingDatabase(error)) throw error;
    const database = new URL(ownerUrl).pathname.slice(1);
    return prepareDatabase({ ...settings, ownerUrl: urlForDatabase(ownerUrl, 'postgres'), database });
  }
}

/** Creates or upgrades the server's database: roles, schema, queue. Safe to run by several servers, and at each start. */
export async function prepareServerDatabase({
  ownerUrl,
  log,
}: {
  ownerUrl: string;
  log: Log;
}): Promise<PreparedDatabase> {
  const prepared = await prepareOrCreate(ownerUrl);
  await prepareQueue({ ownerUrl: prepared.ownerUrl, log });
  return prepared;
}
