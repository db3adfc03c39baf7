import { DomainError } from '@coplan/kernel';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { roles } from './context.ts';
import type { Followed } from './realtime.ts';
import { definePermissions, router } from './trpc.ts';

const { permitted } = definePermissions('events', { 'events.follow': roles });

/** A page follows once; a few more while it reconnects. */
const followersMax = 10;
const followerCounts = new WeakMap<AbortSignal, number>();

/** Counts the followers of one connection and refuses more than a page needs. Returns how to give the place back. */
function takePlace(connection: AbortSignal | undefined): () => void {
  if (connection === undefined) return () => undefined;
  const openCount = followerCounts.get(connection) ?? 0;
  if (openCount >= followersMax) {
    const text = `One connection follows events at most ${followersMax} times`;
    throw new DomainError('too-many', 'events.too-many-followers', { followersMax }, text);
  }
  followerCounts.set(connection, openCount + 1);
  return () => followerCounts.set(connection, (followerCounts.get(connection) ?? 1) - 1);
}

const input = z
  .object({
    lastEventId: z
      .string()
      .regex(/^\d{1,15}$/)
      .nullish(),
  })
  .optional();

/** What pages are told: enough to know what to read afresh, never the content. */
const toNotice = (followed: Followed) =>
  followed.kind !== 'event'
    ? {
        position: followed.position,
        type: `platform.${followed.kind}`,
        subjectKind: followed.kind === 'gap' ? '*' : 'stream',
        subjectId: '',
        at: null,
      }
    : {
        position: followed.event.position,
        type: followed.event.type,
        subjectKind: followed.event.subject.kind,
        subjectId: followed.event.subject.id,
        at: followed.event.at.toISOString(),
      };

/**
 * Committed events of the session's organisation. With `lastEventId` it goes on after that position without a hole;
 * `platform.start` comes first without it; `platform.gap` says that too much was missed and everything shown must be
 * read afresh.
 */
export const eventsRouter = router({
  stream: permitted('events.follow')
    .input(input)
    .subscription(async function* ({ ctx, input: from, signal }) {
      const { parts, connectionSignal, whenWritable } = ctx.request;
      const signals = [signal, connectionSignal].filter((one) => one !== undefined);
      const position = from?.lastEventId == null ? null : Number(from.lastEventId);
      const following = parts.feed.follow({
        organisationId: ctx.actor.organisationId,
        position,
        signal: AbortSignal.any(signals),
        whenWritable,
      });
      const giveBack = takePlace(connectionSignal);
      try {
        for await (const followed of following) {
          const notice = toNotice(followed);
          yield tracked(String(notice.position), notice);
        }
      } finally {
        giveBack();
      }
    }),
});
