import type { Server } from 'node:http';
import type { Clock, OrganisationId } from '@coplan/kernel';
import { createIds, createMetrics, type Log, listenOrExplain, systemClock } from '@coplan/platform';
import { createAdaptorServer } from '@hono/node-server';
import type { AnyRouter } from '@trpc/server';
import type pg from 'pg';
import type { Actor, Context } from './context.ts';
import { createContexts } from './contexts.ts';
import type { ReadPreviewedRows } from './document-preview.ts';
import type { DocumentReader } from './document-reader.ts';
import { documentPreviewRoute, documentsBulkRoute, documentsRoute } from './documents-route.ts';
import { createEdiTickets, type GatewayAccess } from './edi-tickets.router.ts';
import { createHttpApp, type HttpApp } from './http-app.ts';
import type { Job } from './job.ts';
import { createMailer, type Mailer, type MailSettings } from './mail/mailer.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { type Entities, type OpenDatabase, openDatabase } from './open-database.ts';
import { jobsOfPlatform } from './platform-jobs.ts';
import { createQueue } from './queue.ts';
import { createEventFeed } from './realtime.ts';
import { createRelay } from './relay.ts';
import type { OrganisationCard, RequestContext } from './request-context.ts';
import { createRequestContexts, type RequestContexts } from './request-contexts.ts';
import type { RestRoute } from './rest-route.ts';
import type { GatewayAddress } from './send-document.job.ts';
import { type Accounts, createAccounts } from './sign-in/accounts.ts';
import { createApiKeys } from './sign-in/api-keys.ts';
import { createAuth } from './sign-in/auth.ts';
import { createGuessLimit } from './sign-in/guess-limit.ts';
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
  gateway: (GatewayAddress & GatewayAccess) | null;
  mail: MailSettings;
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
  readPreviewedRows: ReadPreviewedRows;
  entities: Entities;
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

const queueAnswers = 'select 1 from graphile_worker.jobs limit 1';
const closeForMsMax = 2_000;
const listAccounts =
  'select organisation_id as id from platform.organisation_accounts order by organisation_id';

const organisationIdsOf = async (pool: pg.Pool): Promise<OrganisationId[]> =>
  (await pool.query<{ id: OrganisationId }>(listAccounts)).rows.map(({ id }) => id);

/** Accounts, sessions and keys. */
function createSignIn(
  settings: PlatformSettings,
  { authPool, systemPool }: OpenDatabase,
  { clock, notifications }: { clock: Clock; notifications: Notifications },
) {
  const auth = createAuth({
    pool: authPool,
    secret: settings.authSecret,
    publicUrl: settings.publicUrl,
    trustedOrigins: settings.trustedOrigins ?? [],
    isRateLimited: settings.isRateLimited ?? true,
    log: settings.log,
  });
  return {
    auth,
    guessLimit: createGuessLimit({ pool: authPool, clock }),
    accounts: createAccounts({ authPool, systemPool, clock }),
    sessions: createSessions({ auth, pool: authPool, notifications }),
    apiKeys: createApiKeys({ pool: systemPool, notifications }),
  };
}

/** What happens after commits: events, their followers and subscribers, and jobs. */
function createBackground<Router extends AnyRouter>(
  { log, gateway, publicUrl }: PlatformSettings,
  composition: Composition<Router>,
  {
    database,
    clock,
    notifications,
    mailer,
  }: { database: OpenDatabase; clock: Clock; notifications: Notifications; mailer: Mailer },
) {
  const { systemPool: pool, tenantPool, orm } = database;
  const { subscriptions } = composition;
  const jobs = [...composition.jobs, ...jobsOfPlatform({ gateway, subscriptions, pool, mailer })];
  const attempts = new Map(jobs.map((job) => [job.name, job.attemptsMax ?? 5]));
  const contexts = createContexts({
    source: { read: tenantPool.read, transaction: orm.withTenantTransaction },
    clock,
    log,
    publicUrl,
    attemptsMaxOf: (job) => attempts.get(job),
  });
  const system = { clock, log, organisationIds: () => organisationIdsOf(pool) };
  return {
    contexts,
    feed: createEventFeed({ pool, notifications, log }),
    relay: createRelay({ pool, notifications, subscriptions, log }),
    queue: createQueue(jobs, { pool, contexts, system, notifications }),
  };
}

type Parts = {
  database: OpenDatabase;
  notifications: Notifications;
  signIn: ReturnType<typeof createSignIn>;
  background: ReturnType<typeof createBackground>;
  requests: RequestContexts;
  newId(): string;
  clock: Clock;
};

