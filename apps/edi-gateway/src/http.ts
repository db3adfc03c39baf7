import { timingSafeEqual } from 'node:crypto';
import { documentEnvelope } from '@coplan/documents';
import type { ErrorKind } from '@coplan/kernel';
import { currentRequestId, healthRoutes, newId, withRequestId } from '@coplan/platform';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { agreementInput } from './agreements/agreement.ts';
import { findBytes, listMessages, readStatus } from './archive/list-messages.ts';
import { replayMessage } from './archive/replay.ts';
import { findRefusal, readBody, refusal, uuidParameter } from './http-requests.ts';
import { sha256 } from './ids.ts';
import { operationsRoutes } from './operations/operations-routes.ts';
import { storeDocument } from './outbound/store-document.ts';
import type { Tools } from './tools.ts';
import { as2BytesMax, as2Routes } from './transports/as2/as2-routes.ts';
import { as2KeysRoutes } from './transports/as2/keys-routes.ts';
import { uploadBytesMax, uploadRoutes } from './transports/https/upload-routes.ts';
import { transportRoutes } from './transports/transport-routes.ts';

const statusOf: Record<ErrorKind, ContentfulStatusCode> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'not-allowed': 405,
  conflict: 409,
  'too-many': 429,
  unavailable: 503,
};

const bodyBytesMax = 30_000_000;

/** Compares in constant time: both sides are hashed to the same length first. */
function bearer(gatewayKey: string): MiddlewareHandler {
  const expected = Buffer.from(sha256(`Bearer ${gatewayKey}`));
  return async (c, next) => {
    const given = Buffer.from(sha256(c.req.header('authorization') ?? ''));
    if (!timingSafeEqual(given, expected)) {
      throw refusal(
        'gateway.key-wrong',
        'The gateway needs the bearer key that it shares with the server.',
        'unauthenticated',
      );
    }
    await next();
  };
}

const messagesQuery = z.object({
  cursor: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  state: z.string().max(30).optional(),
  agreementId: z.uuid().optional(),
});

function api(tools: Tools, nudge: () => void): Hono {
  const routes = new Hono();
  routes.post('/documents', bodyLimit({ maxSize: bodyBytesMax }), async (c) => {
    const envelope = await readBody(c, documentEnvelope);
    const key = c.req.header('idempotency-key');
    if (key !== undefined && key !== envelope.documentId) {
      throw refusal('gateway.key-differs', 'The Idempotency-Key is the id of the document.');
    }
    await storeDocument(tools, envelope);
    nudge();
    return c.json({ documentId: envelope.documentId, status: 'queued' }, 202);
  });
  routes.put('/agreements/:agreementId', async (c) => {
    const agreementId = uuidParameter(c, 'agreementId');
    const isNew = await tools.agreements.put(agreementId, await readBody(c, agreementInput));
    return c.json(await tools.agreements.find(agreementId), isNew ? 201 : 200);
  });
  routes.get('/agreements', async (c) => c.json({ rows: await tools.agreements.list() }));
  routes.get('/messages', async (c) => {
    const query = messagesQuery.safeParse(c.req.query());
    if (!query.success)
      throw refusal('gateway.query-invalid', query.error.issues[0]?.message ?? 'wrong query');
    return c.json(await listMessages(tools.database, query.data));
  });
  routes.get('/messages/:messageId/bytes', async (c) => {
    const found = await findBytes(tools.database, uuidParameter(c, 'messageId'));
    if (found === undefined) throw refusal('gateway.no-bytes', 'This message has no file.', 'not-found');
    return c.body(new Uint8Array(found.bytes), 200, { 'Content-Type': 'application/octet-stream' });
  });
  routes.post('/messages/:messageId/replay', async (c) => {
    const answer = await replayMessage(tools, uuidParameter(c, 'messageId'));
    nudge();
    return c.json(answer);
  });
  routes.get('/status', async (c) => c.json(await readStatus(tools.database)));
  routes.route('/', as2KeysRoutes(tools));
  routes.route('/', transportRoutes(tools));
  return routes;
}

const bytesMaxOf = (path: string): number =>
  path === '/as2' ? as2BytesMax : path.startsWith('/upload/') ? uploadBytesMax : bodyBytesMax;

/** Refusals with their reason; what is our own fault is logged and not described. Always with the request id. */
function answerError(c: Context, error: Error, { log }: Tools): Response {
  const requestId = currentRequestId() ?? '';
  const answer = (
    status: ContentfulStatusCode,
    { code, message, details = {} }: { code: string; message: string; details?: object },
  ): Response => c.json({ error: { code, message, details, requestId } }, status);
  if (error instanceof HTTPException && error.status === 413) {
    const bytesMax = bytesMaxOf(c.req.path);
    const message = `The body is larger than ${bytesMax / 1_000_000} MB.`;
    return answer(413, { code: 'gateway.too-large', message });
  }
  const known = findRefusal(error);
  if (known === undefined || known.kind === 'unavailable') {
    log.error({ err: error, path: c.req.path }, 'a request failed');
  }
  if (known !== undefined) return answer(statusOf[known.kind], known);
  return answer(500, { code: 'gateway.failed', message: 'The gateway failed; its log says why.' });
}

/**
 * The gateway's HTTP side: health for anyone, partners at `/as2`, people with a ticket of the server at `/trpc`, and
 * everything else for holders of the shared key only.
 */
export function gatewayRoutes(
  tools: Tools,
  {
    gatewayKey,
    ticketKeys,
    portalOrigins,
    isShuttingDown,
    nudge,
  }: {
    gatewayKey: string;
    ticketKeys: readonly string[];
    portalOrigins: readonly string[];
    isShuttingDown: () => boolean;
    nudge: () => void;
  },
): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = /^[\w-]{1,64}$/.test(given) ? given : newId();
    c.header('X-Request-Id', requestId);
    await withRequestId(requestId, next);
  });
  const database = { name: 'database', check: async () => void (await tools.database.query('select 1')) };
  app.route('/', healthRoutes({ checks: [database], metrics: tools.metrics, isShuttingDown }));
  app.use('/api/*', bearer(gatewayKey));
  app.route('/api/v1', api(tools, nudge));
  app.route('/as2', as2Routes(tools, nudge));
  app.route('/trpc', operationsRoutes(tools, { ticketKeys, portalOrigins, nudge }));
  app.route('/upload', uploadRoutes(tools, nudge));
  app.notFound((c) =>
    answerError(c, refusal('gateway.no-such-path', 'There is nothing here.', 'not-found'), tools),
  );
  app.onError((error, c) => answerError(c, error, tools));
  return app;
}
