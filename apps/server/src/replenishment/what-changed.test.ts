import { dayNumber, type LocalDate } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordSales } from '../inventory/index.ts';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import type { Context } from '../platform/index.ts';

let world: PlanningWorld;
let context: Context;
let buyer: ReturnType<PlanningWorld['callerOf']>;
let itemLocationId: string;

beforeAll(async () => {
  world = await openPlanningWorld([
    { itemNumber: 'A-1', level: 40, stockMilli: 10_000, supplier: 'portal' },
    { itemNumber: 'A-2', level: 80, stockMilli: 20_000, supplier: 'edi' },
  ]);
  const planner = world.person(world.buyerId, 'Planner', ['buyer', 'admin']);
  context = world.app.contextFor(planner);
  buyer = world.callerOf(planner);
  const [place] = await context.db.read<{ id: string }>(
    `select place.id from item_locations place join items item on item.id = place.item_id
     where item.item_number = 'A-1'`,
  );
  itemLocationId = place?.id ?? '';
});
afterAll(() => world?.app.remove());

async function sell(on: LocalDate, soldMilli: number, inStock = true): Promise<void> {
  const days = [dayNumber(on)];
  const facts = [
    { itemLocationId, rowNumbers: [0], points: { days, soldMilli: [soldMilli], inStock: [inStock] } },
  ];
  await context.db.transaction((tx) => recordSales(context, tx, { bucketDays: 7, facts }));
}

let runIds: string[] = [];
let versionIds: string[] = [];
async function run(): Promise<void> {
  const runId = await world.runOnce();
  runIds = [...runIds, runId];
  versionIds = [...versionIds, (await buyer.runs.get({ runId })).forecastVersionId ?? ''];
}
const lastTwo = (ids: readonly string[]) => ({ beforeId: ids.at(-2) ?? '', afterId: ids.at(-1) ?? '' });

test('two runs from the same input differ in nothing', async () => {
  await run();
  await run();
  const runs = await buyer.runs.compare(lastTwo(runIds));
  expect(runs).toMatchObject({ changedCount: 0, unexplainedCount: 0, unchangedCount: 2, causes: [] });
  const versions = await buyer.forecasting.versions.compare(lastTwo(versionIds));
  expect(versions).toMatchObject({ changedCount: 0, unexplainedCount: 0, unchangedCount: 2 });
});

test('stock that was counted anew is named as what changed a proposal, with its money', async () => {
  await world.countStock('A-1', 40_000);
  await run();
  const { causes, rows } = await buyer.runs.compare(lastTwo(runIds));
  expect(causes.map(({ code, itemCount }) => [code, itemCount])).toEqual([['stock', 1]]);
  const [row] = rows;
  const change = (row?.afterMilli ?? 0) - (row?.beforeMilli ?? 0);
  expect(change).toBeLessThan(0);
  expect(row).toMatchObject({ itemNumber: 'A-1', locationCode: 'S1', valueMinor: (change * 250) / 1000 });
});

test('several causes share a change so that their parts add up to it', async () => {
  const weeks = ['2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26', '2026-11-09'] as LocalDate[];
  for (const week of weeks) await sell(week, 58_000);
  await world.countStock('A-1', 15_000);
  await run();
  const runs = await buyer.runs.compare(lastTwo(runIds));
  const parts = runs.rows.find(({ itemNumber }) => itemNumber === 'A-1');
  expect(parts?.parts.map(({ code }) => code)).toEqual(expect.arrayContaining(['stock', 'forecast']));
  expect(parts?.parts.reduce((sum, { changeMilli }) => sum + changeMilli, 0)).toBe(
    (parts?.afterMilli ?? 0) - (parts?.beforeMilli ?? 0),
  );
  const versions = await buyer.forecasting.versions.compare(lastTwo(versionIds));
  expect(versions.rows[0]).toMatchObject({ itemNumber: 'A-1', parts: [{ code: 'corrected-sales' }] });
});

test('a new week and a shelf that was empty after all are told apart', async () => {
  world.clock.set('2026-11-29T09:00:00Z');
  await sell('2026-11-16' as LocalDate, 41_000);
  await sell('2026-11-02' as LocalDate, 3_000, false);
  await run();
  const { rows, unexplainedCount } = await buyer.forecasting.versions.compare(lastTwo(versionIds));
  const codes = rows.find(({ itemNumber }) => itemNumber === 'A-1')?.parts.map(({ code }) => code);
  expect(codes).toEqual(['corrected-sales', 'stock-flags', 'new-sales']);
  expect(unexplainedCount).toBe(0);
  const only = await buyer.forecasting.versions.compare({ ...lastTwo(versionIds), cause: 'stock-flags' });
  expect(only.rows.map(({ itemNumber }) => itemNumber)).toEqual(['A-1']);
});

test('a proposal that changed without its input is an error, and told as one', async () => {
  const pair = { beforeId: runIds[1] ?? '', afterId: runIds[2] ?? '' };
  expect(await buyer.runs.compare(pair)).toMatchObject({ unexplainedCount: 0 });
  await world.app.database.asOwner(
    `update plan_results set quantity_milli = quantity_milli + 6000 where run_id = $1 and outcome = 'proposed'`,
    [pair.afterId],
  );
  const { unexplainedCount, causes } = await buyer.runs.compare(pair);
  expect(unexplainedCount).toBe(1);
  expect(causes[0]).toMatchObject({ code: 'unexplained', increaseMilli: 6_000 });
});
