import type { Log } from '@coplan/platform';
import { type App, createApp } from '../apps/server/src/app.ts';
import { prepareServerDatabase } from '../apps/server/src/prepare-server-database.ts';

/** The real server on a database of the benchmark's own; people sign in as often as it likes. */
export async function openBenchApp(about: {
  ownerUrl: string;
  log: Log;
  dataFolder: string;
}): Promise<{ app: App; ownerUrl: string }> {
  const url = new URL(about.ownerUrl);
  url.pathname = '/coplan_bench';
  const { ownerUrl } = await prepareServerDatabase({ ownerUrl: url.href, log: about.log });
  const app = await createApp({
    port: 0,
    dataFolder: about.dataFolder,
    databaseUrl: ownerUrl,
    authSecret: 'a secret of the benchmark alone, long enough',
    publicUrl: 'http://localhost',
    trustedOrigins: [],
    gateway: null,
    mail: { from: 'Coplan <no-reply@coplan.example>', smtpUrl: null, folder: about.dataFolder },
    isRateLimited: false,
    log: about.log,
  });
  return { app, ownerUrl };
}
