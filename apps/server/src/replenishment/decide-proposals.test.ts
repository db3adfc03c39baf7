import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import type { Actor, Context } from '../platform/index.ts';
import { expireProposalsJob } from './expire-proposals.job.ts';

const itemNumbers = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
let world: PlanningWorld;
let buyerActor: Actor;
let approverActor: Actor;
beforeAll(async () => {
  world = await openPlanningWorld(
    itemNumbers.map((itemNumber, index) => ({
      itemNumber,
      level: 60 + index * 10,
      stockMilli: 0,
      supplier: 'portal' as const,
    })),
  );
  buyerActor = world.person(world.buyerId, 'Buyer', ['buyer']);
  approverActor = world.person(world.buyerId, 'Approver', ['approver']);
  await world.runOnce();
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(buyerActor);
const approver = () => world.callerOf(approverActor);
const proposalOf = async (itemNumber: string) => {
  const { rows } = await buyer().proposals.list({
    state: ['in-review', 'needs-second', 'conflict'],
    limit: 200,
  });
  const row = rows.find((candidate) => candidate.itemNumber === itemNumber);
  if (row === undefined) throw new Error(`no open proposal of ${itemNumber}`);
  return row;
};
const wanted = ({ proposalId, version }: { proposalId: string; version: number }) => ({
  proposals: [{ proposalId, expectedVersion: version }],
});

test('an edit needs whole packs and a reason, and the engine’s quantity stays beside it', async () => {
  const before = await proposalOf('A');
  const edit = (quantityMilli: number) =>
    buyer().proposals.edit({
      proposalId: before.proposalId,
      quantityMilli,
      reason: 'A fair is in town',
      expectedVersion: before.version,
    });
  await expect(edit(before.quantityMilli + 1_000)).rejects.toThrow(/multiples of 6/);
  await edit(before.quantityMilli + 6_000);
  expect(await proposalOf('A')).toMatchObject({
    isEdited: true,
    quantityMilli: before.quantityMilli + 6_000,
    proposedQuantityMilli: before.quantityMilli,
  });
  await expect(edit(before.quantityMilli)).rejects.toThrow(/changed this proposal meanwhile/);
});

test('two clicks at once order once', async () => {
  const proposal = await proposalOf('B');
  const outcomes = await Promise.all([1, 2, 3].map(() => buyer().proposals.approve(wanted(proposal))));
  expect(outcomes.map((outcome) => outcome.approved).sort()).toEqual([0, 0, 1]);
  const lines = await world.app.database.asOwner('select 1 from order_lines where proposal_id = $1', [
    proposal.proposalId,
  ]);
  expect(lines).toHaveLength(1);
});

test('above the limit a second, other person has to approve', async () => {
  await world.app.database.asOwner(
    `insert into delegation_limits (id, org_id, role, value_minor_max, currency)
     values (gen_random_uuid(), $1, 'buyer', 100, 'NOK')`,
    [world.buyerId],
  );
  const proposal = await proposalOf('C');
  expect(
    (await buyer().proposals.previewApproval({ proposalIds: [proposal.proposalId] })).needSecondCount,
  ).toBe(1);
  expect(await buyer().proposals.approve(wanted(proposal))).toMatchObject({ approved: 0, needsSecond: 1 });
  const waiting = await proposalOf('C');
  expect(waiting.state).toBe('needs-second');
  const again = await buyer().proposals.approve(wanted(waiting));
  expect(again.refused.map((refused) => refused.code)).toEqual(['replenishment.needs-another-person']);
  const other = world.callerOf(world.person(world.buyerId, 'Other buyer', ['buyer']));
  expect((await other.proposals.approve(wanted(waiting))).refused[0]?.code).toBe('replenishment.above-limit');
  expect(await approver().proposals.approve(wanted(waiting))).toMatchObject({ approved: 1, needsSecond: 0 });
  await world.app.database.asOwner('delete from delegation_limits');
});

test('a rejected item stays quiet for the days that were asked for', async () => {
  const proposal = await proposalOf('D');
  await buyer().proposals.reject({
    proposalId: proposal.proposalId,
    reason: 'Delisted next week',
    muteDays: 7,
    expectedVersion: proposal.version,
  });
  const run = await buyer().runs.get({ runId: await world.runOnce() });
  expect(run.counts).toMatchObject({ muted: 1 });
  await expect(proposalOf('D')).rejects.toThrow(/no open proposal/);
});

test('a newer run replaces what nobody touched, keeps what is unchanged, and conflicts with an edit', async () => {
  const [edited, untouched, unchanged] = [
    await proposalOf('A'),
    await proposalOf('E'),
    await proposalOf('F'),
  ];
  await world.countStock('A', 48_000);
  await world.countStock('E', 72_000);
  const run = await buyer().runs.get({ runId: await world.runOnce() });
  expect(run.counts).toMatchObject({ conflicts: 1, superseded: 1 });
  expect((await proposalOf('F')).proposalId).toBe(unchanged.proposalId);
  const replaced = await proposalOf('E');
  expect(replaced.proposalId).not.toBe(untouched.proposalId);
  expect(replaced.quantityMilli).toBeLessThan(untouched.quantityMilli);

  const conflict = await buyer().proposals.get({ proposalId: edited.proposalId });
  expect(conflict).toMatchObject({ state: 'conflict', quantityMilli: edited.quantityMilli });
  expect(conflict.conflict?.otherQuantityMilli).toBeLessThan(edited.proposedQuantityMilli);
  expect((await buyer().proposals.approve(wanted(conflict))).refused[0]?.message).toMatch(
    /take one of the two first/,
  );
  await buyer().proposals.resolveConflict({
    proposalId: edited.proposalId,
    take: 'run',
    reason: 'The count is right',
    expectedVersion: conflict.version,
  });
  expect(await proposalOf('A')).toMatchObject({
    state: 'in-review',
    quantityMilli: conflict.conflict?.otherQuantityMilli,
  });
});

test('what a rule covers is ordered without a person', async () => {
  await world.app.database.asOwner(
    `insert into auto_approval_rules (id, org_id, value_minor_max, currency)
     values (gen_random_uuid(), $1, 1000000000, 'NOK')`,
    [world.buyerId],
  );
  await world.countStock('G', 6_000);
  const run = await buyer().runs.get({ runId: await world.runOnce() });
  expect(run.counts.autoApproved).toBe(run.counts.queued);
  expect(run.counts.autoOrders).toBe(run.counts.queued === 0 ? 0 : 1);
  await world.app.database.asOwner('delete from auto_approval_rules');
});

test('one run at a time, and a cancelled run leaves nothing behind', async () => {
  const { runId } = await buyer().runs.start({});
  await expect(buyer().runs.start({})).rejects.toThrow(/under way already/);
  await buyer().runs.cancel({ runId });
  await world.app.runPending();
  expect((await buyer().runs.get({ runId })).state).toBe('cancelled');
  expect(await world.app.database.asOwner(`select 1 from proposals where run_id = $1`, [runId])).toEqual([]);
});

test('a run that is asked to stop while it works leaves the worklist and the forecast as they were', async () => {
  const openBefore = (await buyer().proposals.list({})).rows;
  const versionIds = async (state: string) =>
    (await buyer().forecasting.versions.list({})).rows
      .filter((row) => row.state === state)
      .map((row) => row.versionId)
      .sort();
  const publishedBefore = await versionIds('published');
  const { runId } = await buyer().runs.start({});
  await world.app.database.asOwner('update runs set is_cancel_requested = true where id = $1', [runId]);
  await world.app.runPending();
  expect((await buyer().runs.get({ runId })).state).toBe('cancelled');
  expect((await buyer().proposals.list({})).rows).toEqual(openBefore);
  expect(await versionIds('published')).toEqual(publishedBefore);
  expect(await versionIds('abandoned')).toHaveLength(1);
});

test('a run as of an earlier day sees no later sales and has no cut-off to meet', async () => {
  const run = await buyer().runs.get({ runId: await world.runOnce({ asOf: '2026-06-01' }) });
  expect(run).toMatchObject({ state: 'done', parameters: { asOf: '2026-06-01' } });
  const forecast = await buyer().forecasting.versions.get({ versionId: run.forecastVersionId ?? '' });
  expect(forecast.startsOn).toBe('2026-06-01');
  await expect(buyer().runs.start({ asOf: '2027-01-01' })).rejects.toThrow(/has not come yet/);
  await world.runOnce();
});

test('proposals expire when their cut-off has passed in the zone of the place', async () => {
  const { totals } = await buyer().proposals.list({});
  expect(totals.count).toBeGreaterThan(0);
  const open = await proposalOf('H');
  // 12:00 in Oslo in November is 11:00 UTC.
  expect(open.cutOffAt).toBe('2026-11-23T11:00:00.000Z');
  world.clock.set('2026-11-23T11:00:01Z');
  expect((await buyer().proposals.approve(wanted(open))).refused[0]?.code).toBe(
    'replenishment.cut-off-passed',
  );
  const expire = expireProposalsJob.run as (context: Context) => Promise<unknown>;
  await expire(world.app.contextFor(buyerActor));
  expect((await buyer().proposals.list({})).totals.count).toBe(0);
  expect((await buyer().proposals.get({ proposalId: open.proposalId })).state).toBe('expired');
});
