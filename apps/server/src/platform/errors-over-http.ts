import { DomainError } from '@coplan/kernel';
import { currentRequestId } from '@coplan/platform';
import type { Context as HonoContext } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ZodError, z } from 'zod';
import type { Logger } from './context.ts';
import { findDomainError, statusOfKind } from './trpc-errors.ts';

/** The body of every refusal outside tRPC. */
export const errorBody = z.object({
  error: z.object({
    code: z.string(),
    kind: z.string().nullable(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    requestId: z.string(),
  }),
});

/** Bad input as the one kind of refusal that it is. */
export const invalidInput = (error: ZodError): DomainError =>
  new DomainError(
    'invalid',
    'platform.invalid-input',
    { issues: error.issues.slice(0, 50) },
    z.prettifyError(error),
  );

const tooLarge = new DomainError(
  'invalid',
  'platform.too-large',
  {},
  'The body is larger than this address takes',
);

/** The JSON of a request's body; throws the refusal of what is none. */
export async function readJson(c: HonoContext): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const details = { reason: error.message };
    throw new DomainError('invalid', 'platform.not-json', details, 'The body is not JSON');
  }
}

/** The refusal behind what was thrown; undefined for a fault of ours. */
export function findRefusal(thrown: unknown): DomainError | undefined {
  if (thrown instanceof ZodError) return invalidInput(thrown);
  if (thrown instanceof HTTPException && thrown.status === 413) return tooLarge;
  return findDomainError(thrown);
}

/** Any thrown value as an HTTP answer; faults of ours are logged and never described to the caller. */
export function answerError(
  c: HonoContext,
  thrown: unknown,
  { requestId = currentRequestId() ?? '', log }: { requestId?: string; log: Logger },
): Response {
  const refusal = findRefusal(thrown);
  if (refusal === undefined) {
    log.error({ err: thrown, requestId }, 'a request failed');
    const message = 'Something went wrong on our side; give the request id when you ask about it';
    return c.json({ error: { code: 'platform.fault', kind: null, message, details: {}, requestId } }, 500);
  }
  const { code, kind, message, details } = refusal;
  return c.json({ error: { code, kind, message, details, requestId } }, statusOfKind[kind].http);
}
