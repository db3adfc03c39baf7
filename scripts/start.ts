/** `npm start`: PostgreSQL, server, gateway, portal and, the first time, a demo network. Ctrl-C ends all of it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@coplan/platform';
import { StartRefusal } from './start/ask.ts';
import { type Child, runToEnd, startChild } from './start/child.ts';
import { buildPortal } from './start/portal.ts';
import { requireFreePort } from './start/ports.ts';
import { openSecrets } from './start/secrets.ts';
import { readSettings, type Settings } from './start/settings.ts';

type Stoppable = { stop(): Promise<void> };
const running: Stoppable[] = [];
const readyTimeoutMs = 120_000;
let isEnding = false;

async function end(code: number): Promise<never> {
  if (!isEnding) {
    isEnding = true;
    for (const part of running.reverse()) await part.stop().catch((error) => console.error(String(error)));
    process.exit(code);
  }
  return new Promise<never>(() => undefined);
}

/** The owner's addresses of both databases: given, or of our own PostgreSQL. */
async function openDatabases(settings: Settings): Promise<{ server: string; gateway: string }> {
  const { databaseUrl, gatewayDatabaseUrl } = settings;
  const named = (url: string, database: string): string =>
    Object.assign(new URL(url), { pathname: `/${database}` }).href;
  if (databaseUrl !== undefined) {
    return { server: databaseUrl, gateway: gatewayDatabaseUrl ?? named(databaseUrl, 'coplan_gateway') };
  }
  const postgres = await startEmbeddedPostgres({ dataFolder: settings.dataFolder });
  running.push(postgres);
  return {
    server: named(postgres.ownerUrl, 'coplan'),
    gateway: gatewayDatabaseUrl ?? named(postgres.ownerUrl, 'coplan_gateway'),
  };
}

function environmentOf(
  settings: Settings,
  databases: { server: string; gateway: string },
): Record<string, string> {
  const secrets = openSecrets(settings.dataFolder);
  return {
    PORT: String(settings.port),
    GATEWAY_PORT: String(settings.gatewayPort),
    COPLAN_DATA_DIR: settings.dataFolder,
    DATABASE_URL: databases.server,
    GATEWAY_DATABASE_URL: databases.gateway,
    COPLAN_AUTH_SECRET: secrets.authSecret,
    COPLAN_GATEWAY_KEY: secrets.gatewayKey,
    GATEWAY_ENCRYPTION_KEY: secrets.gatewayEncryptionKey,
    COPLAN_SERVER_URL: process.env['COPLAN_SERVER_URL'] ?? `http://localhost:${settings.port}`,
    COPLAN_GATEWAY_URL: process.env['COPLAN_GATEWAY_URL'] ?? `http://localhost:${settings.gatewayPort}`,
    COPLAN_DEMO: settings.isDemoWanted ? '1' : '0',
  };
}

type SignIn = { role: string; organisation: string; email: string };

function printAddresses(settings: Settings): void {
  console.log(`\nCoplan is running.\n  Portal   http://localhost:${settings.port}`);
  console.log(`  Gateway  http://localhost:${settings.gatewayPort}\n  Data     ${settings.dataFolder}`);
  if (settings.isDemoWanted) {
    const demo = JSON.parse(readFileSync(join(settings.dataFolder, 'demo.json'), 'utf8')) as {
      password: string;
      signIns: SignIn[];
    };
    console.log(`\nSign in with the password ${demo.password} as`);
    const width = Math.max(...demo.signIns.map(({ email }) => email.length));
    for (const { email, role, organisation } of demo.signIns) {
      console.log(`  ${email.padEnd(width)}  ${role}, ${organisation}`);
    }
  }
  console.log('\nCtrl-C ends it; the data stays.');
}

async function start(settings: Settings): Promise<void> {
  await requireFreePort({ port: settings.port, variable: 'PORT' });
  await requireFreePort({ port: settings.gatewayPort, variable: 'GATEWAY_PORT' });
  mkdirSync(settings.dataFolder, { recursive: true });
  buildPortal(settings.root);
  const environment = environmentOf(settings, await openDatabases(settings));
  const child = async (name: string, script: string): Promise<Child> => {
    const started = await startChild({
      name,
      script: join(settings.root, script),
      cwd: settings.root,
      environment,
      readyTimeoutMs,
      onGivenUp(sentence) {
        console.error(sentence);
        void end(1);
      },
    });
    running.push(started);
    return started;
  };
  await child('server', 'apps/server/src/main.ts');
  await child('gateway', 'apps/edi-gateway/src/main.ts');
  if (settings.isDemoWanted) {
    const script = join(settings.root, 'apps/server/src/demo/main.ts');
    await runToEnd({ name: 'The demo network', script, cwd: settings.root, environment });
  }
  printAddresses(settings);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isEnding) console.log('\nEnding …');
    void end(0);
  });
}

try {
  await start(readSettings(dirname(dirname(fileURLToPath(import.meta.url)))));
} catch (error) {
  const isExpected = error instanceof StartRefusal || (error as Error).name === 'DomainError';
  const cause =
    (error as NodeJS.ErrnoException).code === 'ENOSPC'
      ? 'The disk is full: free some space and start again.'
      : undefined;
  console.error(cause ?? (isExpected ? (error as Error).message : error));
  await end(1);
}
