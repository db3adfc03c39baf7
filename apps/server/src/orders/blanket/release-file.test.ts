import { envelop } from '@coplan/documents';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gtinOf, openPlanningWorld, type PlanningWorld } from '../../planning-world.ts';
import { readCsvReleases } from './read-csv-releases.ts';

let world: PlanningWorld;
let key = '';
const ids = { shipToId: '', A: '', B: '' };
beforeAll(async () => {
  world = await openPlanningWorld(
    (['portal', 'edi'] as const).map((supplier, index) => ({
      ...{ itemNumber: 'AB'[index] as string, level: 40, stockMilli: 0, supplier },
    })),
  );
  const rows = await world.app.database.asOwner<{ number: 'A' | 'B'; itemId: string; placeId: string }>(
    `select item.item_number as number, item.id as "itemId", place.id as "placeId" from items item
     join locations place on place.org_id = item.org_id`,
  );
  for (const { number, itemId, placeId } of rows) {
    ids[number] = itemId;
    ids.shipToId = placeId;
  }
  ({ key } = await world.app.accounts.createApiKey({
    ...{ organisationId: world.buyerId, name: 'EDI', roles: ['edi'] },
  }));
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'approver']));
const agree = (item: 'A' | 'B', poNumber: string) =>
  buyer().orders.blankets.agree({
    ...{ supplierId: item === 'B' ? world.ediSupplierId : world.portalSupplierId, shipToId: ids.shipToId },
    ...{ startsOn: '2026-11-23', endsOn: '2027-11-21', currency: 'NOK', poNumber },
    ...{
      firmDays: 14,
      materialDays: 42,
      planningDays: 180,
      cumulativeFrom: '2026-01-01',
      resetsYearly: true,
    },
    items: [{ itemId: ids[item], unit: 'EA', unitPriceMicros: 2_000_000 }],
  });
const get = (orderId: string) => buyer().orders.blankets.get({ orderId });
const lookAt = (text: string) => buyer().orders.blankets.previewFile({ text });
const issue = async (text: string, reason?: string) =>
  buyer().orders.blankets.releaseFile({
    ...{ text, seen: (await lookAt(text)).seen },
    ...(reason === undefined ? {} : { reason }),
  });

const header = 'order,release,kind,item,date,until,time,quantity,certainty\n';
const file = `${header}F-1,7,forecast,A,2026-11-23,2026-11-29,,100,firm
F-1,7,forecast,A,2026-11-30,2026-12-06,,120,firm
F-1,7,forecast,A,2026-12-07,2026-12-13,,80,planned
F-2,1,forecast,${gtinOf(1)},2026-11-23,2026-11-29,,40,firm
F-2,1,shipping,B,2026-11-24,,06:00,25,
F-2,1,shipping,B,2026-11-25,,,15,
`;

test('what cannot be read is told row by row and column by column', () => {
  const { releases, problems } = readCsvReleases(
    `${header}F-1,7,forecast,A,2026-11-23,2026-11-22,,100,firm
F-1,7,forecats,A,2026-11-30,,,1,firm
F-1,7,forecast,A,30.11.2026,,,1,firm
F-1,7,forecast,A,2026-11-30,,,-1,firm
F-1,7,forecast,A,2026-11-30,,,1,certain
F-1,7,shipping,A,2026-11-30,,6h,1,
F-1,7,shipping,A,2026-11-30,,06:30,1,planned
`,
  );
  expect(releases).toEqual([]);
  expect(problems.map(({ place }) => place)).toEqual([
    'line 2, column until',
    'line 3, column kind',
    'line 4, column date',
    'line 5, column quantity',
    'line 6, column certainty',
    'line 7, column time',
    'line 8, column certainty',
  ]);
  expect(() => readCsvReleases(`${header}F-1,,forecast,A,2026-11-30,,,1,firm\n`)).toThrow(
    /line 2, column release: is empty/,
  );
});

test('a file is shown before it counts, issued as a whole, and changes nothing the second time', async () => {
  const [one, two] = [await agree('A', 'F-1'), await agree('B', 'F-2')];
  const preview = await lookAt(file);
  expect(preview.problems).toEqual([]);
  expect(preview.releases).toMatchObject([
    { poNumber: 'F-1', kind: 'forecast', releaseNumber: '7', rowCount: 3, isKnown: false, needsReason: null },
    { poNumber: 'F-2', kind: 'forecast', rowCount: 1, changes: [{ afterMilli: 40_000 }] },
    // The second of an order is looked at as it will be: after the first.
    { poNumber: 'F-2', kind: 'shipping', rowCount: 2, needsReason: null },
  ]);
  expect([(await get(one.orderId)).releases, (await get(two.orderId)).releases]).toEqual([[], []]);
  expect(await issue(file)).toEqual({ issuedCount: 3, knownCount: 0 });
  expect((await get(one.orderId)).callOffs).toMatchObject([
    { startsOn: '2026-11-23', orderedMilli: 100_000 },
    { startsOn: '2026-11-30', orderedMilli: 120_000 },
  ]);
  expect((await get(two.orderId)).releases).toMatchObject([
    { kind: 'shipping', releaseNumber: '1', isByDocument: false },
    { kind: 'forecast', releaseNumber: '1' },
  ]);
  expect((await lookAt(file)).releases.map(({ isKnown }) => isKnown)).toEqual([true, true, true]);
  expect(await issue(file)).toEqual({ issuedCount: 0, knownCount: 3 });
  expect((await get(one.orderId)).releases).toHaveLength(1);
});

