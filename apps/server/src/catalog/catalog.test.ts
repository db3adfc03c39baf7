import { type ItemId, type LocalDate, localDate, type OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../partners/open-test-server.ts';
import { findCrossReferences } from './find-cross-references.ts';
import { findTerms } from './find-terms.ts';
import { recordCrossReferences } from './record-cross-references.ts';
import { recordItems } from './record-items.ts';
import { recordTerms } from './record-terms.ts';

let server: TestServer;
let buyer: OrganisationId;
let supplier: OrganisationId;
let rival: OrganisationId;
let milk: ItemId;
let cream: ItemId;

beforeAll(async () => {
  server = await openTestServer();
  buyer = await server.addOrganisation('Fjordmarkt', 'buyer');
  supplier = await server.addOrganisation('Alpine Dairy', 'supplier');
  rival = await server.addOrganisation('Rival Dairy', 'supplier');
  await server.trade(buyer, supplier, 'S-100');
  await server.trade(buyer, rival, 'S-200');
  const context = server.contextOf(buyer);
  const { idsByNumber } = await context.db.transaction((tx) =>
    recordItems(context, tx, [
      { itemNumber: 'M1', packs: [{ unit: 'CS', numerator: 24, denominator: 2 }] },
      { itemNumber: 'C1' },
    ]),
  );
  milk = idsByNumber.get('M1') as ItemId;
  cream = idsByNumber.get('C1') as ItemId;
});
afterAll(() => server.close());

const day = (text: string): LocalDate => localDate(text);
const recordPrice = (price: number, validFrom: string, validBefore?: string) => {
  const context = server.contextOf(buyer);
  return context.db.transaction((tx) =>
    recordTerms(context, tx, [
      {
        supplierId: supplier,
        itemId: milk,
        leadTimeDays: 3,
        orderWeekdays: [1, 4],
        cutOffTime: '14:00',
        rounding: 'up',
        unitPriceMicros: price,
        currency: 'NOK',
        validFrom: day(validFrom),
        ...(validBefore === undefined ? {} : { validBefore: day(validBefore) }),
      },
    ]),
  );
};
const priceOn = async (on: string, reader = buyer) =>
  (await findTerms(server.contextOf(reader).db, { itemIds: [milk], on: day(on) })).map(
    (terms) => terms.unitPriceMicros,
  );

test('there is one price at a time, in whatever order prices are announced', async () => {
  await recordPrice(1_000_000, '2026-01-01');
  await recordPrice(1_200_000, '2026-06-01');
  await recordPrice(1_100_000, '2026-03-01');
  await recordPrice(1_150_000, '2026-04-01', '2027-01-01');
  const days = ['2025-12-31', '2026-02-28', '2026-03-31', '2026-05-31', '2026-06-01'];
  expect(await Promise.all(days.map((on) => priceOn(on)))).toEqual([
    [],
    [1_000_000],
    [1_100_000],
    [1_150_000],
    [1_200_000],
  ]);
  expect(await recordPrice(1_100_000, '2026-03-01')).toEqual({ changedCount: 0 });
});

test('the database itself refuses terms that overlap', async () => {
  const { db } = server.contextOf(buyer);
  await expect(
    db.transaction((tx) =>
      tx.query('update supplier_terms set valid_before = null where item_id = $1', [milk]),
    ),
  ).rejects.toThrow(/one_term_at_a_time/);
});

test('a supplier reads its own terms and items, a rival neither', async () => {
  expect(await priceOn('2026-06-01', supplier)).toEqual([1_200_000]);
  expect(await priceOn('2026-06-01', rival)).toEqual([]);
  const itemsOf = async (organisationId: OrganisationId) =>
    (
      await server.app
        .createCaller(server.actorOf(organisationId, ['supplier-planner']))
        .catalog.items.list({})
    ).rows.map((row) => row.itemNumber);
  expect(await itemsOf(supplier)).toEqual(['M1']);
  expect(await itemsOf(rival)).toEqual([]);
});

test('a supplier cannot change its price at the buyer', async () => {
  await server
    .contextOf(supplier)
    .db.transaction((tx) =>
      tx.query('update supplier_terms set unit_price_micros = 9 where item_id = $1', [milk]),
    );
  expect(await priceOn('2026-06-01')).toEqual([1_200_000]);
});

test('a partner’s number names one item at a time, and a new number ends the old one', async () => {
  const context = server.contextOf(buyer);
  const name = (itemId: ItemId, partnerItemNumber: string, validFrom: string) =>
    context.db.transaction((tx) =>
      recordCrossReferences(context, tx, [
        { itemId, partnerId: supplier, partnerItemNumber, validFrom: day(validFrom) },
      ]),
    );
  await name(milk, 'AD-1', '2026-01-01');
  await name(milk, 'AD-2', '2026-05-01');
  await expect(name(cream, 'AD-2', '2026-06-01')).rejects.toThrow(/one_item_at_a_time/);
  await name(cream, 'AD-1', '2026-06-01');
  const on = day('2026-07-01');
  const found = await findCrossReferences(context.db, { itemIds: [milk, cream], on });
  expect(new Map(found.map((row) => [row.itemId, row.partnerItemNumber]))).toEqual(
    new Map([
      [milk, 'AD-2'],
      [cream, 'AD-1'],
    ]),
  );
});

test('packs are exact fractions in lowest terms', async () => {
  const item = await server.app.createCaller(server.actorOf(buyer)).catalog.items.get({ itemId: milk });
  expect(item.packs).toEqual([{ unit: 'CS', gtin14: null, factor: { numerator: 12, denominator: 1 } }]);
});
