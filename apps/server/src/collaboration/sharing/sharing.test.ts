import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { forgetOldReadsJob } from './forget-old-reads.job.ts';

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

test('the log keeps what was read for 400 days, and nobody can take younger rows away', async () => {
  const { asOwner } = world.app.database;
  await asOwner(
    `insert into sharing_reads (owner_id, reader_id, buyer_id, supplier_id, agreement_id, measure, purpose, actor_name,
       row_count, at)
     select owner_id, reader_id, buyer_id, supplier_id, agreement_id, measure, 'an old reading', actor_name, 1, now() - age
     from (select * from sharing_reads limit 1) known, unnest(array[interval '401 days', interval '399 days']) age`,
  );
  const { length: before } = (await world.buyer.sharing.reads({})).rows;
  const run = (context: CollaborationWorld['buyerContext']) =>
    forgetOldReadsJob.run(context as never, {} as never, new AbortController().signal);
  expect(await run(world.sellerContext)).toEqual({ removedCount: 0 });
  expect(await run({ ...world.buyerContext, clock: { now: () => new Date() } })).toEqual({ removedCount: 1 });
  const all = 'delete from sharing_reads returning id';
  expect(await world.buyerContext.db.transaction((tx) => tx.query(all))).toEqual([]);
  expect((await world.buyer.sharing.reads({})).rows).toHaveLength(before - 1);
});