test('what is wrong with an order, an item or a number is told at its line, and nothing of the file is issued', async () => {
  const bad = `${header}F-1,8,forecast,A,2026-12-14,2026-12-20,,10,planned
F-9,1,forecast,A,2026-12-14,,,10,planned
F-1,9,forecast,SPELT,2026-12-14,,,10,planned
F-1,7,forecast,A,2026-12-14,,,10,planned
F-1,10,forecast,A,2028-01-01,,,10,planned
`;
  const { problems } = await lookAt(bad);
  expect(problems.map(({ place, why }) => `${place}: ${why}`)).toEqual([
    expect.stringMatching(/^line 3, column order: you have no blanket order F-9/),
    expect.stringMatching(/^line 4, column item: blanket order F-1 has no item SPELT: its items are A$/),
    expect.stringMatching(/^line 5, column release: release 7 .* with other content/),
    expect.stringMatching(/^line 6: Item A of order F-1 is released for 2028-01-01/),
  ]);
  await expect(issue(bad)).rejects.toThrow(/line 3, column order/);
  const [order] = (await buyer().orders.blankets.list({ search: 'f-1' })).rows;
  expect(order).toMatchObject({ releaseCount: 1 });
});

test('a file that changes what is firm needs a reason, and one that was looked at before somebody else acted is looked at again', async () => {
  const change = `${header}F-1,11,forecast,A,2026-11-23,2026-11-29,,60,firm\n`;
  const { releases, seen } = await lookAt(change);
  expect(releases[0]?.needsReason).toMatch(/100 EA were firm, the release says 60 EA/);
  await expect(buyer().orders.blankets.releaseFile({ text: change, seen })).rejects.toThrow(/give a reason/);
  const older = Object.fromEntries(Object.entries(seen).map(([id, version]) => [id, version - 1]));
  const late = buyer().orders.blankets.releaseFile({ text: change, reason: 'Stock-take', seen: older });
  await expect(late).rejects.toThrow(/changed/);
  expect(await issue(change, 'Stock-take')).toEqual({ issuedCount: 1, knownCount: 0 });
});

test('a release that the supplier’s system rejected is sent again, once, word for word', async () => {
  const [order] = (await buyer().orders.blankets.list({ search: 'f-2' })).rows;
  const orderId = order?.orderId ?? '';
  const sent = await world.app.database.asOwner<{ documentId: string; body: object }>(
    `select document_id as "documentId", body from order_documents sent
       join platform.documents document on document.id = sent.document_id
     where sent.order_id = $1 and sent.document_type = 'planning-schedule'`,
    [orderId],
  );
  const documentId = sent[0]?.documentId ?? '';
  expect((await get(orderId)).failedDocuments).toEqual([]);
  const again = () => buyer().orders.resendDocument({ orderId, documentId });
  await expect(again()).rejects.toThrow(/only one that was rejected/);
  const report = {
    ...{ documentType: 'delivery-report' as const, documentId, status: 'rejected' as const },
    issues: [{ code: 'x', severity: 'error' as const, message: 'no such item', place: 'LIN' }],
  };
  const envelope = envelop(report, {
    ...{ documentId: newId(), createdAt: '2026-11-22T10:00:00Z' },
    ...{ senderOrganisationId: world.buyerId, receiverOrganisationId: world.buyerId },
  });
  await world.app.hono.request('/api/v1/documents', {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelope),
  });
  const failed = { documentId, name: 'forecast release', number: '1', state: 'rejected' };
  expect((await get(orderId)).failedDocuments).toMatchObject([failed]);
  expect((await buyer().orders.get({ orderId })).failedDocuments).toMatchObject([failed]);
  const resent = await again();
  expect((await get(orderId)).failedDocuments).toEqual([]);
  await expect(again()).rejects.toThrow(/goes out again, once/);
  const [copy] = await world.app.database.asOwner<{ body: object }>(
    'select body from platform.documents where id = $1',
    [resent.documentId],
  );
  expect(copy?.body).toEqual(sent[0]?.body);
});
