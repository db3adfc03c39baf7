import { tracked } from '@trpc/server';
import { z } from 'zod';
import { roles } from './context.ts';
import { followEvents } from './follow-events.ts';
import type { Followed } from './realtime.ts';
import { definePermissions, router } from './trpc.ts';

const { permitted } = definePermissions('events', { 'events.follow': roles });

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
      const { organisationId } = ctx.actor;
      for await (const followed of followEvents(ctx.request, { organisationId, resume: from, signal })) {
        const notice = toNotice(followed);
        yield tracked(String(notice.position), notice);
      }
    }),
});
