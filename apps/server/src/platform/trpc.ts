import { assert, DomainError } from '@coplan/kernel';
import { initTRPC } from '@trpc/server';
import { ZodError, z } from 'zod';
import { carryOutOnce } from './carry-out-once.ts';
import type { Context, Role } from './context.ts';
import { assertPermitted, registerPermissions } from './permissions.ts';
import { findDomainError, toTrpcError } from './trpc-errors.ts';

/** What every request brings: who asks, if anybody, and how the answer is to be traced. */
export type RequestContext = {
  requestId: string;
  /** Null without a valid session, or when the session has no organisation. */
  context: Context | null;
  idempotencyKey: string | null;
  /** Follows the outbox as the session's organisation may see it; absent outside a connection. */
  realtime?: import('./realtime.ts').EventFeed;
  /** Ends when the session is revoked. */
  sessionSignal?: AbortSignal;
};

export type ProcedureMeta = { permission: string };

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    sse: { enabled: false },
    errorFormatter({ shape, error, ctx }) {
      const refusal = findDomainError(error);
      const invalid = error.cause instanceof ZodError ? error.cause : undefined;
      const isFault = refusal === undefined && error.code === 'INTERNAL_SERVER_ERROR';
      const { stack: _stack, ...data } = shape.data;
      return {
        ...shape,
        message: isFault
          ? 'Something went wrong on our side; give the request id when you ask about it'
          : readable(shape.message, invalid),
        data: {
          ...data,
          domainCode:
            refusal?.code ??
            (invalid === undefined
              ? `platform.${error.code.toLowerCase().replaceAll('_', '-')}`
              : 'platform.invalid-input'),
          kind: refusal?.kind ?? (invalid === undefined ? null : 'invalid'),
          details:
            refusal?.details ??
            (invalid === undefined ? {} : { fields: z.flattenError(invalid).fieldErrors }),
          requestId: ctx?.requestId ?? null,
        },
      };
    },
  });

const readable = (message: string, invalid: ZodError | undefined): string =>
  invalid === undefined ? message : z.prettifyError(invalid);

/** A router: slices' procedures under a name. */
export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const createCallerFactory = t.createCallerFactory;

/** The session's refusals are the same for every entrance. */
export function requireContext(context: Context | null): Context {
  if (context !== null) return context;
  throw new DomainError('unauthenticated', 'platform.signed-out', {}, 'Sign in first');
}

const permittedProcedure = (permission: string) =>
  t.procedure.meta({ permission }).use(async ({ ctx, next, type, path, getRawInput }) => {
    try {
      const context = requireContext(ctx.context);
      assertPermitted(context.actor, permission);
      const proceed = (once: Context) => next({ ctx: { ...once, requestContext: ctx } });
      if (type !== 'mutation' || ctx.idempotencyKey === null) return await proceed(context);
      return await carryOutOnce({
        context,
        key: ctx.idempotencyKey,
        scope: path,
        body: await getRawInput(),
        run: proceed,
      });
    } catch (error) {
      const refusal = findDomainError(error);
      throw refusal === undefined ? error : toTrpcError(refusal);
    }
  });

/**
 * Declares a slice's permissions with the roles that hold them, and gives the only procedure builder there is:
 * a procedure cannot be built without naming one of them.
 */
export function definePermissions<const Table extends Readonly<Record<string, readonly Role[]>>>(
  slice: string,
  table: Table,
) {
  registerPermissions(slice, table);
  return {
    permitted: (permission: keyof Table & string) => permittedProcedure(permission),
  };
}

type ProcedureLike = { _def: { meta?: unknown } };

/** Throws at start when a procedure carries no permission, so that nothing is public by accident. */
export function assertEveryProcedureDeclaresPermission(appRouter: { _def: { procedures: unknown } }): number {
  const procedures = Object.entries(appRouter._def.procedures as Record<string, ProcedureLike>);
  for (const [path, procedure] of procedures) {
    const meta = procedure._def.meta as ProcedureMeta | undefined;
    assert(
      meta?.permission !== undefined,
      `procedure ${path} declares no permission: build it with permitted(…)`,
    );
  }
  return procedures.length;
}
