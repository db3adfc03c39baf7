import { addDays } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration/collaboration-world.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 2, locationCount: 1 });
  await world.countStock('A-1', 0);
  await world.countStock('R-1', 0);
  await world.runOnce();
}, 120_000);
afterAll(() => world?.app.remove());

const orderPlan = async () => {
  const [plan] = await world.buyerContext.db.read<{ planId: string; source: { runId: string } }>(
    `select id as "planId", source from forecast_plans where purpose = 'order' and state = 'published'`,
  );
  if (plan === undefined) throw new Error('no order forecast');
  return plan;
};

test('a run publishes the order forecast, and its first orders are the proposals', async () => {
  const { planId, source } = await orderPlan();
  expect(source).toMatchObject({ kind: 'run', engineVersion: expect.stringContaining('planning') });
  const { rows } = await world.buyer.proposals.list({ state: 'open', limit: 200 });
  const outlooks = await world.buyerContext.db.read<{
    itemLocationId: string;
    first: number;
    deliverOn: string;
  }>(
    `select item_location_id as "itemLocationId", quantity_milli[1]::float8 as first, deliver_on[1]::text as "deliverOn"
     from order_outlooks where plan_id = $1`,
    [planId],
  );
  expect(outlooks).toHaveLength(2);
  for (const row of rows.filter(({ itemNumber }) => itemNumber.startsWith('A-'))) {
    const { itemLocationId, agreement } = await world.buyer.proposals.get({ proposalId: row.proposalId });
    expect(agreement).toMatchObject({ name: 'Weekly replenishment', versionNumber: 1 });
    expect(outlooks.find((outlook) => outlook.itemLocationId === itemLocationId)).toMatchObject({
      first: row.quantityMilli,
      deliverOn: row.deliverOn,
    });
  }
});

test('proposals name the agreement version they were made under, and those of others none', async () => {
  const named = await world.buyerContext.db.read<{ supplierId: string; version: string | null }>(
    'select distinct supplier_id as "supplierId", agreement_version_id as version from proposals',
  );
  expect(named.find(({ supplierId }) => supplierId === world.supplierId)?.version).toBe(
    world.agreementVersionId,
  );
  expect(
    named.filter(({ supplierId }) => supplierId === world.rivalId).every(({ version }) => version === null),
  ).toBe(true);
});

test('the order forecast names the agreement version it was made under, and says whether commits are asked for', async () => {
  const { agreementId } = world;
  const read = async () => world.seller.orderForecasts.get({ agreementId });
  expect(await read()).toMatchObject({ plan: { agreementVersionNumber: 1 }, commitsNotAsked: null });
  const { measures } = await world.buyer.sharing.matrix({ agreementId });
  const ruleId = measures.find(({ measure }) => measure === 'forecast')?.mine?.ruleId ?? '';
  await world.buyer.sharing.close({ ruleId, reason: 'a pause' });
  expect(await read()).toMatchObject({ plan: null, commitsNotAsked: expect.stringContaining('has closed') });
  await world.buyer.sharing.reopen({ ruleId });
  expect((await read()).commitsNotAsked).toBeNull();
});

test('the supplier is asked to commit in the frozen and slushy windows, by Thursday noon', async () => {
  const { side, rows, totals } = await world.seller.commits.list({
    agreementId: world.agreementId,
    limit: 500,
  });
  expect(side).toBe('seller');
  expect(rows.length).toBeGreaterThan(4);
  expect(totals.map(({ state }) => state)).toEqual(['due']);
  expect(rows.every(({ startsOn }) => startsOn < '2027-01-03')).toBe(true);
  expect(rows.every(({ dueAt }) => dueAt === '2026-11-26T11:00:00.000Z')).toBe(true);
  expect(rows[0]).toMatchObject({ committedMilli: null, allowedEvents: ['draft', 'submit'] });
});

const commitsOf = async (state: 'due' | 'short' | 'accepted' | 'submitted') =>
  (await world.seller.commits.list({ agreementId: world.agreementId, state: [state], limit: 500 })).rows;
const firstOf = async (itemNumber: string) => {
  const row = (await commitsOf('due')).find(
    (commit) => commit.itemNumber === itemNumber && commit.startsOn >= '2026-11-23',
  );
  if (row === undefined) throw new Error(`nothing is asked of ${itemNumber}`);
  return row;
};