/** The network side: the HTTP app, and WebSockets on its server once it listens. */
async function createNetwork<Router extends AnyRouter>(
  settings: PlatformSettings,
  composition: Composition<Router>,
  { database: { tenantPool, systemPool, authPool }, signIn, requests, newId, clock }: Parts,
) {
  const { log, trustedOrigins = [], version } = settings;
  const { accounts, auth, guessLimit, sessions } = signIn;
  const metrics = createMetrics();
  const state = { isShuttingDown: false, sockets: undefined as Sockets | undefined };
  metrics.gauge(
    'coplan_websockets_open',
    'Open WebSocket connections',
    () => state.sockets?.counts().open ?? 0,
  );
  const waiting = 'Requests that wait for a database connection';
  metrics.gauge('coplan_database_connections_waiting', waiting, () => tenantPool.counts().waiting);
  const shared = {
    router: composition.router,
    trustedOrigins,
    log,
    newId,
    requestContextOf: requests.requestContextOf,
  };
  const hono = await createHttpApp({
    ...shared,
    auth,
    guessLimit,
    isRateLimited: settings.isRateLimited ?? true,
    rest: {
      routes: [
        ...composition.restRoutes,
        documentsRoute(composition.documentReaders),
        documentsBulkRoute(composition.documentReaders),
        documentPreviewRoute(composition.documentReaders, composition.readPreviewedRows),
      ],
      version,
    },
    portalFolder: settings.portalFolder,
    gatewayOrigin: settings.gateway === null ? undefined : new URL(settings.gateway.publicUrl).origin,
    checks: [
      { name: 'database', check: () => tenantPool.ping() },
      { name: 'queue', check: async () => void (await systemPool.query(queueAnswers)) },
    ],
    metrics,
    isShuttingDown: () => state.isShuttingDown,
    publicFacts: composition.publicFacts,
    acceptInvitation: (body) =>
      acceptInvitation({ authPool, accounts, clock }, acceptInvitationInput.parse(body)),
  });
  const server = createAdaptorServer({ fetch: hono.fetch }) as Server;
  return {
    hono,
    async listen() {
      state.sockets = attachSockets(server, { ...shared, sessions });
      return listenOrExplain(server, { port: settings.port });
    },
    announceShutdown() {
      state.isShuttingDown = true;
    },
    async close() {
      await state.sockets?.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), closeForMsMax).unref();
      });
    },
  };
}

/** Everything between the database and the network; knows no business word. */
export async function createPlatform<Router extends AnyRouter>(
  settings: PlatformSettings,
  composition: Composition<Router>,
): Promise<Platform> {
  assertEveryProcedureDeclaresPermission(composition.router);
  const { databaseUrl, log, clock = systemClock } = settings;
  const database = await openDatabase({ databaseUrl, entities: composition.entities, log });
  const notifications = createNotifications({ connectionString: database.systemUrl, log });
  const newId = createIds(clock);
  const signIn = createSignIn(settings, database, { clock, notifications });
  const mailer = createMailer(settings.mail);
  const background = createBackground(settings, composition, { database, clock, notifications, mailer });
  const { contexts, feed, relay, queue } = background;
  const own = {
    authPool: database.authPool,
    accounts: signIn.accounts,
    feed,
    issueEdiTicket: createEdiTickets(settings.gateway),
  };
  const parts = { ...own, describeOrganisation: composition.describeOrganisation };
  const requests = createRequestContexts({ ...signIn, contexts, clock, parts, newId });
  const all = { database, notifications, signIn, background, requests, newId, clock };
  const network = await createNetwork(settings, composition, all);

  return {
    hono: network.hono,
    accounts: signIn.accounts,
    contextFor: (actor) => contexts.contextFor(actor),
    requestContextFor: requests.requestContextFor,
    async runPending() {
      // Its workers' locks live on this connection, so that other servers let their jobs alone.
      await notifications.start();
      do await queue.runPending();
      while ((await relay.moveAll({ isHurried: true })) > 0);
    },
    async start() {
      await notifications.start();
      await feed.start();
      await queue.start();
      relay.start();
      const port = await network.listen();
      return { url: `http://localhost:${port}`, port };
    },
    async stop() {
      network.announceShutdown();
      await relay.stop();
      await queue.stop();
      await feed.stop();
      await network.close();
      await notifications.stop();
      mailer.close();
      await database.orm.close();
      await Promise.all([database.tenantPool.end(), database.systemPool.end(), database.authPool.end()]);
    },
  };
}
