import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, startEmbeddedPostgres } from '@coplan/platform';
import { type Child, runToEnd, startChild } from './child.ts';
import { buildPortal } from './portal.ts';
import { requireFreePort } from './ports.ts';
import { openSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** The owner's addresses of both databases. */
type Databases = { server: string; gateway: string };

export type Stoppable = { stop(): Promise<void> };

/** Everything that runs for one `npm start`. */
export type Product = { server: Child; gateway: Child; databases: Databases; end(): Promise<void> };

const readyTimeoutMs = 120_000;
const named = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href;

/** The owner's addresses of both databases: given, or of our own PostgreSQL. */
async function openDatabases(settings: Settings, running: Stoppable[]): Promise<Databases> {
  const { databaseUrl, gatewayDatabaseUrl } = settings;
  if (databaseUrl !== undefined) {
    return { server: databaseUrl, gateway: gatewayDatabaseUrl ?? named(databaseUrl, 'coplan_gateway') };
  }
  const log = createLog({ name: 'start', level: 'warn' });
  const postgres = await startEmbeddedPostgres({ dataFolder: settings.dataFolder, log });
  running.push(postgres);
  return {
    server: named(postgres.ownerUrl, 'coplan'),
    gateway: gatewayDatabaseUrl ?? named(postgres.ownerUrl, 'coplan_gateway'),
  };
}

function environmentOf(settings: Settings, databases: Databases): Record<string, string> {
  const secrets = openSecrets(settings.dataFolder);
  const address = (port: number): string => `http://localhost:${port}`;
  return {
    PORT: String(settings.port),
    GATEWAY_PORT: String(settings.gatewayPort),
    COPLAN_DATA_DIR: settings.dataFolder,
    DATABASE_URL: databases.server,
    GATEWAY_DATABASE_URL: databases.gateway,
    COPLAN_AUTH_SECRET: secrets.authSecret,
    COPLAN_GATEWAY_KEY: secrets.gatewayKey,
    GATEWAY_ENCRYPTION_KEY: secrets.gatewayEncryptionKey,
    COPLAN_SERVER_URL: process.env['COPLAN_SERVER_URL'] ?? address(settings.port),
    COPLAN_GATEWAY_URL: process.env['COPLAN_GATEWAY_URL'] ?? address(settings.gatewayPort),
    COPLAN_DEMO: settings.isDemoWanted ? '1' : '0',
  };
}

/** Ends what was started, the last first; safe to call again. */
export async function endAll(running: Stoppable[]): Promise<void> {
  for (let part = running.pop(); part !== undefined; part = running.pop()) await part.stop();
}

/**
 * Starts PostgreSQL, server and gateway, and fills the demo network the first time.
 * `running` names what was started so far, so that a caller can end a start that is still under way.
 * What was started is ended again when a later part refuses; the refusal is thrown.
 */
export async function startProduct(
  settings: Settings,
  { onGivenUp, running = [] }: { onGivenUp: (sentence: string) => void; running?: Stoppable[] },
): Promise<Product> {
  const end = (): Promise<void> => endAll(running);
  try {
    await requireFreePort({ port: settings.port, variable: 'PORT' });
    await requireFreePort({ port: settings.gatewayPort, variable: 'GATEWAY_PORT' });
    mkdirSync(settings.dataFolder, { recursive: true });
    buildPortal(settings.root);
    const databases = await openDatabases(settings, running);
    const environment = environmentOf(settings, databases);
    const child = (name: string, script: string): Promise<Child> => {
      const options = { name, script: join(settings.root, script), cwd: settings.root };
      return startChild({ ...options, environment, readyTimeoutMs, running, onGivenUp });
    };
    const server = await child('server', 'apps/server/src/main.ts');
    const gateway = await child('gateway', 'apps/edi-gateway/src/main.ts');
    if (settings.isDemoWanted) {
      const script = join(settings.root, 'apps/server/src/demo/main.ts');
      await runToEnd({ name: 'The demo network', script, cwd: settings.root, environment });
    }
    return { server, gateway, databases, end };
  } catch (error) {
    await end();
    throw error;
  }
}
