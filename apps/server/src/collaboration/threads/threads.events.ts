import type { OrganisationId } from '@coplan/kernel';
import type { EventToPublish, JsonObject } from '../../platform/index.ts';

/** A new message, for those who may read it; it carries no text. */
export const threadPosted = (about: {
  threadId: string;
  audience: readonly OrganisationId[];
  payload: JsonObject;
}): EventToPublish => ({
  type: 'collaboration.thread-posted',
  audience: about.audience,
  subject: { kind: 'thread', id: about.threadId },
  payload: { threadId: about.threadId, ...about.payload },
});
