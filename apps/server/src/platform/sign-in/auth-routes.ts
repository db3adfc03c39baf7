import { DomainError } from '@coplan/kernel';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Logger } from '../context.ts';
import { answerError } from '../errors-over-http.ts';
import type { Auth } from './auth.ts';
import type { GuessLimit } from './guess-limit.ts';

/**
 * The part of better-auth that browsers may reach. Nobody renames themselves: names stand in timelines and in the audit
 * record, for partners too. Everything that changes members, invitations or organisations goes
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
  '/organization/list',
  '/organization/set-active',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/get-totp-uri',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/two-factor/generate-backup-codes',
]);

const signInPath = '/sign-in/email';
const clientAddressHeader = 'x-coplan-client-ip';
const signInBody = z.object({ email: z.string().max(320) });

export type AuthRouteParts = { auth: Auth; guessLimit: GuessLimit; isRateLimited: boolean; log: Logger };
type AuthContext = HonoContext<{ Bindings: HttpBindings }>;

/** The address of the connection itself: a header could be made up. */
const addressOf = (c: AuthContext): string => c.env?.incoming?.socket.remoteAddress ?? '127.0.0.1';

function readEmail(body: ArrayBuffer | null): string | undefined {
  try {
    const text = new TextDecoder().decode(body ?? new ArrayBuffer(0));
    return signInBody.safeParse(JSON.parse(text)).data?.email;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function forward(c: AuthContext, auth: Auth, body: ArrayBuffer | null): Promise<Response> {
  const headers = new Headers(c.req.raw.headers);
  headers.set(clientAddressHeader, addressOf(c));
  return auth.handler(new Request(c.req.url, { method: c.req.method, headers, body }));
}

/** A sign-in, refused unseen once an account was guessed at too often. */
async function signIn(c: AuthContext, parts: AuthRouteParts, body: ArrayBuffer | null): Promise<Response> {
  const { auth, guessLimit, log } = parts;
  const email = readEmail(body);
  const attempt = { email: email ?? '', address: addressOf(c) };
  if (parts.isRateLimited && !(await guessLimit.mayTry(attempt))) {
    const text = 'Too many wrong passwords for this account: wait an hour, or ask your administrator';
    const refusal = new DomainError('too-many', 'sign-in.too-many-guesses', {}, text);
    return answerError(c, refusal, { log });
  }
  const response = await forward(c, auth, body);
  const isJudged = response.status === 200 || response.status === 401;
  if (isJudged) await guessLimit.record({ ...attempt, isSuccess: response.status === 200 });
  if (response.status !== 200) log.warn({ status: response.status }, 'a sign-in was refused');
  return response;
}

/** better-auth under `/api/auth`, of which only the open part can be reached. */
export function authRoutes(parts: AuthRouteParts): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.use(bodyLimit({ maxSize: 20_000 }));
  routes.all('*', async (c) => {
    const path = c.req.path.replace('/api/auth', '');
    if (!openPaths.has(path)) {
      return c.json({ code: 'NOT_FOUND', message: 'There is nothing at this address' }, 404);
    }
    const body = ['GET', 'HEAD'].includes(c.req.method) ? null : await c.req.arrayBuffer();
    return path === signInPath ? signIn(c, parts, body) : forward(c, parts.auth, body);
  });
  return routes;
}
