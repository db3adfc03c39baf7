import type { Clock } from '@coplan/kernel';
import type { Actor } from './context.ts';
import type { Contexts } from './contexts.ts';
import type { PlatformParts, RequestContext } from './request-context.ts';
import type { ApiKeys } from './sign-in/api-keys.ts';
import { actorOf, type Sessions } from './sign-in/sessions.ts';

export type RequestContexts = {
  /** Who the headers belong to: a bearer key or a session, never both; whoever is neither has no context. */
  requestContextOf(headers: Headers, requestId: string): Promise<RequestContext>;
  requestContextFor(actor: Actor): RequestContext;
};

/** A key that says nothing about its content; an empty one is none. */
const idempotencyKeyOf = (headers: Headers): string | null => headers.get('idempotency-key') || null;

export function createRequestContexts({
  sessions,
  apiKeys,
  contexts,
  clock,
  parts,
  newId,
}: {
  sessions: Sessions;
  apiKeys: ApiKeys;
  contexts: Contexts;
  clock: Clock;
  parts: PlatformParts;
  newId(): string;
}): RequestContexts {
  return {
    async requestContextOf(headers, requestId) {
      const idempotencyKey = idempotencyKeyOf(headers);
      const bearer = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1];
      if (bearer !== undefined) {
        const actor = await apiKeys.find(bearer, clock.now());
        const context = actor === null ? null : contexts.contextFor(actor, requestId);
        return { requestId, context, session: null, idempotencyKey, parts };
      }
      const session = await sessions.find(headers);
      const actor = session === null ? null : actorOf(session);
      const context = actor === null ? null : contexts.contextFor(actor, requestId);
      return { requestId, context, session, idempotencyKey, parts };
    },
    requestContextFor(actor) {
      const requestId = newId();
      const context = contexts.contextFor(actor, requestId);
      return { requestId, context, session: null, idempotencyKey: null, parts };
    },
  };
}
