import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld();
});
afterAll(() => world?.app.remove());

const thisWeek = '2026-11-16';
const capacity = () => ({
  agreementId: world.agreementId,
  measure: 'capacity' as const,
  bucketDays: 7 as const,
  startsOn: thisWeek as never,
});

test('a supplier says its capacity by week, the buyer reads it by the rule, and a new saying replaces the old one', async () => {
  const [first, second] = [...new Set(world.itemLocations.map(({ itemNumber }) => itemNumber))];
  if (first === undefined || second === undefined) throw new Error('the agreement covers two items');
  const lines = [
    { itemNumber: first, locationCode: 'S1', amounts: [5_000_000, null, 7_000_000] },
    { itemNumber: second.toLowerCase(), amounts: [1_000] },
  ];
  expect(await world.seller.sharing.saveOwnSeries({ ...capacity(), lines })).toEqual({
    savedCount: 2,
    removedCount: 0,
  });
  const own = await world.seller.sharing.ownSeries({ agreementId: world.agreementId, measure: 'capacity' });
  expect(own.rows).toMatchObject([
    { itemNumber: first, locationCode: 'S1', amounts: [5_000_000, null, 7_000_000], startsOn: thisWeek },
    { itemNumber: second, locationCode: null, amounts: [1_000], currency: null },
  ]);
  expect(
    await world.buyer.sharing.ownSeries({ agreementId: world.agreementId, measure: 'capacity' }),
  ).toEqual({
    rows: [],
    nextCursor: null,
  });
  const read = await world.buyer.sharing.data({ ownerId: world.supplierId, measure: 'capacity' });
  expect(read.rows.find(({ locationCode }) => locationCode === 'S1')?.amounts[0]).toBe(5_000_000);

  const again = [
    { itemNumber: first, locationCode: 'S1', amounts: [6_000_000] },
    { itemNumber: second, amounts: [null] },
  ];
  expect(await world.seller.sharing.saveOwnSeries({ ...capacity(), lines: again })).toEqual({
    savedCount: 1,
    removedCount: 1,
  });
  const after = await world.seller.sharing.ownSeries({ agreementId: world.agreementId, measure: 'capacity' });
  expect(after.rows).toMatchObject([{ itemNumber: first, amounts: [6_000_000] }]);
});

test('nothing is saved where one line names what the agreement does not cover, or does not fit its weeks or money', async () => {
  const itemNumber = world.itemLocations[0]?.itemNumber ?? '';
  const line = { itemNumber, locationCode: 'S1', amounts: [1_000] };
  const save = (change: object) =>
    world.buyer.sharing.saveOwnSeries({ ...capacity(), lines: [line], ...change } as never);
  const others = world.rivalItemLocations[0]?.itemNumber ?? '';
  await expect(save({ lines: [line, { ...line, itemNumber: others }] })).rejects.toThrow(
    `does not cover ${others} at S1`,
  );
  await expect(save({ lines: [line, line] })).rejects.toThrow('is there twice');
  await expect(save({ startsOn: '2026-11-18' })).rejects.toThrow('begin on weekday 1');
  await expect(save({ measure: 'price' })).rejects.toThrow('needs its currency');
  await expect(save({ measure: 'on-hand' })).rejects.toThrow('import those');
  await expect(world.rival.sharing.saveOwnSeries({ ...capacity(), lines: [line] })).rejects.toThrow(
    'no such agreement',
  );
  const held = await world.app.database.asOwner('select 1 from measure_series where org_id = $1', [
    world.buyerId,
  ]);
  expect(held).toEqual([]);
  expect(await save({ measure: 'price', currency: 'NOK' })).toEqual({ savedCount: 1, removedCount: 0 });
});
