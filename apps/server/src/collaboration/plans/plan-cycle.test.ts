import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 3, locationCount: 2 });
  await world.runOnce();
});
afterAll(() => world?.app.remove());

const about = () => ({ agreementId: world.agreementId, purpose: 'sales' as const });

async function currentPlan(side: 'buyer' | 'seller', measure: 'mine' | 'partner' | 'joint') {
  const { plans } = await world[side].plans.grid(about());
  const plan = plans.find((one) => one.measure === measure);
  if (plan === undefined) throw new Error(`${side} has no ${measure} plan`);
  return plan;
}

const operation = (name: string) => `test ${name}`;

test('a new statistical forecast becomes the buyer’s working sales plan by itself, and nobody else sees it', async () => {
  const plan = await currentPlan('buyer', 'mine');
  expect(plan).toMatchObject({ kind: 'party', state: 'working', startsOn: '2026-11-23', bucketDays: 7 });
  expect(plan.source).toMatchObject({ kind: 'statistical' });
  const { rows } = await world.buyer.plans.gridRows({ ...about(), limit: 500 });
  expect(rows.map(({ itemNumber, locationCode }) => `${itemNumber} ${locationCode}`)).toEqual(
    world.itemLocations.map(({ itemNumber, locationCode }) => `${itemNumber} ${locationCode}`),
  );
  const [row] = rows;
  const column = plan.firstColumn ?? -1;
  expect(row?.cells.mine?.[column]).toBeGreaterThan(5);
  expect(row?.cells.mine?.[column]).toBe(row?.cells.statistical?.[column]);
  expect(row?.cells.mine?.[column - 1]).toBeNull();
  expect(row?.cells.history?.[column - 2]).toBeGreaterThan(5);
  const seen = await world.seller.plans.grid(about());
  expect(seen.plans).toEqual([]);
  await expect(world.seller.plans.get({ planId: plan.planId })).rejects.toThrow(/no such plan/);
});

test('an override is typed, seen with its underlying number, logged, and repeated without effect', async () => {
  const { planId, firstColumn } = await currentPlan('buyer', 'mine');
  const [line] = world.itemLocations;
  const edit = {
    itemLocationId: line?.itemLocationId ?? '',
    bucketIndex: 2,
    layer: 'override' as const,
    beforeMilli: null,
    afterMilli: 77_500,
  };
  const send = () =>
    world.buyer.plans.edit({ planId, operationId: operation('typed'), edits: [edit], reason: 'Easter' });
  const first = await send();
  expect(first).toMatchObject({ conflicts: [] });
  expect(first.applied).toHaveLength(1);
  expect(await send()).toEqual(first);
  const { rows } = await world.buyer.plans.gridRows({ ...about(), limit: 1 });
  const column = (firstColumn ?? 0) + 2;
  expect(rows[0]?.cells.mine?.[column]).toBe(77.5);
  expect(rows[0]?.layers.mine?.override?.[column]).toBe(77.5);
  expect(rows[0]?.layers.mine?.underlying[column]).toBe(rows[0]?.cells.statistical?.[column]);
  expect(rows[0]?.rowVersion.mine).toBe(first.applied[0]);
  const { entries } = await world.buyer.plans.cellHistory({
    planId,
    itemLocationId: edit.itemLocationId,
    bucketIndex: 2,
  });
  expect(entries).toMatchObject([
    { beforeMilli: null, afterMilli: 77_500, reason: 'Easter', outcome: 'applied' },
  ]);
  await expect(
    world.buyer.plans.edit({ planId, operationId: operation('typed'), edits: [{ ...edit, afterMilli: 1 }] }),
  ).rejects.toMatchObject({ cause: { code: 'collaboration.operation-reused' } });
});

