import type { Criterion } from '@coplan/collaboration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { worldContent } from '../collaboration-world-content.ts';
import { type ExceptionsWorld, openExceptionsWorld } from './exceptions-world.ts';
import { writePendingResolutions } from './write-pending.ts';

let world: ExceptionsWorld;
const difference = worldContent().criteria[0] as Criterion;
const byHand: Criterion = {
  ...difference,
  code: 'by-hand',
  name: 'By hand',
  defaultResolution: 'MANUAL_RESOLUTION',
  categories: ['Cheese'],
};
beforeAll(async () => {
  // Eight working hours to answer, then 8 hours to the manager, 24 to the sponsor.
  const byAverage: Criterion = { ...difference, responseHours: 8, categories: ['Milk'] };
  world = await openExceptionsWorld({
    itemCount: 4,
    locationCount: 1,
    criteria: [byAverage, { ...byHand, responseHours: 8 }],
  });
  await world.publish('buyer', () => 100);
  await world.publish('seller', ({ itemNumber }) => (['A-1', 'A-2'].includes(itemNumber) ? 200 : 100));
  await world.evaluate();
}, 60_000);
afterAll(() => world.app.remove());

const idOf = async (code: string) =>
  (await world.list()).find(({ criterionCode }) => criterionCode === code)?.exceptionId ?? '';
const at = (instant: string) => world.clock.set(instant);

test('the time to answer runs in working hours: raised on Sunday, eight hours end on Monday at five', async () => {
  const { respondBy, isLate } = await world.get(await idOf('by-hand'));
  expect(respondBy).toBe('2026-11-23T16:00:00.000Z');
  expect(isLate).toBe(false);
});

test('asked on Monday afternoon, the other side has the rest of Monday and most of Tuesday', async () => {
  at('2026-11-23T14:00:00Z');
  const exceptionId = await idOf('sales-difference');
  const { version } = await world.get(exceptionId);
  const claimed = await world.buyer.exceptions.claim({ exceptionId, expectedVersion: version });
  await world.buyer.exceptions.ask({ exceptionId, expectedVersion: claimed.version, text: 'A promotion?' });
  const asked = await world.get(exceptionId, 'seller');
  expect(asked).toMatchObject({
    state: 'waiting-partner',
    ownerSide: 'seller',
    respondBy: '2026-11-24T14:00:00.000Z',
  });
  expect(asked.question).toMatchObject({ text: 'A promotion?', bySide: 'buyer' });
});

test('what has to be settled by hand goes to the manager and then to the sponsor, once each', async () => {
  const exceptionId = await idOf('by-hand');
  at('2026-11-23T23:59:00Z');
  expect(await world.watchClocks()).toMatchObject({ escalatedCount: 0 });
  at('2026-11-24T00:00:00Z');
  expect(await world.watchClocks()).toMatchObject({ escalatedCount: 1, lapsedCount: 0 });
  expect(await world.watchClocks()).toMatchObject({ escalatedCount: 0 });
  expect(await world.get(exceptionId)).toMatchObject({
    escalationLevel: 1,
    ownerName: 'manager',
    isLate: true,
  });
  at('2026-11-24T16:00:00Z');
  await world.watchClocks();
  const sponsored = await world.get(exceptionId);
  expect(sponsored).toMatchObject({ escalationLevel: 2, ownerName: 'Head of replenishment', state: 'open' });
  expect(sponsored.history.filter(({ type }) => type === 'escalated')).toHaveLength(2);
});

test('an answer that never came is settled as agreed; its values wait for the joint plan and are written into it', async () => {
  const exceptionId = await idOf('sales-difference');
  const before = await world.get(exceptionId);
  expect(before).toMatchObject({ state: 'auto-resolved', resolution: { isDefault: true, isWritten: false } });
  expect(before.resolution?.code).toBe('DEFAULT_TO_AVERAGE_OF_COMPARED_VALUES');
  await world.evaluate();
  expect((await world.get(exceptionId)).state).toBe('auto-resolved');
  const planId = await world.openJointPlan();
  const payload = { agreementId: world.agreementId, purpose: 'sales', kind: 'joint', event: 'compute' };
  const event = {
    position: 1,
    type: 'collaboration.plan-changed',
    audience: [],
    subject: { kind: 'plan', id: planId },
    payload,
    at: world.clock.now(),
  };
  expect(await writePendingResolutions(world.buyerContext, event)).toEqual({ writtenCount: 1 });
  expect(await writePendingResolutions(world.buyerContext, event)).toEqual({ writtenCount: 0 });
  await world.evaluate();
  expect((await world.get(exceptionId)).state).toBe('closed');
});

test('a snoozed one wakes when its time is over', async () => {
  const exceptionId = await idOf('by-hand');
  const { version } = await world.get(exceptionId);
  await world.buyer.exceptions.snooze({
    exceptionId,
    expectedVersion: version,
    until: '2026-11-26T08:00:00Z',
    reason: 'Call on Thursday',
  });
  at('2026-11-26T07:59:00Z');
  expect(await world.watchClocks()).toMatchObject({ wokenCount: 0 });
  at('2026-11-26T08:00:00Z');
  expect(await world.watchClocks()).toMatchObject({ wokenCount: 1 });
  expect((await world.get(exceptionId)).state).toBe('open');
});
