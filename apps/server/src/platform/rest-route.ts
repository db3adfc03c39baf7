import type { z } from 'zod';
import type { Context } from './context.ts';

/** The body as it comes, for uploads that must not be held in memory. */
export type StreamedBody = { stream: ReadableStream<Uint8Array>; contentType: string };

/** A file as the answer of an operation. */
export type FileAnswer = { bytes: Uint8Array; contentType: string; fileName: string };

export type RestRoute = {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  permission: string;
  summary: string;
  request: { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType | 'stream' };
  response: z.ZodType | 'file';
  status: 200 | 201 | 202;
  /** Whether a repetition is known by the `Idempotency-Key` header or by what the body itself says. */
  repetitionKnownBy: 'header' | 'body';
  run(context: Context, input: never): Promise<unknown>;
};

type OutputOf<Schema> = Schema extends z.ZodType
  ? z.output<Schema>
  : Schema extends 'stream'
    ? StreamedBody
    : undefined;

/**
 * Declares an operation of the REST API. `path` is below `/api/v1` with OpenAPI braces, e.g. `/imports/{kind}`;
 * `params` and `query` are objects of text schemas. The permission is checked to exist at start.
 * Body `'stream'` hands over the raw bytes as they arrive; response `'file'` answers with a file.
 */
export function restRoute<
  const Params extends z.ZodType | undefined = undefined,
  const Query extends z.ZodType | undefined = undefined,
  const Body extends z.ZodType | 'stream' | undefined = undefined,
  Response extends z.ZodType | 'file' = z.ZodType,
>(route: {
  method: RestRoute['method'];
  path: `/${string}`;
  permission: string;
  summary: string;
  request?: { params?: Params; query?: Query; body?: Body };
  response: Response;
  status?: RestRoute['status'];
  repetitionKnownBy?: RestRoute['repetitionKnownBy'];
  run(
    context: Context,
    input: { params: OutputOf<Params>; query: OutputOf<Query>; body: OutputOf<Body> },
  ): Promise<Response extends z.ZodType ? z.input<Response> : FileAnswer>;
}): RestRoute {
  return {
    ...route,
    request: (route.request ?? {}) as RestRoute['request'],
    status: route.status ?? 200,
    repetitionKnownBy: route.repetitionKnownBy ?? 'header',
    run: route.run as RestRoute['run'],
  };
}
