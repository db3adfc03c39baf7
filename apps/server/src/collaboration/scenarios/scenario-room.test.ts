import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
const about = () => ({ agreementId: world.agreementId, purpose: 'sales' as const });

async function planOf(side: 'buyer' | 'seller', measure: 'mine' | 'joint') {
  const { plans } = await world[side].plans.grid(about());
  const plan = plans.find((one) => one.measure === measure);
  if (plan === undefined) throw new Error(`${side} has no ${measure} plan`);
  return plan;
}

/** Both publish the same forecast, so that the joint plan needs no negotiation. */
async function reachConsensus(): Promise<string> {
  const mine = await planOf('buyer', 'mine');
  await edit('buyer', mine.planId, { itemNumber: 'A-1', bucketIndex: 0, afterMilli: 190_000 });
  await world.buyer.plans.publish({ planId: mine.planId, expectedVersion: mine.version });
  const theirs = await world.seller.plans.startRevision(about());
  await world.seller.plans.publish({ planId: theirs.planId, expectedVersion: theirs.version });
  await world.app.runPending();
  const joint = await planOf('buyer', 'joint');
  const consent = { planId: joint.planId, expectedVersion: joint.version };
  await world.buyer.plans.consensus.agree(consent);
  await world.seller.plans.consensus.agree(consent);
  await world.app.runPending();
  return joint.planId;
}

let jointId = '';
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  await world.countStock('A-1', 0);
  await world.runOnce();
  jointId = await reachConsensus();
}, 120_000);
afterAll(() => world?.app.remove());

const itemLocationIdOf = (itemNumber: string): string =>
  world.itemLocations.find((row) => row.itemNumber === itemNumber)?.itemLocationId ?? '';
const edit = (
  side: 'buyer' | 'seller',
  planId: string,
  cell: { itemNumber: string; bucketIndex: number; afterMilli: number; beforeMilli?: number | null },
) =>
  world[side].plans.edit({
    planId,
    operationId: `${side} ${planId} ${cell.itemNumber} ${cell.bucketIndex} ${cell.afterMilli}`,
    edits: [
      {
        itemLocationId: itemLocationIdOf(cell.itemNumber),
        bucketIndex: cell.bucketIndex,
        layer: 'override',
        beforeMilli: cell.beforeMilli ?? null,
        afterMilli: cell.afterMilli,
      },
    ],
  });
const jointValue = async (itemNumber: string, bucketIndex: number): Promise<number | null> => {
  const [row] = await world.buyerContext.db.read<{ value: number | null }>(
    `select coalesce(override_milli[$3], base_milli[$3] + coalesce(event_milli[$3], 0))::float8 as value
     from forecast_plan_rows where plan_id = $1 and item_location_id = $2`,
    [jointId, itemLocationIdOf(itemNumber), bucketIndex + 1],
  );
  return row?.value ?? null;
};

test('a run plans with the agreed sales, and the proof names the joint plan and the agreement', async () => {
  await world.runOnce();
  const { rows } = await world.buyer.proposals.list({ state: 'open', limit: 50 });
  const proposal = rows.find(({ itemNumber }) => itemNumber === 'A-1');
  const { input, proof } = await world.buyer.proposals.get({ proposalId: proposal?.proposalId ?? '' });
  expect(input.forecast.source).toMatchObject({
    kind: 'joint-plan',
    id: jointId,
    label: expect.stringMatching(/^Joint sales plan 1 \(consensus\) of “Weekly replenishment”, version 1$/),
  });
  const bucket = input.forecast.buckets.find(({ startsOn }) => startsOn === '2026-11-23');
  expect(bucket?.meanMilli).toBe(190_000);
  expect(proof.steps.some(({ inputs }) => inputs.some(({ source }) => source.id === jointId))).toBe(true);
});

test('both edit one branch; the joint plan stays as it is, and service, stock and money are compared', async () => {
  const { scenarioId, planId } = await world.seller.scenarios.create({
    ...about(),
    name: 'Christmas campaign',
  });
  const before = await jointValue('A-1', 6);
  await edit('buyer', planId, { itemNumber: 'A-1', bucketIndex: 6, afterMilli: 200_000 });
  await edit('seller', planId, { itemNumber: 'A-1', bucketIndex: 7, afterMilli: 150_000 });
  expect(await jointValue('A-1', 6)).toBe(before);
  await world.app.runPending();
  const comparison = await world.buyer.scenarios.compare({ scenarioId });
  expect(comparison).toMatchObject({ isCurrent: true, changedCellCount: 2 });
  expect(comparison.changes[0]).toMatchObject({ itemNumber: 'A-1', baseMilli: before, branchMilli: 200_000 });
  expect(comparison.orders?.branch.orderedMilli).toBeGreaterThan(comparison.orders?.base.orderedMilli ?? 0);
  expect(comparison.stock?.branch.demandMilli).toBeGreaterThan(comparison.stock?.base.demandMilli ?? 0);
  expect(comparison.stock?.problems).toEqual([]);
  expect(await world.seller.scenarios.compare({ scenarioId })).toEqual(comparison);
});