test('a cell that somebody changed meanwhile is told as a conflict, and the rest of the operation counts', async () => {
  const { planId } = await currentPlan('buyer', 'mine');
  const [line] = world.itemLocations;
  const itemLocationId = line?.itemLocationId ?? '';
  const { applied, conflicts } = await world.buyer.plans.edit({
    planId,
    operationId: operation('late'),
    edits: [
      { itemLocationId, bucketIndex: 2, layer: 'override', beforeMilli: null, afterMilli: 10_000 },
      { itemLocationId, bucketIndex: 3, layer: 'override', beforeMilli: null, afterMilli: 11_000 },
    ],
  });
  expect(applied).toHaveLength(1);
  expect(conflicts).toMatchObject([
    { bucketIndex: 2, currentMilli: 77_500, yoursMilli: 10_000, actorName: 'Buyer’s planner' },
  ]);
});

test('a row that came into scope later takes its first number; one outside of it takes none', async () => {
  const { planId } = await currentPlan('buyer', 'mine');
  const [first, second] = world.itemLocations.slice(-2);
  const row = [planId, second?.itemLocationId];
  const asOwner = (sql: string, values: unknown[] = []) => world.app.database.asOwner(sql, values);
  await asOwner('create table kept_rows as select * from forecast_plan_rows');
  await asOwner('delete from forecast_plan_rows where plan_id = $1 and item_location_id = $2', row);
  const cell = { bucketIndex: 20, layer: 'override' as const, beforeMilli: null, afterMilli: 5_000 };
  const edits = [first, second].map((line) => ({ ...cell, itemLocationId: line?.itemLocationId ?? '' }));
  const { applied } = await world.buyer.plans.edit({ planId, operationId: operation('new row'), edits });
  expect(applied).toHaveLength(2);
  await asOwner('delete from forecast_plan_rows where plan_id = $1 and item_location_id = $2', row);
  await asOwner(
    'insert into forecast_plan_rows select * from kept_rows where plan_id = $1 and item_location_id = $2',
    row,
  );
  await asOwner('drop table kept_rows');
  const foreign = { ...cell, itemLocationId: world.rivalItemLocations[0]?.itemLocationId ?? '' };
  await expect(
    world.buyer.plans.edit({ planId, operationId: operation('foreign row'), edits: [foreign] }),
  ).rejects.toMatchObject({ cause: { code: 'collaboration.cell-outside-plan' } });
});

test('what was published is seen by the partner under its rule, and never changes again', async () => {
  const plan = await currentPlan('buyer', 'mine');
  const published = await world.buyer.plans.publish({ planId: plan.planId, expectedVersion: plan.version });
  expect(published.state).toBe('published');
  const seen = await currentPlan('seller', 'partner');
  expect(seen.planId).toBe(plan.planId);
  const { rows } = await world.seller.plans.gridRows({ ...about(), limit: 1 });
  expect(rows[0]?.cells.partner?.[(seen.firstColumn ?? 0) + 2]).toBe(77.5);
  const edits = [
    {
      itemLocationId: world.itemLocations[0]?.itemLocationId ?? '',
      bucketIndex: 4,
      layer: 'override' as const,
      beforeMilli: null,
      afterMilli: 1_000,
    },
  ];
  for (const side of ['buyer', 'seller'] as const) {
    await expect(
      world[side].plans.edit({ planId: plan.planId, operationId: operation('too late'), edits }),
    ).rejects.toMatchObject({ cause: { code: 'collaboration.plan-not-editable' } });
  }
  await expect(
    world.buyer.plans.publish({ planId: plan.planId, expectedVersion: published.version }),
  ).rejects.toMatchObject({ cause: { code: 'collaboration.plan-event-not-allowed' } });
});

