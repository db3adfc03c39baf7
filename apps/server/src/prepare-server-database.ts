import { type Log, type PreparedDatabase, prepareDatabase } from '@coplan/platform';
import { migrations } from './migrations.ts';
import { prepareQueue } from './platform/index.ts';

export const databaseRoles = ['coplan_app', 'coplan_system', 'coplan_auth'] as const;

/** Creates or upgrades the server's database: roles, schema, queue. Safe to run by several servers, and at each start. */
export async function prepareServerDatabase({
  ownerUrl,
  log,
}: {
  ownerUrl: string;
  log: Log;
}): Promise<PreparedDatabase> {
  const prepared = await prepareDatabase({ ownerUrl, migrations, roles: databaseRoles });
  await prepareQueue({ ownerUrl: prepared.ownerUrl, log });
  return prepared;
}
