import EventEmitter from 'node:events';
import { assert } from '@coplan/kernel';
import { type Runner, runOnce, run as runWorker, type TaskList, type WorkerEvents } from 'graphile-worker';
import { type ScheduledTask, schedule } from 'node-cron';
import { freeDeadWorkers, poolLockName } from './free-dead-workers.ts';
import type { Job } from './job.ts';
import type { Notifications } from './notifications.ts';
import { queueLogger } from './queue-logger.ts';
import { type JobParts, runJob } from './run-job.ts';

export type Queue = {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Carries out what is due and returns when nothing is left; for tests and for the demo. */
  runPending(): Promise<void>;
};

/** Only the first server to write a minute's mark queues a scheduled job for that minute. */
const markMinute = `
insert into platform.schedule_marks (job, minute) values ($1, date_trunc('minute', $2::timestamptz))
on conflict do nothing returning job`;

const enqueueScheduled = `
select graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => $4)`;

const organisationIds =
  'select organisation_id as id from platform.organisation_accounts order by organisation_id';

async function enqueueForMinute(job: Job, { pool, system }: JobParts): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const marked = await client.query(markMinute, [job.name, system.clock.now()]);
    if (marked.rows.length > 0) {
      const ids: (string | null)[] =
        job.forEach === 'system'
          ? [null]
          : (await client.query<{ id: string }>(organisationIds)).rows.map(({ id }) => id);
      for (const organisationId of ids) {
        const payload = JSON.stringify({ organisationId, payload: {} });
        const key = `scheduled:${job.name}:${organisationId ?? 'system'}`;
        await client.query(enqueueScheduled, [job.name, payload, key, job.attemptsMax ?? 5]);
      }
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

const concurrencyDefault = 4;

/**
 * node-cron decides when, the queue in PostgreSQL decides which server carries a job out. A job that was running when
 * its server died is taken up again; one that fails is tried again with growing pauses.
 */
export function createQueue(jobs: readonly Job[], parts: JobParts & { notifications: Notifications }): Queue {
  const names = new Set(jobs.map(({ name }) => name));
  assert(names.size === jobs.length, 'every job has a name of its own');
  const { log } = parts.system;
  const shutdown = new AbortController();
  const schedules: ScheduledTask[] = [];
  const deadWorkers = freeDeadWorkers(parts.pool, log);
  const events = new EventEmitter() as WorkerEvents;
  // The queue marks the jobs that it gives out with the name of the pool, not of one of its workers.
  events.on('pool:create', ({ workerPool: { id } }) => parts.notifications.holdLock(poolLockName(id)));
  events.on('pool:release', ({ workerPool: { id } }) => parts.notifications.letGoOfLock(poolLockName(id)));
  let worker: Runner | undefined;

  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      (payload, { job: attempt }) =>
        runJob(job, payload, { number: attempt.attempts, signal: shutdown.signal }, parts),
    ]),
  );
  const options = {
    pgPool: parts.pool,
    taskList,
    logger: queueLogger(log),
    noHandleSignals: true,
    events,
    preset: { worker: { gracefulShutdownAbortTimeout: 5_000 } },
  };

  function plan(job: Job): void {
    if (job.schedule === undefined) return;
    const fire = (): Promise<void> =>
      enqueueForMinute(job, parts).catch((error: unknown) =>
        log.error({ err: error, job: job.name }, 'a scheduled job could not be queued; its next time comes'),
      );
    schedules.push(
      schedule(job.schedule, fire, { timezone: job.timeZone ?? 'UTC', noOverlap: true, name: job.name }),
    );
  }

  return {
    async start() {
      for (const job of jobs) plan(job);
      deadWorkers.start();
      worker = await runWorker({ ...options, concurrency: concurrencyDefault, pollInterval: 1_000 });
    },
    async stop() {
      for (const task of schedules) await task.destroy();
      deadWorkers.stop();
      const timer = setTimeout(() => shutdown.abort(), 3_000);
      await worker?.stop();
      clearTimeout(timer);
    },
    runPending: () => runOnce(options),
  };
}
