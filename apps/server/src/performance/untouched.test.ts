import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld(
    ['A', 'B'].map((itemNumber) => ({
      itemNumber,
      level: 60,
      stockMilli: 20_000,
      supplier: 'portal' as const,
    })),
  );
  await world.runOnce();
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'approver']));
const untouched = () => buyer().performance.untouched({ weekCount: 4 });
const openProposals = async () => (await buyer().proposals.list({ state: 'open' })).rows;

test('had we accepted all proposals untouched: equal where we did, more served where one was rejected', async () => {
  const [first, second] = await openProposals();
  const wanted = { proposalId: first?.proposalId ?? '', expectedVersion: first?.version ?? 0 };
  expect(await buyer().proposals.approve({ proposals: [wanted] })).toMatchObject({ approved: 1 });
  world.clock.set('2026-12-14T09:00:00Z');
  const same = await untouched();
  expect(same).toMatchObject({ itemCount: 1, currency: 'NOK' });
  expect(same.weeks.reduce((sum, { actual }) => sum + actual.servedMilli, 0)).toBeGreaterThan(20_000);
  for (const week of same.weeks) expect(week.untouched).toEqual(week.actual);
  world.clock.set('2026-11-22T09:00:00Z');
  await buyer().proposals.reject({
    proposalId: second?.proposalId ?? '',
    reason: 'We have enough',
    muteDays: 0,
    expectedVersion: second?.version ?? 0,
  });
  world.clock.set('2026-12-14T09:00:00Z');
  const { weeks, itemCount } = await untouched();
  expect(itemCount).toBe(2);
  const served = (which: 'actual' | 'untouched') =>
    weeks.reduce((sum, week) => sum + week[which].servedMilli, 0);
  expect(served('untouched')).toBeGreaterThan(served('actual'));
  expect(weeks.reduce((sum, { touchedCount }) => sum + touchedCount, 0)).toBe(1);
});
