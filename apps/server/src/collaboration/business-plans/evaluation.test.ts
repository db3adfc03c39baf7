import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { advancePlanEventsJob } from './advance-plan-events.job.ts';

let world: CollaborationWorld;
let promotedId = '';
let lostId = '';
beforeAll(async () => {
  world = await openCollaborationWorld({ itemCount: 6, locationCount: 2 });
  const itemIds = [...new Set(world.itemLocations.map(({ itemId }) => itemId))];
  promotedId = itemIds[0] ?? '';
  lostId = itemIds[1] ?? '';
  // Sixteen quiet weeks of ten units a place; in two weeks of October the promoted item sells sixteen, the other eight.
  await setSales(promotedId, 16_000);
  await setSales(lostId, 8_000);
});
afterAll(() => world?.app.remove());

/** The history ends with the week of 9 November; the event fills the weeks of 5 and 12 October. */
const setSales = (itemId: string, inEventMilli: number) =>
  world.app.database.asOwner(
    `update sales_series series set sold_milli = (select array_agg(case
         when series.starts_on + (number::int - 1) * 7 in ('2026-10-05', '2026-10-12') then $2::bigint
         else 10000 end order by number) from unnest(series.sold_milli) with ordinality as one (sold, number))
     where item_location_id in (select id from item_locations where item_id = $1)`,
    [itemId, inEventMilli],
  );

const events = () => ({ buyer: world.buyer.businessPlans.events, seller: world.seller.businessPlans.events });

async function pastEvent(changes: object = {}): Promise<string> {
  const { planEventId } = await events().buyer.create({
    agreementId: world.agreementId,
    content: {
      type: 'promotion',
      name: 'Cheese in October',
      items: [{ itemId: promotedId, liftRatio: 0.5, preBuildMilli: 9_000 }],
      cannibalised: [{ itemId: lostId, liftRatio: -0.1 }],
      sellThrough: { startsOn: '2026-10-05', endsBefore: '2026-10-19' },
      lockOn: '2026-09-14',
      ...changes,
    },
  });
  await events().buyer.propose({ planEventId, expectedVersion: 1 });
  await events().seller.agree({ planEventId, expectedVersion: 2 });
  await advancePlanEventsJob.run(world.buyerContext as never, {} as never, new AbortController().signal);
  return planEventId;
}

test('an ended event is compared with what would have been sold without it', async () => {
  const planEventId = await pastEvent();
  const { items, totals } = await events().buyer.evaluation({ planEventId });
  // Two places, two weeks: 40 units without the event, 64 with it; 20 had been planned on top, and 9 bought ahead.
  expect(items.find(({ itemId }) => itemId === promotedId)).toMatchObject({
    baselineMethod: 'weeks-before',
    baseMilli: 40_000,
    plannedLiftMilli: 20_000,
    soldMilli: 64_000,
    actualLiftMilli: 24_000,
    leftoverMilli: 5_000,
    inStockRatio: 1,
    dayCount: 14,
  });
  expect(items.find(({ itemId }) => itemId === lostId)).toMatchObject({
    isCannibalised: true,
    plannedLiftMilli: -4_000,
    actualLiftMilli: -8_000,
    leftoverMilli: null,
  });
  expect(totals).toMatchObject({ liftAttainment: 1.2, cannibalisedMilli: -8_000, leftoverMilli: 5_000 });
});

test('the other side evaluates with the sales that are shared with it, and not without them', async () => {
  const planEventId = await pastEvent();
  const mine = await events().buyer.evaluation({ planEventId });
  const theirs = await events().seller.evaluation({ planEventId });
  expect(theirs.totals).toEqual(mine.totals);
  expect(theirs.items.every(({ inStockRatio }) => inStockRatio === null)).toBe(true);
  const reads = await world.app.database.asOwner<{ purpose: string }>(
    `select distinct purpose from sharing_reads where measure = 'pos'`,
  );
  expect(reads.map(({ purpose }) => purpose)).toContain('evaluation of events and targets');
  await world.app.database.asOwner(
    `update sharing_rules set closed_at = now(), closed_by = 'owner' where measure = 'pos'`,
  );
  await expect(events().seller.evaluation({ planEventId })).rejects.toThrow('the buyer evaluates this event');
  const { version } = await events().seller.get({ planEventId });
  const blind = events().seller.evaluate({ planEventId, conclusion: 'good', expectedVersion: version });
  await expect(blind).rejects.toThrow('the buyer evaluates this event');
  expect((await world.seller.businessPlans.get({ agreementId: world.agreementId })).progress).toEqual([]);
  await world.app.database.asOwner(
    `update sharing_rules set closed_at = null, closed_by = null where measure = 'pos'`,
  );
  expect((await world.seller.businessPlans.get({ agreementId: world.agreementId })).progress).toHaveLength(2);
});

test('what was learnt is offered for the next event: the item’s own past first, then that of its category', async () => {
  const { agreementId } = world;
  const ask = async (type: 'promotion' | 'reset' = 'promotion') =>
    new Map(
      (await world.seller.businessPlans.events.suggestLift({ agreementId, type })).rows.map((row) => [
        row.itemNumber,
        row,
      ]),
    );
  expect((await ask()).get('A-1')).toMatchObject({ liftRatio: null, basis: null, eventCount: 0 });
  const planEventId = await pastEvent();
  const { version } = await events().buyer.get({ planEventId });
  await events().buyer.evaluate({ planEventId, conclusion: 'Order more of it.', expectedVersion: version });
  const offered = await ask();
  expect(offered.get('A-1')).toMatchObject({ liftRatio: 0.6, basis: 'item', eventCount: 1 });
  expect(offered.get('A-3')).toMatchObject({ liftRatio: 0.6, basis: 'category' });
  expect(offered.get('A-2')).toMatchObject({ liftRatio: 0.6, basis: 'agreement' });
  expect((await ask('reset')).get('A-1')).toMatchObject({ liftRatio: null });
  const recorded = await events().seller.evaluation({ planEventId });
  expect(recorded).toMatchObject({ isRecorded: true, totals: { actualLiftMilli: 24_000 } });
});

test('an event is evaluated once and only when it is over', async () => {
  const running = await pastEvent({ sellThrough: { startsOn: '2026-11-16', endsBefore: '2026-11-30' } });
  const { version, state } = await events().buyer.get({ planEventId: running });
  expect(state).toBe('running');
  const early = events().buyer.evaluate({
    planEventId: running,
    conclusion: 'good',
    expectedVersion: version,
  });
  await expect(early).rejects.toThrow('is running');
  const rewrite = world.app.database.asOwner('update plan_event_evaluations set sold_milli = 0');
  await expect(rewrite).rejects.toThrow('append-only');
});
