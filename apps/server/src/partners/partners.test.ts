import type { OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from './open-test-server.ts';
import { recordLocations } from './record-locations.ts';
import { registerOrganisation } from './register-organisation.ts';
import { startTrading } from './start-trading.ts';

let server: TestServer;
let buyer: OrganisationId;
let supplier: OrganisationId;
let stranger: OrganisationId;

beforeAll(async () => {
  server = await openTestServer();
  buyer = await server.addOrganisation('Fjordmarkt', 'buyer');
  supplier = await server.addOrganisation('Alpine Dairy', 'supplier');
  stranger = await server.addOrganisation('Canary Stores', 'buyer');
  await server.trade(buyer, supplier, 'S-100');
  for (const owner of [buyer, stranger]) {
    const context = server.contextOf(owner);
    await context.db.transaction((tx) =>
      recordLocations(context, tx, [{ code: 'DC1', name: owner === buyer ? 'Oslo DC' : 'Canary DC' }]),
    );
  }
});
afterAll(() => server.close());

const callerOf = (organisationId: OrganisationId) => server.app.createCaller(server.actorOf(organisationId));

test('a buyer and its supplier see one another, and nobody else', async () => {
  const seen = await callerOf(buyer).partners.directory.list({});
  expect(seen.rows.map(({ name, kind, partnerNumber }) => [name, kind, partnerNumber])).toEqual([
    ['Alpine Dairy', 'supplier', 'S-100'],
  ]);
  const seenBack = await callerOf(supplier).partners.directory.list({});
  expect(seenBack.rows.map(({ name, kind }) => [name, kind])).toEqual([['Fjordmarkt', 'buyer']]);
  expect((await callerOf(stranger).partners.directory.list({})).rows).toEqual([]);
});

test('a supplier sees where its buyer wants goods, and no place of a buyer it does not trade with', async () => {
  const { rows } = await callerOf(supplier).partners.locations.list({});
  expect(rows.map(({ name }) => name)).toEqual(['Oslo DC']);
});

test('a buyer cannot change the place of another buyer even when it knows its code', async () => {
  const context = server.contextOf(buyer);
  await context.db.transaction((tx) => recordLocations(context, tx, [{ code: 'DC1', name: 'Oslo DC' }]));
  const [kept] = await server.database.asOwner<{ name: string }>(
    'select name from locations where org_id = $1',
    [stranger],
  );
  expect(kept?.name).toBe('Canary DC');
});

test('an organisation cannot write a relation in the name of another buyer', async () => {
  await expect(
    server.contextOf(supplier).db.transaction((tx) =>
      tx.query(
        `insert into trading_relations (id, buyer_id, partner_id, kind, channel, partner_number)
           values (gen_random_uuid(), $1, $2, 'supplier', 'edi', 'X')`,
        [stranger, supplier],
      ),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('the same places again change nothing', async () => {
  const context = server.contextOf(buyer);
  const { changedCount } = await context.db.transaction((tx) =>
    recordLocations(context, tx, [{ code: 'DC1', name: 'Oslo DC' }]),
  );
  expect(changedCount).toBe(0);
});

test('a GLN with a wrong check digit and an unknown time zone are refused with the remedy', async () => {
  const input = { name: 'Fjordmarkt', kind: 'buyer', currency: 'NOK', timeZone: 'Europe/Oslo' } as const;
  const context = server.contextOf(buyer);
  await expect(registerOrganisation(context, { ...input, gln: '7080001234567' })).rejects.toThrow(
    /check digit/,
  );
  await expect(registerOrganisation(context, { ...input, timeZone: 'Oslo' })).rejects.toThrow(/Europe\/Oslo/);
});

test('a supplier cannot begin to trade as if it were a buyer', async () => {
  const input = { partnerId: stranger, kind: 'supplier', channel: 'portal', partnerNumber: '1' } as const;
  await expect(startTrading(server.contextOf(supplier), input)).rejects.toThrow(/Only a buyer/);
});

test('a page of partners continues where the one before ended', async () => {
  const more = await server.addOrganisation('Bakery North', 'supplier');
  await server.trade(buyer, more, 'S-200');
  const first = await callerOf(buyer).partners.directory.list({ limit: 1 });
  expect(first.rows.map((row) => row.name)).toEqual(['Alpine Dairy']);
  const second = await callerOf(buyer).partners.directory.list({ limit: 1, cursor: first.nextCursor ?? '' });
  expect(second.rows.map((row) => row.name)).toEqual(['Bakery North']);
  expect(second.nextCursor).toBeNull();
});
