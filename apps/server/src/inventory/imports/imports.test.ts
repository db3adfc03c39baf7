import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { LocalDate, OrganisationId } from '@coplan/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTerms, listPlannedItemLocations } from '../../catalog/index.ts';
import { openTestServer, type TestServer } from '../../partners/open-test-server.ts';
import { readPlanningStock } from '../read-planning-stock.ts';
import { readSalesHistory } from '../read-sales-history.ts';
import type { ImportReport } from './run-import.ts';

let server: TestServer;
let supplier: OrganisationId;

beforeAll(async () => {
  server = await openTestServer();
  supplier = await server.addOrganisation('Alpine Dairy', 'supplier');
});
afterAll(() => server.close());

let buyerCount = 0;
/** A fresh retailer with one supplier and a way to send files to its imports. */
async function openRetailer() {
  buyerCount += 1;
  const name = `Retailer ${buyerCount}`;
  const buyer = await server.addOrganisation(name, 'buyer');
  await server.trade(buyer, supplier, 'S-100');
  await server.app.accounts.createOrganisationAccount({ organisationId: buyer, name });
  const { key } = await server.app.accounts.createApiKey({
    organisationId: buyer,
    name: 'files',
    roles: ['edi', 'buyer'],
  });
  const send = (kind: string, body: string | Uint8Array, query = ''): Promise<Response> =>
    Promise.resolve(
      server.app.hono.request(`/api/v1/imports/${kind}${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
        body,
      }),
    );
  const take = async (kind: string, body: string, query = ''): Promise<ImportReport> => {
    const response = await send(kind, body, query);
    expect([response.status, response.status === 200 ? '' : await response.text()]).toEqual([200, '']);
    return (await response.json()) as ImportReport;
  };
  const { db } = server.contextOf(buyer);
  const seriesOf = async () => {
    const planned = await listPlannedItemLocations(db);
    const histories = await readSalesHistory(db, {
      itemLocationIds: planned.map((row) => row.itemLocationId),
    });
    return histories.map(({ itemLocationId, ...history }) => {
      const place = planned.find((row) => row.itemLocationId === itemLocationId);
      return { at: `${place?.itemNumber}@${place?.locationCode}`, ...history };
    });
  };
  return { buyer, db, send, take, seriesOf, caller: server.app.createCaller(server.actorOf(buyer)) };
}

const daily = `item,location,date,quantity,in_stock
A,S1,2026-11-02,3,true
A,S1,2026-11-03,0,false
A,S1,2026-11-05,1.5,
B,S1,2026-11-02,7,true
`;

test('daily sales become one series per item and place; days nobody reported stay unknown', async () => {
  const { take, seriesOf } = await openRetailer();
  const report = await take('sales', daily, '?createMissing=true');
  expect(report).toMatchObject({ rowCount: 4, acceptedCount: 4, rejectedCount: 0 });
  expect(report.counts).toMatchObject({ series: 2, changedSeries: 2, addedItems: 2, addedLocations: 1 });
  const series = (await seriesOf()).sort((left, right) => left.at.localeCompare(right.at));
  expect(series).toEqual([
    {
      at: 'A@S1',
      bucketDays: 1,
      startsOn: '2026-11-02',
      soldMilli: [3000, 0, null, 1500],
      inStock: [true, false, true, true],
    },
    { at: 'B@S1', bucketDays: 1, startsOn: '2026-11-02', soldMilli: [7000], inStock: [true] },
  ]);
});

test('the same file twice changes nothing, and says so', async () => {
  const { take, seriesOf } = await openRetailer();
  await take('sales', daily, '?createMissing=true');
  const before = await seriesOf();
  const report = await take('sales', daily, '?createMissing=true');
  expect(report.counts).toMatchObject({ changedSeries: 0 });
  expect(await seriesOf()).toEqual(before);
});

test('bad rows are reported with line, column and remedy, and the good ones are taken', async () => {
  const { take, seriesOf, caller } = await openRetailer();
  await take('sales', daily, '?createMissing=true');
  const report = await take(
    'sales',
    `item;location;date;quantity
A;S1;2026-11-06;2,5
A;S1;06/11/2026;1
C;S1;2026-11-06;1
A;S1;2026-12-24;1
A;S1;2026-11-07;1,234
;S1;2026-11-08;1
A;S1;2026-11-06;9
`,
  );
  expect(report.issues.map(({ rowNumber, columnName, code }) => [rowNumber, columnName, code])).toEqual([
    [3, 'date', 'not-a-date'],
    [5, 'date', 'in-the-future'],
    [6, 'quantity', 'ambiguous-number'],
    [7, 'item', 'missing'],
    [4, 'item', 'item-unknown'],
    [8, 'date', 'repeated'],
  ]);
  expect(report.issues.find(({ code }) => code === 'item-unknown')?.message).toContain(
    'There is no item "C"',
  );
  expect(report).toMatchObject({ rowCount: 7, acceptedCount: 1, rejectedCount: 6 });
  expect((await seriesOf()).find(({ at }) => at === 'A@S1')?.soldMilli).toEqual([3000, 0, null, 1500, 2500]);
  const stored = await caller.imports.get({ importId: report.importId, limit: 4 });
  expect(stored).toMatchObject({ state: 'done', rejectedCount: 6, nextCursor: 4 });
  const rest = await caller.imports.get({ importId: report.importId, limit: 4, cursor: 4 });
  expect([...stored.errors, ...rest.errors].map(({ rowNumber }) => rowNumber)).toEqual([3, 4, 5, 6, 7, 8]);
});

test('weeks in wide form with a byte order mark, then the flags of empty shelves in a second file', async () => {
  const { take, seriesOf } = await openRetailer();
  await take('sales', '\ufeffStore,Product,2026-11-02,2026-11-09\n0,126,0.0,3.0\n', '?createMissing=true');
  const report = await take('in-stock', 'Store,Product,2026-11-02,2026-11-09\n0,126,False,True\n');
  expect(report).toMatchObject({ rowCount: 1, acceptedCount: 1, rejectedCount: 0 });
  expect(await seriesOf()).toEqual([
    { at: '126@0', bucketDays: 7, startsOn: '2026-11-02', soldMilli: [0, 3000], inStock: [false, true] },
  ]);
});

test('weeks that begin on a Sunday are refused with the Monday that is meant', async () => {
  const { take } = await openRetailer();
  const { issues } = await take(
    'sales',
    'item,location,week,qty\nA,S1,2026-11-08,1\n',
    '?createMissing=true',
  );
  expect(issues[0]).toMatchObject({ code: 'not-a-monday', message: expect.stringContaining('2026-11-02') });
});

test.each([
  ['an empty file', '', /first line must name the columns/],
  ['a file without a needed column', 'item,location,date\n', /no column for quantity/],
  ['a quotation mark that is never closed', 'item,location,date,qty\n"A,S1,2026-11-02,1\n', /quotation mark/],
  ['a workbook', 'PK\u0003\u0004', /workbook/],
  ['UTF-16', new Uint8Array([0xff, 0xfe, 0x69, 0x00]), /UTF-8/],
])('%s is refused as a whole, in words', async (_what, body, message) => {
  const { send, caller } = await openRetailer();
  const response = await send('sales', body, '?createMissing=true');
  expect(response.status).toBe(400);
  expect(await response.text()).toMatch(message);
  const { rows } = await caller.imports.list({});
  expect(rows[0]).toMatchObject({ state: 'failed', failure: expect.stringMatching(message) });
});

test('a counted stock is booked as the difference, and the same count again books nothing', async () => {
  const { take, db } = await openRetailer();
  await take('sales', daily, '?createMissing=true');
  const file = 'item,location,quantity,state\nA,S1,40,\nA,S1,4,quarantine\nB,S1,-1,\n';
  const first = await take('stock', file);
  expect(first).toMatchObject({ acceptedCount: 2, rejectedCount: 1, counts: { changedBalances: 2 } });
  expect((await take('stock', file)).counts).toEqual({ changedBalances: 0 });
  const corrected = await take('stock', 'item,location,quantity\nA,S1,25\n');
  expect(corrected.counts).toEqual({ changedBalances: 1 });
  const [place] = (await listPlannedItemLocations(db)).filter((row) => row.itemNumber === 'A');
  const stock = await readPlanningStock(db, [place?.itemLocationId ?? '']);
  expect([...stock.values()][0]).toMatchObject({
    availableMilli: 25_000,
    quarantineMilli: 4_000,
    receipts: [],
  });
});

test('stock of an item with serial numbers is counted unit by unit, and a unit that is elsewhere is named', async () => {
  const { db, take } = await openRetailer();
  await take('items', 'item,tracked by serial number\nPUMP,yes\nHOSE,no\n');
  const head = 'item,location,quantity,lot,serial number\n';
  const first = await take(
    'stock',
    `${head}PUMP,S1,1,L1,P-1\nPUMP,S1,1,L1,P-2\nHOSE,S1,9,,\n`,
    '?createMissing=true',
  );
  expect(first).toMatchObject({ acceptedCount: 3, rejectedCount: 0 });
  const held = () =>
    db.read<{ serial: string; state: string; place: string }>(
      `select unit.serial_number as serial, unit.state, place.code as place from serial_units unit
         join locations place on place.id = unit.location_id order by 1`,
    );
  const both = [
    { serial: 'P-1', state: 'in-stock', place: 'S1' },
    { serial: 'P-2', state: 'in-stock', place: 'S1' },
  ];
  expect(await held()).toEqual(both);
  const rows = ['PUMP,S1,1,L1,P-1', 'PUMP,S2,1,L1,P-2', 'PUMP,S1,3,L1,', 'HOSE,S1,1,,X', 'PUMP,S1,2,,P-9'];
  const again = await take('stock', `${head}${rows.join('\n')}\n`, '?createMissing=true');
  expect(again.issues.map(({ rowNumber, code }) => [rowNumber, code]).sort()).toEqual([
    [3, 'serial-elsewhere'],
    [4, 'serial-missing'],
    [5, 'not-serial-tracked'],
    [6, 'one-unit'],
  ]);
  expect(await held()).toEqual(both);
  const untracked = await take('items', 'item,tracked by serial number\nPUMP,no\n');
  expect(untracked.issues.map(({ code }) => code)).toEqual(['tracking-with-stock']);
});

test('stock is counted by lot, and where only the whole is counted later, what expires first is taken to have left', async () => {
  const { take, db } = await openRetailer();
  await take('sales', daily, '?createMissing=true');
  const head = 'item,location,quantity,lot,use by,date\n';
  const rows =
    'A,S1,10,SOON,2026-12-10,2026-11-20\nA,S1,30,LATE,2027-03-01,2026-11-20\nA,S1,5,SOON,2026-12-10,\n';
  const first = await take('stock', `${head}${rows}`);
  expect(first).toMatchObject({ acceptedCount: 2, rejectedCount: 1, counts: { changedBalances: 2 } });
  const held = () =>
    db.read<{ lot: string | null; pieces: number }>(
      `select lot.lot_number as lot, (balance.quantity_milli / 1000)::float8 as pieces from stock_balances balance
         left join stock_lots lot on lot.org_id = balance.org_id and lot.id = balance.lot_id
       where balance.org_id = (select current_setting('app.org')::uuid) and balance.quantity_milli > 0 order by 1`,
    );
  expect(await held()).toEqual([
    { lot: 'LATE', pieces: 30 },
    { lot: 'SOON', pieces: 10 },
  ]);
  const wrong = await take('stock', `${head}A,S1,9,SOON,2026-12-11,\nA,S1,40,,,\nB,S1,3,,2027-01-01,\n`);
  expect(wrong.issues.map(({ rowNumber, code }) => [rowNumber, code]).sort()).toEqual([
    [2, 'use-by-differs'],
    [3, 'lot-missing'],
    [4, 'lot-missing'],
  ]);
  await take('stock', 'item,location,quantity\nA,S1,42\n');
  expect((await held())[2]).toEqual({ lot: null, pieces: 2 });
  await take('stock', 'item,location,quantity\nA,S1,25\n');
  expect(await held()).toEqual([{ lot: 'LATE', pieces: 25 }]);
});

test('receipts on their way are kept once, and a full file can remove what it no longer names', async () => {
  const { take, db } = await openRetailer();
  await take('sales', daily, '?createMissing=true');
  const head = 'item,location,quantity,due,reference,line\n';
  await take('in-transit', `${head}A,S1,10,2026-11-25,SH1,1\nB,S1,5,2026-11-26,SH1,2\n`);
  await take('in-transit', `${head}A,S1,12,2026-11-27,SH1,1\nB,S1,5,2026-11-26,SH1,2\n`);
  const readAll = async () => {
    const planned = await listPlannedItemLocations(db);
    const stock = await readPlanningStock(
      db,
      planned.map((row) => row.itemLocationId),
    );
    return [...stock.values()]
      .flatMap(({ receipts }) =>
        receipts.map((receipt) => [receipt.sourceLabel, receipt.dueOn, receipt.quantityMilli]),
      )
      .sort();
  };
  expect(await readAll()).toEqual([
    ['In transit SH1 line 1', '2026-11-27', 12_000],
    ['In transit SH1 line 2', '2026-11-26', 5_000],
  ]);
  server.clock.advanceMs(1_000);
  const report = await take('in-transit', `${head}A,S1,12,2026-11-27,SH1,1\n`, '?replace=true');
  expect(report.counts).toMatchObject({ removedReceipts: 1 });
  expect(await readAll()).toEqual([['In transit SH1 line 1', '2026-11-27', 12_000]]);
});

test('a catalog comes in by three files: places, items with packs, terms with prices', async () => {
  const { take, db, caller } = await openRetailer();
  await take(
    'locations',
    'code;name;kind;gln;time zone;country\nDC1;Oslo DC;distribution centre;7080001234560;Europe/Oslo;no\nS1;Store;shop;;;\n',
  ).then((report) =>
    expect(report.issues).toMatchObject([{ rowNumber: 3, columnName: 'kind', code: 'not-in-list' }]),
  );
  const items = await take(
    'items',
    'item,gtin,description,case size,pallet size\nM1,7038010000010,"Milk, 1 l",12,480\nM2,7038010000010,Cream,6,\n',
  );
  expect(items.issues).toMatchObject([{ rowNumber: 3, code: 'gtin-taken' }]);
  const file = 'supplier,item,location,lead time days,order days,price,moq,multiple,valid from\n';
  await take('terms', `${file}S-100,M1,DC1,3,Mon Thu,"0,875",24,12,2026-01-01\n`);
  const later = await take('terms', `${file}S-100,M1,DC1,3,Mon Thu,"0,91",24,12,2026-11-01\n`);
  expect(later.counts).toMatchObject({ changedTerms: 1 });
  const [planned] = await listPlannedItemLocations(db);
  expect(planned).toMatchObject({ itemNumber: 'M1', gtin14: '07038010000010', supplierId: supplier });
  const itemIds = planned === undefined ? [] : [planned.itemId];
  const priceOn = async (on: string) =>
    (await findTerms(db, { itemIds, on: on as LocalDate })).map((terms) => terms.unitPriceMicros);
  expect(await priceOn('2026-10-31')).toEqual([875_000]);
  expect(await priceOn('2026-11-01')).toEqual([910_000]);
  const item = await caller.catalog.items.get({ itemId: itemIds[0] ?? '' });
  expect(item.packs.map(({ unit, factor }) => [unit, factor.numerator])).toEqual([
    ['CS', 12],
    ['PL', 480],
  ]);
  const bySupplier = server.app.createCaller(server.actorOf(supplier, ['supplier-planner']));
  const shared = await bySupplier.catalog.items.list({ search: 'milk' });
  expect(shared.rows.map(({ itemNumber }) => itemNumber)).toEqual(['M1']);
});

test('a supplier that is not known is named in the row', async () => {
  const { take } = await openRetailer();
  await take('items', 'item\nM1\n');
  const { issues } = await take('terms', 'supplier,item,lead time,price\nS-999,M1,3,1\n');
  expect(issues).toMatchObject([{ rowNumber: 2, columnName: 'supplier', code: 'supplier-unknown' }]);
  expect(issues[0]?.message).toContain('S-100');
});

test('an import without the right to import is refused', async () => {
  const response = await server.app.hono.request('/api/v1/imports/sales', { method: 'POST', body: daily });
  expect(response.status).toBe(401);
});

const vn2 = resolve(import.meta.dirname, '../../../../../../shared/data/vn2');

test.skipIf(!existsSync(vn2))('the files of a public competition are imported as they are', async () => {
  const { take, seriesOf } = await openRetailer();
  const options = '?createMissing=true&supplier=S-100&leadTimeDays=14&unitPrice=1.00';
  const sales = await take('sales', readFileSync(`${vn2}/sales.csv`, 'utf8'), options);
  expect(sales).toMatchObject({ rowCount: 599, acceptedCount: 599, rejectedCount: 0 });
  expect(sales.counts).toMatchObject({ addedItemLocations: 599 });
  const flags = await take('in-stock', readFileSync(`${vn2}/in-stock.csv`, 'utf8'));
  expect(flags).toMatchObject({ acceptedCount: 599, rejectedCount: 0 });
  const series = await seriesOf();
  expect(series).toHaveLength(599);
  expect(series.every(({ soldMilli, inStock }) => soldMilli.length === 131 && inStock.length === 131)).toBe(
    true,
  );
  expect(series.some(({ inStock }) => inStock.includes(false))).toBe(true);
});
