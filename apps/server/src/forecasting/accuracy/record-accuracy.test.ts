import { addDays, dayNumber, type LocalDate } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordSales } from '../../inventory/index.ts';
import { openPlanningWorld, type PlanningWorld } from '../../planning-world.ts';
import type { Context } from '../../platform/index.ts';
import { recordAccuracyJob } from './record-accuracy.job.ts';

let world: PlanningWorld;
let context: Context;
let buyer: ReturnType<PlanningWorld['callerOf']>;
let places: { id: string; itemId: string }[];

const firstWeek = '2026-11-16' as LocalDate;
const goods = [
  { itemNumber: 'A-1', level: 40, stockMilli: 10_000, supplier: 'portal' },
  { itemNumber: 'A-2', level: 80, stockMilli: 10_000, supplier: 'edi' },
] as const;

async function sell(weeks: number, from: LocalDate, soldMilli: number, inStock = true): Promise<void> {
  const days = Array.from({ length: weeks }, (_, week) => dayNumber(addDays(from, week * 7)));
  const facts = places.map(({ id }, index) => ({
    itemLocationId: id,
    rowNumbers: days.map((_, row) => row),
    points: {
      days,
      soldMilli: days.map(() => soldMilli * (index + 1)),
      inStock: days.map(() => inStock || index > 0),
    },
  }));
  await context.db.transaction((tx) => recordSales(context, tx, { bucketDays: 7, facts }));
}

const night = () => recordAccuracyJob.run(context as never, {} as never, new AbortController().signal);
const about = { lagPeriods: 1, weekCount: 13 } as const;

beforeAll(async () => {
  world = await openPlanningWorld(goods);
  context = world.app.contextFor(world.person(world.buyerId, 'Planner', ['buyer', 'admin']));
  buyer = world.callerOf(world.person(world.buyerId, 'Planner', ['buyer', 'admin']));
  places = await context.db.read(
    `select place.id, place.item_id as "itemId" from item_locations place join items item on item.id = place.item_id
     order by item.item_number`,
  );
  await world.runOnce();
});
afterAll(() => world?.app.remove());

test('before a week has closed there is no accuracy, and no number in its place', async () => {
  expect(await night()).toEqual({ originCount: 0, weekCount: 0 });
  const list = await buyer.forecasting.accuracy.list(about);
  expect(list).toMatchObject({ period: null, rows: [], alarmCount: 0 });
  const weeks = await buyer.forecasting.accuracy.weeks(about);
  expect(weeks.measures).toMatchObject({ mase: null, weekCount: 0 });
  expect(weeks.measures.steps.every(({ wape, status }) => wape === null && status === 'NO_DATA')).toBe(true);
  expect((await buyer.forecasting.accuracy.valueAdded(about)).groups).toEqual([]);
});

test('a week is measured once it is over, against what had been published a lag before it, and only once', async () => {
  world.clock.set('2026-11-24T03:00:00Z');
  await sell(1, firstWeek, 45_000);
  // What the version of 22 November says at the start of 23 November is kept; the week itself still runs.
  expect(await night()).toEqual({ originCount: 2, weekCount: 0 });
  await sell(1, addDays(firstWeek, 7), 50_000);
  await sell(1, addDays(firstWeek, 14), 60_000);
  world.clock.set('2026-12-08T03:00:00Z');
  expect(await night()).toMatchObject({ weekCount: 1 });
  expect(await night()).toMatchObject({ originCount: 0, weekCount: 0 });
  const [forecast] = await context.db.read<{ lag1: number }>(
    `select sum(mean_milli[3])::float8 as lag1 from forecast_series`,
  );
  const { rows, period } = await buyer.forecasting.accuracy.list(about);
  expect(period).toMatchObject({ endsBefore: '2026-12-07' });
  const [total] = rows;
  expect(total).toMatchObject({ actualMilli: 180_000, weekCount: 1, counted: { counted: 2, noForecast: 0 } });
  const of = (step: string) => total?.steps.find((one) => one.step === step);
  expect(of('statistical')?.wape).toBeCloseTo(Math.abs(180_000 - (forecast?.lag1 ?? 0)) / 180_000, 9);
  // Naive: 16 November, the last week that was over on 23 November.
  expect(of('naive')?.wape).toBeCloseTo((180_000 - 135_000) / 180_000, 9);
  expect(of('naive')?.biasRatio).toBeCloseTo(-0.25, 9);
  expect(of('statistical')?.trackingSignal).toBeNull();
});

test('every level adds up to the total, and is found by name', async () => {
  for (const level of ['category', 'location', 'supplier', 'item'] as const) {
    const { rows } = await buyer.forecasting.accuracy.list({ ...about, level });
    expect(rows.reduce((sum, row) => sum + row.actualMilli, 0)).toBe(180_000);
    expect(rows.every(({ label }) => label !== '')).toBe(true);
  }
  const found = await buyer.forecasting.accuracy.list({ ...about, level: 'item', search: 'a-2' });
  expect(found.rows.map(({ label, actualMilli }) => [label, actualMilli])).toEqual([['A-2', 120_000]]);
});

test('sales that come late are a reason to measure the week again; an empty shelf takes it out', async () => {
  world.clock.set('2026-12-09T02:00:00Z');
  await sell(1, addDays(firstWeek, 14), 60_000, false);
  world.clock.set('2026-12-09T03:00:00Z');
  expect(await night()).toMatchObject({ weekCount: 1 });
  const { measures, weeks, calibration } = await buyer.forecasting.accuracy.weeks(about);
  expect(measures).toMatchObject({ actualMilli: 120_000, counted: { counted: 1, stockOut: 1 } });
  expect(weeks).toMatchObject([{ startsOn: '2026-11-30', countedCount: 1, excludedCount: 1 }]);
  expect(calibration.map(({ count }) => count)).toEqual(new Array(7).fill(1));
});

test('one week is shown and not judged', async () => {
  const { groups } = await buyer.forecasting.accuracy.valueAdded(about);
  expect(groups[0]?.steps.map(({ code, verdict }) => [code, verdict])).toEqual([
    ['naive', 'not-enough-data'],
    ['seasonal', 'not-enough-data'],
    ['statistical', 'not-enough-data'],
    ['buyer', 'not-enough-data'],
  ]);
});

test('the newest version says what its totals are, and parts add up to them exactly', async () => {
  const { rows } = await buyer.forecasting.versions.list({});
  const versionId = rows[0]?.versionId ?? '';
  const levels = await buyer.forecasting.versions.levels({ versionId, level: 'supplier' });
  expect(levels).toMatchObject({
    isComputed: true,
    rowCount: 2,
    withoutGroup: { seriesCount: 0, sumMilli: 0 },
  });
  const sum = (of: 'sumMilli' | 'reconciledMilli') => levels.rows.reduce((total, row) => total + row[of], 0);
  expect(sum('reconciledMilli')).toBe(levels.total?.reconciledMilli);
  expect(sum('sumMilli')).toBe(levels.total?.sumMilli);
  expect(levels.withoutGroup.reconciledMilli).toBe(0);
  await buyer.forecasting.versions.requestLevels({ versionId });
  await world.app.runPending();
  expect(await buyer.forecasting.versions.levels({ versionId, level: 'supplier' })).toEqual(levels);
});
