import { addDays, dayNumber, type ItemId, type LocalDate, type LocationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordCalendar, recordItemLocations, recordItems, recordTerms } from '../catalog/index.ts';
import { findForecastInput, issueForecast } from '../forecasting/index.ts';
import { removeOldForecasts } from '../forecasting/remove-old-forecasts.job.ts';
import { recordSales, recordStockCounts } from '../inventory/index.ts';
import { openPlanningWorld, type PlanningWorld } from '../planning-world.ts';
import type { Context, Transaction } from '../platform/index.ts';
import { removeOldRunInputs } from './remove-old-runs.job.ts';

const itemNumbers = Array.from({ length: 24 }, (_, index) => `I${String(index).padStart(2, '0')}`);
const lastMonday = '2026-11-16' as LocalDate;

let world: PlanningWorld;
let context: Context;
const planned = new Map<string, { id: string; itemId: ItemId; locationId: LocationId }>();

beforeAll(async () => {
  world = await openPlanningWorld(
    itemNumbers.map((itemNumber, index) => ({
      itemNumber,
      level: 20 + 5 * index,
      // Every third has plenty, so that some have nothing to order.
      stockMilli: index % 3 === 0 ? 900_000 : 6_000 * index,
      supplier: index % 2 === 0 ? ('portal' as const) : ('edi' as const),
    })),
  );
  context = world.app.contextFor(world.person(world.buyerId, 'Clerk', ['buyer', 'admin']));
  const rows = await context.db.read<{ id: string; itemId: ItemId; locationId: LocationId; number: string }>(
    `select planned.id, item_id as "itemId", location_id as "locationId", item_number as number
     from item_locations planned join items on items.id = item_id`,
  );
  for (const { number, ...row } of rows) planned.set(number, row);
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'admin']));
const placeOf = (itemNumber: string) => {
  const place = planned.get(itemNumber);
  if (place === undefined) throw new Error(`no item ${itemNumber}`);
  return place;
};
const write = (work: (tx: Transaction) => Promise<unknown>) => context.db.transaction(work);

async function run(input: { asOf?: string; isEverything?: boolean } = {}) {
  const found = await buyer().runs.get({ runId: await world.runOnce(input) });
  expect(found).toMatchObject({ state: 'done', error: null });
  return found;
}

/** The same facts, with nothing carried over: what a run of everything comes to. */
async function hashesOfEverything() {
  const { snapshotHash, resultHash, counts } = await run({ isEverything: true });
  expect(counts).toMatchObject({ forecastsCarriedOver: 0, plansCarriedOver: 0 });
  return { snapshotHash, resultHash };
}

const sell = (itemNumber: string, monday: LocalDate, soldMilli: number, isInStock = true) =>
  write((tx) =>
    recordSales(context, tx, {
      bucketDays: 7,
      facts: [
        {
          itemLocationId: placeOf(itemNumber).id,
          rowNumbers: [0],
          points: { days: [dayNumber(monday)], soldMilli: [soldMilli], inStock: [isInStock] },
        },
      ],
    }),
  );
const terms = (itemNumber: string, leadTimeDays: number, unitPriceMicros = 2_500_000) =>
  write((tx) =>
    recordTerms(context, tx, [
      {
        supplierId: itemNumbers.indexOf(itemNumber) % 2 === 0 ? world.portalSupplierId : world.ediSupplierId,
        itemId: placeOf(itemNumber).itemId,
        leadTimeDays,
        orderWeekdays: [1, 3, 5],
        cutOffTime: '12:00',
        multipleMilli: 6_000,
        rounding: 'up',
        unitPriceMicros,
        currency: 'NOK',
        validFrom: '2024-01-01' as LocalDate,
      },
    ]),
  );
const count = (itemNumber: string, quantityMilli: number) =>
  write((tx) =>
    recordStockCounts(context, tx, [{ ...placeOf(itemNumber), state: 'available', quantityMilli }], {
      sourceKind: 'test',
      sourceId: context.newId(),
    }),
  );
/** Orders that last a week longer. */
const policyOfAWeek = {
  rule: { kind: 'reorder-up-to', coverDays: 7 },
  target: { kind: 'service-level' },
};
const asOwner = (sql: string, values: unknown[] = []) => world.app.database.asOwner(sql, values);

type Change = { what: string; change: () => Promise<unknown>; forecasts: number; plans: number };

