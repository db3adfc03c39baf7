import { createLog, createShutdown, endOnSignals, runMain } from '@coplan/platform';
import { createApp } from './app.ts';
import { readServerConfig } from './config.ts';
import { prepareServerDatabase } from './prepare-server-database.ts';

runMain(async () => {
  const config = readServerConfig();
  const log = createLog({ name: 'server', level: config.logLevel });
  const shutdown = createShutdown({ log });
  endOnSignals(shutdown);
  const { migrated } = await prepareServerDatabase({ ownerUrl: config.databaseUrl, log });
  if (migrated.length > 0) log.info({ migrated }, 'the database was brought up to date');
  const app = await createApp({ ...config, log });
  shutdown.onShutdown('server', () => app.stop());
  const { url, port } = await app.start();
  log.info({ event: 'listening', url, port }, 'the server is listening');
});
