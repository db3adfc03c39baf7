import { DomainError } from '@coplan/kernel';
import { currentRequestId } from '@coplan/platform';
import type { Context as HonoContext } from 'hono';
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

/** Any thrown value as an HTTP answer; faults of ours are logged and never described to the caller. */
export function answerError(
  c: HonoContext,
  thrown: unknown,
  { requestId = currentRequestId() ?? '', log }: { requestId?: string; log: Logger },
): Response {
  const refusal = thrown instanceof ZodError ? invalidInput(thrown) : findDomainError(thrown);
  if (refusal === undefined) {
    log.error({ err: thrown, requestId }, 'a request failed');
    const message = 'Something went wrong on our side; give the request id when you ask about it';
    return c.json({ error: { code: 'platform.fault', kind: null, message, details: {}, requestId } }, 500);
  }
  const { code, kind, message, details } = refusal;
  return c.json({ error: { code, kind, message, details, requestId } }, statusOfKind[kind].http);
}
