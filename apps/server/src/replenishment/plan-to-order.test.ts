import { verifyProof } from '@coplan/planning';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld([
    { itemNumber: 'A', level: 40, stockMilli: 0, supplier: 'portal' },
    { itemNumber: 'B', level: 12, stockMilli: 2_000, supplier: 'portal' },
    { itemNumber: 'C', level: 30, stockMilli: 1_000, supplier: 'edi' },
    { itemNumber: 'D', level: 10, stockMilli: 500_000, supplier: 'portal' },
  ]);
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer']));
const supplier = () => world.callerOf(world.person(world.portalSupplierId, 'Supplier', ['supplier-planner']));

test('from sales and stock to proposals with proofs, orders, promises and what is coming', async () => {
  const runId = await world.runOnce();
  const run = await buyer().runs.get({ runId });
  expect(run).toMatchObject({
    state: 'done',
    error: null,
    counts: { planned: 4, proposed: 3, queued: 3, problems: 0 },
  });

  const page = await buyer().proposals.list({});
  expect(page.rows.map((row) => row.itemNumber).sort()).toEqual(['A', 'B', 'C']);
  expect(page.totals.count).toBe(3);
  expect(page.facets.suppliers.map(({ name, count }) => [name, count])).toEqual([
    ['Harbour Foods', 1],
    ['Valley Mill', 2],
  ]);
  for (const { proposalId, quantityMilli } of page.rows) {
    const proposal = await buyer().proposals.get({ proposalId });
    expect(quantityMilli % 6_000).toBe(0);
    expect(verifyProof(proposal.input, proposal.proof)).toEqual({ agrees: true, differences: [] });
    expect(proposal.history.soldMilli.length).toBe(104);
    expect(proposal.forecast?.meanMilli.length).toBeGreaterThan(20);
  }

  const preview = await buyer().proposals.previewApproval({
    proposalIds: page.rows.map((row) => row.proposalId),
  });
  expect(preview).toMatchObject({
    count: 3,
    valueMinor: page.totals.valueMinor,
    needSecondCount: 0,
    refusedCount: 0,
  });
  const outcome = await buyer().proposals.approve({
    proposals: page.rows.map(({ proposalId, version }) => ({ proposalId, expectedVersion: version })),
  });
  expect(outcome).toMatchObject({ approved: 3, needsSecond: 0, refused: [] });
  expect(outcome.orders.map((order) => order.poNumber).sort()).toEqual(['100001', '100002']);

  const orders = (await buyer().orders.list({})).rows;
  const byName = (name: string) => orders.find((order) => order.supplierName === name);
  expect(byName('Harbour Foods')).toMatchObject({ state: 'approved', lineCount: 1 });
  expect(byName('Valley Mill')).toMatchObject({ state: 'sent', lineCount: 2, promisedOn: null });

  const { toConfirm } = await supplier().supplier.home();
  expect(toConfirm).toHaveLength(1);
  const order = await supplier().orders.get({ orderId: toConfirm[0]?.orderId ?? '' });
  expect(order.allowedEvents).toContain('confirm');
  await supplier().orders.confirm({
    orderId: order.orderId,
    expectedVersion: order.version,
    lines: order.lines.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' })),
  });
  await world.app.runPending();
  const confirmed = await buyer().orders.get({ orderId: order.orderId });
  expect(confirmed).toMatchObject({ state: 'acknowledged', promisedOn: order.deliverOn, isLate: false });
  expect(confirmed.timeline.map((entry) => entry.type)).toEqual(['placed', 'sent', 'confirmed']);
  const coming = await world.app.database.asOwner(
    'select kind, source_label from scheduled_receipts order by 2',
  );
  expect(coming).toHaveLength(3);
});

test('a second run on what was ordered proposes nothing new', async () => {
  const runId = await world.runOnce();
  const run = await buyer().runs.get({ runId });
  expect(run.counts).toMatchObject({ planned: 4, proposed: 0, queued: 0, superseded: 0 });
  expect((await buyer().proposals.list({})).totals.count).toBe(0);
});

test('a finished run computes to the same bytes again', async () => {
  const { rows } = await buyer().runs.list({});
  for (const { runId } of rows) {
    expect(await buyer().runs.replay({ runId })).toMatchObject({ isIdentical: true });
  }
});

test('why nothing is ordered has a proof as well', async () => {
  const [planned] = await world.app.database.asOwner<{ id: string }>(
    `select planned.id from item_locations planned join items on items.id = item_id where item_number = 'D'`,
  );
  const explained = await buyer().proposals.whyNot({ itemLocationId: planned?.id ?? '' });
  expect(explained.quantityMilli).toBe(0);
  expect(verifyProof(explained.input, explained.proof).agrees).toBe(true);
});
