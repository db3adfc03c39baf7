import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import { startDailyRun } from './start-daily-runs.job.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld([{ itemNumber: 'A', level: 40, stockMilli: 0, supplier: 'portal' }]);
});
afterAll(() => world?.app.remove());
beforeEach(() => world.app.database.asOwner('delete from daily_runs'));

const anId = /^[0-9a-f]{8}-/;
const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'admin']));
const job = (organisationId = world.buyerId) =>
  world.app.contextFor({
    organisationId,
    kind: 'job',
    userId: null,
    roles: [],
    name: 'replenishment.start-daily-runs',
  });
const outcomeAt = async (instant: string): Promise<unknown> => {
  world.clock.set(instant);
  const { outcome } = await startDailyRun(job());
  return outcome;
};
const finish = async (runId: unknown) => {
  await world.app.runPending();
  expect(await buyer().runs.get({ runId: runId as string })).toMatchObject({ state: 'done' });
};

test('the day is planned once, at five on the buyer’s clocks, and the run is carried out', async () => {
  expect(await outcomeAt('2026-11-24T03:07:00Z')).toBe('too-early');
  const runId = await outcomeAt('2026-11-24T04:07:00Z');
  expect(runId).toMatch(anId);
  await finish(runId);
  expect((await buyer().runs.get({ runId: runId as string })).requestedBy).toBe(
    'replenishment.start-daily-runs',
  );
  await world.app.database.asOwner(`update runs set state = 'failed' where id = $1`, [runId]);
  expect(await outcomeAt('2026-11-24T05:07:00Z')).toBe('started-already');
  const next = await outcomeAt('2026-11-25T04:07:00Z');
  expect(next).toMatch(anId);
  await finish(next);
});

test('a day on which the server was down at the hour is planned later that day, the days before are not', async () => {
  const runId = await outcomeAt('2026-11-28T19:07:00Z');
  await finish(runId);
  const days = await world.app.database.asOwner('select business_day::text as day from daily_runs');
  expect(days).toEqual([{ day: '2026-11-28' }]);
});

test('servers that look at the same moment start one run', async () => {
  world.clock.set('2026-11-30T04:07:00Z');
  const outcomes = await Promise.all([1, 2, 3, 4].map(async () => (await startDailyRun(job())).outcome));
  const started = outcomes.filter((outcome) => anId.test(String(outcome)));
  expect(started).toHaveLength(1);
  await finish(started[0]);
});

test('a run that a person started after the hour stands for the day, one before the hour does not', async () => {
  world.clock.set('2026-12-01T03:30:00Z');
  await world.runOnce();
  const own = await outcomeAt('2026-12-01T04:07:00Z');
  expect(own).toMatch(anId);
  await finish(own);
  world.clock.set('2026-12-02T04:01:00Z');
  await world.runOnce();
  expect(await outcomeAt('2026-12-02T04:07:00Z')).toBe('planned-today');
  world.clock.set('2026-12-03T04:01:00Z');
  await world.runOnce({ asOf: '2026-11-20' });
  await finish(await outcomeAt('2026-12-03T04:07:00Z'));
});

test('a run under way is waited for, and one that a person cancelled does not stand for the day', async () => {
  world.clock.set('2026-12-04T04:01:00Z');
  const { runId } = await buyer().runs.start({ asOf: '2026-11-20' });
  expect(await outcomeAt('2026-12-04T04:07:00Z')).toBe('another-under-way');
  await buyer().runs.cancel({ runId });
  await world.app.runPending();
  await finish(await outcomeAt('2026-12-04T05:07:00Z'));
});

test('in the night in which an hour comes twice the day is still planned once', async () => {
  await setHour('02:30');
  expect(await outcomeAt('2027-10-31T00:07:00Z')).toBe('too-early');
  const first = await outcomeAt('2027-10-31T00:37:00Z');
  await finish(first);
  expect(await outcomeAt('2027-10-31T01:37:00Z')).toBe('planned-today');
  await world.app.database.asOwner(`update runs set state = 'failed' where id = $1`, [first]);
  expect(await outcomeAt('2027-10-31T01:47:00Z')).toBe('started-already');
});

test('in the night in which the hour is left out the next hour counts', async () => {
  await setHour('02:30');
  expect(await outcomeAt('2027-03-28T00:59:00Z')).toBe('too-early');
  await finish(await outcomeAt('2027-03-28T01:07:00Z'));
});

test('an hour that is switched off, a supplier and a buyer without sales start nothing', async () => {
  await setHour(null);
  expect(await outcomeAt('2026-12-10T04:07:00Z')).toBe('switched-off');
  expect(await startDailyRun(job(world.portalSupplierId))).toEqual({ outcome: 'nothing-to-plan' });
  await setHour('05:00');
  await world.app.database.asOwner('delete from sales_series');
  expect(await outcomeAt('2026-12-10T04:07:00Z')).toBe('nothing-to-plan');
});

const setHour = (dailyRunAt: string | null) =>
  world.app.database.asOwner(
    `insert into replenishment_rules (org_id, daily_run_at) values ($1, $2)
     on conflict (org_id) do update set daily_run_at = excluded.daily_run_at`,
    [world.buyerId, dailyRunAt],
  );
