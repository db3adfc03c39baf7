import { commitLifecycle } from '@coplan/collaboration';
import { reachableFrom } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { flagOverdueCommitsJob } from './flag-overdue-commits.job.ts';
import type { CommitRow } from './list-commits.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  await world.countStock('A-1', 0);
  await world.runOnce();
}, 120_000);
afterAll(() => world?.app.remove());

const list = async (side: 'buyer' | 'seller' = 'seller'): Promise<CommitRow[]> =>
  (await world[side].commits.list({ agreementId: world.agreementId, limit: 500 })).rows;
const commitOf = async (itemNumber: string, index = 0): Promise<CommitRow> => {
  const row = (await list()).filter((one) => one.itemNumber === itemNumber)[index];
  if (row === undefined) throw new Error(`no commit of ${itemNumber}`);
  return row;
};
const submit = ({ itemLocationId, startsOn }: CommitRow, committedMilli: number) =>
  world.seller.commits.submit({
    agreementId: world.agreementId,
    commits: [{ itemLocationId, startsOn, committedMilli, reasonCode: 'material', note: 'A ship is late' }],
  });

test('what was committed never becomes due again: a new question is a new commit', () => {
  for (const state of ['submitted', 'short', 'accepted', 'superseded'] as const)
    expect([...reachableFrom(commitLifecycle, state)]).not.toContain('due');
});

test('a draft is the supplier’s own until it is sent', async () => {
  const commit = await commitOf('A-1');
  const { commitId } = commit;
  const draft = { commitId, committedMilli: 12_000, note: 'Not sure yet' };
  await world.seller.commits.saveDrafts({ agreementId: world.agreementId, commits: [draft] });
  expect(await world.seller.commits.get({ commitId })).toMatchObject({
    state: 'draft',
    committedMilli: null,
    draft: { committedMilli: 12_000, note: 'Not sure yet' },
  });
  const seen = await world.buyer.commits.get({ commitId });
  expect(seen).toMatchObject({ state: 'draft', committedMilli: null, draft: null, note: null });
  expect(JSON.stringify(seen)).not.toContain('Not sure yet');
});

test('the buyer cannot write a commit, nor the supplier an acceptance, past the application either', async () => {
  const { commitId } = await commitOf('A-1', 1);
  await expect(
    world.buyerContext.db.transaction((tx) =>
      tx.query(`update commits set state = 'submitted', committed_milli = 1 where id = $1`, [commitId]),
    ),
  ).rejects.toThrow(/only the supplier commits/);
  await submit(await commitOf('A-1', 1), 0);
  await expect(
    world.sellerContext.db.transaction((tx) =>
      tx.query(
        `update commits set state = 'accepted', accepted_at = now(), accepted_by = 'me', accepted_parts = '[]'
         where id = $1`,
        [commitId],
      ),
    ),
  ).rejects.toThrow(/only the buyer accepts/);
});

test('a corrected answer takes the place of the earlier one, accepted or not', async () => {
  const first = await commitOf('A-1', 1);
  expect(first.state).toBe('short');
  await world.buyer.commits.accept({ commitId: first.commitId, expectedVersion: first.version });
  await submit(first, first.forecastMilli);
  const second = await commitOf('A-1', 1);
  expect(second).toMatchObject({ state: 'submitted', startsOn: first.startsOn });
  expect(second.commitId).not.toBe(first.commitId);
  expect((await world.seller.commits.get({ commitId: first.commitId })).state).toBe('superseded');
});

test('an answer that no longer covers a higher order forecast is superseded and asked for again', async () => {
  const covered = await commitOf('A-1', 1);
  await world.buyer.commits.accept({ commitId: covered.commitId, expectedVersion: covered.version });
  const open = await commitOf('A-1', 2);
  await world.buyerContext.db.transaction((tx) =>
    tx.query(`update item_locations set presentation_milli = 900000 where id = $1`, [covered.itemLocationId]),
  );
  await world.runOnce();
  const again = await list();
  const asked = again.filter((one) => one.itemLocationId === covered.itemLocationId);
  const raised = asked.filter((one) => one.forecastMilli > 500_000);
  expect(raised.length).toBeGreaterThan(0);
  expect(raised.every(({ state }) => ['due', 'draft'].includes(state))).toBe(true);
  const followed = asked.find(({ commitId }) => commitId === open.commitId);
  if (followed !== undefined) expect(followed.state).toBe('due');
  await world.buyerContext.db.transaction((tx) =>
    tx.query('update item_locations set presentation_milli = null where id = $1', [covered.itemLocationId]),
  );
  await world.runOnce();
});

test('who has not answered by Thursday noon is overdue, told once, and may still answer', async () => {
  world.clock.set('2026-11-26T11:00:01Z');
  const run = () =>
    flagOverdueCommitsJob.run(world.buyerContext as never, {} as never, new AbortController().signal);
  const first = (await run()) as { overdueCount: number };
  expect(first.overdueCount).toBeGreaterThan(0);
  expect(await run()).toMatchObject({ overdueCount: 0 });
  const late = (await list()).find(({ state }) => state === 'overdue');
  if (late === undefined) throw new Error('nothing is overdue');
  await submit(late, late.forecastMilli);
  expect((await world.buyer.commits.get({ commitId: late.commitId })).state).toBe('submitted');
});

test('when the forecast is no longer shared, its commits are gone for the supplier and stay for the buyer', async () => {
  const before = await list('buyer');
  const { measures } = await world.buyer.sharing.matrix({ agreementId: world.agreementId });
  const ruleId = measures.find(({ measure }) => measure === 'forecast')?.mine?.ruleId ?? '';
  await world.buyer.sharing.close({ ruleId, reason: 'A test' });
  expect(await list('seller')).toEqual([]);
  const [first] = before;
  await expect(world.seller.commits.get({ commitId: first?.commitId ?? '' })).rejects.toThrow(
    /no such commit/,
  );
  expect(await world.seller.orderForecasts.get({ agreementId: world.agreementId })).toMatchObject({
    plan: null,
    buckets: [],
  });
  expect(await list('buyer')).toEqual(before);
});
