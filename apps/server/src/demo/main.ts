import { createLog, createShutdown, endOnSignals, runMain } from '@coplan/platform';
import { createApp } from '../app.ts';
import { readServerConfig } from '../config.ts';
import { prepareServerDatabase } from '../prepare-server-database.ts';
import { fillDemo } from './fill-demo.ts';

/** Fills the database with the demo network, beside a server that runs or without one, and ends. */
runMain(async () => {
  const config = readServerConfig();
  const log = createLog({ name: 'demo', level: config.logLevel });
  const shutdown = createShutdown({ log });
  endOnSignals(shutdown);
  await prepareServerDatabase({ ownerUrl: config.databaseUrl, log });
  const app = await createApp({ ...config, log });
  try {
    await fillDemo(app, {
      dataFolder: config.dataFolder,
      url: config.publicUrl,
      gateway: config.gateway,
      say: (sentence) => console.log(`Demo network: ${sentence}`),
    });
  } finally {
    await app.stop();
  }
});
