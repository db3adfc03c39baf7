import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';

let world: CollaborationWorld;
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 4, locationCount: 2 });
});
afterAll(() => world?.app.remove());

const itemOf = (index: number): string => {
  const numbers = [...new Set(world.itemLocations.map(({ itemId }) => itemId))];
  return numbers[index] ?? '';
};

const promotion = (changes: object = {}) => ({
  type: 'promotion' as const,
  name: 'Cheese fortnight',
  items: [{ itemId: itemOf(0), liftRatio: 0.5, preBuildMilli: 12_000 }],
  cannibalised: [{ itemId: itemOf(1), liftRatio: -0.2 }],
  sellIn: { startsOn: '2027-01-11', endsBefore: '2027-01-18' },
  sellThrough: { startsOn: '2027-01-18', endsBefore: '2027-02-01' },
  lockOn: '2027-01-04',
  ...changes,
});

const createEvent = (changes: object = {}) =>
  world.buyer.businessPlans.events.create({ agreementId: world.agreementId, content: promotion(changes) });

const seenBySeller = async (planEventId: string): Promise<boolean> =>
  (await world.seller.businessPlans.events.list({})).rows.some((row) => row.planEventId === planEventId);

/** An event that both sides agreed on. */
async function agreedEvent(changes: object = {}): Promise<string> {
  const { planEventId } = await createEvent(changes);
  await world.buyer.businessPlans.events.propose({ planEventId, expectedVersion: 1 });
  await world.seller.businessPlans.events.agree({ planEventId, expectedVersion: 2 });
  return planEventId;
}

const setPromotionRule = (isOpen: boolean) =>
  world.app.database.asOwner(
    isOpen
      ? `update sharing_rules set closed_at = null, closed_by = null where measure = 'promotion'`
      : `update sharing_rules set closed_at = now(), closed_by = 'owner' where measure = 'promotion'`,
  );

test('a draft is its owner’s alone; proposed it is seen and agreed by the other side', async () => {
  const { planEventId } = await createEvent();
  expect(await seenBySeller(planEventId)).toBe(false);
  await expect(world.seller.businessPlans.events.get({ planEventId })).rejects.toThrow('no such event');
  await world.buyer.businessPlans.events.propose({ planEventId, expectedVersion: 1 });
  const seen = await world.seller.businessPlans.events.get({ planEventId });
  expect(seen).toMatchObject({
    name: 'Cheese fortnight',
    state: 'proposed',
    ownerSide: 'buyer',
    isMine: false,
    owed: { what: 'agreement', isMine: true },
    allowedEvents: ['agree', 'reject'],
    preBuildMilli: 12_000,
  });
  expect(seen.items.map(({ itemNumber, role }) => [itemNumber, role])).toEqual([
    ['A-1', 'promoted'],
    ['A-2', 'cannibalised'],
  ]);
  const agreed = await world.seller.businessPlans.events.agree({ planEventId, expectedVersion: 2 });
  expect(agreed.state).toBe('agreed');
  const { history } = await world.buyer.businessPlans.events.get({ planEventId });
  expect(history.map(({ event, actorSide }) => [event, actorSide])).toEqual([
    ['agree', 'seller'],
    ['propose', 'buyer'],
  ]);
});

test('nobody agrees for the other side, and what somebody else changed meanwhile is not overwritten', async () => {
  const { planEventId } = await createEvent();
  await world.buyer.businessPlans.events.propose({ planEventId, expectedVersion: 1 });
  const agree = world.buyer.businessPlans.events.agree({ planEventId, expectedVersion: 2 });
  await expect(agree).rejects.toThrow('is for the other side');
  const outdated = world.seller.businessPlans.events.agree({ planEventId, expectedVersion: 1 });
  await expect(outdated).rejects.toThrow('changed by someone else');
  const rejected = await world.seller.businessPlans.events.reject({
    planEventId,
    reason: 'too early',
    expectedVersion: 2,
  });
  expect(rejected.state).toBe('draft');
  await world.buyer.businessPlans.events.change({
    planEventId,
    content: promotion({ name: 'Secret second thought' }),
    expectedVersion: 3,
  });
  expect(await seenBySeller(planEventId)).toBe(false);
});

test('the database alone keeps one side from agreeing for both', async () => {
  const { planEventId } = await createEvent();
  await world.buyer.businessPlans.events.propose({ planEventId, expectedVersion: 1 });
  const force = (sql: string) => world.buyerContext.db.transaction((tx) => tx.query(sql, [planEventId]));
  await expect(force(`update plan_events set state = 'agreed' where id = $1`)).rejects.toThrow(
    'agreed by the side that did not propose it',
  );
  await expect(
    force(`update plan_events set content = content || '{"name": "other"}' where id = $1`),
  ).rejects.toThrow('only as its owner proposed');
  await world.seller.businessPlans.events.agree({ planEventId, expectedVersion: 2 });
  const sneak = world.sellerContext.db.transaction((tx) =>
    tx.query(`update plan_events set pending = content where id = $1`, [planEventId]),
  );
  await expect(sneak).rejects.toThrow('only its owner writes');
});

