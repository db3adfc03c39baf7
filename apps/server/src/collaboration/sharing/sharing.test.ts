import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;

beforeAll(async () => {
  world = await openCollaborationWorld();
});
afterAll(() => world?.app.remove());

test('the supplier reads the sales that the buyer shares, and the buyer sees that it did', async () => {
  const { rows } = await world.seller.sharing.data({ ownerId: world.buyerId, measure: 'pos' });
  expect(rows).toHaveLength(12);
  expect(rows[0]?.amounts).toHaveLength(104);
  const reads = await world.buyer.sharing.reads({ partnerId: world.supplierId });
  expect(reads.rows).toMatchObject([{ measure: 'pos', rowCount: 12, actorName: world.sellerPlanner.name }]);
});
