import type { UserId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld([
    { itemNumber: 'A', level: 40, stockMilli: 0, supplier: 'portal' },
    { itemNumber: 'B', level: 40, stockMilli: 30_000, supplier: 'edi' },
  ]);
});
afterAll(() => world?.app.remove());

const admin = () => world.callerOf(world.person(world.buyerId, 'Administrator', ['admin']));
const nok = (valueMinorMax: number) => ({ valueMinorMax, currency: 'NOK' });
const buyers = { kind: 'role', role: 'buyer' } as const;

test('an organisation that never changed a rule has no limits and plans its day at five', async () => {
  expect(await admin().rules.get()).toEqual({
    version: 0,
    dailyRunAt: '05:00',
    delegationLimits: [],
    autoApprovalRules: [],
  });
  expect(await admin().tolerances.get()).toEqual({
    version: 0,
    tolerances: [],
    standard: { earlyDays: 1, lateDays: 0, shortRatio: 0 },
  });
});

test('a limit and a rule that were set decide who approves what, and what is ordered without a person', async () => {
  const { version } = await admin().rules.get();
  await admin().rules.setDelegationLimits({
    limits: [{ holder: buyers, ...nok(1) }],
    expectedVersion: version,
  });
  const supplierId = world.ediSupplierId;
  const rule = { supplierId, ...nok(1_000_000_00), isActive: true };
  await admin().rules.setAutoApprovalRules({ rules: [rule], expectedVersion: version + 1 });
  const runId = await world.runOnce();
  const buyer = world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer']));
  expect((await buyer.runs.get({ runId })).counts).toMatchObject({ autoApproved: 1, autoOrders: 1 });
  const [open] = (await buyer.proposals.list({})).rows;
  const outcome = await buyer.proposals.approve({
    proposals: [{ proposalId: open?.proposalId ?? '', expectedVersion: open?.version ?? 0 }],
  });
  expect(outcome).toMatchObject({ approved: 0, needsSecond: 1 });
});

test('an administrator who also buys or approves does not set the limits for it', async () => {
  const before = await admin().rules.get();
  for (const role of ['buyer', 'approver'] as const) {
    const both = world.callerOf(world.person(world.buyerId, 'Both', ['admin', role]));
    const expectedVersion = before.version;
    const limits = [{ holder: buyers, ...nok(9) }];
    await expect((async () => both.rules.setDelegationLimits({ limits, expectedVersion }))()).rejects.toThrow(
      'does not set the limits',
    );
    await expect(
      (async () => both.rules.setAutoApprovalRules({ rules: [], expectedVersion }))(),
    ).rejects.toThrow('does not set the limits');
  }
  expect(await admin().rules.get()).toEqual(before);
});

test('what somebody else changed meanwhile is not overwritten', async () => {
  const { version } = await admin().rules.get();
  await admin().rules.setDailyRun({ dailyRunAt: '04:30', expectedVersion: version });
  const outdated = admin().rules.setDailyRun({ dailyRunAt: null, expectedVersion: version });
  await expect(outdated).rejects.toThrow('Somebody else changed the rules meanwhile');
  expect(await admin().rules.get()).toMatchObject({ version: version + 1, dailyRunAt: '04:30' });
  await admin().tolerances.set({ tolerances: [], expectedVersion: 0 });
  const late = admin().tolerances.set({ tolerances: [], expectedVersion: 0 });
  await expect(late).rejects.toThrow('Somebody else changed the tolerances meanwhile');
});

test('two values for one holder, and suppliers of others, are refused and change nothing', async () => {
  const before = await admin().rules.get();
  const expectedVersion = before.version;
  const limits = [
    { holder: buyers, ...nok(1) },
    { holder: buyers, ...nok(2) },
  ];
  await expect(
    (async () => admin().rules.setDelegationLimits({ limits, expectedVersion }))(),
  ).rejects.toThrow('two values');
  const strange = { supplierId: newId<UserId>(), ...nok(5), isActive: true };
  await expect(admin().rules.setAutoApprovalRules({ rules: [strange], expectedVersion })).rejects.toThrow(
    'do not trade',
  );
  expect(await admin().rules.get()).toEqual(before);
});

test('a tolerance counts for orders placed from then on, the supplier’s own before that of all', async () => {
  const { version } = await admin().tolerances.get();
  await admin().tolerances.set({
    tolerances: [
      { supplierId: null, earlyDays: 9, lateDays: 9, shortRatio: 0 },
      { supplierId: world.portalSupplierId, earlyDays: 0, lateDays: 2, shortRatio: 0.05 },
    ],
    expectedVersion: version,
  });
  const approver = world.callerOf(world.person(world.buyerId, 'Approver', ['approver']));
  const [open] = (await approver.proposals.list({})).rows;
  await approver.proposals.approve({
    proposals: [{ proposalId: open?.proposalId ?? '', expectedVersion: open?.version ?? 0 }],
  });
  const exact = { overRatio: 0, priceRatio: 0, freezeDays: 0 };
  const orders = await world.app.database.asOwner(
    'select supplier_id as supplier, tolerance from orders order by po_number',
  );
  expect(orders).toEqual([
    { supplier: world.ediSupplierId, tolerance: { earlyDays: 1, lateDays: 0, shortRatio: 0 } },
    {
      supplier: world.portalSupplierId,
      tolerance: { earlyDays: 0, lateDays: 2, shortRatio: 0.05, ...exact },
    },
  ]);
});

test('who changed which rule, from what to what, is in the audit trail; only administrators change them', async () => {
  const entries = await world.app.database.asOwner<{ command: string; after: unknown }>(
    `select command, after from platform.audit_entries where command like '%.set-%' order by entry_number`,
  );
  expect(entries.map(({ command }) => command)).toEqual([
    'replenishment.set-delegation-limits',
    'replenishment.set-auto-approval-rules',
    'replenishment.set-daily-run',
    'orders.set-tolerances',
    'orders.set-tolerances',
  ]);
  expect(entries[2]?.after).toEqual({ dailyRunAt: '04:30' });
  const buyer = world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'approver']));
  await expect(buyer.rules.setDailyRun({ dailyRunAt: null, expectedVersion: 0 })).rejects.toThrow('role');
  await expect(buyer.tolerances.get()).rejects.toThrow('role');
});