test('less than asked needs a reason, the buyer cannot commit, and a rival sees nothing', async () => {
  const { itemLocationId, startsOn, forecastMilli } = await firstOf('A-1');
  const answer = { itemLocationId, startsOn, committedMilli: forecastMilli - 6_000 };
  const submit = (caller: typeof world.seller) =>
    caller.commits.submit({ agreementId: world.agreementId, commits: [answer] });
  await expect(submit(world.seller)).rejects.toThrow(/give the reason/);
  await expect(submit(world.buyer)).rejects.toThrow();
  await expect(submit(world.rival)).rejects.toThrow(/no such agreement/);
  await expect(world.rival.commits.list({ agreementId: world.agreementId })).rejects.toThrow(
    /no such agreement/,
  );
});

test('80 % now and the rest later, or a substitute: the buyer sees at once what each would cost', async () => {
  const asked = await firstOf('A-1');
  const committedMilli = Math.floor((asked.forecastMilli * 0.5) / 6_000) * 6_000;
  const restMilli = asked.forecastMilli - committedMilli;
  const other = world.itemLocations.find(({ itemNumber }) => itemNumber === 'A-2');
  const later = addDays(asked.startsOn, 7);
  const { commitIds, shortCount } = await world.seller.commits.submit({
    agreementId: world.agreementId,
    commits: [
      {
        itemLocationId: asked.itemLocationId,
        startsOn: asked.startsOn,
        committedMilli,
        reasonCode: 'capacity',
        alternatives: [
          {
            kind: 'later',
            parts: [
              { startsOn: asked.startsOn, quantityMilli: committedMilli },
              { startsOn: later, quantityMilli: restMilli },
            ],
          },
          { kind: 'substitute', itemId: other?.itemId ?? '', quantityMilli: restMilli },
        ],
      },
    ],
  });
  expect(shortCount).toBe(1);
  const [commitId = ''] = commitIds;
  const evaluation = await world.buyer.orderForecasts.evaluateCommit({ commitId });
  const optionOf = (option: string, alternativeIndex: number | null = null) =>
    evaluation.options.find((one) => one.option === option && one.alternativeIndex === alternativeIndex);
  const [refuse, short, substitute] = [
    optionOf('refuse'),
    optionOf('as-committed'),
    optionOf('alternative', 1),
  ];
  expect(evaluation.options).toHaveLength(4);
  expect(refuse?.shortMilli).toBeGreaterThan(short?.shortMilli ?? 0);
  expect(refuse?.costMinor).toBeGreaterThan(short?.costMinor ?? 0);
  expect(short?.shortMilli).toBeGreaterThan(substitute?.shortMilli ?? Number.POSITIVE_INFINITY);
  expect(short?.serviceRatio).toBeLessThan(evaluation.inFull.serviceRatio);
  expect(short?.text).toMatch(/are expected to be missing, service is/);
  await expect(world.seller.orderForecasts.evaluateCommit({ commitId })).rejects.toThrow();

  expect(substitute?.cost.purchaseMinor).toBe(0);
  const changePrice = (byMicros: number) =>
    world.app.database.asOwner(
      'update supplier_terms set unit_price_micros = unit_price_micros + $2 where item_id = $1',
      [other?.itemId, byMicros],
    );
  await changePrice(1_000_000);
  const dearer = (await world.buyer.orderForecasts.evaluateCommit({ commitId })).options.find(
    ({ alternativeIndex }) => alternativeIndex === 1,
  );
  await changePrice(-1_000_000);
  expect(dearer?.cost.purchaseMinor).toBeGreaterThan(0);
  expect(dearer?.costMinor).toBe((substitute?.costMinor ?? 0) + (dearer?.cost.purchaseMinor ?? 0));
});

test('to refuse what was committed in full is to go without it', async () => {
  const asked = await firstOf('A-1');
  const { commitIds } = await world.seller.commits.submit({
    agreementId: world.agreementId,
    commits: [
      {
        itemLocationId: asked.itemLocationId,
        startsOn: asked.startsOn,
        committedMilli: asked.forecastMilli,
      },
    ],
  });
  const { inFull, options } = await world.buyer.orderForecasts.evaluateCommit({
    commitId: commitIds[0] ?? '',
  });
  const [taken, refused] = ['as-committed', 'refuse'].map((name) =>
    options.find(({ option }) => option === name),
  );
  expect(taken).toMatchObject({ ...inFull, costMinor: 0 });
  expect(refused?.shortMilli).toBeGreaterThan(inFull.shortMilli);
  expect(refused?.costMinor).toBeGreaterThan(0);
});

