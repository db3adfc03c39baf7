import { DomainError } from '@coplan/kernel';
import {
  currentRequestId,
  healthRoutes,
  type Metrics,
  type ReadinessCheck,
  withRequestId,
} from '@coplan/platform';
import type { HttpBindings } from '@hono/node-server';
import { trpcServer } from '@hono/trpc-server';
import type { AnyRouter } from '@trpc/server';
import { Hono, type Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from './context.ts';
import { answerError, readJson } from './errors-over-http.ts';
import { isTrustedOrigin } from './origin.ts';
import { portalFiles } from './portal-files.ts';
import type { RequestContext } from './request-context.ts';
import { createRestApp, type RestParts } from './rest-app.ts';
import { securityHeaders } from './security-headers.ts';
import type { Auth } from './sign-in/auth.ts';
import { authRoutes } from './sign-in/auth-routes.ts';
import type { GuessLimit } from './sign-in/guess-limit.ts';
import { findDomainError, toTrpcError } from './trpc-errors.ts';

export type HttpParts = {
  auth: Auth;
  guessLimit: GuessLimit;
  isRateLimited: boolean;
  router: AnyRouter;
  rest: Pick<RestParts, 'routes' | 'version'>;
  portalFolder: string;
  /** Pages may talk to the gateway beside us. */
  gatewayOrigin?: string | undefined;
  trustedOrigins: readonly string[];
  checks: readonly ReadinessCheck[];
  metrics: Metrics;
  log: Logger;
  newId(): string;
  isShuttingDown(): boolean;
  requestContextOf(headers: Headers, requestId: string): Promise<RequestContext>;
  /** What a page may know before anybody has signed in. */
  publicFacts(): Promise<object>;
  acceptInvitation(body: unknown): Promise<object>;
};

export type HttpApp = Hono<{ Bindings: HttpBindings; Variables: { requestId: string } }>;

const trpcBodySizeMax = 4 * 1024 * 1024;
const requestIdPattern = /^[\w-]{8,64}$/;

function useRequestIds(app: HttpApp, { newId, metrics }: HttpParts): void {
  const seconds = metrics.histogram('coplan_http_request_seconds', 'Duration of HTTP requests');
  app.use(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = requestIdPattern.test(given) ? given : newId();
    c.set('requestId', requestId);
    const startedAt = performance.now();
    await withRequestId(requestId, next);
    c.header('X-Request-Id', requestId);
    const area = c.req.path.split('/')[1] ?? '';
    const labels = { area: ['trpc', 'api'].includes(area) ? area : 'portal', status: String(c.res.status) };
    seconds.observe((performance.now() - startedAt) / 1_000, labels);
  });
}

/** Nothing changes on the word of a foreign page (S7), whichever entrance it tries. */
function useOriginCheck(app: HttpApp, { trustedOrigins, log }: HttpParts): void {
  app.use(async (c, next) => {
    const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (isSafe || isTrustedOrigin(c.req.raw.headers, trustedOrigins)) return next();
    const refusal = new DomainError(
      'forbidden',
      'platform.foreign-origin',
      {},
      'This call came from a page of another site',
    );
    return answerError(c, refusal, { requestId: c.get('requestId'), log });
  });
}

/** The one port: tRPC, sign-in, REST, health, and the portal on everything else. */
export async function createHttpApp(parts: HttpParts): Promise<HttpApp> {
  const { router, rest, log, requestContextOf } = parts;
  const app: HttpApp = new Hono();
  app.onError((error, c) =>
    answerError(c, error, { requestId: currentRequestId() ?? c.get('requestId'), log }),
  );
  useRequestIds(app, parts);
  app.use(securityHeaders);
  app.route(
    '/',
    healthRoutes({ checks: parts.checks, metrics: parts.metrics, isShuttingDown: parts.isShuttingDown }),
  );
  useOriginCheck(app, parts);

  const contextOf = (c: HonoContext): Promise<RequestContext> =>
    requestContextOf(c.req.raw.headers, c.get('requestId'));
  const restApp = createRestApp({ ...rest, log, requestContextOf: contextOf });
  app.route('/api/auth', authRoutes(parts));
  app.get('/api/demo', async (c) => c.json(await parts.publicFacts()));
  app.post('/api/invitations/accept', bodyLimit({ maxSize: 10_000 }), async (c) =>
    c.json(await parts.acceptInvitation(await readJson(c))),
  );
  app.route('/api/v1', restApp);
  app.all('/api/*', (c) => {
    const refusal = new DomainError(
      'not-found',
      'platform.no-such-address',
      {},
      'There is nothing at this address',
    );
    return answerError(c, refusal, { requestId: c.get('requestId'), log });
  });
  app.use('/trpc/*', bodyLimit({ maxSize: trpcBodySizeMax }));
  app.use(
    '/trpc/*',
    trpcServer({
      endpoint: '/trpc',
      router,
      createContext: async (_options, c) => {
        try {
          return { ...(await contextOf(c)) };
        } catch (error) {
          // Before any procedure: a database that is away is a refusal here too, and names no address.
          const refusal = findDomainError(error);
          throw refusal === undefined ? error : toTrpcError(refusal);
        }
      },
      onError: ({ error, path, ctx }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR') {
          log.error(
            { err: error, path, requestId: (ctx as RequestContext | undefined)?.requestId },
            'a procedure failed',
          );
        }
      },
    }),
  );
  app.route('/', await portalFiles(parts.portalFolder, parts.gatewayOrigin));
  return app;
}
