import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  await world.runOnce();
});
afterAll(() => world?.app.remove());

const question = () => ({
  agreementId: world.agreementId,
  purpose: 'sales' as const,
  itemLocationId: world.itemLocations[0]?.itemLocationId ?? '',
});

test('a row’s chart has the statistical band around the forecast, week by week', async () => {
  const { band } = await world.buyer.plans.rowOutlook(question());
  const { rows } = await world.buyer.plans.gridRows({ ...question(), limit: 1 });
  const statistical = rows[0]?.cells.statistical ?? [];
  const columns = statistical.flatMap((value, column) => (value === null ? [] : [column]));
  expect(columns.length).toBeGreaterThan(4);
  for (const column of columns) {
    expect(band?.p10[column]).toBeLessThanOrEqual(statistical[column] ?? 0);
    expect(band?.p90[column]).toBeGreaterThanOrEqual(statistical[column] ?? 0);
  }
});

test('every version of a side’s plan is a point of the tail, and the other side sees only what is published', async () => {
  const { plans } = await world.buyer.plans.grid(question());
  const mine = plans.find(({ measure }) => measure === 'mine');
  if (mine === undefined) throw new Error('the buyer has a working plan');
  expect((await world.seller.plans.rowOutlook(question())).versions).toEqual([]);
  const edit = {
    itemLocationId: question().itemLocationId,
    bucketIndex: 2,
    layer: 'override' as const,
    beforeMilli: null,
    afterMilli: 77_000,
  };
  await world.buyer.plans.edit({ planId: mine.planId, operationId: 'tail', edits: [edit] });
  await world.buyer.plans.publish({ planId: mine.planId, expectedVersion: mine.version });
  await world.buyer.plans.startRevision(question());
  const column = (mine.firstColumn ?? 0) + 2;
  const seenBy = async (side: 'buyer' | 'seller') =>
    (await world[side].plans.rowOutlook(question())).versions.map(
      ({ party, versionNumber, isPublished, values }) => ({
        party,
        versionNumber,
        isPublished,
        value: values[column],
      }),
    );
  expect(await seenBy('buyer')).toEqual([
    { party: 'mine', versionNumber: 1, isPublished: true, value: 77 },
    { party: 'mine', versionNumber: 2, isPublished: false, value: 77 },
  ]);
  expect(await seenBy('seller')).toEqual([
    { party: 'partner', versionNumber: 1, isPublished: true, value: 77 },
  ]);
});

test('a third organisation asks for the row in vain', async () => {
  await expect(world.rival.plans.rowOutlook(question())).rejects.toThrow(/no such agreement/i);
});
