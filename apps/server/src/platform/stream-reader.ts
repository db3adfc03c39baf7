import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from './context.ts';
import { toEvent } from './relay.ts';
import type { PublishedEvent } from './subscription.ts';

/** Called with every event, in the order of positions. */
export type StreamListener = (event: PublishedEvent) => void;

export type StreamReader = {
  listeners: Set<StreamListener>;
  lastPosition(): number;
  /** Events after `position` and up to the last one, as far as they are still in memory; undefined where not all are. */
  recentAfter(position: number): PublishedEvent[] | undefined;
  readSoon(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const pollMs = 2_000;
const listenersAtOnce = 250;
/** The newest events stay in memory, so that many pages that come back at once ask nothing of the database. */
const recentCountMax = 10_000;
/** As PostgreSQL stores them, compressed: in memory they are several times as large. */
const recentBytesMax = 6 * 1024 * 1024;

const newRows = `
select position, type, audience, subject_kind, subject_id, payload, at, pg_column_size(payload) as "sizeBytes"
from platform.stream where position > $1 order by position limit 2000`;
const lastRow = 'select coalesce(max(position), 0) as last from platform.stream';

type Kept = { event: PublishedEvent; sizeBytes: number };

/** The newest events, oldest first; `since` is the position after which none is missing. */
function createRecent() {
  let kept: Kept[] = [];
  let first = 0;
  let bytes = 0;
  let since = 0;
  return {
    begin(position: number): void {
      since = position;
    },
    add(event: PublishedEvent, sizeBytes: number): void {
      kept.push({ event, sizeBytes });
      bytes += sizeBytes;
      while (kept.length - first > recentCountMax || bytes > recentBytesMax) {
        const oldest = kept[first];
        if (oldest === undefined) break;
        first += 1;
        bytes -= oldest.sizeBytes;
        since = oldest.event.position;
      }
      if (first > recentCountMax) {
        kept = kept.slice(first);
        first = 0;
      }
    },
    after(position: number): PublishedEvent[] | undefined {
      if (position < since) return undefined;
      let from = kept.length;
      while (from > first && (kept[from - 1]?.event.position ?? 0) > position) from -= 1;
      return kept.slice(from).map(({ event }) => event);
    },
  };
}

/** One reader of the stream per server, which shares what it reads among all followers. */
export function createStreamReader(pool: pg.Pool, log: Logger): StreamReader {
  const listeners = new Set<StreamListener>();
  const recent = createRecent();
  let lastPosition = 0;
  let reading: Promise<void> | undefined;
  let isReadAgain = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  /** Thousands of followers are told in slices, so that requests and other events do not wait for all of them. */
  async function tell(events: readonly PublishedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const toTell = [...listeners];
    for (const [place, listener] of toTell.entries()) {
      if (place > 0 && place % listenersAtOnce === 0) await nextTurn();
      if (listeners.has(listener)) for (const event of events) listener(event);
    }
  }

  async function readNew(): Promise<void> {
    do {
      isReadAgain = false;
      const { rows } = await pool.query(newRows, [lastPosition]);
      const events = rows.map(toEvent);
      for (const [place, event] of events.entries()) {
        lastPosition = event.position;
        recent.add(event, rows[place].sizeBytes);
      }
      await tell(events);
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
    listeners,
    lastPosition: () => lastPosition,
    recentAfter: (position) => recent.after(position),
    readSoon,
    async start() {
      const { rows } = await pool.query<{ last: number }>(lastRow);
      lastPosition = rows[0]?.last ?? 0;
      recent.begin(lastPosition);
      timer = setInterval(readSoon, pollMs);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await reading;
    },
  };
}
