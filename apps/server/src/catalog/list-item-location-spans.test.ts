import type { OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordLocations } from '../partners/index.ts';
import { openTestServer, type TestServer } from '../partners/open-test-server.ts';
import { listItemLocationSpans } from './list-item-location-spans.ts';
import { recordItemLocations } from './record-item-locations.ts';
import { recordItems } from './record-items.ts';

let server: TestServer;
let buyer: OrganisationId;
beforeAll(async () => {
  server = await openTestServer();
  buyer = await server.addOrganisation('Fjordmarkt', 'buyer');
});
afterAll(() => server.close());

const spansOfBuyer = () => server.contextOf(buyer).db.transaction(listItemLocationSpans);

test('each item-location is in one span of at most 5,000, and an id that is yet to come is in the last', async () => {
  expect(await spansOfBuyer()).toHaveLength(1);
  const context = server.contextOf(buyer);
  await context.db.transaction(async (tx) => {
    const itemNumbers = Array.from({ length: 103 }, (_, index) => ({ itemNumber: `I${index}` }));
    const codes = Array.from({ length: 100 }, (_, index) => ({ code: `S${index}` }));
    const { idsByNumber } = await recordItems(context, tx, itemNumbers);
    const { idsByCode } = await recordLocations(context, tx, codes);
    const places = [...idsByNumber.values()].flatMap((itemId) =>
      [...idsByCode.values()].map((locationId) => ({ itemId, locationId })),
    );
    await recordItemLocations(context, tx, places);
  });
  const spans = await spansOfBuyer();
  const ids = await context.db.read<{ id: string }>('select id from item_locations');
  const sizes = spans.map(
    ({ afterId, lastId }) => ids.filter(({ id }) => id > afterId && id <= lastId).length,
  );
  expect(sizes).toEqual([5_000, 5_000, 300]);
  expect(spans.at(-1)?.lastId).toBe('ffffffff-ffff-ffff-ffff-ffffffffffff');
});
