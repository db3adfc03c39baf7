import { assert, DomainError } from '@coplan/kernel';
import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { carryOutOnce } from './carry-out-once.ts';
import type { Context, Logger } from './context.ts';
import { answerError, errorBody, readJson } from './errors-over-http.ts';
import { assertPermitted, isPermission } from './permissions.ts';
import type { RequestContext } from './request-context.ts';
import type { FileAnswer, RestRoute } from './rest-route.ts';
import { requireContext } from './trpc.ts';

export type RestParts = {
  routes: readonly RestRoute[];
  version: string;
  log: Logger;
  /** Who asks, from the bearer key or the session. */
  requestContextOf(c: HonoContext): Promise<RequestContext>;
};

const bodySizeMax = 8 * 1024 * 1024;

const answer = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});

const fileAnswer = {
  description: 'The file',
  content: { 'application/octet-stream': { schema: z.string() } },
};

const toFile = ({ bytes, contentType, fileName }: FileAnswer): Response =>
  new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '-')}"`,
      'cache-control': 'no-store',
    },
  });

const requestBody = (body: z.ZodType | 'stream') => ({
  required: true,
  content:
    body === 'stream'
      ? { 'text/csv': { schema: z.string() }, 'application/octet-stream': { schema: z.string() } }
      : { 'application/json': { schema: body } },
});

/** How the route is described in the OpenAPI document; validation happens in `readInput`, on the same schemas. */
const describe = ({ method, path, summary, permission, request, response, status }: RestRoute) =>
  createRoute({
    method,
    path,
    summary,
    description: `Needs permission \`${permission}\`.`,
    security: [{ apiKey: [] }],
    request: {
      ...(request.params === undefined ? {} : { params: request.params as z.ZodObject }),
      ...(request.query === undefined ? {} : { query: request.query as z.ZodObject }),
      ...(request.body === undefined ? {} : { body: requestBody(request.body) }),
    },
    responses: {
      [status]: response === 'file' ? fileAnswer : answer('Done', response),
      default: answer('Refused, with the reason', errorBody),
    },
  });

async function readInput(c: HonoContext, { request }: RestRoute) {
  const params = request.params?.parse(c.req.param());
  const query = request.query?.parse(c.req.query());
  if (request.body === 'stream') {
    const stream = c.req.raw.body ?? new Blob([]).stream();
    return { params, query, body: { stream, contentType: c.req.header('content-type') ?? '' } };
  }
  const body = request.body === undefined ? undefined : request.body.parse(await readJson(c));
  return { params, query, body };
}

function carryOut(
  route: RestRoute,
  {
    context,
    key,
    input,
  }: { context: Context; key: string | null; input: Awaited<ReturnType<typeof readInput>> },
): Promise<unknown> {
  const { response } = route;
  if (response === 'file') return route.run(context, input as never);
  const run = async (bound: Context) => response.parse(await route.run(bound, input as never));
  const isKeyed = key !== null && route.repetitionKnownBy === 'header' && route.method !== 'get';
  if (!isKeyed || route.request.body === 'stream') return run(context);
  return carryOutOnce({ context, key, scope: `${route.method} ${route.path}`, body: input, run });
}

/** The REST API: every route checks its permission, validates both ways and answers refusals alike. */
export function createRestApp({ routes, version, log, requestContextOf }: RestParts): OpenAPIHono {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of your organisation',
  });
  for (const route of routes) {
    assert(
      isPermission(route.permission),
      `route ${route.path} needs unknown permission ${route.permission}`,
    );
    app.openAPIRegistry.registerPath(describe(route));
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    if (route.request.body !== 'stream') {
      const onError = (c: HonoContext): Response => {
        const text = `The body is larger than ${bodySizeMax / 1024 / 1024} MB`;
        return answerError(c, new DomainError('invalid', 'platform.too-large', { bodySizeMax }, text), {
          log,
        });
      };
      app.use(path, bodyLimit({ maxSize: bodySizeMax, onError }));
    }
    app.on(route.method.toUpperCase(), path, async (c) => {
      const request = await requestContextOf(c);
      const { requestId, idempotencyKey } = request;
      try {
        const context = requireContext(request);
        assertPermitted(context.actor, route.permission);
        const input = await readInput(c, route);
        const done = await carryOut(route, { context, key: idempotencyKey, input });
        return route.response === 'file' ? toFile(done as FileAnswer) : c.json(done as object, route.status);
      } catch (error) {
        return answerError(c, error, { requestId, log });
      }
    });
  }
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Coplan', version },
    servers: [{ url: '/api/v1' }],
  });
  return app;
}
