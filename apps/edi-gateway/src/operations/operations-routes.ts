import { readGatewayTicket } from '@coplan/platform';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { refusal } from '../http-requests.ts';
import type { Tools } from '../tools.ts';
import { operationsRouter } from './operations-router.ts';

const endpoint = '/trpc';
const bodyBytesMax = 8_000_000;

/**
 * The operations API for people, asked by the portal's pages from the browser: partner bytes never pass through the
 * server. Only pages of the portal may ask, and only with a ticket that the server sealed; no cookie counts here.
 */
export function operationsRoutes(
  tools: Tools,
  {
    ticketKeys,
    portalOrigins,
    nudge,
  }: { ticketKeys: readonly string[]; portalOrigins: readonly string[]; nudge: () => void },
): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    const origin = c.req.header('origin');
    if (origin !== undefined && !portalOrigins.includes(origin)) {
      throw refusal('gateway.foreign-origin', 'This call came from a page of another site.', 'forbidden');
    }
    await next();
  });
  routes.use(
    cors({
      origin: [...portalOrigins],
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['authorization', 'content-type'],
      exposeHeaders: ['X-Request-Id'],
      maxAge: 600,
    }),
  );
  routes.all('/*', bodyLimit({ maxSize: bodyBytesMax }), (c) =>
    fetchRequestHandler({
      endpoint,
      req: c.req.raw,
      router: operationsRouter,
      createContext: () => {
        const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
        const ticket = readGatewayTicket(given, { keys: ticketKeys, now: tools.clock.now() });
        return { ticket, tools, nudge };
      },
      responseMeta: () => ({ headers: { 'cache-control': 'no-store' } }),
      onError: ({ error, path }) => {
        if (error.code === 'INTERNAL_SERVER_ERROR')
          tools.log.error({ err: error, path }, 'a procedure failed');
      },
    }),
  );
  return routes;
}
