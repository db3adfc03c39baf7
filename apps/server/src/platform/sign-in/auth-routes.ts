import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Logger } from '../context.ts';
import type { Auth } from './auth.ts';

/**
 * The part of better-auth that browsers may reach. Everything that changes members, invitations or organisations goes
 * through our own procedures, which check permissions and write the audit record.
 */
const openPaths = new Set([
  '/ok',
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/list-sessions',
  '/revoke-session',
  '/revoke-other-sessions',
  '/revoke-sessions',
  '/change-password',
  '/update-user',
  '/organization/list',
  '/organization/set-active',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/get-totp-uri',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
]);

const clientAddressHeader = 'x-coplan-client-ip';

/** better-auth under `/api/auth`; the client's address for its rate limits is that of the connection, not of a header. */
export function authRoutes(auth: Auth, log: Logger): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.use(bodyLimit({ maxSize: 20_000 }));
  routes.all('*', async (c) => {
    const path = c.req.path.replace('/api/auth', '');
    if (!openPaths.has(path))
      return c.json({ code: 'NOT_FOUND', message: 'There is nothing at this address' }, 404);
    const headers = new Headers(c.req.raw.headers);
    headers.set(clientAddressHeader, c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1');
    const body = ['GET', 'HEAD'].includes(c.req.method) ? null : await c.req.arrayBuffer();
    const response = await auth.handler(new Request(c.req.url, { method: c.req.method, headers, body }));
    if (path === '/sign-in/email' && response.status >= 400) {
      log.warn({ status: response.status }, 'a sign-in was refused');
    }
    return response;
  });
  return routes;
}
