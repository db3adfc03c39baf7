import type { OrganisationId } from '@coplan/kernel';
import type pg from 'pg';
import type { Logger } from './context.ts';
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
  whenWritable?: (() => Promise<void>) | undefined;
  only?: Wanted | undefined;
};

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
  follow(following: Following): AsyncGenerator<Followed>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Live events kept for a slow follower; beyond that it gets a gap instead. */
const queueSizeMax = 1_000;
/** A follower that was away for longer than this many events reads afresh instead of replaying. */
const replayMax = 2_000;

const missedRows = `
select position, type, audience, subject_kind, subject_id, payload, at from platform.stream
where position > $1 and position <= $2 and $3 = any (audience)
  and ($5::text[] is null or type = any ($5)) and ($6::text[] is null or subject_id = any ($6))
order by position limit $4`;
const firstRow = 'select coalesce(min(position), 0) as first from platform.stream';

type Follower = {
  isMeant(event: PublishedEvent): boolean;
  queue: PublishedEvent[];
  hasGap: boolean;
  wake: () => void;
};

function meantFor({ organisationId, only }: Following): (event: PublishedEvent) => boolean {
  if (only === undefined) return ({ audience }) => audience.includes(organisationId);
  const types = new Set(only.types);
  const subjectIds = new Set(only.subjectIds);
  return ({ type, subject, audience }) =>
    subjectIds.has(subject.id) && types.has(type) && audience.includes(organisationId);
}

const offer = (follower: Follower, event: PublishedEvent): void => {
  if (!follower.isMeant(event)) return;
  if (follower.queue.length >= queueSizeMax) {
    follower.queue = [];
    follower.hasGap = true;
  }
  follower.queue.push(event);
  follower.wake();
};

/** What a follower missed between two positions, or a gap when that is too much or no longer kept. */
async function* replay(
  { pool, reader }: { pool: pg.Pool; reader: StreamReader },
  {
    following,
    after,
    upTo,
    isMeant,
  }: {
    following: Following;
    after: number;
    upTo: number;
    isMeant: Follower['isMeant'];
  },
): AsyncGenerator<Followed> {
  if (after >= upTo) return;
  const recent = reader.recentAfter(after);
  if (recent !== undefined) {
    const missed = recent.filter((event) => event.position <= upTo && isMeant(event));
    if (missed.length > replayMax) yield { kind: 'gap', position: upTo };
    else for (const event of missed) yield { kind: 'event', event };
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
  for (const row of missed.rows) yield { kind: 'event', event: toEvent(row) };
}

/** Live events of one follower, after `upTo`, until `ended`. */
async function* live(
  follower: Follower,
  {
    upTo,
    ended,
    whenWritable,
    reader,
  }: { upTo: number; ended: AbortSignal; whenWritable?: Following['whenWritable']; reader: StreamReader },
): AsyncGenerator<Followed> {
  while (!ended.aborted) {
    await whenWritable?.();
    if (follower.hasGap) {
      follower.hasGap = false;
      yield { kind: 'gap', position: (follower.queue[0]?.position ?? reader.lastPosition() + 1) - 1 };
    }
    const event = follower.queue.shift();
    if (event !== undefined) {
      if (event.position > upTo) yield { kind: 'event', event };
      continue;
    }
    await new Promise<void>((resolve) => {
      follower.wake = resolve;
      if (ended.aborted || follower.queue.length > 0) resolve();
    });
  }
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

  async function* follow(following: Following): AsyncGenerator<Followed> {
    const { position, signal, whenWritable } = following;
    const isMeant = meantFor(following);
    const follower: Follower = { isMeant, queue: [], hasGap: false, wake: () => undefined };
    const listener = (event: PublishedEvent): void => offer(follower, event);
    reader.listeners.add(listener);
    const ended = AbortSignal.any([signal, stopped.signal]);
    const wakeUp = (): void => follower.wake();
    ended.addEventListener('abort', wakeUp);
    try {
      const upTo = Math.max(reader.lastPosition(), position ?? 0);
      if (position === null) yield { kind: 'start', position: upTo };
      else yield* replay({ pool, reader }, { following, after: position, upTo, isMeant });
      yield* live(follower, { upTo, ended, whenWritable, reader });
    } finally {
      ended.removeEventListener('abort', wakeUp);
      reader.listeners.delete(listener);
    }
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
