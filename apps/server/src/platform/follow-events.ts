import { DomainError, type OrganisationId } from '@coplan/kernel';
import type { Followed, Merge, Wanted } from './realtime.ts';
import type { RequestContext } from './request-context.ts';

/** A page follows notices and the content of what it shows; a few more while it reconnects. */
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

/** What a subscription says about where it was; absent: from now on. */
export type Resume = { lastEventId?: string | null | undefined } | undefined;

/**
 * Committed events whose audience the organisation belongs to, as long as the request's connection and session last.
 * It goes on after `lastEventId` without a hole.
 */
export function followEvents(
  { parts, connectionSignal, whenWritable }: RequestContext,
  about: {
    organisationId: OrganisationId;
    resume: Resume;
    signal: AbortSignal | undefined;
    /** Of all events only these. */
    only?: Wanted;
    merge?: Merge;
  },
): AsyncIterableIterator<Followed> {
  const signals = [about.signal, connectionSignal].filter((one) => one !== undefined);
  const lastEventId = about.resume?.lastEventId;
  return parts.feed.follow({
    organisationId: about.organisationId,
    position: lastEventId == null ? null : Number(lastEventId),
    signal: AbortSignal.any(signals),
    whenWritable,
    only: about.only,
    merge: about.merge,
    onEnd: takePlace(connectionSignal),
  });
}
