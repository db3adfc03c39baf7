import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 1, locationCount: 1 });
  await world.countStock('A-1', 0);
  await world.runOnce();
}, 120_000);
afterAll(() => world?.app.remove());

test('a branch of the joint order plan that orders less leaves more demand unserved and ties up less stock', async () => {
  const about = { agreementId: world.agreementId, purpose: 'order' as const };
  const joint = await world.buyer.plans.consensus.compute(about);
  const { scenarioId, planId } = await world.buyer.scenarios.create({ ...about, name: 'Half in December' });
  const [line] = world.itemLocations;
  const itemLocationId = line?.itemLocationId ?? '';
  await world.seller.plans.edit({
    planId,
    operationId: 'half',
    edits: [3, 4, 5].map((bucketIndex) => ({
      itemLocationId,
      bucketIndex,
      layer: 'override' as const,
      beforeMilli: null,
      afterMilli: 0,
    })),
  });
  await world.app.runPending();
  const { stock, orders, isCurrent, changedCellCount } = await world.seller.scenarios.compare({ scenarioId });
  expect(joint.kind).toBe('joint');
  expect(isCurrent).toBe(true);
  expect(changedCellCount).toBeGreaterThan(0);
  expect(orders?.branch.orderedMilli).toBeLessThan(orders?.base.orderedMilli ?? 0);
  expect(stock?.branch.serviceRatio).toBeLessThan(stock?.base.serviceRatio ?? 0);
  expect(stock?.branch.averageStockMilli).toBeLessThan(stock?.base.averageStockMilli ?? 0);
});