test('the accepted part is what the next proposals keep to, and the commit stands', async () => {
  const [commit] = await commitsOf('short');
  if (commit === undefined) throw new Error('no short commit');
  const { commitId, version, startsOn, endsBefore, committedMilli, itemLocationId } = commit;
  await world.buyer.commits.accept({ commitId, expectedVersion: version });
  await expect(world.buyer.commits.accept({ commitId, expectedVersion: version })).rejects.toThrow();
  await world.runOnce();
  const { planId } = await orderPlan();
  const [row] = await world.buyerContext.db.read<{ plannedMilli: number }>(
    `select coalesce(sum(quantity), 0)::float8 as "plannedMilli"
     from order_outlooks outlook, unnest(outlook.deliver_on, outlook.quantity_milli) as one (arrives_on, quantity)
     where plan_id = $1 and item_location_id = $2 and arrives_on >= $3::date and arrives_on < $4::date`,
    [planId, itemLocationId, startsOn, endsBefore],
  );
  expect(row?.plannedMilli).toBeLessThanOrEqual(committedMilli ?? 0);
  const { proof } = await world.buyer.proposals.whyNot({ itemLocationId });
  expect(proof.steps.some(({ ruleId, text }) => ruleId === 'limit.supply' && /commits to/.test(text))).toBe(
    true,
  );
  expect((await commitsOf('accepted')).map((one) => one.commitId)).toEqual([commitId]);
});

test('one click commits to the order forecast as it stands, and one accepts all that is covered', async () => {
  const dueCount = (await commitsOf('due')).length;
  const { submittedCount } = await world.seller.commits.commitAsForecast({ agreementId: world.agreementId });
  expect(submittedCount).toBe(dueCount);
  expect(await world.buyer.commits.acceptMany({ agreementId: world.agreementId })).toEqual({
    acceptedCount: dueCount,
  });
  const again = await world.buyer.commits.acceptMany({ agreementId: world.agreementId });
  expect(again.acceptedCount).toBe(0);
});

test('an order uses up the forecast of its week for both sides, once, and gives it back when it is cancelled', async () => {
  const { rows } = await world.buyer.proposals.list({ state: 'open', limit: 200 });
  const proposal = rows.find(({ itemNumber }) => itemNumber === 'A-1');
  if (proposal === undefined) throw new Error('A-1 is not proposed');
  const { proposalId, version } = proposal;
  const { orders } = await world.buyer.proposals.approve({
    proposals: [{ proposalId, expectedVersion: version }],
  });
  await world.app.runPending();
  const weekOf = async (caller: typeof world.seller) =>
    (await caller.orderForecasts.get({ agreementId: world.agreementId })).buckets.find(
      ({ startsOn, endsBefore }) => startsOn <= proposal.deliverOn && proposal.deliverOn < endsBefore,
    );
  const [mine, theirs] = [await weekOf(world.buyer), await weekOf(world.seller)];
  expect(mine?.ordersMilli).toBe(proposal.quantityMilli);
  expect(theirs).toEqual(mine);
  expect(mine?.remainingMilli).toBe((mine?.forecastMilli ?? 0) - proposal.quantityMilli);
  await world.runOnce();
  expect((await weekOf(world.buyer))?.forecastMilli).toBe(mine?.forecastMilli);
  const [order] = orders;
  const { version: orderVersion } = await world.buyer.orders.get({ orderId: order?.orderId ?? '' });
  await world.buyer.orders.cancel({
    orderId: order?.orderId ?? '',
    reason: 'A mistake',
    expectedVersion: orderVersion,
  });
  await world.app.runPending();
  expect((await weekOf(world.seller))?.ordersMilli).toBe(0);
});

test('the liability meter shows what is open in the frozen window, the same to both', async () => {
  const mine = await world.buyer.orderForecasts.liability({ agreementId: world.agreementId });
  const theirs = await world.seller.orderForecasts.liability({ agreementId: world.agreementId });
  const frozen = mine.windows.find(({ window }) => window === 'frozen');
  expect(frozen?.committedMilli).toBeGreaterThan(0);
  expect(frozen?.openMinor).toBeGreaterThan(0);
  expect(mine.rows.length).toBe(mine.rowCount);
  expect(theirs.windows).toEqual(mine.windows);
});

test('a run that is computed again from its kept inputs gives the same bytes, order forecast included', async () => {
  const { source } = await orderPlan();
  expect(await world.buyer.runs.replay({ runId: source.runId })).toMatchObject({ isIdentical: true });
}, 60_000);
