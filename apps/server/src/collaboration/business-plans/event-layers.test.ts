import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { advancePlanEventsJob } from './advance-plan-events.job.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 3, locationCount: 2 });
});
afterAll(() => world?.app.remove());

const bucketCount = 20;
const startsOn = '2026-11-23';

/** A working or joint sales plan in which every cell is 10 units. */
async function addPlan(about: { kind: 'party' | 'joint'; partyId: string | null; state: string }) {
  const id = world.buyerContext.newId();
  const { buyerId, supplierId, agreementId, agreementVersionId } = world;
  await world.app.database.asOwner(
    `insert into forecast_plans (id, buyer_id, supplier_id, agreement_id, agreement_version_id, kind, party_id, purpose,
       state, version_number, starts_on, bucket_days, bucket_count, issued_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, 'sales', $8, 1, $9, 7, $10, $11, 'A test')`,
    [
      id,
      buyerId,
      supplierId,
      agreementId,
      agreementVersionId,
      about.kind,
      about.partyId,
      about.state,
      startsOn,
      bucketCount,
      world.clock.now(),
    ],
  );
  await world.app.database.asOwner(
    `insert into forecast_plan_rows (plan_id, buyer_id, supplier_id, item_location_id, item_id, location_id, base_milli,
       event_milli, override_milli)
     select $1, buyer_id, supplier_id, item_location_id, item_id, location_id, array_fill(10000::bigint, array[$2::int]),
       array_fill(null::bigint, array[$2::int]), array_fill(null::bigint, array[$2::int])
     from agreement_item_locations where agreement_id = $3`,
    [id, bucketCount, agreementId],
  );
  return id;
}

/** The event layer of a plan: sum of all its lines, bucket by bucket, without the buckets that are 0. */
const layerOf = async (planId: string): Promise<Record<string, number>> => {
  const rows = await world.app.database.asOwner<{ place: number; sum: number }>(
    `select place::int as place, sum(milli)::float8 as sum from forecast_plan_rows,
       unnest(event_milli) with ordinality as one (milli, place)
     where plan_id = $1 group by place having sum(milli) <> 0 order by place`,
    [planId],
  );
  return Object.fromEntries(rows.map(({ place, sum }) => [place - 1, sum]));
};

const countEdits = async (): Promise<number> =>
  (await world.app.database.asOwner<{ count: number }>('select count(*)::int as count from cell_edits'))[0]
    ?.count ?? 0;

const settle = async () => {
  for (let round = 0; round < 4; round++) await world.app.runPending();
};

const advance = () =>
  advancePlanEventsJob.run(world.buyerContext as never, {} as never, new AbortController().signal);

let buyerPlanId = '';
let sellerPlanId = '';
let jointPlanId = '';
let planEventId = '';
const events = () => ({ buyer: world.buyer.businessPlans.events, seller: world.seller.businessPlans.events });

const content = (changes: object = {}) => ({
  type: 'promotion' as const,
  name: 'Milk week',
  items: [{ itemId: world.itemLocations[0]?.itemId ?? '', liftRatio: 0.5 }],
  sellThrough: { startsOn: '2027-01-11', endsBefore: '2027-01-25' },
  lockOn: '2026-12-28',
  ...changes,
});

test('an agreed event enters the working plans of both sides and the joint plan by itself, once', async () => {
  buyerPlanId = await addPlan({ kind: 'party', partyId: world.buyerId, state: 'working' });
  sellerPlanId = await addPlan({ kind: 'party', partyId: world.supplierId, state: 'working' });
  jointPlanId = await addPlan({ kind: 'joint', partyId: null, state: 'in-review' });
  const { agreementId } = world;
  planEventId = (await events().buyer.create({ agreementId, content: content() })).planEventId;
  await events().buyer.propose({ planEventId, expectedVersion: 1 });
  await settle();
  expect(await layerOf(buyerPlanId)).toEqual({});
  await events().seller.agree({ planEventId, expectedVersion: 2 });
  await settle();
  for (const planId of [buyerPlanId, sellerPlanId, jointPlanId])
    expect(await layerOf(planId)).toEqual({ 7: 10_000, 8: 10_000 });
  const count = await countEdits();
  expect(count).toBe(3 * 2 * 2);
  const edits = await world.app.database.asOwner<{ name: string }>(
    'select distinct actor_org_id::text as name from cell_edits order by 1',
  );
  expect(edits).toHaveLength(2);
  await world.buyerContext.db.transaction((tx) =>
    tx.publish({
      type: 'collaboration.plan-event-changed',
      audience: [world.buyerId, world.supplierId],
      subject: { kind: 'plan-event', id: planEventId },
      payload: { planEventId, agreementId, event: 'agree' },
    }),
  );
  await settle();
  expect(await countEdits()).toBe(count);
});

