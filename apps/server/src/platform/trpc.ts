import { assert, DomainError } from '@coplan/kernel';
import { initTRPC } from '@trpc/server';
import { ZodError, z } from 'zod';
import { carryOutOnce } from './carry-out-once.ts';
import type { Context, Role } from './context.ts';
import { assertPermitted, isPermission, registerPermissions } from './permissions.ts';
import type { RequestContext } from './request-context.ts';
import { findDomainError, toTrpcError } from './trpc-errors.ts';

export type ProcedureMeta = { permission: string };

const faultText = 'Something went wrong on our side; give the request id when you ask about it';

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
      const codeOtherwise =
        invalid === undefined
          ? `platform.${error.code.toLowerCase().replaceAll('_', '-')}`
          : 'platform.invalid-input';
      return {
        ...shape,
        message: isFault ? faultText : invalid === undefined ? shape.message : z.prettifyError(invalid),
        data: {
          ...data,
          domainCode: refusal?.code ?? codeOtherwise,
          kind: refusal?.kind ?? (invalid === undefined ? null : ('invalid' as const)),
          details: refusal?.details ?? (invalid === undefined ? {} : { issues: invalid.issues }),
          requestId: ctx?.requestId ?? null,
        },
      };
    },
  });

/** A router: slices' procedures under a name. */
export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** The refusal of those who have not signed in, or who belong to no organisation, is the same at every entrance. */
export function requireContext({ context, session }: RequestContext): Context {
  if (context !== null) return context;
  if (session === null) throw new DomainError('unauthenticated', 'platform.signed-out', {}, 'Sign in first');
  const text = 'You belong to no organisation any more: ask an administrator to invite you again';
  throw new DomainError('forbidden', 'platform.no-organisation', {}, text);
}

type Outcome = { ok: true; data: unknown } | { ok: false; error: Error };

/** Carries a keyed mutation out once; a repetition gets the stored answer without reaching the resolver. */
async function once<Result extends Outcome>(
  about: { context: Context; key: string; scope: string; body: unknown },
  proceed: (context: Context) => Promise<Result>,
): Promise<Result> {
  let fresh: Result | undefined;
  const data = await carryOutOnce({
    ...about,
    async run(context) {
      fresh = await proceed(context);
      if (!fresh.ok) throw fresh.error;
      return fresh.data ?? null;
    },
  });
  return fresh?.ok === true ? fresh : ({ ok: true, data } as unknown as Result);
}

const permittedProcedure = (permission: string) =>
  t.procedure.meta({ permission }).use(async ({ ctx, next, type, path, getRawInput }) => {
    try {
      const context = requireContext(ctx);
      assertPermitted(context.actor, permission);
      const proceed = (bound: Context) => next({ ctx: { ...bound, request: ctx } });
      const key = type === 'mutation' ? ctx.idempotencyKey : null;
      const result =
        key === null
          ? await proceed(context)
          : await once({ context, key, scope: path, body: await getRawInput() }, proceed);
      if (!result.ok) throw result.error;
      return result;
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

/** Throws at start when a procedure carries no declared permission, so that nothing is public by accident. */
export function assertEveryProcedureDeclaresPermission(appRouter: { _def: { procedures: unknown } }): number {
  const procedures = Object.entries(appRouter._def.procedures as Record<string, ProcedureLike>);
  for (const [path, procedure] of procedures) {
    const permission = (procedure._def.meta as ProcedureMeta | undefined)?.permission;
    assert(
      permission !== undefined && isPermission(permission),
      `procedure ${path} declares no permission: build it with permitted(…)`,
    );
  }
  return procedures.length;
}
