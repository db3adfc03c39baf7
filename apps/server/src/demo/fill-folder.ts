import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLog, runMain, startEmbeddedPostgres } from '@coplan/platform';
import { createApp } from '../app.ts';
import { readServerConfig } from '../config.ts';
import { prepareServerDatabase } from '../prepare-server-database.ts';
import { fillDemo } from './fill-demo.ts';

/** Sessions that others signed in with must stay valid: the secret of the folder is used where there is one. */
function authSecretOf(dataFolder: string): string {
  const file = join(dataFolder, 'secrets.json');
  if (!existsSync(file)) return randomBytes(32).toString('base64');
  return (JSON.parse(readFileSync(file, 'utf8')) as { authSecret: string }).authSecret;
}

/** `coplan demo`: the demo network without a server, in the data folder's own PostgreSQL or in a given database. */
runMain(async () => {
  const log = createLog({ name: 'demo', level: 'error' });
  const environment = process.env;
  const dataFolder = resolve(environment['COPLAN_DATA_DIR'] ?? '.coplan');
  const isGiven = (environment['DATABASE_URL'] ?? '') !== '';
  const postgres = isGiven ? undefined : await startEmbeddedPostgres({ dataFolder, log });
  try {
    const config = readServerConfig({
      ...environment,
      ...(postgres === undefined
        ? {}
        : { DATABASE_URL: Object.assign(new URL(postgres.ownerUrl), { pathname: '/coplan' }).href }),
      COPLAN_AUTH_SECRET: environment['COPLAN_AUTH_SECRET'] ?? authSecretOf(dataFolder),
    });
    await prepareServerDatabase({ ownerUrl: config.databaseUrl, log });
    const app = await createApp({ ...config, log });
    try {
      const { publicUrl: url, gateway } = config;
      const say = (sentence: string): void => console.log(`Demo network: ${sentence}`);
      await fillDemo(app, { dataFolder: config.dataFolder, url, gateway, say });
    } finally {
      await app.stop();
    }
  } finally {
    await postgres?.stop();
  }
});
