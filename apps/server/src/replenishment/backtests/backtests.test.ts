import { dayNumber, type ItemId, type LocationId, localDate, type OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { createFakeClock } from '@coplan/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  listPlannedItemLocations,
  recordItemLocations,
  recordItems,
  recordTerms,
} from '../../catalog/index.ts';
import { recordSales } from '../../inventory/index.ts';
import { recordLocations, registerOrganisation, startTrading } from '../../partners/index.ts';
import type { Role } from '../../platform/index.ts';
import { startTestApp, type TestApp } from '../../test-app.ts';
import { carryOutBacktest } from './carry-out-backtest.ts';

let app: TestApp;
let buyerId: OrganisationId;
let supplierId: OrganisationId;

const weeks = Array.from({ length: 104 }, (_, index) => dayNumber(localDate('2024-11-25')) + index * 7);
const days = Array.from({ length: 728 }, (_, index) => dayNumber(localDate('2024-11-25')) + index);

async function organisation(name: string, kind: 'buyer' | 'supplier'): Promise<OrganisationId> {
  const organisationId = newId<OrganisationId>();
  await app.accounts.createOrganisationAccount({ organisationId, name });
  const context = app.contextFor(app.actorOf(organisationId, 'admin'));
  await registerOrganisation(context, { name, kind, currency: 'EUR', timeZone: 'Europe/Oslo' });
  return organisationId;
}

const caller = (organisationId = buyerId, ...roles: Role[]) =>
  app.createCaller(app.actorOf(organisationId, ...(roles.length === 0 ? (['buyer'] as const) : roles)));

/** A shop told in days, a distribution centre told in weeks, three items; the last has terms in another currency. */
beforeAll(async () => {
  app = await startTestApp({ clock: createFakeClock('2026-11-23T08:00:00Z') });
  buyerId = await organisation('Buyer', 'buyer');
  supplierId = await organisation('Supplier', 'supplier');
  const context = app.contextFor(app.actorOf(buyerId, 'admin'));
  await startTrading(context, {
    partnerId: supplierId,
    kind: 'supplier',
    channel: 'portal',
    partnerNumber: '1',
  });
  const { itemIds, locationIds } = await context.db.transaction(async (tx) => {
    const places = await recordLocations(context, tx, [
      { code: 'SHOP', name: 'Shop', kind: 'store' },
      { code: 'DC', name: 'DC', kind: 'distribution-centre' },
    ]);
    const { idsByNumber } = await recordItems(
      context,
      tx,
      ['A', 'B', 'C'].map((number) => ({
        itemNumber: number,
        description: number,
        category: number === 'B' ? 'juice' : 'tea',
      })),
    );
    const itemIds = [...idsByNumber.values()] as ItemId[];
    await recordTerms(
      context,
      tx,
      itemIds.map((itemId, index) => ({
        supplierId,
        itemId,
        leadTimeDays: 3,
        orderWeekdays: [1, 4],
        cutOffTime: '15:00',
        rounding: 'up' as const,
        unitPriceMicros: 2_000_000,
        currency: index === 2 ? 'NOK' : 'EUR',
        validFrom: localDate('2026-01-01'),
      })),
    );
    const locationIds = [...places.idsByCode.values()] as LocationId[];
    await recordItemLocations(
      context,
      tx,
      itemIds.flatMap((itemId) => locationIds.map((locationId) => ({ itemId, locationId, supplierId }))),
    );
    return { itemIds, locationIds };
  });
  expect([itemIds.length, locationIds.length]).toEqual([3, 2]);
  const planned = await listPlannedItemLocations(context.db, {});
  const factsOf = (code: string, at: number[], per: number) =>
    planned
      .filter(({ locationCode }) => locationCode === code)
      .map(({ itemLocationId }, row) => ({
        itemLocationId,
        rowNumbers: at.map((_, index) => index),
        points: {
          days: at,
          soldMilli: at.map((_, index) => 1000 * (per + ((index * 7 + row * 3) % (per + 1)))),
          inStock: at.map((_, index) => index % 50 !== 9),
        },
      }));
  await context.db.transaction((tx) =>
    recordSales(context, tx, { bucketDays: 1, facts: factsOf('SHOP', days, 3) }),
  );
  await context.db.transaction((tx) =>
    recordSales(context, tx, { bucketDays: 7, facts: factsOf('DC', weeks, 40) }),
  );
});
afterAll(() => app?.remove());

const alternative = { kind: 'service-level', level: 0.99 } as const;

test('a buyer asks what 99 % would have done: days and weeks are replayed, the result is kept and computes again', async () => {
  const buyer = caller();
  const rulesBefore = await listPlannedItemLocations(app.contextFor(app.actorOf(buyerId, 'buyer')).db, {});
  const { backtestId } = await buyer.backtests.ask({ scope: { kind: 'all' }, alternative });
  await app.runPending();
  const { rows } = await buyer.backtests.list({});
  expect(rows[0]).toMatchObject({ backtestId, state: 'done', requestedBy: expect.stringContaining('buyer') });
  const backtest = await buyer.backtests.get({ backtestId });
  expect(backtest).toMatchObject({
    startsOn: '2024-11-25',
    endsBefore: '2026-11-23',
    currency: 'EUR',
    problemCount: 2,
  });
  expect(backtest.problems[0]?.message).toMatch(/^C at .*: its price is in NOK, the backtest adds up EUR/);
  const { result } = backtest;
  expect(result).toMatchObject({ seriesCount: 4, skippedCount: 0, windowDays: 364 });
  expect(result?.frontier).toHaveLength(12);
  expect(result?.alternative.averageStockMinor).toBeGreaterThan(result?.today.averageStockMinor ?? 0);
  expect(result?.alternative.fillRate).toBeGreaterThanOrEqual(result?.today.fillRate ?? 1);
  expect(result?.estimatedShare).toBeGreaterThan(0.01);
  expect(await buyer.backtests.replay({ backtestId })).toMatchObject({ isIdentical: true });
  expect(await listPlannedItemLocations(app.contextFor(app.actorOf(buyerId, 'buyer')).db, {})).toEqual(
    rulesBefore,
  );
});

