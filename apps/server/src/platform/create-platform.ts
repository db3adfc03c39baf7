import type { Server } from 'node:http';
import type { Clock, OrganisationId } from '@coplan/kernel';
import {
  createIds,
  createMetrics,
  createPool,
  createTenantOrm,
  createTenantPool,
  type Log,
  listenOrExplain,
  systemClock,
  urlForRole,
} from '@coplan/platform';
import { createAdaptorServer } from '@hono/node-server';
import type { EntitySchema } from '@mikro-orm/core';
import type { AnyRouter } from '@trpc/server';
import type pg from 'pg';
import type { Actor, Context } from './context.ts';
import { createContexts } from './contexts.ts';
import type { DocumentReader } from './document-reader.ts';
import { documentsRoute } from './documents-route.ts';
import { createHttpApp, type HttpApp } from './http-app.ts';
import type { Job } from './job.ts';
import { createNotifications } from './notifications.ts';
import { jobsOfPlatform } from './platform-jobs.ts';
import { createQueue } from './queue.ts';
import { createEventFeed } from './realtime.ts';
import { createRelay } from './relay.ts';
import type { OrganisationCard, RequestContext } from './request-context.ts';
import { createRequestContexts } from './request-contexts.ts';
import type { RestRoute } from './rest-route.ts';
import type { GatewayAddress } from './send-document.job.ts';
import { type Accounts, createAccounts } from './sign-in/accounts.ts';
import { createApiKeys } from './sign-in/api-keys.ts';
import { createAuth } from './sign-in/auth.ts';
import { acceptInvitation, acceptInvitationInput } from './sign-in/invitations.ts';
import { createSessions } from './sign-in/sessions.ts';
import type { Subscription } from './subscription.ts';
import { assertEveryProcedureDeclaresPermission } from './trpc.ts';
import { attachSockets, type Sockets } from './websocket.ts';

export type PlatformSettings = {
  /** The owner's address; the roles' addresses are derived from it. Migrations have been run. */
  databaseUrl: string;
  port: number;
  authSecret: string;
  publicUrl: string;
  trustedOrigins?: readonly string[];
  gateway: GatewayAddress | null;
  portalFolder: string;
  version: string;
  log: Log;
  clock?: Clock;
  /** Off only where a test signs in very often. */
  isRateLimited?: boolean;
};

/** What the slices bring: the tables of contents. */
export type Composition<Router extends AnyRouter> = {
  router: Router;
  jobs: readonly Job[];
  subscriptions: readonly Subscription[];
  restRoutes: readonly RestRoute[];
  documentReaders: readonly DocumentReader[];
  entities: readonly (EntitySchema | (new () => object))[];
  describeOrganisation(context: Context): Promise<OrganisationCard>;
  publicFacts(): Promise<object>;
};

export type Platform = {
  hono: HttpApp;
  accounts: Accounts;
  contextFor(actor: Actor): Context;
  /** What a procedure call of that actor starts from; for `createCallerFactory`. */
  requestContextFor(actor: Actor): RequestContext;
  /** Moves events and carries out queued jobs until nothing is left; for tests and the demo. */
  runPending(): Promise<void>;
  /** Begins to listen, to relay events and to take jobs. */
  start(): Promise<{ url: string; port: number }>;
  stop(): Promise<void>;
};

async function openDatabase(
  { databaseUrl, log }: PlatformSettings,
  entities: Composition<AnyRouter>['entities'],
) {
  const database = new URL(databaseUrl).pathname.slice(1);
  const poolFor = (role: string, max: number, options = '') =>
    createPool({
      connectionString: `${urlForRole(databaseUrl, role, database)}${options}`,
      applicationName: `coplan-server-${role.slice('coplan_'.length)}`,
      max,
      log,
    });
  const tenantPool = await createTenantPool({
    connectionString: urlForRole(databaseUrl, 'coplan_app', database),
    applicationName: 'coplan-server',
    max: 16,
    statementTimeoutMs: 120_000,
    log,
  });
  const orm = await createTenantOrm({ pool: tenantPool, entities: [...entities] as never });
  return {
    tenantPool,
    orm,
    systemPool: poolFor('coplan_system', 10),
    authPool: poolFor('coplan_auth', 6, '?options=-c%20search_path%3Dauth'),
    systemUrl: urlForRole(databaseUrl, 'coplan_system', database),
  };
}

type Opened = Awaited<ReturnType<typeof openDatabase>>;

const listAccounts =
  'select organisation_id as id from platform.organisation_accounts order by organisation_id';

