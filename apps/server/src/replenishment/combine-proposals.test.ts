import { verifyBudget, verifyLoad, verifyProof } from '@coplan/planning';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import type { Actor } from '../platform/index.ts';

const itemNumbers = ['A', 'B', 'C', 'D', 'E', 'F'];
let world: PlanningWorld;
let buyerActor: Actor;
beforeAll(async () => {
  world = await openPlanningWorld(
    itemNumbers.map((itemNumber, index) => ({
      itemNumber,
      level: 60 + index * 20,
      stockMilli: 0,
      supplier: 'portal' as const,
    })),
  );
  buyerActor = world.person(world.buyerId, 'Buyer', ['buyer']);
  await world.runOnce();
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(buyerActor);
const theLoad = async () => {
  const [load, ...others] = await buyer().proposals.loads({ supplierId: world.portalSupplierId });
  if (load === undefined) throw new Error('there are proposals of the supplier');
  expect(others).toEqual([]);
  return load;
};
const combine = async (changes: object) =>
  buyer().proposals.combine({
    supplierId: world.portalSupplierId,
    deliverOn: (await theLoad()).deliverOn,
    goal: 'minimum',
    ...changes,
  });

test('the open proposals of a supplier and day are one load that can be topped up to the minimum', async () => {
  const waiting = await theLoad();
  expect(waiting.count).toBe(itemNumbers.length);
  const plain = await combine({});
  expect(plain.load?.plan.advice).toBe('order');
  const least = waiting.valueMinor + 5_000;
  const { load, lines } = await combine({ minimum: { measure: 'money', least } });
  if (load === undefined) throw new Error('a load is suggested');
  expect(load.plan.advice).toBe('top-up');
  expect(load.plan.measures).toContainEqual(expect.objectContaining({ measure: 'money', least }));
  expect(load.plan.measures[0]?.after).toBeGreaterThanOrEqual(least);
  expect(verifyLoad(load.input, load.plan)).toEqual({ agrees: true, differences: [] });
  for (const { suggestedMilli, quantityMilli } of lines) {
    expect(suggestedMilli).toBeGreaterThanOrEqual(quantityMilli);
    expect(suggestedMilli % 6_000).toBe(0);
  }
});

test('a budget cuts the proposals and says what more money would be worth', async () => {
  const { valueMinor } = await theLoad();
  const budgetMinor = Math.round(valueMinor * 0.7);
  const { budget } = await combine({ goal: 'budget', budgetMinor });
  if (budget === undefined) throw new Error('a budget is fitted');
  expect(budget.plan.totalBeforeMinor).toBe(valueMinor);
  expect(budget.plan.totalAfterMinor).toBeLessThanOrEqual(budgetMinor);
  expect(budget.plan.shadowPrice).toBeGreaterThan(0);
  expect(verifyBudget(budget.input, budget.plan).agrees).toBe(true);
});

test('a combination is applied as a whole or not at all, with its reason', async () => {
  const { valueMinor } = await theLoad();
  const { lines } = await combine({ minimum: { measure: 'money', least: valueMinor + 5_000 } });
  const changes = lines
    .filter(({ suggestedMilli, quantityMilli }) => suggestedMilli !== quantityMilli)
    .map(({ proposalId, suggestedMilli, version }) => ({
      proposalId,
      quantityMilli: suggestedMilli,
      expectedVersion: version,
    }));
  const untouched = lines.find(({ proposalId }) =>
    changes.every((change) => change.proposalId !== proposalId),
  );
  const stale = { proposalId: untouched?.proposalId ?? '', quantityMilli: 6_000, expectedVersion: 99 };
  const reason = 'Filled up to the minimum of the supplier';
  await expect(buyer().proposals.applyCombination({ changes: [...changes, stale], reason })).rejects.toThrow(
    /changed this proposal meanwhile/,
  );
  expect((await theLoad()).valueMinor).toBe(valueMinor);
  expect(await buyer().proposals.applyCombination({ changes, reason })).toEqual({
    editedCount: changes.length,
    rejectedCount: 0,
  });
  expect((await theLoad()).valueMinor).toBeGreaterThanOrEqual(valueMinor + 5_000);
  const { editReason } = await buyer().proposals.get({ proposalId: changes[0]?.proposalId ?? '' });
  expect(editReason).toBe(reason);
  // Where nothing remains, the proposal is rejected.
  const { lines: now } = await combine({});
  const [first] = now;
  const dropped = {
    proposalId: first?.proposalId ?? '',
    quantityMilli: 0,
    expectedVersion: first?.version ?? 0,
  };
  expect(await buyer().proposals.applyCombination({ changes: [dropped], reason })).toMatchObject({
    rejectedCount: 1,
  });
});

test('a supplier or day without open proposals has nothing to combine', async () => {
  await expect(combine({ deliverOn: '2027-01-01' })).rejects.toThrow(/No open proposal/);
  await expect(combine({ supplierId: world.ediSupplierId })).rejects.toThrow(/No open proposal/);
});

test('the policy that a buyer chose for an item, or in general, is what the next run plans by', async () => {
  const { rows } = await buyer().proposals.list({ limit: 50 });
  const one = rows.find(({ itemNumber }) => itemNumber === 'F');
  const { itemLocationId } = await buyer().proposals.get({ proposalId: one?.proposalId ?? '' });
  const policies = buyer().catalog.policies;
  const target = { kind: 'service-level' as const };
  const minMax = { rule: { kind: 'min-max' as const, minimumMilli: 60_000, maximumMilli: 600_000 }, target };
  await expect(policies.set({ itemLocationId: null, policy: minMax, expectedVersion: 0 })).rejects.toThrow(
    /cannot name a quantity/,
  );
  await policies.set({ itemLocationId, policy: minMax, expectedVersion: 0 });
  await expect(policies.set({ itemLocationId, policy: minMax, expectedVersion: 0 })).rejects.toThrow(
    /changed this planning policy/,
  );
  const fillRate = {
    rule: { kind: 'reorder-up-to' as const, coverDays: 14 },
    target: { kind: 'fill-rate' as const, fillRate: 0.97 },
    shelfLifeDays: 90,
  };
  await policies.set({ itemLocationId: null, policy: fillRate, expectedVersion: 0 });
  await world.runOnce();
  const after = await buyer().proposals.list({ state: ['in-review', 'conflict'], limit: 50 });
  const detailOf = async (number: string) =>
    buyer().proposals.get({
      proposalId: after.rows.find(({ itemNumber }) => itemNumber === number)?.proposalId ?? '',
    });
  const byRule = await detailOf('F');
  const other = byRule.conflict?.otherProposalId;
  const planned =
    other === undefined || other === null ? byRule : await buyer().proposals.get({ proposalId: other });
  expect(planned.input.policy.rule).toMatchObject({ kind: 'min-max', maximumMilli: { value: 600_000 } });
  expect(planned.quantityMilli).toBe(600_000);
  expect(verifyProof(planned.input, planned.proof).agrees).toBe(true);
  const general = (await buyer().catalog.policies.get({ itemLocationId })).general;
  expect(general?.policy).toEqual(fillRate);
  await policies.set({ itemLocationId, policy: null, expectedVersion: 1 });
  expect((await policies.get({ itemLocationId })).own).toBeNull();
});
