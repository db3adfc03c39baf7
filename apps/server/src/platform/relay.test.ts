import type { OrganisationId } from '@coplan/kernel';
import { createLog, newId } from '@coplan/platform';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../test-app.ts';
import { createNotifications } from './notifications.ts';
import { createRelay } from './relay.ts';
import { runSubscribersJob } from './run-subscriber.job.ts';
import { type PublishedEvent, subscribe, subscribeMany } from './subscription.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.remove());

test('of many events in one batch each reaches the stream in order and each of its subscribers once', async () => {
  const organisationId = newId<OrganisationId>();
  const context = app.contextFor(app.actorOf(organisationId, 'buyer'));
  const ids = Array.from({ length: 12 }, (_, number) => `subject-${number}`);
  await context.db.transaction(async (tx) => {
    for (const id of ids) {
      const subject = { kind: 'test', id };
      await tx.publish({ type: 'test.happened', audience: [organisationId], subject, payload: {} });
    }
  });
  const connectionString = app.database.ownerUrl;
  const pool = new pg.Pool({ connectionString });
  pool.on('connect', (client) => client.on('error', () => undefined));
  const log = createLog({ name: 'test', level: 'silent' });
  const run = () => Promise.resolve();
  const subscriptions = ['first', 'second'].map((name) => subscribe('test.happened', run, { name }));
  const notifications = createNotifications({ connectionString, log });
  const relay = createRelay({ pool, notifications, subscriptions, log });
  expect(await relay.moveAll()).toBe(ids.length);
  expect(await relay.moveAll()).toBe(0);
  await pool.end();
  const moved = await app.database.asOwner<{ id: string; position: string }>(
    `select subject_id as id, position::text from platform.stream s where type = 'test.happened' order by s.position`,
  );
  expect(moved.map(({ id }) => id)).toEqual(ids);
  const jobs = await app.database.asOwner<{ key: string }>(
    `select key from graphile_worker.jobs where key like 'subscriber:test.happened/%'`,
  );
  const wanted = moved.flatMap(({ position }) =>
    ['first', 'second'].map((name) => `subscriber:test.happened/${name}:${position}:${organisationId}`),
  );
  expect(jobs.map(({ key }) => key).sort()).toEqual(wanted.sort());
});

test('a subscriber that takes many is called once for what came together, and an event that fails keeps no other back', async () => {
  const organisationId = newId<OrganisationId>();
  const context = app.contextFor(app.actorOf(organisationId, 'buyer'));
  await context.db.transaction(async (tx) => {
    for (const id of ['1', '2', 'bad', '3']) {
      const event = { audience: [organisationId], subject: { kind: 'test', id }, payload: {} };
      await tx.publish({ type: id === '2' ? 'test.left' : 'test.came', ...event });
    }
  });
  const calls: string[][] = [];
  const runMany = async (_: unknown, events: readonly PublishedEvent[]): Promise<void> => {
    calls.push(events.map(({ subject }) => subject.id));
    if (events.some(({ subject }) => subject.id === 'bad')) throw new Error('this one cannot be taken');
  };
  const subscriptions = subscribeMany(['test.came', 'test.left'], runMany, { name: 'many' });
  const connectionString = app.database.ownerUrl;
  const pool = new pg.Pool({ connectionString });
  pool.on('connect', (client) => client.on('error', () => undefined));
  const log = createLog({ name: 'test', level: 'silent' });
  const notifications = createNotifications({ connectionString, log });
  await createRelay({ pool, notifications, subscriptions, log }).moveAll();
  const jobs = await app.database.asOwner<{ payload: { payload: unknown } }>(
    `select payload from graphile_worker._private_jobs where key like 'subscribers:%'`,
  );
  expect(jobs).toHaveLength(1);
  const job = runSubscribersJob(subscriptions, pool);
  const system = { forOrganisation: () => context };
  const run = job.run(system as never, jobs[0]?.payload.payload as never, new AbortController().signal);
  await expect(run).rejects.toThrow('cannot be taken');
  expect(calls).toEqual([['1', '2', 'bad', '3'], ['1'], ['2'], ['bad'], ['3']]);
  await pool.end();
});
