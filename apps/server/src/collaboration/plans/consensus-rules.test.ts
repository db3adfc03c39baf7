import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { worldContent } from '../collaboration-world-content.ts';
import { rollPlans } from './roll-plans.job.ts';

let world: CollaborationWorld;
const about = () => ({ agreementId: world.agreementId, purpose: 'sales' as const });

beforeAll(async () => {
  const { consensus } = worldContent();
  world = await openCollaborationWorld({
    itemCount: 1,
    locationCount: 1,
    content: {
      consensus: [
        ...consensus.filter(({ purpose }) => purpose !== 'sales'),
        { purpose: 'sales', rule: 'accuracy-weighted', touchless: { ratio: 10 } },
      ],
    },
  });
});
afterAll(() => world?.app.remove());

/** Publishes a plan whose every bucket holds this number. */
async function publishFlat(side: 'buyer' | 'seller', valueMilli: number): Promise<void> {
  const plan = await world[side].plans.startRevision(about());
  const [line] = world.itemLocations;
  const itemLocationId = line?.itemLocationId ?? '';
  const { rows } = await world[side].plans.gridRows({ ...about(), pastBucketCount: 0, limit: 1 });
  const { plans } = await world[side].plans.grid({ ...about(), pastBucketCount: 0 });
  const firstColumn = plans.find(({ planId }) => planId === plan.planId)?.firstColumn ?? 0;
  const override = rows[0]?.layers.mine?.override;
  const edits = Array.from({ length: plan.bucketCount }, (_, bucketIndex) => {
    const before = override?.[firstColumn + bucketIndex] ?? null;
    return {
      itemLocationId,
      bucketIndex,
      layer: 'override' as const,
      beforeMilli: before === null ? null : Math.round(before * 1000),
      afterMilli: valueMilli,
    };
  });
  const operationId = `${side} ${plan.planId}`;
  const { conflicts } = await world[side].plans.edit({ planId: plan.planId, operationId, edits });
  expect(conflicts).toEqual([]);
  await world[side].plans.publish({ planId: plan.planId, expectedVersion: plan.version });
}

test('a plan without any value is not published, and a missing partner value is owed, never zero', async () => {
  const empty = await world.buyer.plans.startRevision(about());
  await expect(
    world.buyer.plans.publish({ planId: empty.planId, expectedVersion: empty.version }),
  ).rejects.toMatchObject({ cause: { code: 'collaboration.empty-plan' } });
  await publishFlat('buyer', 20_000);
  await world.app.runPending();
  const joint = await world.buyer.plans.consensus.compute(about());
  const { rows } = await world.buyer.plans.gridRows({ ...about(), limit: 1 });
  expect(rows[0]?.cells.joint?.every((value) => value === null)).toBe(true);
  expect(rows[0]?.status).toMatchObject({ state: 'response-required', missing: ['seller'] });
  expect(rows[0]?.status?.buckets).toBe('r'.repeat(joint.bucketCount));
});

test('without a record of forecasts both count the same, and the plan says why', async () => {
  await publishFlat('seller', 30_000);
  await world.app.runPending();
  const { rows } = await world.seller.plans.gridRows({ ...about(), limit: 1 });
  const values = rows[0]?.cells.joint?.filter((value) => value !== null);
  expect(new Set(values)).toEqual(new Set([25]));
  expect(rows[0]?.status).toMatchObject({ state: 'touchless', weights: { buyer: 5_000, seller: 5_000 } });
});

test('what was negotiated stays when a side publishes again, and whoever forecast better counts more', async () => {
  const first = await world.buyer.plans.consensus.compute(about());
  const [line] = world.itemLocations;
  await world.seller.plans.edit({
    planId: first.planId,
    operationId: 'negotiated',
    edits: [
      {
        itemLocationId: line?.itemLocationId ?? '',
        bucketIndex: first.bucketCount - 1,
        layer: 'override',
        beforeMilli: null,
        afterMilli: 99_000,
      },
    ],
  });
  const weeks = 20;
  await world.app.database.asOwner(
    `update sales_series set sold_milli = sold_milli || array_fill(21000::bigint, array[$1::integer]),
       in_stock = in_stock || array_fill(true, array[$1::integer])
     where org_id = $2`,
    [weeks, world.buyerId],
  );
  world.clock.set('2027-04-11T09:00:00Z');
  await publishFlat('buyer', 20_000);
  await world.app.runPending();
  const { plans } = await world.buyer.plans.grid(about());
  const joint = plans.find(({ measure }) => measure === 'joint');
  expect(joint?.planId).not.toBe(first.planId);
  const { rows } = await world.buyer.plans.gridRows({ ...about(), limit: 1, pastBucketCount: 0 });
  const weights = rows[0]?.status?.weights;
  expect(weights?.buyer).toBeGreaterThan(9_000);
  expect((weights?.buyer ?? 0) + (weights?.seller ?? 0)).toBe(10_000);
  expect(rows[0]?.cells.joint).toContain(99);
  const [value] = rows[0]?.cells.joint?.filter((one) => one !== null) ?? [];
  expect(value).toBeCloseTo(20 + (10 * (weights?.seller ?? 0)) / 10_000, 2);
});

test('the consent of both makes the plan the consensus', async () => {
  const joint = await world.buyer.plans.consensus.compute(about());
  const consent = { planId: joint.planId, expectedVersion: joint.version };
  expect(await world.buyer.plans.consensus.agree(consent)).toMatchObject({ waitsFor: 'partner' });
  await world.seller.plans.consensus.agree(consent);
  const agreed = await world.buyer.plans.get({ planId: joint.planId });
  expect(agreed.state).toBe('consensus');
});

test('a frozen plan is archived when its days are over', async () => {
  const { plans } = await world.buyer.plans.grid(about());
  const joint = plans.find(({ measure }) => measure === 'joint');
  const frozen = await world.buyer.plans.freeze({
    planId: joint?.planId ?? '',
    expectedVersion: joint?.version ?? 0,
  });
  expect(await rollPlans(world.buyerContext)).toEqual({ frozenCount: 0, archivedCount: 0 });
  world.clock.set('2028-01-10T09:00:00Z');
  expect(await rollPlans(world.buyerContext)).toEqual({ frozenCount: 0, archivedCount: 1 });
  expect(await rollPlans(world.sellerContext)).toEqual({ frozenCount: 0, archivedCount: 0 });
  expect(await world.seller.plans.get({ planId: frozen.planId })).toMatchObject({ state: 'archived' });
});