test('the items that move most come first, and one of them is drawn as it was replayed', async () => {
  const buyer = caller();
  const [backtest] = (await buyer.backtests.list({})).rows;
  const backtestId = backtest?.backtestId ?? '';
  const { rows, totalCount } = await buyer.backtests.items({ backtestId, sort: 'stock' });
  expect(totalCount).toBe(4);
  const moves = rows.map(({ today, alternative: other }) =>
    Math.abs(other.averageStockMinor - today.averageStockMinor),
  );
  expect(moves).toEqual(moves.toSorted((left, right) => right - left));
  for (const { itemLocationId, locationCode, today } of rows) {
    const trace = await buyer.backtests.item({ backtestId, itemLocationId });
    expect(trace.periodDays).toBe(locationCode === 'SHOP' ? 1 : 7);
    const counted = trace.today.orderedMilli.slice(trace.countedFromIndex).filter((ordered) => ordered > 0);
    expect(counted.length).toBe(today.orderCount);
    const missed = trace.today.missedMilli
      .slice(trace.countedFromIndex)
      .reduce((sum, milli) => sum + milli, 0);
    expect(missed).toBe(today.missedMilli);
  }
});

test('the same question while it is under way is the same backtest, and a scope narrows it', async () => {
  const buyer = caller();
  const question = { scope: { kind: 'category', category: 'juice' }, alternative } as const;
  const asked = await Promise.all([buyer.backtests.ask(question), buyer.backtests.ask(question)]);
  expect(asked[0]).toEqual(asked[1]);
  await app.runPending();
  const { backtestId } = asked[0];
  expect((await buyer.backtests.get({ backtestId })).result?.seriesCount).toBe(2);
  const again = await buyer.backtests.ask(question);
  await app.runPending();
  const [first, second] = await Promise.all([
    buyer.backtests.get({ backtestId }),
    buyer.backtests.get(again),
  ]);
  expect(again.backtestId).not.toBe(backtestId);
  expect(second.resultHash).toBe(first.resultHash);
});

test('one that waits is cancelled at once and leaves nothing behind; one that ended cannot be', async () => {
  const buyer = caller();
  const { backtestId } = await buyer.backtests.ask({ scope: { kind: 'supplier', supplierId }, alternative });
  expect(await buyer.backtests.cancel({ backtestId })).toMatchObject({ state: 'cancelled' });
  await app.runPending();
  expect(await buyer.backtests.get({ backtestId })).toMatchObject({ state: 'cancelled', result: null });
  await expect(buyer.backtests.cancel({ backtestId })).rejects.toThrow(/cancelled already/);
  await expect(buyer.backtests.replay({ backtestId })).rejects.toThrow(/Only a finished backtest/);
});

test.each([
  ['before anything was read', 1],
  ['while items are read', 3],
])(
  'one that is cancelled under way, %s, ends as cancelled and what it had computed is gone',
  async (_, readCount) => {
    const buyer = caller();
    const { backtestId } = await buyer.backtests.ask({
      scope: { kind: 'supplier', supplierId },
      alternative,
    });
    const context = app.contextFor(app.actorOf(buyerId, 'buyer'));
    let reads = 0;
    const read: typeof context.db.read = async (...question) => {
      reads += 1;
      if (reads === readCount)
        expect(await buyer.backtests.cancel({ backtestId })).toEqual({
          state: 'running',
          isCancelRequested: true,
        });
      return context.db.read(...question);
    };
    const { signal } = new AbortController();
    const outcome = await carryOutBacktest(
      { ...context, db: { ...context.db, read } },
      { backtestId, signal },
    );
    expect(outcome).toEqual({ isCancelled: true });
    expect(reads).toBeGreaterThanOrEqual(readCount);
    expect(await buyer.backtests.get({ backtestId })).toMatchObject({ state: 'cancelled', result: null });
    expect((await buyer.backtests.items({ backtestId })).totalCount).toBe(0);
    const [kept] = await app.database.asOwner<{ count: number }>(
      `select count(*)::integer as count from backtest_batches where backtest_id = '${backtestId}'`,
    );
    expect(kept?.count).toBe(0);
    await app.runPending();
    expect(await buyer.backtests.get({ backtestId })).toMatchObject({ state: 'cancelled' });
  },
);

test('what cannot be asked is refused with the reason', async () => {
  const buyer = caller();
  const stranger = await organisation('Stranger', 'supplier');
  const ask = (scope: Parameters<typeof buyer.backtests.ask>[0]['scope']) =>
    buyer.backtests.ask({ scope, alternative });
  await expect(ask({ kind: 'supplier', supplierId: stranger })).rejects.toThrow(/do not trade with/);
  await expect(ask({ kind: 'category', category: 'coal' })).rejects.toThrow(
    /choose another supplier or category/,
  );
  const minMax = { kind: 'min-max', minDays: 20, maxDays: 10 } as const;
  await expect(buyer.backtests.ask({ scope: { kind: 'all' }, alternative: minMax })).rejects.toThrow(
    /raise the maximum/,
  );
  await expect(caller(buyerId, 'clerk').backtests.list({})).rejects.toThrow();
  const empty = await organisation('New buyer', 'buyer');
  await expect(caller(empty).backtests.ask({ scope: { kind: 'all' }, alternative })).rejects.toThrow(
    /item-location/,
  );
});