const organisationIdsOf = async (pool: pg.Pool): Promise<OrganisationId[]> =>
  (await pool.query<{ id: OrganisationId }>(listAccounts)).rows.map(({ id }) => id);

/** Everything between the database and the network; knows no business word. */
export async function createPlatform<Router extends AnyRouter>(
  settings: PlatformSettings,
  composition: Composition<Router>,
): Promise<Platform> {
  assertEveryProcedureDeclaresPermission(composition.router);
  const opened = await openDatabase(settings, composition.entities);
  return assemble(settings, composition, opened);
}

async function assemble<Router extends AnyRouter>(
  settings: PlatformSettings,
  composition: Composition<Router>,
  { tenantPool, orm, systemPool, authPool, systemUrl }: Opened,
): Promise<Platform> {
  const { log, clock = systemClock, trustedOrigins = [], publicUrl } = settings;
  const { router, subscriptions } = composition;
  const newId = createIds(clock);
  const notifications = createNotifications({ connectionString: systemUrl, log });
  const feed = createEventFeed({ pool: systemPool, notifications, log });
  const relay = createRelay({ pool: systemPool, notifications, subscriptions, log });
  const jobs = [
    ...composition.jobs,
    ...jobsOfPlatform({ gateway: settings.gateway, subscriptions, pool: systemPool }),
  ];
  const attempts = new Map(jobs.map((job) => [job.name, job.attemptsMax ?? 5]));
  const contexts = createContexts({
    source: { read: tenantPool.read, transaction: orm.withTenantTransaction },
    clock,
    log,
    attemptsMaxOf: (job) => attempts.get(job),
  });
  const system = { clock, log, organisationIds: () => organisationIdsOf(systemPool) };
  const queue = createQueue(jobs, { pool: systemPool, contexts, system });
  const accounts = createAccounts({ authPool, systemPool, clock });
  const auth = createAuth({
    pool: authPool,
    secret: settings.authSecret,
    publicUrl,
    trustedOrigins,
    isRateLimited: settings.isRateLimited ?? true,
  });
  const sessions = createSessions({ auth, pool: authPool, notifications });
  const apiKeys = createApiKeys({ pool: systemPool, notifications });
  const parts = { authPool, accounts, feed, describeOrganisation: composition.describeOrganisation };
  const requests = createRequestContexts({ sessions, apiKeys, contexts, clock, parts, newId });
  const metrics = createMetrics();
  const state = { isShuttingDown: false, sockets: undefined as Sockets | undefined };
  metrics.gauge(
    'coplan_websockets_open',
    'Open WebSocket connections',
    () => state.sockets?.counts().open ?? 0,
  );
  metrics.gauge(
    'coplan_database_connections_waiting',
    'Requests that wait for a connection',
    () => tenantPool.counts().waiting,
  );
  const hono = await createHttpApp({
    auth,
    router,
    rest: {
      routes: [...composition.restRoutes, documentsRoute(composition.documentReaders)],
      version: settings.version,
    },
    portalFolder: settings.portalFolder,
    trustedOrigins,
    checks: [
      { name: 'database', check: () => tenantPool.ping() },
      {
        name: 'queue',
        check: async () => void (await systemPool.query('select 1 from graphile_worker.jobs limit 1')),
      },
    ],
    metrics,
    log,
    newId,
    isShuttingDown: () => state.isShuttingDown,
    requestContextOf: requests.requestContextOf,
    publicFacts: composition.publicFacts,
    acceptInvitation: (body) =>
      acceptInvitation({ authPool, accounts, clock }, acceptInvitationInput.parse(body)),
  });
  const server = createAdaptorServer({ fetch: hono.fetch }) as Server;

  return {
    hono,
    accounts,
    contextFor: (actor) => contexts.contextFor(actor),
    requestContextFor: requests.requestContextFor,
    async runPending() {
      do await queue.runPending();
      while ((await relay.moveAll()) > 0);
    },
    async start() {
      await notifications.start();
      await feed.start();
      state.sockets = attachSockets(server, {
        router,
        sessions,
        trustedOrigins,
        log,
        newId,
        requestContextOf: requests.requestContextOf,
      });
      await queue.start();
      relay.start();
      const port = await listenOrExplain(server, { port: settings.port });
      return { url: `http://localhost:${port}`, port };
    },
    async stop() {
      state.isShuttingDown = true;
      await relay.stop();
      await queue.stop();
      await feed.stop();
      await state.sockets?.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 2_000).unref();
      });
      await notifications.stop();
      await orm.close();
      await Promise.all([tenantPool.end(), systemPool.end(), authPool.end()]);
    },
  };
}