/** Every kind of fact that a run reads, and how many forecasts and plans each makes new; a group of them to a run. */
const changes: Change[][] = [
  [{ what: 'nothing', change: async () => undefined, forecasts: 0, plans: 0 }],
  [
    {
      what: 'sales of a past week',
      change: () => sell('I01', addDays(lastMonday, -70), 999_000),
      forecasts: 1,
      plans: 1,
    },
    {
      what: 'a week without stock',
      change: () => sell('I02', addDays(lastMonday, -14), 21_000, false),
      forecasts: 1,
      plans: 1,
    },
    {
      what: 'sales of a week that has not ended',
      change: () => sell('I03', lastMonday, 55_000),
      forecasts: 1,
      plans: 0,
    },
    { what: 'a stock count', change: () => count('I04', 3_000), forecasts: 0, plans: 1 },
    { what: 'terms', change: () => terms('I05', 9), forecasts: 0, plans: 1 },
    { what: 'a price', change: () => terms('I06', 3, 2_600_000), forecasts: 0, plans: 1 },
    { what: 'goods in transit', change: () => send('I07'), forecasts: 0, plans: 1 },
    { what: 'the service level', change: () => set('I08', 'service_level = 0.9'), forecasts: 0, plans: 1 },
  ],
  [
    {
      what: 'the same sales again',
      change: () => sell('I01', addDays(lastMonday, -70), 999_000),
      forecasts: 0,
      plans: 0,
    },
    {
      what: 'a later arrival',
      change: () => asOwner(`update scheduled_receipts set due_on = '2026-11-27'`),
      forecasts: 0,
      plans: 1,
    },
    { what: 'a pause', change: () => set('I09', `state = 'paused'`), forecasts: 0, plans: 0 },
    { what: 'silence', change: () => set('I10', `muted_until = '2026-12-24'`), forecasts: 0, plans: 0 },
    { what: 'no supplier', change: () => set('I11', 'supplier_id = null'), forecasts: 1, plans: 1 },
    {
      what: 'sales that are removed',
      change: () => asOwner('delete from sales_series where item_location_id = $1', [placeOf('I12').id]),
      forecasts: 0,
      plans: 1,
    },
    { what: 'a number of a planner', change: () => override('I15'), forecasts: 1, plans: 1 },
    { what: 'an event', change: () => announce('I16'), forecasts: 1, plans: 1 },
    { what: 'a policy of one item', change: () => choosePolicy(placeOf('I17').id), forecasts: 0, plans: 1 },
  ],
  [
    { what: 'the end of the pause', change: () => set('I09', `state = 'active'`), forecasts: 1, plans: 1 },
    {
      what: 'the number taken back',
      change: () => asOwner(`update forecast_overrides set state = 'removed'`),
      forecasts: 1,
      plans: 1,
    },
  ],
  // All but the item that is muted.
  [{ what: 'a calendar', change: () => closeWeekends(), forecasts: 0, plans: 23 }],
  // Of those the item that has a policy of its own is left as it is.
  [{ what: 'a policy in general', change: () => choosePolicy(null), forecasts: 0, plans: 22 }],
  // From here on there is one item that follows others, and is forecast each time.
  [{ what: 'a new item', change: addItem, forecasts: 1, plans: 1 }],
  [{ what: 'a rejection', change: rejectOne, forecasts: 1, plans: 1 }],
];

const set = (itemNumber: string, assignment: string) =>
  asOwner(`update item_locations set ${assignment} where id = $1`, [placeOf(itemNumber).id]);
const send = (itemNumber: string) =>
  asOwner(
    `insert into scheduled_receipts (id, org_id, item_id, location_id, kind, due_on, quantity_milli, source_kind,
       source_id, source_label)
     values (gen_random_uuid(), $1, $2, $3, 'in-transit', '2026-11-25', 12000, 'import', 'x', 'X')`,
    [world.buyerId, placeOf(itemNumber).itemId, placeOf(itemNumber).locationId],
  );
const override = (itemNumber: string) =>
  asOwner(
    `insert into forecast_overrides (id, org_id, item_location_id, starts_on, ends_before, per_period_milli,
       expires_on, reason, set_by, set_at)
     values (gen_random_uuid(), $1, $2, '2026-11-16', '2026-12-14', 999000, '2026-12-31', 'x', 'x', now())`,
    [world.buyerId, placeOf(itemNumber).id],
  );
const announce = (itemNumber: string) =>
  asOwner(
    `insert into forecast_events (org_id, source_id, item_location_id, name, starts_on, ends_before, lift_ratio)
     values ($1, gen_random_uuid(), $2, 'x', '2026-11-23', '2026-12-07', 0.5)`,
    [world.buyerId, placeOf(itemNumber).id],
  );
const closeWeekends = () =>
  write((tx) =>
    recordCalendar(context, tx, { code: 'default', workingWeekdays: [1, 2, 3, 4, 5], holidays: [] }),
  );

const choosePolicy = (itemLocationId: string | null) =>
  asOwner(
    `insert into planning_policies (id, org_id, item_location_id, policy, changed_at)
     select gen_random_uuid(), $1, $2, $3, now()`,
    [world.buyerId, itemLocationId, JSON.stringify(policyOfAWeek)],
  );

