import { setTimeout as pause } from 'node:timers/promises';
import { killPoint } from '@coplan/platform';
import type pg from 'pg';
import type { Logger } from './context.ts';
import type { Notifications } from './notifications.ts';
import { type PublishedEvent, type Subscription, subscriptionKey } from './subscription.ts';

/** "stream" as a number; whoever moves events holds this lock, so positions are given by one hand. */
const relayLock = 7_787_326;
const batchSizeMax = 500;
const pollMs = 1_000;

const takeBatch = `
delete from platform.outbox where id in (select id from platform.outbox order by id limit $1)
returning id, org_id, type, audience, subject_kind, subject_id, payload, at`;

const appendBatch = `
insert into platform.stream (org_id, type, audience, subject_kind, subject_id, payload, at)
select event.org_id, event.type, event.audience, event.subject_kind, event.subject_id, event.payload, event.at
from jsonb_to_recordset($1::jsonb) as event (id bigint, org_id uuid, type text, audience uuid[], subject_kind text,
  subject_id text, payload jsonb, at timestamptz)
order by event.id
returning position, type, audience, subject_kind, subject_id, payload, at`;

const enqueueSubscriber = `
select graphile_worker.add_job('platform.run-subscriber', $1::json, job_key => $2, max_attempts => 10)`;

type StreamRow = {
  position: number;
  type: string;
  audience: PublishedEvent['audience'];
  subject_kind: string;
  subject_id: string;
  payload: PublishedEvent['payload'];
  at: Date;
};

export const toEvent = (row: StreamRow): PublishedEvent => ({
  position: row.position,
  type: row.type,
  audience: row.audience,
  subject: { kind: row.subject_kind, id: row.subject_id },
  payload: row.payload,
  at: row.at,
});

/** The reason why a subscriber is refused, before its job is queued. */
function recipientsOf(subscription: Subscription, event: PublishedEvent, log: Logger): readonly string[] {
  const wanted = subscription.forWhom(event);
  const allowed = wanted.filter((organisationId) => event.audience.includes(organisationId));
  if (allowed.length < wanted.length) {
    log.error(
      { subscription: subscription.name, type: event.type },
      'a subscriber names an organisation outside the audience',
    );
  }
  return allowed;
}

async function queueSubscribers(
  client: pg.PoolClient,
  event: PublishedEvent,
  subscriptions: readonly Subscription[],
  log: Logger,
): Promise<void> {
  for (const subscription of subscriptions) {
    if (subscription.eventType !== event.type) continue;
    for (const organisationId of recipientsOf(subscription, event, log)) {
      const about = { subscription: subscriptionKey(subscription), position: event.position, organisationId };
      const key = `subscriber:${subscriptionKey(subscription)}:${event.position}:${organisationId}`;
      await client.query(enqueueSubscriber, [JSON.stringify({ payload: about }), key]);
    }
  }
}

export type Relay = {
  start(): void;
  stop(): Promise<void> /** One pass by hand, for tests. */;
  moveAll(): Promise<number>;
};

/**
 * Moves committed events from the outbox into the stream, gives them their position, queues their subscribers, and
 * announces them; each batch is one transaction, so nothing is lost or doubled. The outbox holds a transaction's
 * events only once it has committed, so they are moved in commit order as far as one transaction could see another.
 */
export function createRelay({
  pool,
  notifications,
  subscriptions,
  log,
}: {
  pool: pg.Pool;
  notifications: Notifications;
  subscriptions: readonly Subscription[];
  log: Logger;
}): Relay {
  let isStopped = false;
  let wake: () => void = () => undefined;
  let loop: Promise<void> | undefined;

  async function moveBatch(client: pg.PoolClient): Promise<number> {
    await client.query('begin');
    try {
      const locked = await client.query<{ is_mine: boolean }>(
        'select pg_try_advisory_xact_lock($1) as is_mine',
        [relayLock],
      );
      const taken =
        locked.rows[0]?.is_mine === true ? (await client.query(takeBatch, [batchSizeMax])).rows : [];
      if (taken.length > 0) {
        killPoint('outbox.before-relay');
        const rows = taken.map((row) => ({ ...row, audience: `{${row.audience.join(',')}}` }));
        const moved = (await client.query<StreamRow>(appendBatch, [JSON.stringify(rows)])).rows.map(toEvent);
        for (const event of moved) await queueSubscribers(client, event, subscriptions, log);
        await client.query(`select pg_notify('coplan_stream', '')`);
      }
      await client.query('commit');
      return taken.length;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async function moveAll(): Promise<number> {
    const client = await pool.connect();
    let movedCount = 0;
    try {
      for (;;) {
        const count = await moveBatch(client);
        movedCount += count;
        if (count < batchSizeMax) return movedCount;
      }
    } finally {
      client.release();
    }
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      try {
        await moveAll();
      } catch (error) {
        log.error({ err: error }, 'events could not be moved to the stream; tried again shortly');
      }
      const timer = new AbortController();
      await Promise.race([woken, pause(pollMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
    }
  }

  notifications.on('coplan_outbox', () => wake());
  return {
    moveAll,
    start() {
      loop = run();
    },
    async stop() {
      isStopped = true;
      wake();
      await loop;
    },
  };
}
