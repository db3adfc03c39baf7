import { dayNumber, type LocalDate } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordSales } from '../inventory/index.ts';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';

let world: PlanningWorld;
beforeAll(async () => {
  world = await openPlanningWorld([
    { itemNumber: 'A', level: 40, stockMilli: 0, supplier: 'portal' },
    { itemNumber: 'B', level: 40, stockMilli: 0, supplier: 'portal' },
  ]);
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer']));

async function sell(itemNumber: string, bucketDays: 1 | 7, sales: readonly [LocalDate, number][]) {
  const context = world.app.contextFor(world.person(world.buyerId, 'Clerk', ['admin']));
  await context.db.transaction(async (tx) => {
    const [planned] = await tx.query<{ id: string }>(
      `select planned.id from item_locations planned join items on items.id = item_id where item_number = $1`,
      [itemNumber],
    );
    const points = {
      days: sales.map(([day]) => dayNumber(day)),
      soldMilli: sales.map(([, soldMilli]) => soldMilli),
      inStock: sales.map(() => true),
    };
    const fact = { itemLocationId: planned?.id ?? '', rowNumbers: sales.map((_, row) => row), points };
    await recordSales(context, tx, { bucketDays, facts: [fact] });
  });
}

/** What was forecast for an item, and which bytes it was forecast from. */
async function forecastOnce(itemNumber: string, input: { asOf?: string } = {}) {
  const runId = await world.runOnce(input);
  const run = await buyer().runs.get({ runId });
  expect(run).toMatchObject({ state: 'done', error: null, problems: [] });
  const [series] = await world.app.database.asOwner<{ startsOn: string; meanMilli: number[]; hash: string }>(
    `select series.starts_on::text as "startsOn", to_json(mean_milli) as "meanMilli", snapshot_hash as hash
     from forecast_series series join forecast_versions version on version.id = series.version_id
       join items on items.id = series.item_id
     where version.id = $1 and item_number = $2`,
    [run.forecastVersionId, itemNumber],
  );
  return series as NonNullable<typeof series>;
}

const saturday = '2026-11-14';

test('the sales of a week that has not ended are not taken for those of a week', async () => {
  const before = await forecastOnce('A');
  expect(before.startsOn).toBe('2026-11-16');
  const lookedBack = await forecastOnce('A', { asOf: saturday });
  for (const item of ['A', 'B']) await sell(item, 7, [['2026-11-16' as LocalDate, 1_000]]);
  expect(await forecastOnce('A')).toEqual(before);
  expect(lookedBack.startsOn).toBe('2026-11-09');
});

test('a run as of an earlier day reads the same facts whatever was imported since', async () => {
  const before = await forecastOnce('A', { asOf: saturday });
  await sell('A', 7, [['2026-11-09' as LocalDate, 900_000]]);
  expect(await forecastOnce('A', { asOf: saturday })).toEqual(before);
});

test('on Monday the week that ended counts, from midnight at the place and not before', async () => {
  world.clock.set('2026-11-22T22:59:00Z');
  expect((await forecastOnce('A')).startsOn).toBe('2026-11-16');
  world.clock.set('2026-11-22T23:00:00Z');
  const monday = await forecastOnce('A');
  expect(monday.startsOn).toBe('2026-11-23');
  await sell('A', 7, [['2026-11-23' as LocalDate, 500]]);
  expect(await forecastOnce('A')).toEqual(monday);
});

test('today’s sales by day are left out until the day is over', async () => {
  const days = Array.from({ length: 10 }, (_, index) => `2026-11-${13 + index}` as LocalDate);
  await sell(
    'B',
    1,
    days.map((day) => [day, 5_000]),
  );
  const before = await forecastOnce('B');
  expect(before.startsOn).toBe('2026-11-23');
  await sell('B', 1, [['2026-11-23' as LocalDate, 0]]);
  expect(await forecastOnce('B')).toEqual(before);
});

test('an item sold for the first time today has no evidence yet, and the run says so', async () => {
  await world.app.database.asOwner(`delete from sales_series where item_location_id in (
    select planned.id from item_locations planned join items on items.id = item_id where item_number = 'B')`);
  await sell('B', 7, [['2026-11-23' as LocalDate, 4_000]]);
  const run = await buyer().runs.get({ runId: await world.runOnce() });
  expect(run.problems.map(({ code }) => code)).toEqual(['replenishment.no-forecast']);
});