test('a closed promotion rule closes the event, its history and its place in every list', async () => {
  const planEventId = await agreedEvent();
  await setPromotionRule(false);
  try {
    expect(await seenBySeller(planEventId)).toBe(false);
    await expect(world.seller.businessPlans.events.get({ planEventId })).rejects.toThrow('no such event');
    const counts = await world.sellerContext.db.read<{ count: number }>(
      `select (select count(*) from plan_events)::int + (select count(*) from plan_event_changes)::int as count`,
    );
    expect(counts).toEqual([{ count: 0 }]);
  } finally {
    await setPromotionRule(true);
  }
  expect(await seenBySeller(planEventId)).toBe(true);
});

test('an agreed event stays as it was until the other side accepts its change', async () => {
  const planEventId = await agreedEvent();
  const content = promotion({
    name: 'Cheese month',
    sellThrough: { startsOn: '2027-01-18', endsBefore: '2027-02-15' },
  });
  await world.buyer.businessPlans.events.change({ planEventId, content, reason: 'more', expectedVersion: 3 });
  const seen = await world.seller.businessPlans.events.get({ planEventId });
  expect(seen).toMatchObject({
    name: 'Cheese fortnight',
    state: 'proposed',
    hasPendingChange: true,
    allowedEvents: ['agree', 'refuse-change'],
  });
  expect(seen.pending?.name).toBe('Cheese month');
  await world.seller.businessPlans.events.reject({ planEventId, reason: 'no', expectedVersion: 4 });
  expect(await world.buyer.businessPlans.events.get({ planEventId })).toMatchObject({
    name: 'Cheese fortnight',
    state: 'agreed',
    hasPendingChange: false,
  });
  await world.buyer.businessPlans.events.change({ planEventId, content, expectedVersion: 5 });
  await world.seller.businessPlans.events.agree({ planEventId, expectedVersion: 6 });
  expect(await world.buyer.businessPlans.events.get({ planEventId })).toMatchObject({
    name: 'Cheese month',
    state: 'agreed',
  });
});

test('an event that means nothing, or names what the agreement does not cover, is refused with its place', async () => {
  const refused: [object, string][] = [
    [{ sellThrough: { startsOn: '2027-01-18', endsBefore: '2027-01-18' } }, 'sell-through window'],
    [{ lockOn: '2027-01-19' }, 'lock date'],
    [{ items: [{ itemId: itemOf(0) }, { itemId: itemOf(0) }] }, 'named twice'],
    [{ items: [{ itemId: itemOf(0), liftRatio: 1, liftMilli: 5 }] }, 'keep one'],
    [{ items: [{ itemId: world.rivalItemLocations[0]?.itemId }] }, 'not in the agreement’s scope'],
    [{ locationIds: [world.agreementId] }, 'not in the agreement’s scope'],
  ];
  for (const [changes, text] of refused) await expect(createEvent(changes)).rejects.toThrow(text);
});

test('targets count once the other side has accepted them, and stay until newer ones are accepted', async () => {
  const { agreementId } = world;
  const cheese = {
    category: 'Cheese',
    salesMinor: 900_000,
    marginMinor: null,
    inStockRatio: 0.97,
    turns: 12,
  };
  const about = { agreementId, period: '2026' };
  const first = await world.buyer.businessPlans.saveTargets({
    ...about,
    targets: [cheese],
    expectedRevision: 0,
  });
  const { revisionId } = first;
  const own = world.buyer.businessPlans.decideTargets({ revisionId, decision: 'agree', expectedVersion: 1 });
  await expect(own).rejects.toThrow('Your side proposed');
  await world.seller.businessPlans.decideTargets({ revisionId, decision: 'agree', expectedVersion: 1 });
  await world.seller.businessPlans.saveTargets({
    ...about,
    targets: [{ ...cheese, turns: 14 }],
    expectedRevision: 1,
  });
  const plan = await world.buyer.businessPlans.get(about);
  expect(plan.agreed?.targets).toEqual([cheese]);
  expect(plan.proposed).toMatchObject({ authorSide: 'seller', isMine: false, targets: [{ turns: 14 }] });
  expect(plan.period).toEqual({ label: '2026', startsOn: '2026-01-01', endsBefore: '2027-01-01' });
  const outdated = world.buyer.businessPlans.saveTargets({ ...about, targets: [], expectedRevision: 1 });
  await expect(outdated).rejects.toThrow('meanwhile');
  const forced = world.sellerContext.db.transaction((tx) =>
    tx.query(`update business_plan_revisions set state = 'agreed' where state = 'proposed'`),
  );
  await expect(forced).rejects.toThrow('did not propose them');
});

test('progress beside the targets is counted from the sales that the reader may see', async () => {
  const { progress } = await world.buyer.businessPlans.get({
    agreementId: world.agreementId,
    period: '2026',
  });
  expect(progress.map(({ category }) => category)).toEqual(['Cheese', 'Milk']);
  const sold = await world.app.database.asOwner<{ sold: number }>(
    `select sum(sold)::float8 as sold from sales_series series, unnest(sold_milli) with ordinality as one (sold, number)
     where series.item_location_id in (select item_location_id from agreement_item_locations)
       and series.starts_on + (number::integer - 1) * 7 between '2026-01-05' and '2026-12-31'`,
  );
  const whole = progress.reduce((sum, { soldMilli }) => sum + soldMilli, 0);
  expect(whole).toBeGreaterThan(sold[0]?.sold ?? 0);
  expect(progress[0]).toMatchObject({
    inStockRatio: 1,
    salesMinor: Math.round((progress[0]?.soldMilli ?? 0) * 0.25),
  });
});
