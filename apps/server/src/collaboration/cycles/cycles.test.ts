import { expect, test } from 'vitest';
import { openCollaborationWorld } from '../collaboration-world.ts';
import { worldContent } from '../collaboration-world-content.ts';
import { rollPlans } from '../plans/roll-plans.job.ts';
import { cycleWeekOf, dueAtOf, judgeStep, taskStateOf } from './cycle-steps.ts';
import { keepCycles } from './open-cycle.ts';

const now = new Date('2026-11-24T12:00:00Z');
const before = new Date('2026-11-23T12:00:00Z');
const nobody = { isStarted: false, isSkipped: false, buyerDoneAt: null, sellerDoneAt: null };

test('a step stands where its facts and its due time put it, for every combination', () => {
  const both = { owes: ['buyer', 'seller'] as const, dueAt: null, now };
  expect(judgeStep(nobody, both)).toMatchObject({ state: 'waiting', owedBy: ['buyer', 'seller'] });
  expect(judgeStep({ ...nobody, isStarted: true }, both).state).toBe('in-progress');
  const half = { ...nobody, buyerDoneAt: before };
  expect(judgeStep(half, both)).toMatchObject({ state: 'in-progress', owedBy: ['seller'], doneAt: null });
  expect(judgeStep(half, { ...both, dueAt: before })).toMatchObject({ state: 'late', owedBy: ['seller'] });
  expect(judgeStep(half, { ...both, dueAt: new Date('2026-11-25T00:00:00Z') }).state).toBe('in-progress');
  expect(judgeStep(half, { ...both, owes: ['buyer'] })).toMatchObject({ state: 'done', doneAt: before });
  expect(judgeStep({ ...half, sellerDoneAt: now }, { ...both, dueAt: before })).toMatchObject({
    state: 'done',
    doneAt: now,
  });
  expect(judgeStep({ ...nobody, isSkipped: true }, { ...both, dueAt: before }).state).toBe('skipped');
});

test('a task shows the worst of its steps', () => {
  expect(taskStateOf([])).toBe('waiting');
  expect(taskStateOf(['waiting', 'waiting'])).toBe('waiting');
  expect(taskStateOf(['done', 'waiting'])).toBe('in-progress');
  expect(taskStateOf(['done', 'late', 'in-progress'])).toBe('late');
  expect(taskStateOf(['done', 'skipped'])).toBe('done');
  expect(taskStateOf(['skipped'])).toBe('skipped');
});

test('steps are due on the agreement’s own clocks and weekdays, also in weeks that begin on Sunday', () => {
  const { calendar } = worldContent();
  const monday = cycleWeekOf(calendar, '2026-11-25' as never);
  expect(monday).toEqual({ startsOn: '2026-11-23', endsBefore: '2026-11-30', label: '2026-W48' });
  expect(dueAtOf(calendar, monday.startsOn, 3)?.toISOString()).toBe('2026-11-23T11:00:00.000Z');
  expect(dueAtOf(calendar, monday.startsOn, 4)).toBeNull();
  const sundays = { ...calendar, weekStartsOn: 7, timeZone: 'America/New_York' };
  const sunday = cycleWeekOf(sundays, '2026-11-25' as never);
  expect(sunday.startsOn).toBe('2026-11-22');
  expect(dueAtOf(sundays, sunday.startsOn, 3)?.toISOString()).toBe('2026-11-23T17:00:00.000Z');
});

test('the week of a partnership: opened once, forecasts published, compared, agreed, and late where it is', async () => {
  const world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  try {
    await world.app.runPending();
    world.clock.set('2026-11-23T08:00:00Z');
    expect(await keepCycles(world.buyerContext)).toMatchObject({ openedCount: 1, cycleCount: 1 });
    expect(await keepCycles(world.sellerContext)).toMatchObject({ openedCount: 0, cycleCount: 1 });
    const stepOf = async (side: 'buyer' | 'seller', step: number) => {
      const { rows } = await world[side].cycles.bar();
      return rows[0]?.steps.find((one) => one.step === step);
    };
    expect((await world.seller.cycles.bar()).rows).toMatchObject([
      { agreementId: world.agreementId, label: '2026-W48', mySide: 'seller', state: 'open' },
    ]);
    expect(await stepOf('buyer', 1)).toMatchObject({ state: 'done', owedBySide: null });
    expect(await stepOf('buyer', 3)).toMatchObject({ state: 'waiting', owedBySide: 'both' });

    await world.runOnce();
    const about = { agreementId: world.agreementId, purpose: 'sales' as const };
    const { plans } = await world.buyer.plans.grid(about);
    const mine = plans.find(({ measure }) => measure === 'mine');
    await world.buyer.plans.publish({ planId: mine?.planId ?? '', expectedVersion: mine?.version ?? 0 });
    await world.app.runPending();
    expect(await stepOf('seller', 3)).toMatchObject({ state: 'in-progress', owedBySide: 'seller' });

    world.clock.set('2026-11-23T11:00:01Z');
    await keepCycles(world.buyerContext);
    expect(await stepOf('seller', 3)).toMatchObject({ state: 'late', owedBySide: 'seller' });
    const working = await world.seller.plans.startRevision(about);
    await world.seller.plans.publish({ planId: working.planId, expectedVersion: working.version });
    await world.app.runPending();
    expect(await stepOf('buyer', 3)).toMatchObject({ state: 'done', owedBySide: null });
    expect(await stepOf('buyer', 5)).toMatchObject({ state: 'in-progress' });

    const joint = await world.buyer.plans.consensus.compute(about);
    const consent = { planId: joint.planId, expectedVersion: joint.version };
    await world.buyer.plans.consensus.agree(consent);
    await world.seller.plans.consensus.agree(consent);
    await world.app.runPending();
    expect(await stepOf('seller', 5)).toMatchObject({ state: 'done' });
    const bar = (await world.seller.cycles.bar()).rows[0];
    expect(bar?.tasks.find(({ task }) => task === 1)?.state).toBe('done');
    expect(bar?.tasks).toHaveLength(8);

    world.clock.set('2026-11-30T08:00:00Z');
    expect(await keepCycles(world.sellerContext)).toMatchObject({ openedCount: 1 });
    expect((await world.buyer.cycles.bar()).rows).toMatchObject([{ label: '2026-W49', state: 'open' }]);
    expect(await world.buyer.cycles.get({ cycleId: bar?.cycleId ?? '' })).toMatchObject({ state: 'closed' });
    expect(await rollPlans(world.sellerContext)).toEqual({ frozenCount: 1, archivedCount: 0 });
    expect(await world.buyer.plans.get({ planId: joint.planId })).toMatchObject({ state: 'frozen' });
    await expect(world.buyer.cycles.close({ cycleId: bar?.cycleId ?? '' })).rejects.toMatchObject({
      cause: { code: 'collaboration.cycle-closed' },
    });
  } finally {
    await world.app.remove();
  }
});
