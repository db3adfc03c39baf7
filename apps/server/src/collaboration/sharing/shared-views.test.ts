import type { SharingRule } from '@coplan/collaboration';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CollaborationWorld, openCollaborationWorld } from '../collaboration-world.ts';
import { worldContent } from '../collaboration-world-content.ts';
import { readShared, type SharedRow } from './shared-rows.ts';

let world: CollaborationWorld;

const rule = (measure: SharingRule['measure'], changes: Partial<SharingRule>): SharingRule => ({
  owner: 'buyer',
  measure,
  granularity: { place: 'location', item: 'item', bucketDays: 7 },
  latencyHours: 0,
  depthDays: 3_650,
  mayReshare: false,
  ...changes,
});

/** Weeks begin on Sunday; sales as days into weeks, stock a day old, receipts by category, costs as averages. */
const sharing: SharingRule[] = [
  rule('pos', {}),
  rule('on-hand', { latencyHours: 24 }),
  rule('on-order', { granularity: { place: 'all-locations', item: 'category', bucketDays: 7 } }),
  rule('price', {
    owner: 'seller',
    granularity: { place: 'all-locations', item: 'category', bucketDays: 7 },
  }),
  rule('capacity', { owner: 'seller', depthDays: 21 }),
];

const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs);
const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);
/** Day 3 after 1970 was a Sunday. */
const sundayOf = (day: number): number => day - ((day - 3) % 7);

beforeAll(async () => {
  const { calendar } = worldContent();
  world = await openCollaborationWorld({
    itemCount: 4,
    content: { sharing, calendar: { ...calendar, weekStartsOn: 7 } },
  });
});
afterAll(() => world?.app.remove());

const owner = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  world.app.database.asOwner<Row>(sql, values);
const read = (measure: SharingRule['measure'], who = world.sellerContext): Promise<SharedRow[]> =>
  readShared(who.db, who, { measure, purpose: 'a test' });

test('daily sales are read as whole weeks of the agreement; a week that lacks a day is unknown or absent', async () => {
  const [first] = world.itemLocations;
  const startDay = sundayOf(today) - 25;
  const sold = Array.from({ length: 25 }, (_, index) => (index === 9 ? null : (index + 1) * 1_000));
  await owner(
    `insert into sales_series (org_id, item_location_id, bucket_days, starts_on, sold_milli, in_stock)
     values ($1, $2, 1, $3, $4, array_fill(true, array[25]))`,
    [world.buyerId, first?.itemLocationId, dayText(startDay), sold],
  );
  const rows = (await read('pos')).filter((row) => row.itemLocationId === first?.itemLocationId);
  expect(rows).toHaveLength(1);
  const firstSunday = sundayOf(startDay);
  const weekOf = (index: number): number | null => {
    const days = Array.from({ length: 7 }, (_, day) => sold[firstSunday + index * 7 + day - startDay]);
    return days.every((one) => typeof one === 'number') ? days.reduce((sum, one) => sum + one, 0) : null;
  };
  const expected = Array.from({ length: rows[0]?.amounts.length ?? 0 }, (_, index) => weekOf(index));
  expect(rows[0]).toMatchObject({ bucketDays: 7, startsOn: dayText(firstSunday), amounts: expected });
  expect(expected.filter((one) => one !== null)).toHaveLength(2);
});

test('stock with a latency of a day is what stood there a day ago', async () => {
  const [first] = world.itemLocations;
  const stock = async () =>
    (await read('on-hand')).find((row) => row.itemLocationId === first?.itemLocationId)?.amounts;
  // The world's own postings are as old as its clock says; they are put back to be old enough.
  await owner('alter table stock_entries disable trigger refuse_ledger_change');
  await owner(`update stock_entries set recorded_at = now() - interval '2 days'`);
  await owner('alter table stock_entries enable trigger refuse_ledger_change');
  const before = await stock();
  expect(before?.[0]).toBeGreaterThan(0);
  const receive = (hoursAgo: number) =>
    owner(
      `insert into stock_entries (id, org_id, item_id, from_state, to_state, to_location_id, quantity_milli, reason,
         source_kind, source_id, recorded_at)
       values (gen_random_uuid(), $1, $2, 'outside', 'available', $3, 5000, 'receipt', 'test', 'of ' || $4::integer,
         now() - make_interval(hours => $4::integer))`,
      [world.buyerId, first?.itemId, first?.locationId, hoursAgo],
    );
  await receive(0);
  await receive(23);
  expect(await stock()).toEqual(before);
  await receive(25);
  expect(await stock()).toEqual([(before?.[0] ?? 0) + 5_000]);
});