test('the seller starts from the leading buyer’s numbers, changes some and publishes; both are compared at once', async () => {
  const started = await world.seller.plans.startRevision(about());
  expect(started).toMatchObject({ state: 'working', startsOn: '2026-11-23' });
  expect(await world.seller.plans.startRevision(about())).toMatchObject({ planId: started.planId });
  const { rows } = await world.seller.plans.gridRows({ ...about(), limit: 500 });
  expect(rows.map(({ cells }) => cells.mine)).toEqual(rows.map(({ cells }) => cells.partner));
  const edits = world.itemLocations.map(({ itemLocationId }) => ({
    itemLocationId,
    bucketIndex: 10,
    layer: 'override' as const,
    beforeMilli: null,
    afterMilli: 900_000,
  }));
  await world.seller.plans.edit({ planId: started.planId, operationId: operation('seller'), edits });
  await world.seller.plans.publish({ planId: started.planId, expectedVersion: started.version });
  await world.app.runPending();
  const joint = await currentPlan('seller', 'joint');
  expect(joint).toMatchObject({ kind: 'joint', state: 'in-review', partyId: null });
  const { rows: compared } = await world.buyer.plans.gridRows({ ...about(), limit: 500 });
  const column = joint.firstColumn ?? 0;
  for (const row of compared) {
    expect(row.cells.joint?.[column + 2]).toBe(row.cells.mine?.[column + 2]);
    expect(row.cells.joint?.[column + 10]).toBeNull();
    expect(row.status).toMatchObject({ state: 'open' });
    expect(row.status?.buckets?.[10]).toBe('o');
  }
  expect((await currentPlan('buyer', 'mine')).state).toBe('in-review');
  const again = await world.buyer.plans.consensus.compute(about());
  expect(again.planId).toBe(joint.planId);
});

/** As if both had resolved what was in the way. */
const settleExceptions = () =>
  world.app.database.asOwner(`update exceptions set state = 'accepted' where is_blocking`);

test('both negotiate in the joint plan; a consent counts for the numbers that were seen, and no blocking exception may be open', async () => {
  const joint = await currentPlan('buyer', 'joint');
  const negotiate = (side: 'buyer' | 'seller', bucketIndex: number, afterMilli: number) =>
    world[side].plans.edit({
      planId: joint.planId,
      operationId: operation(`${side} ${bucketIndex} ${afterMilli}`),
      edits: world.itemLocations.map(({ itemLocationId }) => ({
        itemLocationId,
        bucketIndex,
        layer: 'override' as const,
        beforeMilli: null,
        afterMilli,
      })),
    });
  await negotiate('buyer', 10, 500_000);
  const { lastEditNumber } = await world.seller.plans.get({ planId: joint.planId });
  const consent = { planId: joint.planId, expectedVersion: joint.version };
  await expect(world.buyer.plans.consensus.agree(consent)).rejects.toMatchObject({
    cause: { code: 'collaboration.blocking-exceptions-open' },
  });
  await settleExceptions();
  const first = await world.buyer.plans.consensus.agree(consent);
  expect(first).toMatchObject({ state: 'in-review', waitsFor: 'partner' });
  await negotiate('seller', 11, 400_000);
  await expect(
    world.seller.plans.consensus.agree({ ...consent, seenEditNumber: lastEditNumber }),
  ).rejects.toMatchObject({ cause: { code: 'collaboration.edited-meanwhile' } });
  expect(await world.seller.plans.consensus.agree(consent)).toMatchObject({ waitsFor: 'partner' });
  expect(await world.buyer.plans.consensus.agree(consent)).toMatchObject({
    state: 'consensus',
    waitsFor: null,
  });
  await world.app.runPending();
  expect((await currentPlan('seller', 'mine')).state).toBe('consensus');
});