test('a changed event moves its lift, and leaves nothing behind where it was', async () => {
  const moved = content({ sellThrough: { startsOn: '2027-01-18', endsBefore: '2027-02-01' } });
  await events().buyer.change({ planEventId, content: moved, reason: 'a week later', expectedVersion: 3 });
  await settle();
  expect(await layerOf(jointPlanId)).toEqual({ 7: 10_000, 8: 10_000 });
  await events().seller.agree({ planEventId, expectedVersion: 4 });
  await settle();
  for (const planId of [buyerPlanId, sellerPlanId, jointPlanId])
    expect(await layerOf(planId)).toEqual({ 8: 10_000, 9: 10_000 });
});

test('a change after the lock date carries what it would cost and waits for the other side', async () => {
  world.clock.set('2026-12-29T08:00:00Z');
  await advance();
  expect((await events().buyer.get({ planEventId })).state).toBe('locked');
  world.clock.set('2027-01-12T08:00:00Z');
  const called = content({
    liftRatio: 0.1,
    sellThrough: { startsOn: '2027-01-18', endsBefore: '2027-02-01' },
  });
  const smaller = { ...called, items: [{ itemId: called.items[0]?.itemId ?? '', liftRatio: 0.1 }] };
  const { version } = await events().buyer.get({ planEventId });
  const outcome = await events().buyer.change({
    planEventId,
    content: smaller,
    reason: 'the shelf is smaller',
    expectedVersion: version,
  });
  expect(outcome.state).toBe('changed-after-lock');
  const { history, hasPendingChange, plannedLiftMilli } = await events().seller.get({ planEventId });
  expect(hasPendingChange).toBe(true);
  expect(plannedLiftMilli).toBe(20_000);
  // Eight units fewer in each of two weeks at 2.50; the first week is frozen (firm), the second as well.
  expect(history[0]).toMatchObject({
    event: 'change',
    wasLocked: true,
    changedMilli: -16_000,
    liabilityMinor: 4_000,
    currency: 'NOK',
    reason: 'the shelf is smaller',
  });
  await events().seller.reject({ planEventId, reason: 'we have produced it', expectedVersion: version + 1 });
  expect((await events().buyer.get({ planEventId })).state).toBe('locked');
});

test('an event runs and ends by the calendar, and is done only when it has been evaluated', async () => {
  world.clock.set('2027-02-01T08:00:00Z');
  await advance();
  const ended = await events().buyer.get({ planEventId });
  expect(ended).toMatchObject({ state: 'ended', owed: { what: 'evaluation', isMine: true } });
  const preview = await events().buyer.evaluation({ planEventId });
  expect(preview).toMatchObject({ isRecorded: false, totals: { plannedLiftMilli: 20_000, soldMilli: 0 } });
  await events().buyer.evaluate({
    planEventId,
    conclusion: 'It was too early.',
    expectedVersion: ended.version,
  });
  const done = await events().seller.get({ planEventId });
  expect(done).toMatchObject({ state: 'evaluated', conclusion: 'It was too early.', allowedEvents: [] });
});

test('a cancelled event leaves the plans as they were', async () => {
  world.clock.set('2026-11-24T08:00:00Z');
  const { agreementId } = world;
  const cancelled = (
    await events().seller.create({
      agreementId,
      content: content({ sellThrough: { startsOn: '2027-03-01', endsBefore: '2027-03-08' } }),
    })
  ).planEventId;
  await events().seller.propose({ planEventId: cancelled, expectedVersion: 1 });
  await events().buyer.agree({ planEventId: cancelled, expectedVersion: 2 });
  await settle();
  expect(await layerOf(buyerPlanId)).toMatchObject({ 14: 10_000 });
  await events().seller.cancel({ planEventId: cancelled, reason: 'no goods', expectedVersion: 3 });
  await settle();
  expect(await layerOf(buyerPlanId)).toEqual({ 8: 10_000, 9: 10_000 });
  expect(await layerOf(jointPlanId)).toEqual({ 8: 10_000, 9: 10_000 });
});
