import type { OrganisationId } from '@coplan/kernel';
import type pg from 'pg';
import type { Logger } from './context.ts';
import { type Meant, meantFor, mergeNeighbours, type Waiting, waitingFor } from './follower.ts';
import type { Notifications } from './notifications.ts';
import { toEvent } from './relay.ts';
import { createStreamReader, type StreamReader } from './stream-reader.ts';
import type { PublishedEvent } from './subscription.ts';

export type Following = {
  organisationId: OrganisationId;
  /** The last position that the follower has seen; null to begin with what happens from now on. */
  position: number | null;
  signal: AbortSignal;
  /** Waits while the follower's connection has too much unsent. */
  whenWritable?: WhenWritable | undefined;
  only?: Wanted | undefined;
  merge?: Merge | undefined;
  onEnd?: () => void;
};

/** Waits while a connection has too much unsent; undefined: it has not. */
export type WhenWritable = () => Promise<void> | undefined;

/**
 * Two events that stand next to each other, told as one with the later one's position; undefined: each by itself. With
 * many followers it is asked the same for each, so it had better remember its answer.
 */
export type Merge = (earlier: PublishedEvent, later: PublishedEvent) => PublishedEvent | undefined;

/** Which events a follower is told: those of these types about these subjects. */
export type Wanted = { types: readonly string[]; subjectIds: readonly string[] };

/**
 * `start` tells a new follower from which position it follows; `gap` stands where events were left out: the follower
 * must read afresh what it shows.
 */
export type Followed = { kind: 'event'; event: PublishedEvent } | { kind: 'start' | 'gap'; position: number };

/** Follows the stream of committed events. */
export type EventFeed = {
  /** Events of that organisation after `position`, oldest first, then live ones until `signal` aborts. */
  follow(following: Following): AsyncIterableIterator<Followed>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** A follower that was away for longer than this many events reads afresh instead of replaying. */
const replayMax = 2_000;

const missedRows = `
select position, type, audience, subject_kind, subject_id, payload, at from platform.stream
where position > $1 and position <= $2 and $3 = any (audience)
  and ($5::text[] is null or type = any ($5)) and ($6::text[] is null or subject_id = any ($6))
order by position limit $4`;
const firstRow = 'select coalesce(min(position), 0) as first from platform.stream';

/** From where a new follower follows; or what it missed, or a gap when that is too much or no longer kept. */
async function* openingOf(
  { pool, reader }: { pool: pg.Pool; reader: StreamReader },
  {
    following,
    after,
    upTo,
    isMeant,
  }: {
    following: Following;
    after: number | null;
    upTo: number;
    isMeant: Meant;
  },
): AsyncGenerator<Followed> {
  if (after === null) {
    yield { kind: 'start', position: upTo };
    return;
  }
  if (after >= upTo) return;
  const recent = reader.recentAfter(after);
  if (recent !== undefined) {
    const missed = recent.filter((event) => event.position <= upTo && isMeant(event));
    if (missed.length > replayMax) yield { kind: 'gap', position: upTo };
    else for (const event of mergeNeighbours(missed, following.merge)) yield { kind: 'event', event };
    return;
  }
  const { organisationId, only } = following;
  const { rows } = await pool.query<{ first: number }>(firstRow);
  const values = [after, upTo, organisationId, replayMax + 1, only?.types ?? null, only?.subjectIds ?? null];
  const missed = await pool.query(missedRows, values);
  if (after < (rows[0]?.first ?? 0) - 1 || missed.rows.length > replayMax) {
    yield { kind: 'gap', position: upTo };
    return;
  }
  const events = mergeNeighbours(missed.rows.map(toEvent), following.merge);
  for (const event of events) yield { kind: 'event', event };
}

/**
 * A follower is served from the stream for what it missed, then from the shared reader; positions make sure that
 * nothing comes twice.
 */
export function createEventFeed({
  pool,
  notifications,
  log,
}: {
  pool: pg.Pool;
  notifications: Notifications;
  log: Logger;
}): EventFeed {
  const reader = createStreamReader(pool, log);
  const stopped = new AbortController();
  notifications.on('coplan_stream', reader.readSoon);
  notifications.onReconnect(reader.readSoon);

  /** One object instead of a chain of generators: with thousands of followers each step of theirs counts. */
  function follow(following: Following): AsyncIterableIterator<Followed> {
    const { position, whenWritable } = following;
    const ended = AbortSignal.any([following.signal, stopped.signal]);
    let opening: AsyncGenerator<Followed> | undefined;
    let waiting: Waiting | undefined;
    let isEnded = false;

    function begin(): Waiting {
      const isMeant = meantFor(following);
      const upTo = Math.max(reader.lastPosition(), position ?? 0);
      waiting = waitingFor(following, { upTo, isMeant });
      reader.listeners.add(waiting.offer);
      ended.addEventListener('abort', end);
      opening = openingOf({ pool, reader }, { following, after: position, upTo, isMeant });
      if (ended.aborted) end();
      return waiting;
    }
    function end(): void {
      if (isEnded) return;
      isEnded = true;
      ended.removeEventListener('abort', end);
      if (waiting !== undefined) reader.listeners.delete(waiting.offer);
      waiting?.wake();
      following.onEnd?.();
    }
    async function next(): Promise<IteratorResult<Followed>> {
      const mine = waiting ?? begin();
      try {
        while (!isEnded) {
          if (opening !== undefined) {
            const first = await opening.next();
            if (first.done !== true) return first;
            opening = undefined;
          }
          const draining = whenWritable?.();
          if (draining !== undefined) {
            await draining;
            continue;
          }
          const followed = mine.take();
          if (followed !== undefined) return { done: false, value: followed };
          await mine.more();
        }
      } catch (error) {
        end();
        throw error;
      }
      return { done: true, value: undefined };
    }
    return {
      next,
      async return() {
        end();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  return {
    follow,
    start: reader.start,
    async stop() {
      stopped.abort();
      await reader.stop();
    },
  };
}