test('agreed numbers are bound by the windows: frozen not at all, slushy by the agreed share, said with the figure', async () => {
  const joint = await currentPlan('buyer', 'joint');
  const [line] = world.itemLocations;
  const itemLocationId = line?.itemLocationId ?? '';
  const { rows } = await world.buyer.plans.gridRows({ ...about(), limit: 1 });
  const valueMilli = (bucketIndex: number) =>
    Math.round((rows[0]?.cells.joint?.[(joint.firstColumn ?? 0) + bucketIndex] ?? 0) * 1000);
  const change = (bucketIndex: number, ratio: number) =>
    world.buyer.plans.edit({
      planId: joint.planId,
      operationId: operation(`window ${bucketIndex} ${ratio}`),
      edits: [
        {
          itemLocationId,
          bucketIndex,
          layer: 'override',
          beforeMilli: null,
          afterMilli: Math.round(valueMilli(bucketIndex) * ratio),
        },
      ],
    });
  await expect(change(0, 1.1)).rejects.toThrow(/lies in the frozen window of 14 days/);
  await expect(change(3, 1.5)).rejects.toThrow(
    /20 % of the agreed .* may change, this would change it by 50 %/,
  );
  expect((await change(3, 1.2)).applied).toHaveLength(1);
  expect((await change(20, 3)).applied).toHaveLength(1);
});

test('a frozen plan changes by an amendment that the partner accepts, and by nothing else', async () => {
  const { planId, version } = await currentPlan('buyer', 'joint');
  const frozen = await world.buyer.plans.freeze({ planId, expectedVersion: version });
  expect(frozen.state).toBe('frozen');
  const [line] = world.itemLocations;
  const itemLocationId = line?.itemLocationId ?? '';
  await expect(
    world.seller.plans.edit({
      planId,
      operationId: operation('frozen'),
      edits: [{ itemLocationId, bucketIndex: 0, layer: 'override', beforeMilli: null, afterMilli: 1 }],
    }),
  ).rejects.toThrow(/propose an amendment/);
  const { amendmentId } = await world.seller.plans.amend({
    planId,
    expectedVersion: frozen.version,
    cells: [{ itemLocationId, bucketIndex: 0, afterMilli: 42_000 }],
    reason: 'A line stands still',
  });
  await expect(world.seller.plans.decideAmendment({ amendmentId, decision: 'accept' })).rejects.toMatchObject(
    { cause: { code: 'collaboration.own-amendment' } },
  );
  const amended = await world.buyer.plans.decideAmendment({ amendmentId, decision: 'accept' });
  expect(amended.state).toBe('consensus');
  const { rows } = await world.seller.plans.gridRows({ ...about(), limit: 1 });
  expect(rows[0]?.cells.joint?.[(await currentPlan('seller', 'joint')).firstColumn ?? 0]).toBe(42);
  const { amendments } = await world.seller.plans.get({ planId });
  expect(amendments).toMatchObject([{ amendmentId, state: 'accepted', isMine: true, cellCount: 1 }]);
});

test('two forecasts are compared by week and by month, and nothing is lost on the way', async () => {
  const mine = await currentPlan('buyer', 'mine');
  const partner = await currentPlan('buyer', 'partner');
  for (const calendar of ['agreement', 'iso-week', 'month'] as const) {
    const compared = await world.buyer.plans.compare({
      planIdA: mine.planId,
      planIdB: partner.planId,
      calendar,
    });
    expect(compared.proof.a).toMatchObject({ isLossless: true });
    expect(compared.proof.b).toMatchObject({ isLossless: true });
    expect(compared.proof.a.inputTotalMilli).toBeGreaterThan(0);
    const sum = compared.totals.aMilli.reduce((total, milli) => total + milli, 0);
    expect(sum).toBe(compared.proof.a.outputTotalMilli);
    expect(compared.rows).toHaveLength(world.itemLocations.length);
  }
});

test('a partner’s numbers are gone from the grid when its sharing rule is closed', async () => {
  const [rule] = await world.buyerContext.db.read<{ id: string }>(
    `select id from sharing_rules where measure = 'forecast' and owner_id = $1`,
    [world.buyerId],
  );
  await world.buyer.sharing.close({ ruleId: rule?.id ?? '', reason: 'A test' });
  const grid = await world.seller.plans.grid(about());
  expect(grid.measures.map(({ code }) => code)).not.toContain('partner');
  const { rows } = await world.seller.plans.gridRows({ ...about(), limit: 500 });
  expect(rows.every(({ cells }) => cells.partner === undefined)).toBe(true);
});