test('others see no scenario, and the supplier sees stock only while it is shared', async () => {
  const { rows } = await world.seller.scenarios.list({});
  const scenarioId = rows[0]?.scenarioId ?? '';
  expect((await world.rival.scenarios.list({})).rows).toEqual([]);
  await expect(world.rival.scenarios.get({ scenarioId })).rejects.toThrow(/no such scenario/);
  const { measures } = await world.buyer.sharing.matrix({ agreementId: world.agreementId });
  const ruleId = measures.find(({ measure }) => measure === 'on-hand')?.mine?.ruleId ?? '';
  await world.buyer.sharing.close({ ruleId, reason: 'A test' });
  const seen = await world.seller.scenarios.compare({ scenarioId });
  expect(seen.stock).toBeNull();
  expect(seen.orders).not.toBeNull();
  expect(seen.notes.join(' ')).toMatch(/does not share its stock/);
  await world.buyer.sharing.reopen({ ruleId });
  expect((await world.seller.scenarios.compare({ scenarioId })).stock).not.toBeNull();
});

test('one signature merges nothing; the second merges exactly the branch, as edits that name it', async () => {
  const [row] = (await world.buyer.scenarios.list({})).rows;
  if (row === undefined) throw new Error('no scenario');
  const { scenarioId, planId } = row;
  const review = await world.buyer.scenarios.requestReview({ scenarioId, expectedVersion: row.version });
  await expect(
    edit('seller', planId, { itemNumber: 'A-2', bucketIndex: 6, afterMilli: 1 }),
  ).rejects.toThrow();
  const { contentHash, version } = review;
  const again = await world.buyer.scenarios.sign({ scenarioId, contentHash, expectedVersion: version });
  expect(again.state).toBe('in-review');
  const wrong = 'f'.repeat(64);
  await expect(
    world.seller.scenarios.sign({ scenarioId, contentHash: wrong, expectedVersion: version }),
  ).rejects.toThrow(/not those you looked at/);
  const merged = await world.seller.scenarios.sign({ scenarioId, contentHash, expectedVersion: version });
  expect(merged).toMatchObject({ state: 'merged', changedCellCount: 2 });
  expect([await jointValue('A-1', 6), await jointValue('A-1', 7)]).toEqual([200_000, 150_000]);
  const { entries } = await world.buyer.plans.cellHistory({
    planId: jointId,
    itemLocationId: itemLocationIdOf('A-1'),
    bucketIndex: 6,
  });
  expect(entries[0]).toMatchObject({ afterMilli: 200_000, reason: 'Scenario “Christmas campaign”' });
});

test('the database merges nothing that only one side signed', async () => {
  const { scenarioId } = await world.buyer.scenarios.create({ ...about(), name: 'Alone' });
  await expect(
    world.buyerContext.db.transaction((tx) =>
      tx.query(`update scenarios set state = 'merged', content_hash = base_hash where id = $1`, [scenarioId]),
    ),
  ).rejects.toThrow(/both sides have signed/);
});

test('when the joint plan moves a branch is stale; a rebase shows each conflict and loses no edit', async () => {
  const { scenarioId, planId } = await world.buyer.scenarios.create({ ...about(), name: 'Rebased' });
  await edit('buyer', planId, { itemNumber: 'A-2', bucketIndex: 10, afterMilli: 100_000 });
  await edit('buyer', planId, { itemNumber: 'A-2', bucketIndex: 11, afterMilli: 110_000 });
  await edit('seller', jointId, { itemNumber: 'A-2', bucketIndex: 10, afterMilli: 80_000 });
  await edit('seller', jointId, { itemNumber: 'A-2', bucketIndex: 12, afterMilli: 90_000 });
  await world.app.runPending();
  const stale = await world.seller.scenarios.get({ scenarioId });
  expect(stale).toMatchObject({ state: 'stale', isBaseMoved: true });
  const rebase = { scenarioId, expectedVersion: stale.version };
  const shown = await world.buyer.scenarios.rebase(rebase);
  expect(shown).toMatchObject({
    isRebased: false,
    conflicts: [{ itemNumber: 'A-2', branchMilli: 100_000, theirsMilli: 80_000 }],
  });
  const [conflict] = shown.conflicts;
  const choice = { itemLocationId: conflict?.itemLocationId ?? '', startsOn: conflict?.startsOn ?? '' };
  const done = await world.buyer.scenarios.rebase({ ...rebase, choices: [{ ...choice, take: 'mine' }] });
  expect(done).toMatchObject({ isRebased: true, state: 'open', conflicts: [], keptCount: 2 });
  await world.app.runPending();
  const { changes } = await world.buyer.scenarios.compare({ scenarioId });
  expect(changes.map(({ branchMilli }) => branchMilli).sort()).toEqual([100_000, 110_000]);
  const { version } = await world.buyer.scenarios.get({ scenarioId });
  expect(await world.seller.scenarios.abandon({ scenarioId, expectedVersion: version })).toMatchObject({
    state: 'abandoned',
  });
});

test('a branch that is put forward after the joint plan moved is refused', async () => {
  const { scenarioId, planId, version } = await world.buyer.scenarios.create({ ...about(), name: 'Late' });
  await edit('buyer', planId, { itemNumber: 'A-2', bucketIndex: 15, afterMilli: 100_000 });
  await edit('seller', jointId, { itemNumber: 'A-1', bucketIndex: 15, afterMilli: 70_000 });
  await expect(world.buyer.scenarios.requestReview({ scenarioId, expectedVersion: version })).rejects.toThrow(
    /rebase the scenario/,
  );
});
