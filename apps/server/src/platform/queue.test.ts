import { DomainError, type OrganisationId } from '@coplan/kernel';
import { createLog, createPool, newId, systemClock } from '@coplan/platform';
import { until } from '@coplan/testkit';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '../test-app.ts';
import type { Contexts } from './contexts.ts';
import { freeDeadWorkers } from './free-dead-workers.ts';
import { defineJob, type Job } from './job.ts';
import { createNotifications } from './notifications.ts';
import { createQueue } from './queue.ts';

let app: TestApp;
let pool: pg.Pool;
const log = createLog({ name: 'test', level: 'silent' });
const organisationId = newId<OrganisationId>();

beforeAll(async () => {
  app = await startTestApp();
  await app.accounts.createOrganisationAccount({ organisationId, name: 'Northwind Grocers' });
  const connectionString = app.database.urlFor('coplan_system');
  pool = createPool({ connectionString, applicationName: 'test', log });
});
beforeEach(async () => {
  await app.database.asOwner('delete from graphile_worker._private_jobs');
  await app.database.asOwner('delete from platform.job_runs');
});
afterAll(async () => {
  await pool?.end();
  await app?.remove();
});

function queueOf(...jobs: Job[]) {
  const contexts: Contexts = { contextFor: (actor) => app.contextFor(actor) };
  const notifications = createNotifications({ connectionString: app.database.urlFor('coplan_system'), log });
  const system = { clock: systemClock, log, organisationIds: async () => [organisationId] };
  const queue = createQueue(jobs, { pool, contexts, system, notifications });
  return { ...queue, notifications };
}

const add = (job: string, payload: object = {}) =>
  app.database.asOwner('select graphile_worker.add_job($1, $2::json, max_attempts => 3)', [
    job,
    JSON.stringify({ organisationId, payload }),
  ]);

const runs = () =>
  app.database.asOwner<{ job: string; state: string; error: string | null; attempt: number }>(
    'select job, state, error, attempt from platform.job_runs order by started_at',
  );

test('a job that takes too long is stopped by its signal, recorded as failed, and tried again', async () => {
  let abortedCount = 0;
  const slow = defineJob({
    name: 'test.slow',
    timeoutMs: 50,
    run: (_context, _payload, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          abortedCount += 1;
          reject(new Error('stopped'));
        });
      }),
  });
  const queue = queueOf(slow);
  await add('test.slow');
  await queue.runPending();
  expect(abortedCount).toBe(1);
  expect((await runs())[0]).toMatchObject({ state: 'failed', attempt: 1 });
  await app.database.asOwner('update graphile_worker._private_jobs set run_at = now()');
  await queue.runPending();
  expect((await runs())[1]).toMatchObject({ state: 'failed', attempt: 2 });
});

test('a refusal is final, a passing one is tried again', async () => {
  const refuse = defineJob({
    name: 'test.refuse',
    timeoutMs: 1_000,
    payload: z.object({ kind: z.enum(['not-allowed', 'unavailable']) }),
    run: async (_context, { kind }) => {
      throw new DomainError(kind, 'test.refused', {}, `refused as ${kind}`);
    },
  });
  const queue = queueOf(refuse);
  await add('test.refuse', { kind: 'not-allowed' });
  await add('test.refuse', { kind: 'unavailable' });
  await queue.runPending();
  const states = (await runs()).map(({ state, error }) => [error, state]);
  expect(Object.fromEntries(states)).toEqual({
    'refused as not-allowed': 'refused',
    'refused as unavailable': 'failed',
  });
  expect(await app.database.asOwner('select 1 from graphile_worker._private_jobs')).toHaveLength(1);
});

test('a job acts as the organisation that it was queued for', async () => {
  let seen: unknown;
  const look = defineJob({
    name: 'test.look',
    timeoutMs: 1_000,
    run: async ({ actor, db }) => {
      const [row] = await db.read<{ org: string }>(`select current_setting('app.org') as org`);
      seen = [actor.kind, row?.org];
      return { count: 1 };
    },
  });
  await add('test.look');
  await queueOf(look).runPending();
  expect(seen).toEqual(['job', organisationId]);
});

test('of three servers that fire the same schedule only one queues the job for that minute', async () => {
  const everySecond = {
    name: 'test.often',
    schedule: '* * * * * *',
    timeoutMs: 1_000,
    forEach: 'system',
  } as const;
  const queues = [1, 2, 3].map(() => queueOf(defineJob({ ...everySecond, run: async () => undefined })));
  for (const queue of queues) {
    await queue.notifications.start();
    await queue.start();
  }
  await until('the job has run', async () => (await runs()).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  for (const queue of queues) {
    await queue.stop();
    await queue.notifications.stop();
  }
  const minutes = await app.database.asOwner(
    `select 1 from platform.schedule_marks where job = 'test.often'`,
  );
  expect((await runs()).length).toBe(minutes.length);
});

test.each(['a server', 'a fill of the demo'])(
  'a long job of %s that lives is left to it, however long it takes',
  async (who) => {
    let startedCount = 0;
    let finish: () => void = () => undefined;
    const long = defineJob({
      name: 'test.long',
      timeoutMs: 60_000,
      run: () => {
        startedCount += 1;
        return new Promise<undefined>((resolve) => {
          finish = () => resolve(undefined);
        });
      },
    });
    const queue = queueOf(long);
    await queue.notifications.start();
    await add('test.long');
    const carriedOut = who === 'a server' ? queue.start() : queue.runPending();
    await until('the job runs', async () => startedCount === 1);
    await app.database.asOwner(
      `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute' where locked_by is not null`,
    );
    await freeDeadWorkers(pool, log).freeNow();
    const [held] = await app.database.asOwner<{ locked_by: string | null }>(
      'select locked_by from graphile_worker._private_jobs',
    );
    expect(held?.locked_by).not.toBeNull();
    finish();
    await carriedOut;
    await queue.stop();
    await queue.notifications.stop();
    expect(startedCount).toBe(1);
  },
);

test('jobs of a dead worker are free again, those of a living one are not', async () => {
  await add('test.left-behind');
  await add('test.under-way');
  const lock = `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute', locked_by = $1
    where task_id = (select id from graphile_worker._private_tasks where identifier = $2)`;
  await app.database.asOwner(lock, ['pool-dead', 'test.left-behind']);
  await app.database.asOwner(lock, ['pool-alive', 'test.under-way']);
  const notifications = createNotifications({ connectionString: app.database.urlFor('coplan_system'), log });
  notifications.holdLock('coplan-pool:pool-alive');
  await notifications.start();
  await freeDeadWorkers(pool, log).freeNow();
  const held = await app.database.asOwner<{ locked_by: string | null }>(
    'select locked_by from graphile_worker._private_jobs order by locked_by nulls last',
  );
  expect(held.map((row) => row.locked_by)).toEqual(['pool-alive', null]);
  await notifications.stop();
});
