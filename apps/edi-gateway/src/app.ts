import type { Server } from 'node:http';
import { resolve } from 'node:path';
import type { Clock } from '@coplan/kernel';
import {
  createMetrics,
  createShutdown,
  createTenantPool,
  type Log,
  listenOrExplain,
  type Metrics,
  prepareDatabase,
  type Shutdown,
  systemClock,
} from '@coplan/platform';
import { createAdaptorServer } from '@hono/node-server';
import { createAgreementStore } from './agreements/agreement-store.ts';
import { createKeyBox, type KeyBox } from './agreements/key-box.ts';
import { readStatus } from './archive/list-messages.ts';
import type { GatewayConfig } from './config.ts';
import { type GatewayDatabase, openDatabase } from './database.ts';
import { gatewayRoutes } from './http.ts';
import { deskRole, gatewayRole, migrations } from './migrations.ts';
import type { Tools } from './tools.ts';
import { createAs2Keys } from './transports/as2/as2-keys.ts';
import { createHttpSecrets } from './transports/https/secrets.ts';
import { createSftpLogins } from './transports/sftp-client/login.ts';
import { countFailing } from './transports/sftp-client/polls.ts';
import { startSftpServer } from './transports/sftp-server/server.ts';
import { startWorkers } from './workers.ts';

/**
 * How long the loops pause, how long a file must lie unchanged before it counts as complete, and how long after a
 * partner's time is up another gateway may try.
 */
export type Pace = { pauseMs?: number; quietMs?: number; leaseMarginMs?: number };
export type Gateway = { url: string; sftpPort: number | undefined; tools: Tools; shutdown: Shutdown };

function registerGauges(metrics: Metrics, database: GatewayDatabase): void {
  const gauges = {
    waiting: ['documents that wait for the server', 'waitingCount'],
    refused: ['documents that the server refused', 'refusedCount'],
    queued: ['documents that wait to be written for a partner', 'queuedCount'],
    unsendable: ['documents that have no EDI form', 'unsendableCount'],
    undelivered: ['files that did not reach their partner', 'undeliveredCount'],
    quarantined: ['files that could not be used', 'quarantinedCount'],
    overdue: ['messages that a partner did not acknowledge in time', 'overdueCount'],
    expected: ['messages whose acknowledgement is still to come', 'expectedCount'],
  } as const;
  for (const [name, [what, column]] of Object.entries(gauges)) {
    metrics.gauge(`coplan_gateway_${name}`, what, async () => (await readStatus(database))[column]);
  }
}

/** Starts the gateway: database, HTTP, then the loops. What was started is ended in reverse order by `shutdown`. */
export async function startGateway(
  config: GatewayConfig,
  { log, clock = systemClock, pace = {} }: { log: Log; clock?: Clock; pace?: Pace },
): Promise<Gateway> {
  const shutdown = createShutdown({ log });
  const roles = [gatewayRole, deskRole];
  const prepared = await prepareDatabase({ ownerUrl: config.ownerUrl, migrations, roles });
  const database = openDatabase({ url: prepared.urlFor(gatewayRole), log });
  shutdown.onShutdown('database', () => database.end());
  try {
    const desk = await createTenantPool({
      connectionString: prepared.urlFor(deskRole),
      applicationName: 'coplan-gateway-desk',
      log,
    });
    shutdown.onShutdown('desk', () => desk.end());
    const metrics = createMetrics();
    registerGauges(metrics, database);
    const dataFolder = resolve(config.dataFolder);
    const keyBox = createKeyBox(config.encryptionKey);
    const agreements = createAgreementStore({ database, keyBox, dataFolder, clock });
    const as2Keys = createAs2Keys({ database, keyBox, clock });
    metrics.gauge(
      'coplan_gateway_as2_ending',
      `AS2 keys and certificates that end within ${endingSoonDays} days`,
      () => as2Keys.countEnding(endingSoonDays),
    );
    metrics.gauge('coplan_gateway_sftp_failing', 'partners whose SFTP server could not be visited', () =>
      countFailing(database),
    );
    const tools: Tools = {
      ...{
        database,
        desk,
        agreements,
        as2Keys,
        clock,
        log,
        metrics,
        dataFolder,
        serverUrl: config.serverUrl,
        leaseMarginMs: pace.leaseMarginMs ?? 15_000,
      },
      ...{ sftpLogins: createSftpLogins(database, keyBox), httpSecrets: createHttpSecrets(database, keyBox) },
    };
    let nudge: () => void = () => undefined;
    const routes = gatewayRoutes(tools, {
      gatewayKey: config.gatewayKey,
      ticketKeys: config.ticketKeys,
      portalOrigins: config.portalOrigins,
      isShuttingDown: shutdown.isShuttingDown,
      nudge: () => nudge(),
    });
    const server = createAdaptorServer({ fetch: routes.fetch, serverOptions: httpLimits }) as Server;
    const port = await listenOrExplain(server, { port: config.port, variable: 'GATEWAY_PORT' });
    shutdown.onShutdown('http', () => closeServer(server));
    const sftpPort = await startSftp(tools, config, { keyBox, shutdown, nudge: () => nudge() });
    const workers = startWorkers(tools, pace);
    nudge = workers.nudge;
    shutdown.onShutdown('workers', () => workers.stop());
    return { url: `http://localhost:${port}`, sftpPort, tools, shutdown };
  } catch (error) {
    await shutdown.shutDown('the start failed');
    throw error;
  }
}

/** The port of the SFTP server; undefined when there is to be none. */
async function startSftp(
  tools: Tools,
  { sftpPort }: GatewayConfig,
  { keyBox, shutdown, nudge }: { keyBox: KeyBox; shutdown: Shutdown; nudge: () => void },
): Promise<number | undefined> {
  if (sftpPort === undefined) return undefined;
  const server = await startSftpServer(tools, { keyBox, port: sftpPort, nudge });
  shutdown.onShutdown('sftp', () => server.close());
  return server.port;
}

/** Partners need some weeks to take over a new certificate. */
const endingSoonDays = 30;

/** Whoever is slower, or sends longer headers, is cut off. */
const httpLimits = { maxHeaderSize: 32_768, headersTimeout: 20_000, requestTimeout: 180_000 };
const closeForMsMax = 2_000;

/** Answers what is under way, then closes; idle connections are cut at once, and whoever sends slowly after a moment. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), closeForMsMax).unref();
  });
}
