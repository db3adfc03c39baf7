import { setTimeout as pause } from 'node:timers/promises';
import type { OrganisationId } from '@coplan/kernel';
import { killPoint } from '@coplan/platform';
import type pg from 'pg';
import type { Logger } from './context.ts';
import type { Notifications } from './notifications.ts';
import {
  type CallOfMany,
  type PublishedEvent,
  runSubscriber,
  runSubscribers,
  type Subscription,
  subscriptionKey,
} from './subscription.ts';

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

/** The number is "stream"; whoever moves events holds this lock, so positions are given by one hand. */
const beginAsOnly = 'begin; select pg_try_advisory_xact_lock(7787326) as is_mine';
const announceAndCommit = `select pg_notify('coplan_stream', ''); commit`;

const enqueueSubscribers = `
select call.key, (extract(epoch from job.run_at - clock_timestamp()) * 1000)::float8 as "dueInMs"
from json_to_recordset($1::json) as call (task text, payload json, key text, delay_ms integer),
  lateral graphile_worker.add_job(call.task, call.payload, job_key => call.key, max_attempts => 10,
    run_at => now() + call.delay_ms * interval '1 millisecond', job_key_mode => 'preserve_run_at') as job`;

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
function recipientsOf(
  subscription: Subscription,
  event: PublishedEvent,
  log: Logger,
): readonly OrganisationId[] {
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

type Call = { task: string; payload: object; key: string; delay_ms: number };

/** What subscribers that take many at once are called with: one job for all that was moved together. */
function callOfMany(
  events: readonly PublishedEvent[],
  subscriptions: readonly Subscription[],
  log: Logger,
): Call[] {
  const calls = new Map<string, CallOfMany>();
  for (const event of events) {
    for (const subscription of subscriptions) {
      if (subscription.eventType !== event.type || subscription.runMany === undefined) continue;
      const { name: subscriber } = subscription;
      for (const organisationId of recipientsOf(subscription, event, log)) {
        const key = `${subscriber} ${organisationId}`;
        const call: CallOfMany = calls.get(key) ?? { subscriber, organisationId, positions: [] };
        calls.set(key, call);
        call.positions.push(event.position);
      }
    }
  }
  if (calls.size === 0) return [];
  const key = `subscribers:${events[0]?.position}-${events.at(-1)?.position}`;
  const payload = { payload: { calls: [...calls.values()] } };
  return [{ task: runSubscribers, payload, key, delay_ms: 0 }];
}

function callsOf(event: PublishedEvent, subscriptions: readonly Subscription[], log: Logger): Call[] {
  return subscriptions
    .filter(({ eventType, runMany }) => eventType === event.type && runMany === undefined)
    .flatMap((subscription) => {
      const name = subscriptionKey(subscription);
      const { debounceMs } = subscription;
      const what = debounceMs === undefined ? String(event.position) : `about:${event.subject.id}`;
      return recipientsOf(subscription, event, log).map((organisationId) => ({
        task: runSubscriber,
        payload: { payload: { subscription: name, position: event.position, organisationId } },
        key: `subscriber:${name}:${what}:${organisationId}`,
        delay_ms: debounceMs ?? 0,
      }));
    });
}

/**
 * One statement for a whole batch: edits come by the thousand. A job that waits for more of its burst and cannot have
 * begun yet will look at what these events did as well, so it is not queued again.
 */
function createSubscriberQueue() {
  let notBefore = new Map<string, number>();
  return {
    /** Queues within the transaction; the answer is to be kept once that has committed. */
    async queue(
      client: pg.PoolClient,
      calls: readonly Call[],
      { isHurried }: { isHurried: boolean },
    ): Promise<[string, number][]> {
      const nowMs = performance.now();
      const isNeeded = ({ key }: Call): boolean => isHurried || (notBefore.get(key) ?? 0) <= nowMs;
      const hurry = (call: Call): Call => (isHurried ? { ...call, delay_ms: 0 } : call);
      const newest = new Map(calls.filter(isNeeded).map((call) => [call.key, hurry(call)]));
      if (newest.size === 0) return [];
      const queued = await client.query<{ key: string; dueInMs: number }>(enqueueSubscribers, [
        JSON.stringify([...newest.values()]),
      ]);
      return queued.rows.map(({ key, dueInMs }) => [key, nowMs + dueInMs]);
    },
    keep(queued: readonly [string, number][]): void {
      const nowMs = performance.now();
      notBefore = new Map([...notBefore, ...queued].filter(([, dueAtMs]) => dueAtMs > nowMs));
    },
  };
}

export type Relay = {
  start(): void;
  stop(): Promise<void>;
  /** One pass by hand, for tests; hurried, bursts of events are not waited for. */
  moveAll(options?: { isHurried?: boolean }): Promise<number>;
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

  const subscriberQueue = createSubscriberQueue();

  async function moveBatch(client: pg.PoolClient, isHurried: boolean): Promise<number> {
    try {
      const begun: unknown = await client.query(beginAsOnly);
      const [, locked] = begun as [unknown, pg.QueryResult<{ is_mine: boolean }>];
      const taken =
        locked.rows[0]?.is_mine === true ? (await client.query(takeBatch, [batchSizeMax])).rows : [];
      if (taken.length === 0) {
        await client.query('commit');
        return 0;
      }
      killPoint('outbox.before-relay');
      const rows = taken.map((row) => ({ ...row, audience: `{${row.audience.join(',')}}` }));
      const moved = (await client.query<StreamRow>(appendBatch, [JSON.stringify(rows)])).rows.map(toEvent);
      const calls = [
        ...moved.flatMap((event) => callsOf(event, subscriptions, log)),
        ...callOfMany(moved, subscriptions, log),
      ];
      const queued = await subscriberQueue.queue(client, calls, { isHurried });
      await client.query(announceAndCommit);
      subscriberQueue.keep(queued);
      return taken.length;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    }
  }

  async function moveAll({ isHurried = false } = {}): Promise<number> {
    const client = await pool.connect();
    let movedCount = 0;
    try {
      for (;;) {
        const count = await moveBatch(client, isHurried);
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