test('places together and items as categories are sums that name neither item nor place', async () => {
  for (const [index, { itemId, locationId }] of world.itemLocations.entries())
    await owner(
      `insert into scheduled_receipts (id, org_id, item_id, location_id, supplier_id, kind, due_on, quantity_milli,
         source_kind, source_id, source_label)
       values (gen_random_uuid(), $1, $2, $3, $4, 'on-order', $5, $6, 'import', $7, 'A receipt')`,
      [
        world.buyerId,
        itemId,
        locationId,
        world.supplierId,
        dayText(sundayOf(today) + 9),
        1_000 + index,
        `R${index}`,
      ],
    );
  const rows = await read('on-order');
  const sumOf = (category: string): number =>
    world.itemLocations.reduce(
      (sum, one, index) => (one.category === category ? sum + 1_000 + index : sum),
      0,
    );
  expect(rows.map(({ category, amounts }) => [category, amounts])).toEqual([
    ['Cheese', [sumOf('Cheese')]],
    ['Milk', [sumOf('Milk')]],
  ]);
  for (const row of rows) {
    expect(row).toMatchObject({ itemId: null, itemNumber: null, locationId: null, itemLocationId: null });
    expect(row.startsOn).toBe(dayText(sundayOf(today) + 7));
  }
});

test('a price of a category is an average, and capacity beyond the agreed depth is not there', async () => {
  const [a, b] = world.itemLocations.filter(
    ({ category, locationCode }) => category === 'Milk' && locationCode === 'S1',
  );
  const insert = (measure: string, itemId: string | undefined, day: number, amounts: number[]) =>
    owner(
      `insert into measure_series (id, org_id, buyer_id, supplier_id, measure, item_id, bucket_days, starts_on, amounts,
         currency, recorded_at)
       values (gen_random_uuid(), $1, $2, $1, $3, $4, 7, $5, $6, case $3 when 'price' then 'NOK' end, now())`,
      [world.supplierId, world.buyerId, measure, itemId, dayText(day), amounts],
    );
  await insert('price', a?.itemId, sundayOf(today), [2_000_000]);
  await insert('price', b?.itemId, sundayOf(today), [4_000_000]);
  await insert('capacity', a?.itemId, sundayOf(today), [100, 200, 300, 400, 500, 600]);
  const prices = await read('price', world.buyerContext);
  expect(prices.map(({ category, amounts, currency }) => [category, amounts, currency])).toEqual([
    ['Milk', [3_000_000], 'NOK'],
  ]);
  const capacity = await read('capacity', world.buyerContext);
  const lastDay = today + 21;
  for (const { startsOn } of capacity) expect(startsOn <= dayText(lastDay)).toBe(true);
  expect(capacity.length).toBeLessThan(6);
  expect(capacity.length).toBeGreaterThan(1);
});

test('every reading is noted for the owner, an empty one or a look at one’s own is not', async () => {
  const count = async () => (await world.buyer.sharing.reads({})).rows.length;
  const before = await count();
  await readShared(world.sellerContext.db, world.sellerContext, {
    measure: 'pos',
    search: 'nothing has this name',
    purpose: 'a test',
  });
  await world.buyer.sharing.viewAs({ partnerId: world.supplierId, measure: 'pos' });
  expect(await count()).toBe(before);
  await read('pos');
  const { rows } = await world.buyer.sharing.reads({ measure: 'pos' });
  expect(rows[0]).toMatchObject({ readerName: 'Valley Mill', purpose: 'a test', rowCount: 8 });
  expect(
    (await world.seller.sharing.reads({})).rows.every(({ readerId }) => readerId === world.buyerId),
  ).toBe(true);
});
