import { agreementContent } from '@coplan/collaboration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from './collaboration-world.ts';

let world: CollaborationWorld;

beforeAll(async () => {
  world = await openCollaborationWorld();
});
afterAll(() => world?.app.remove());

test('the world has an agreement whose scope is what the supplier delivers, and a rival outside of it', async () => {
  expect(agreementContent.safeParse(world.content).error).toBeUndefined();
  const covered = await world.sellerContext.db.read<{ id: string }>(
    'select item_location_id as id from agreement_item_locations',
  );
  expect(new Set(covered.map(({ id }) => id))).toEqual(
    new Set(world.itemLocations.map(({ itemLocationId }) => itemLocationId)),
  );
  expect(world.itemLocations).toHaveLength(12);
  expect(world.rivalItemLocations).toHaveLength(6);
});
