import { join } from 'node:path';
import { type Child, runToEnd, startChild } from './child.ts';
import { openDataFolder } from './data-folder.ts';
import { buildPortal } from './portal.ts';
import { requireFreePort } from './ports.ts';
import { openPostgres } from './postgres.ts';
import { createRunning, type Running } from './running.ts';
import { openSecrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** The owner's addresses of both databases. */
type Databases = { server: string; gateway: string };

/** Everything that runs for one `npm start`. */
export type Product = { server: Child; gateway: Child; databases: Databases; end(): Promise<void> };

const readyTimeoutMs = 120_000;
const named = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).href;

type Supervision = { running: Running; onGivenUp: (sentence: string) => void };

/** The owner's addresses of both databases: given, or of our own PostgreSQL. */
async function openDatabases(settings: Settings, supervision: Supervision): Promise<Databases> {
  const { databaseUrl, gatewayDatabaseUrl, dataFolder } = settings;
  const ownerUrl = databaseUrl ?? (await openPostgres({ dataFolder, ...supervision }));
  return {
    server: databaseUrl ?? named(ownerUrl, 'coplan'),
    gateway: gatewayDatabaseUrl ?? named(ownerUrl, 'coplan_gateway'),
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
    COPLAN_TICKET_KEYS: process.env['COPLAN_TICKET_KEYS'] ?? secrets.ticketKey,
    GATEWAY_ENCRYPTION_KEY: secrets.gatewayEncryptionKey,
    COPLAN_SERVER_URL: process.env['COPLAN_SERVER_URL'] ?? address(settings.port),
    COPLAN_GATEWAY_URL: process.env['COPLAN_GATEWAY_URL'] ?? address(settings.gatewayPort),
    COPLAN_GATEWAY_PUBLIC_URL: process.env['COPLAN_GATEWAY_PUBLIC_URL'] ?? address(settings.gatewayPort),
    COPLAN_DEMO: settings.isDemoWanted ? '1' : '0',
  };
}

/**
 * Starts PostgreSQL, server and gateway, and fills the demo network the first time.
 * `running` lets a caller end a start that is still under way.
 * What was started is ended again when a later part refuses; the refusal is thrown.
 */
export async function startProduct(
  settings: Settings,
  { onGivenUp, running = createRunning() }: { onGivenUp: (sentence: string) => void; running?: Running },
): Promise<Product> {
  try {
    await requireFreePort({ port: settings.port, variable: 'PORT' });
    await requireFreePort({ port: settings.gatewayPort, variable: 'GATEWAY_PORT' });
    openDataFolder(settings.dataFolder);
    await buildPortal(settings.root, running);
    const databases = await openDatabases(settings, { running, onGivenUp });
    const common = { cwd: settings.root, environment: environmentOf(settings, databases), running };
    const child = (name: string, script: string): Promise<Child> =>
      startChild({ name, script: join(settings.root, script), readyTimeoutMs, onGivenUp, ...common });
    const server = await child('server', 'apps/server/src/main.ts');
    const gateway = await child('gateway', 'apps/edi-gateway/src/main.ts');
    if (settings.isDemoWanted) {
      const script = join(settings.root, 'apps/server/src/demo/main.ts');
      const environment = { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn', ...common.environment };
      await runToEnd({ name: 'The demo network', script, ...common, environment });
      const traffic = join(settings.root, 'apps/edi-gateway/src/demo/main.ts');
      await runToEnd({ name: 'The EDI traffic of the demo', script: traffic, ...common, environment });
    }
    return { server, gateway, databases, end: running.end };
  } catch (error) {
    await running.end();
    throw error;
  }
}
