import { type ProductActivity, productActivity } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listPlannedItemLocations, recordItemLocations, recordItems } from '../catalog/index.ts';
import { recordLocations } from '../partners/index.ts';
import { openTestServer, type TestServer } from '../partners/open-test-server.ts';
import { recordActivity } from './product-activity.reader.ts';
import { readPlanningStock } from './read-planning-stock.ts';
import { readSalesHistory } from './read-sales-history.ts';

let server: TestServer;
let buyer: OrganisationId;

beforeAll(async () => {
  server = await openTestServer();
  buyer = await server.addOrganisation('Fjordmarkt', 'buyer');
  const context = server.contextOf(buyer);
  await context.db.transaction(async (tx) => {
    const items = await recordItems(context, tx, [{ itemNumber: 'M1', gtin14: '07038010000010' }]);
    const places = await recordLocations(context, tx, [{ code: 'S1' }]);
    await recordItemLocations(
      context,
      tx,
      [...items.idsByNumber.values()].flatMap((itemId) =>
        [...places.idsByCode.values()].map((locationId) => ({ itemId, locationId })),
      ),
    );
  });
});
afterAll(() => server.close());

const fact = (measure: string, pieces: number, more: object = {}) => ({
  gtin: '07038010000010',
  location: { code: 'S1' },
  measure,
  quantity: { amountMilli: pieces * 1000, unit: 'EA' },
  ...more,
});
const week = (
  facts: object[],
  period = { startsOn: '2026-11-09', endsBefore: '2026-11-16' },
): ProductActivity => productActivity.parse({ documentType: 'product-activity', period, facts });

const state = async () => {
  const { db } = server.contextOf(buyer);
  const itemLocationIds = (await listPlannedItemLocations(db)).map((row) => row.itemLocationId);
  const [stock] = (await readPlanningStock(db, itemLocationIds)).values();
  const [history] = await readSalesHistory(db, { itemLocationIds, bucketDays: 7 });
  return {
    available: stock?.availableMilli,
    quarantine: stock?.quarantineMilli,
    startsOn: history?.startsOn,
    soldMilli: history?.soldMilli,
    inStock: history?.inStock,
  };
};

test('what a partner’s system says of a week becomes sales and stock, once however often it comes', async () => {
  const document = week([fact('sold', 12), fact('on-hand', 30), fact('on-hold', 2), fact('out-of-stock', 1)]);
  const context = server.contextOf(buyer);
  await recordActivity(context, document);
  const once = {
    available: 30_000,
    quarantine: 2_000,
    startsOn: '2026-11-09',
    soldMilli: [12_000],
    inStock: [false],
  };
  expect(await state()).toEqual(once);
  expect(await recordActivity(context, document)).toEqual({ changedSeriesCount: 0, changedBalanceCount: 0 });
  expect(await state()).toEqual(once);
});

test('a document that names an item nobody plans is refused with its name, and changes nothing', async () => {
  const before = await state();
  const document = week([fact('on-hand', 99), fact('sold', 1, { gtin: undefined, buyerItemNumber: 'X9' })]);
  await expect(recordActivity(server.contextOf(buyer), document)).rejects.toThrow(/X9 at S1/);
  expect(await state()).toEqual(before);
});

test('a period that is neither a day nor a week from Monday is refused', async () => {
  const month = week([fact('sold', 1)], { startsOn: '2026-10-01', endsBefore: '2026-11-01' });
  await expect(recordActivity(server.contextOf(buyer), month)).rejects.toThrow(/neither a day nor a week/);
});
