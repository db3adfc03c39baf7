import type { DomainError, ErrorKind } from '@coplan/kernel';
import { currentRequestId, type GatewayPermission, type GatewayTicket } from '@coplan/platform';
import { initTRPC, TRPCError } from '@trpc/server';
import { ZodError, z } from 'zod';
import type { Sql } from '../database.ts';
import { findRefusal, refusal } from '../http-requests.ts';
import type { Tools } from '../tools.ts';

/** What a person's request brings. The ticket is the only word on who asks; the database enforces its organisation. */
export type OperationsContext = { ticket: GatewayTicket | undefined; tools: Tools; nudge: () => void };
/** What a procedure works with: `desk` sees and changes rows of the ticket's organisation only. */
export type Desk = {
  ticket: GatewayTicket;
  tools: Tools;
  nudge: () => void;
  read: Sql['query'];
  transaction<Answer>(work: (sql: Sql) => Promise<Answer>): Promise<Answer>;
};

const trpcCodes: Record<ErrorKind, TRPCError['code']> = {
  invalid: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'not-allowed': 'UNPROCESSABLE_CONTENT',
  'too-many': 'TOO_MANY_REQUESTS',
  unavailable: 'SERVICE_UNAVAILABLE',
};

const refusalBehind = (error: unknown): DomainError | undefined =>
  error instanceof Error ? (findRefusal(error) ?? refusalBehind(error.cause)) : undefined;

const t = initTRPC
  .context<OperationsContext>()
  .meta<{ permission: GatewayPermission }>()
  .create({
    sse: { enabled: false },
    errorFormatter({ shape, error }) {
      const refused = refusalBehind(error);
      const invalid = error.cause instanceof ZodError ? error.cause : undefined;
      const isFault = refused === undefined && error.code === 'INTERNAL_SERVER_ERROR';
      const { stack: _stack, ...data } = shape.data;
      const message = invalid === undefined ? shape.message : z.prettifyError(invalid);
      return {
        ...shape,
        message: isFault ? 'The gateway failed; its log says why' : message,
        data: {
          ...data,
          domainCode: refused?.code ?? (invalid === undefined ? 'gateway.failed' : 'gateway.input-invalid'),
          kind: refused?.kind ?? (invalid === undefined ? null : ('invalid' as const)),
          details: refused?.details ?? {},
          requestId: currentRequestId() ?? null,
        },
      };
    },
  });

export const { router, createCallerFactory } = t;

const deskOf = ({ tools, nudge }: OperationsContext, ticket: GatewayTicket): Desk => ({
  ...{ ticket, tools, nudge },
  read: (sql, values) => tools.desk.read(ticket.organisationId, sql, values),
  transaction: (work) => tools.desk.transaction(ticket.organisationId, work),
});

/** The only procedure builder there is: a procedure cannot be built without naming the permission that it asks for. */
export const permitted = (permission: GatewayPermission) =>
  t.procedure.meta({ permission }).use(async ({ ctx, next }) => {
    const { ticket } = ctx;
    const refuse = (kind: 'unauthenticated' | 'forbidden', code: string, text: string): never => {
      throw new TRPCError({ code: trpcCodes[kind], message: text, cause: refusal(code, text, kind) });
    };
    if (ticket === undefined) {
      return refuse(
        'unauthenticated',
        'gateway.no-ticket',
        'The gateway needs a ticket of the server that has not ended: sign in again',
      );
    }
    if (!ticket.permissions.includes(permission)) {
      const text = `Your role does not include "${permission}": ask an administrator of your organisation`;
      return refuse('forbidden', 'gateway.not-permitted', text);
    }
    const result = await next({ ctx: { desk: deskOf(ctx, ticket) } });
    if (result.ok) return result;
    const refused = refusalBehind(result.error);
    if (refused === undefined) return result;
    throw new TRPCError({ code: trpcCodes[refused.kind], message: refused.message, cause: refused });
  });