async function addItem() {
  const { locationId } = placeOf('I00');
  await write(async (tx) => {
    const { idsByNumber } = await recordItems(context, tx, [{ itemNumber: 'NEW' }]);
    const itemId = idsByNumber.get('NEW') as ItemId;
    await recordItemLocations(context, tx, [{ itemId, locationId, supplierId: world.portalSupplierId }]);
    const [row] = await tx.query<{ id: string }>('select id from item_locations where item_id = $1', [
      itemId,
    ]);
    planned.set('NEW', { id: row?.id ?? '', itemId, locationId });
  });
  await sell('NEW', addDays(lastMonday, -7), 30_000);
}

async function rejectOne() {
  const [open] = (await buyer().proposals.list({})).rows;
  if (open === undefined) throw new Error('nothing to reject');
  const { proposalId, version: expectedVersion } = open;
  await buyer().proposals.reject({ proposalId, reason: 'Not now', muteDays: 0, expectedVersion });
  // A run that begins later knows of it.
  world.clock.set('2026-11-22T09:01:00Z');
}

/** Runs of everything cost most of the time: some are enough. */
const comparedGroups = [2, 3, changes.length - 1];

// A dozen runs, each with threads of its own: a busy machine needs its time.
test('what has news is all that a run computes, and it comes to what a run of everything does', {
  timeout: 600_000,
}, async () => {
  await run();
  for (const [index, group] of changes.entries()) {
    for (const { change } of group) await change();
    const { counts, snapshotHash, resultHash } = await run();
    const sum = (countOf: (one: Change) => number) => group.reduce((total, one) => total + countOf(one), 0);
    const what = group.map((one) => one.what).join(', ');
    expect([what, counts.forecastsComputed, counts.plansComputed]).toEqual([
      what,
      sum(({ forecasts }) => forecasts),
      sum(({ plans }) => plans),
    ]);
    if (comparedGroups.includes(index))
      expect([what, await hashesOfEverything()]).toEqual([what, { snapshotHash, resultHash }]);
  }
});

test('a run that carried nearly everything over is replayed from the inputs of earlier runs, also when those are old', {
  timeout: 600_000,
}, async () => {
  await count('I13', 1_000);
  await sell('I14', addDays(lastMonday, -21), 77_000);
  const { runId, forecastVersionId, counts } = await run();
  expect(counts).toMatchObject({ forecastsComputed: 2, plansComputed: 2 });
  for (let later = 0; later < 8; later++) await count('I13', 2_000 + later).then(() => run());
  const latest = await run();
  expect(await buyer().runs.replay({ runId })).toMatchObject({ isIdentical: true });
  await removeOldForecasts(context);
  await removeOldRunInputs(context);
  expect(await buyer().runs.replay({ runId: latest.runId })).toMatchObject({ isIdentical: true });
  await expect(buyer().runs.replay({ runId })).rejects.toThrow(/removed to save space/);
  const about = { itemLocationId: placeOf('I14').id };
  const versionId = latest.forecastVersionId ?? '';
  const input = await findForecastInput(context.db, { ...about, versionId });
  expect(input).toMatchObject({ computedVersionId: forecastVersionId, series: about });
  expect(input?.series.soldMilli.at(-3)).toBe(77_000);
  expect(
    await findForecastInput(context.db, { ...about, versionId: forecastVersionId ?? '' }),
  ).toBeUndefined();
});

test('one thread and two threads, again and again, come to the same hashes', async () => {
  const hashes = new Set<string>();
  for (const threadCount of [1, 2, 2]) {
    const signal = AbortSignal.timeout(60_000);
    const issued = await issueForecast(context, { threadCount, signal, isEverything: true });
    hashes.add(`${issued.snapshotHash} ${issued.resultHash}`);
  }
  expect(hashes.size).toBe(1);
});

test('a new day plans everything again and forecasts only where a period has ended', async () => {
  const before = await run();
  expect(before.counts).toMatchObject({ forecastsComputed: 1, plansComputed: 0 });
  // Past the cut-off of the suppliers, on a day on which they take orders: Monday.
  world.clock.set('2026-11-23T10:59:00Z');
  const monday = await run();
  // The week that ended has sales of one item; those of the others ended with the week before and are late.
  expect(monday.counts).toMatchObject({ forecastsComputed: 2, plansCarriedOver: 0 });
  world.clock.set('2026-11-23T11:00:00Z');
  const afterCutOff = await run();
  // All but the item without a supplier and the new one without terms, who have no cut-off.
  expect(afterCutOff.counts).toMatchObject({ forecastsComputed: 1, plansCarriedOver: 2 });
  world.clock.set('2026-11-23T15:00:00Z');
  expect((await run()).counts.plansComputed).toBe(0);
});
