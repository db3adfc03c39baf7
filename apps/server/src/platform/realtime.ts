import type { OrganisationId } from '@coplan/kernel';
import type pg from 'pg';
import type { Logger } from './context.ts';
import type { Notifications } from './notifications.ts';
import { toEvent } from './relay.ts';
import type { PublishedEvent } from './subscription.ts';

export type Following = {
  organisationId: OrganisationId;
  /** The last position that the follower has seen; null to begin with what happens from now on. */
  position: number | null;
  signal: AbortSignal;
  /** Waits while the follower's connection has too much unsent. */
  whenWritable?: (() => Promise<void>) | undefined;
};

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
const pollMs = 2_000;

const columns = 'position, type, audience, subject_kind, subject_id, payload, at';
const liveRows = `select ${columns} from platform.stream where position > $1 order by position limit 2000`;
const missedRows = `
select ${columns} from platform.stream where position > $1 and position <= $2 and $3 = any (audience)
order by position limit $4`;
const bounds = `
select coalesce(max(position), 0) as last, coalesce(min(position), 0) as first from platform.stream`;

type Follower = {
  organisationId: OrganisationId;
  queue: PublishedEvent[];
  hasGap: boolean;
  wake: () => void;
};

type Reader = {
  followers: Set<Follower>;
  lastPosition(): number;
  readSoon(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const offer = (follower: Follower, event: PublishedEvent): void => {
  if (!event.audience.includes(follower.organisationId)) return;
  if (follower.queue.length >= queueSizeMax) {
    follower.queue = [];
    follower.hasGap = true;
  }
  follower.queue.push(event);
  follower.wake();
};

/** One reader of the stream per server, which shares what it reads among all followers. */
function createReader(pool: pg.Pool, log: Logger): Reader {
  const followers = new Set<Follower>();
  let lastPosition = 0;
  let reading: Promise<void> | undefined;
  let isReadAgain = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function readNew(): Promise<void> {
    do {
      isReadAgain = false;
      const { rows } = await pool.query(liveRows, [lastPosition]);
      for (const row of rows) {
        const event = toEvent(row);
        lastPosition = event.position;
        for (const follower of followers) offer(follower, event);
      }
      if (rows.length > 0) isReadAgain = true;
    } while (isReadAgain);
  }

  function readSoon(): void {
    if (isStopped) return;
    isReadAgain = true;
    reading ??= readNew()
      .catch((error: unknown) =>
        log.warn({ err: error }, 'the stream could not be read; tried again shortly'),
      )
      .finally(() => {
        reading = undefined;
      });
  }

  return {
    followers,
    lastPosition: () => lastPosition,
    readSoon,
    async start() {
      const { rows } = await pool.query<{ last: number }>(bounds);
      lastPosition = rows[0]?.last ?? 0;
      timer = setInterval(readSoon, pollMs);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await reading;
    },
  };
}

/** What a follower missed between two positions, or a gap when that is too much or no longer kept. */
async function* replay(
  pool: pg.Pool,
  { organisationId, after, upTo }: { organisationId: OrganisationId; after: number; upTo: number },
): AsyncGenerator<Followed> {
  if (after >= upTo) return;
  const { rows } = await pool.query<{ first: number }>(bounds);
  const missed = await pool.query(missedRows, [after, upTo, organisationId, replayMax + 1]);
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
  }: { upTo: number; ended: AbortSignal; whenWritable?: Following['whenWritable']; reader: Reader },
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
  const reader = createReader(pool, log);
  const stopped = new AbortController();
  notifications.on('coplan_stream', reader.readSoon);
  notifications.onReconnect(reader.readSoon);

  async function* follow({
    organisationId,
    position,
    signal,
    whenWritable,
  }: Following): AsyncGenerator<Followed> {
    const follower: Follower = { organisationId, queue: [], hasGap: false, wake: () => undefined };
    reader.followers.add(follower);
    const ended = AbortSignal.any([signal, stopped.signal]);
    const wakeUp = (): void => follower.wake();
    ended.addEventListener('abort', wakeUp);
    try {
      const upTo = Math.max(reader.lastPosition(), position ?? 0);
      if (position === null) yield { kind: 'start', position: upTo };
      else yield* replay(pool, { organisationId, after: position, upTo });
      yield* live(follower, { upTo, ended, whenWritable, reader });
    } finally {
      ended.removeEventListener('abort', wakeUp);
      reader.followers.delete(follower);
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
