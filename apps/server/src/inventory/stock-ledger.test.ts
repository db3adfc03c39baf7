import type { ItemId, LocationId, OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordItems } from '../catalog/index.ts';
import { recordLocations } from '../partners/index.ts';
import { openTestServer, type TestServer } from '../partners/open-test-server.ts';
import { postStock, type StockAccount, type StockEntry } from './post-stock.ts';

let server: TestServer;
let buyer: OrganisationId;
let itemId: ItemId;
let shelf: LocationId;

beforeAll(async () => {
  server = await openTestServer();
  buyer = await server.addOrganisation('Fjordmarkt', 'buyer');
  const context = server.contextOf(buyer);
  await context.db.transaction(async (tx) => {
    const items = await recordItems(context, tx, [{ itemNumber: 'M1' }]);
    const places = await recordLocations(context, tx, [{ code: 'S1' }]);
    itemId = items.idsByNumber.get('M1') as ItemId;
    shelf = places.idsByCode.get('S1') as LocationId;
  });
});
afterAll(() => server.close());

const at = (state: 'available' | 'allocated'): StockAccount => ({ locationId: shelf, state });
const move = (from: StockAccount, to: StockAccount, pieces: number): StockEntry => ({
  itemId,
  from,
  to,
  quantityMilli: pieces * 1000,
  reason: 'transfer',
  sourceKind: 'test',
  sourceId: '1',
});
const post = (...entries: StockEntry[]) => {
  const context = server.contextOf(buyer);
  return context.db.transaction((tx) => postStock(context, tx, entries));
};
const balances = async () => {
  const rows = await server.contextOf(buyer).db.read<{ state: string; quantity: number }>(
    `select state, quantity_milli::float8 as quantity from stock_balances
     where org_id = (select current_setting('app.org')::uuid) order by state`,
  );
  return Object.fromEntries(rows.map(({ state, quantity }) => [state, quantity]));
};

test('what is received, allocated and sold leaves balances that add up', async () => {
  await post(move(null, at('available'), 10));
  await post(move(at('available'), at('allocated'), 4), move(at('allocated'), null, 1));
  expect(await balances()).toEqual({ allocated: 3_000, available: 6_000 });
});

test('nobody can take more than there is, and a refused posting changes nothing', async () => {
  const before = await balances();
  await expect(post(move(at('available'), null, 2), move(at('available'), null, 5))).rejects.toThrow(
    /more stock than there is/,
  );
  expect(await balances()).toEqual(before);
});

test('two who take the last pieces at once: one gets them, the other is refused', async () => {
  const answers = await Promise.allSettled([
    post(move(at('available'), null, 6)),
    post(move(at('available'), null, 6)),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await balances()).toMatchObject({ available: 0 });
});

test('the ledger cannot be rewritten, and balances only follow it', async () => {
  const { db } = server.contextOf(buyer);
  for (const sql of [
    'update stock_entries set quantity_milli = 1',
    'delete from stock_entries',
    'update stock_balances set quantity_milli = 1',
  ]) {
    await expect(db.transaction((tx) => tx.query(sql))).rejects.toThrow(/permission denied/);
  }
  await expect(server.database.asOwner('delete from stock_entries')).rejects.toThrow(/append-only/);
});
