import {
  type BlanketOrder,
  type BusinessDocument,
  blanketOrder,
  envelop,
  planningSchedule,
  shippingSchedule,
} from '@coplan/documents';
import { addDays, type LocalDate, type OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gtinOf, openPlanningWorld, type PlanningWorld } from '../../planning-world.ts';
import { endBlanketsJob } from './end-blankets.job.ts';

let world: PlanningWorld;
const keys = new Map<OrganisationId, string>();
const ids = { shipToId: '', A: '', B: '', C: '' };

beforeAll(async () => {
  world = await openPlanningWorld(
    (['portal', 'edi', 'portal'] as const).map((supplier, index) => ({
      ...{ itemNumber: 'ABC'[index] as string, level: 40, stockMilli: 0, supplier },
    })),
  );
  const rows = await world.app.database.asOwner<{ number: 'A' | 'B' | 'C'; itemId: string; placeId: string }>(
    `select item.item_number as number, item.id as "itemId", place.id as "placeId" from items item
     join locations place on place.org_id = item.org_id`,
  );
  for (const { number, itemId, placeId } of rows) {
    ids[number] = itemId;
    ids.shipToId = placeId;
  }
  for (const organisationId of [world.buyerId, world.portalSupplierId]) {
    const { key } = await world.app.accounts.createApiKey({ organisationId, name: 'EDI', roles: ['edi'] });
    keys.set(organisationId, key);
  }
});
afterAll(() => world?.app.remove());

const buyer = () => world.callerOf(world.person(world.buyerId, 'Buyer', ['buyer', 'approver', 'clerk']));
const supplier = () => world.callerOf(world.person(world.portalSupplierId, 'Miller', ['supplier-planner']));

/** Sunday, 22 November 2026 is today; weeks are counted from the Monday after it. */
const monday = '2026-11-23' as LocalDate;
type Bucket = {
  startsOn: LocalDate;
  endsBefore: LocalDate;
  time: string | null;
  amountMilli: number;
  certainty: 'firm' | 'planned';
};
const week = (offset: number, pieces: number, certainty: Bucket['certainty'] = 'firm'): Bucket => ({
  ...{ startsOn: addDays(monday, offset * 7), endsBefore: addDays(monday, offset * 7 + 7) },
  ...{ time: null, amountMilli: pieces * 1000, certainty },
});
const onDay = (offset: number, pieces: number, time: string | null = null): Bucket => ({
  ...{ startsOn: addDays(monday, offset), endsBefore: addDays(monday, offset + 1) },
  ...{ time, amountMilli: pieces * 1000, certainty: 'firm' as const },
});

const agree = (
  item: 'A' | 'B' | 'C',
  changed: { poNumber?: string; totalMilli?: number; endsOn?: string } = {},
) => {
  const { totalMilli, endsOn = '2027-11-21', ...rest } = changed;
  return buyer().orders.blankets.agree({
    ...{ supplierId: item === 'B' ? world.ediSupplierId : world.portalSupplierId, shipToId: ids.shipToId },
    ...{ startsOn: monday, endsOn, currency: 'NOK', firmDays: 14, materialDays: 42, planningDays: 180 },
    ...{ cumulativeFrom: '2026-01-01', resetsYearly: true, contractNumber: 'K-7', ...rest },
    items: [
      {
        itemId: ids[item],
        unit: 'EA',
        unitPriceMicros: 2_000_000,
        ...(totalMilli === undefined ? {} : { totalMilli }),
      },
    ],
  });
};
const get = (orderId: string) => buyer().orders.blankets.get({ orderId });

type Buckets = Bucket[];
const forecast = (orderId: string, buckets: Buckets) => ({
  ...{ orderId, kind: 'forecast' as const, startsOn: monday, endsBefore: addDays(monday, 84) },
  items: [{ itemLine: '1', buckets }],
});
const release = async (orderId: string, buckets: Buckets, reason?: string) =>
  buyer().orders.blankets.release({
    ...forecast(orderId, buckets),
    ...(reason === undefined ? {} : { reason }),
    expectedVersion: (await get(orderId)).version,
  });

async function post(from: OrganisationId, to: OrganisationId, body: BusinessDocument) {
  const envelope = envelop(body, {
    ...{ documentId: newId(), senderOrganisationId: from, receiverOrganisationId: to },
    createdAt: '2026-11-22T10:00:00Z',
  });
  const response = await world.app.hono.request('/api/v1/documents', {
    method: 'POST',
    headers: { authorization: `Bearer ${keys.get(from)}`, 'content-type': 'application/json' },
    body: JSON.stringify(envelope),
  });
  return { status: response.status, text: await response.text() };
}
const settle = async () => {
  for (let rounds = 0; rounds < 5; rounds++) await world.app.runPending();
};
const supply = (poNumber: string) =>
  world.app.database.asOwner<{ dueOn: string; pieces: number }>(
    `select due_on::text as "dueOn", (quantity_milli / 1000)::integer as pieces from scheduled_receipts
     where source_label like 'PO ' || $1 || ' %' order by due_on`,
    [poNumber],
  );

let orderId = '';
let poNumber = '';

test('erpnext#54762, #46802: what a release calls off becomes lines that are confirmed, and what is only planned takes nothing', async () => {
  ({ orderId, poNumber } = await agree('A', { totalMilli: 400_000 }));
  expect(await buyer().orders.get({ orderId })).toMatchObject({
    ...{ state: 'sent', lines: [], isBlanket: true, allowedEvents: ['hold'] },
  });
  await release(orderId, [week(0, 100), week(1, 120), week(2, 80, 'planned')]);
  // What is only planned is no supply, and the supplier has nothing to ship for it.
  expect(await supply(poNumber)).toEqual([
    { dueOn: '2026-11-23', pieces: 100 },
    { dueOn: '2026-11-30', pieces: 120 },
  ]);
  const order = await supplier().orders.get({ orderId });
  expect(order).toMatchObject({ state: 'change-pending', totalMinor: 44_000 });
  await supplier().orders.confirm({
    orderId,
    expectedVersion: order.version,
    lines: order.lines.map(({ orderLineId }) => ({ orderLineId, outcome: 'accepted' as const })),
  });
  expect(await buyer().orders.get({ orderId })).toMatchObject({ state: 'acknowledged' });
});

test('goods and invoices that name the item only fill the earliest call-offs, and the sums follow', async () => {
  const gtin = gtinOf(0);
  const goods = { gtin, buyerItemNumber: 'A' };
  const quantity = { amountMilli: 130_000, unit: 'EA' as const };
  await post(world.portalSupplierId, world.buyerId, {
    ...{
      documentType: 'despatch-advice',
      purpose: 'original',
      shipmentNumber: 'SH-1',
      shipTo: { code: 'S1' },
    },
    ...{ writtenOn: '2026-11-22' as LocalDate, despatchedOn: '2026-11-22' as LocalDate },
    orders: [{ poNumber, pallets: [], cartons: [], lines: [{ gtin, shipped: quantity, ssccs: [] }] }],
  });
  await post(world.buyerId, world.portalSupplierId, {
    ...{
      documentType: 'receiving-advice',
      purpose: 'original',
      receiptNumber: 'WE-1',
      shipTo: { code: 'S1' },
    },
    ...{
      writtenOn: '2026-11-22' as LocalDate,
      receivedOn: '2026-11-22' as LocalDate,
      shipmentNumber: 'SH-1',
    },
    lines: [{ ...goods, poNumber, received: quantity, deviations: [] }],
  });
  await post(world.portalSupplierId, world.buyerId, {
    ...{ documentType: 'invoice', kind: 'invoice', invoiceNumber: 'RE-1', poNumber, currency: 'NOK' },
    ...{ invoicedOn: '2026-11-22' as LocalDate, charges: [], taxes: [], totalMinor: 26_000 },
    lines: [{ gtin, invoiced: quantity, unitPriceMicros: 2_000_000, charges: [] }],
  });
  await settle();
  const after = await buyer().orders.get({ orderId });
  expect(
    after.lines.map(({ quantities }) => [
      quantities.shippedMilli,
      quantities.receivedMilli,
      quantities.invoicedMilli,
    ]),
  ).toEqual([
    [100_000, 100_000, 100_000],
    [30_000, 30_000, 30_000],
  ]);
  expect(after.invoices).toMatchObject([{ state: 'matched', variances: [] }]);
  expect(after.state).toBe('partially-received');
  // Each call-off is judged as a perfect order like any other line.
  const scored = await world.app.database.asOwner('select 1 from perfect_order_lines where order_id = $1', [
    orderId,
  ]);
  expect(scored).toHaveLength(2);
  expect((await get(orderId)).items[0]?.sums).toMatchObject({
    ...{ requiredMilli: 0, shippedMilli: 130_000, receivedMilli: 130_000, aheadMilli: 130_000 },
    ...{
      calledOffMilli: 220_000,
      openMilli: 90_000,
      lastReceived: { reference: 'SH-1', amountMilli: 130_000 },
    },
  });
  expect(await supply(poNumber)).toEqual([{ dueOn: '2026-11-30', pieces: 90 }]);
});

test('a change of what is firm shows before it is issued and needs a reason; below shipped and above the total is refused', async () => {
  const less = forecast(orderId, [week(0, 100), week(1, 60), week(2, 100, 'planned')]);
  expect(await buyer().orders.blankets.previewRelease(less)).toEqual({
    ...{
      issue: null,
      needsReason: expect.stringMatching(/until 2026-12-06 220 EA were firm, the release says 160 EA/),
    },
    changes: [
      {
        lineNumber: '2',
        itemLine: '1',
        on: '2026-11-30',
        time: null,
        beforeMilli: 120_000,
        afterMilli: 60_000,
      },
    ],
  });
  await expect(release(orderId, less.items[0]?.buckets ?? [])).rejects.toThrow(/needs a reason/);
  await release(orderId, less.items[0]?.buckets ?? [], 'The promotion is over');
  await expect(release(orderId, [week(0, 20)], 'Stop')).rejects.toThrow(/less than what is shipped/);
  await expect(release(orderId, [week(0, 100), week(1, 340)], 'More')).rejects.toThrow(
    /440 EA would be called off, 400 EA are agreed/,
  );
  const view = await get(orderId);
  expect(view.releases.map(({ releaseNumber, reason }) => [releaseNumber, reason])).toEqual([
    ['2', 'The promotion is over'],
    ['1', null],
  ]);
  expect(await supplier().orders.blankets.get({ orderId })).toMatchObject({
    mayRelease: false,
    releases: view.releases,
  });
});

test('closing says what it costs, gives up what is open, and keeps ordered = open + shipped + cancelled', async () => {
  const { version: expectedVersion } = await get(orderId);
  await expect(buyer().orders.cancel({ orderId, reason: 'No', expectedVersion })).rejects.toThrow(
    /not possible|closing it/,
  );
  const { rows } = await buyer().orders.blankets.previewClose({ orderId });
  expect(rows).toMatchObject([
    { openMilli: 30_000, openMinor: 6_000, plannedMilli: 100_000, materialMinor: 20_000 },
  ]);
  await buyer().orders.blankets.close({
    orderId,
    openCallOffs: 'give-up',
    reason: 'Delisted',
    expectedVersion,
  });
  expect(await get(orderId)).toMatchObject({ state: 'closed', orderState: 'closed-short' });
  const { lines } = await buyer().orders.get({ orderId });
  for (const { quantities } of lines) {
    expect(quantities.orderedMilli + quantities.overMilli).toBe(
      quantities.openMilli + quantities.shippedMilli + quantities.cancelledMilli,
    );
  }
  expect(await supply(poNumber)).toEqual([]);
  await expect(release(orderId, [week(1, 10)])).rejects.toThrow(/is closed: nothing more is released/);
});

test('a supplier that reads EDI is sent each release as a schedule, with what was received and may be made', async () => {
  const { orderId, poNumber } = await agree('B');
  await release(orderId, [week(0, 100), week(1, 120), week(3, 80, 'planned')]);
  await buyer().orders.blankets.release({
    ...{ orderId, kind: 'shipping', startsOn: monday, endsBefore: addDays(monday, 7) },
    items: [{ itemLine: '1', buckets: [onDay(0, 40, '06:00'), onDay(0, 20, '14:00'), onDay(3, 40)] }],
    expectedVersion: (await get(orderId)).version,
  });
  const sent = await world.app.database.asOwner<{ body: unknown }>(
    `select body from platform.documents where document_type in ('planning-schedule', 'shipping-schedule')
     order by document_type`,
  );
  expect(planningSchedule.parse(sent[0]?.body)).toMatchObject({
    ...{ poNumber, releaseNumber: '1', contractNumber: 'K-7', amounts: 'discrete', basis: 'delivery' },
    lines: [
      {
        buckets: [{ certainty: 'firm' }, { certainty: 'firm' }, { certainty: 'planned' }],
        progress: [{ kind: 'cumulative', event: 'received', amountMilli: 0, startsOn: '2026-01-01' }],
        authorisations: [
          { resource: 'finished-goods', until: '2026-12-05', amountMilli: 220_000 },
          { resource: 'material', until: '2027-01-02', amountMilli: 300_000 },
        ],
      },
    ],
  });
  expect(shippingSchedule.parse(sent[1]?.body)).toMatchObject({
    ...{ poNumber, releaseNumber: '1' },
    lines: [{ releases: [{ time: '06:00' }, { time: '14:00' }, { amountMilli: 40_000 }] }],
  });
  expect(
    (await get(orderId)).callOffs.filter(
      ({ orderedMilli, state }) => orderedMilli > 0 && state !== 'cancelled',
    ),
  ).toHaveLength(4);
});

const sentAbout = (orderId: string, type: string) =>
  world.app.database.asOwner<{ documentId: string; body: unknown }>(
    `select sent.document_id as "documentId", body from order_documents sent
       join platform.documents on platform.documents.id = sent.document_id
     where sent.order_id = $1 and sent.document_type = $2 order by sent.created_at, sent.document_id`,
    [orderId, type],
  );
const report = (documentId: string, status: 'delivered' | 'rejected') =>
  post(world.buyerId, world.buyerId, { documentType: 'delivery-report', documentId, status, issues: [] });

test('a supplier that reads EDI is sent the blanket order, again where it failed, and its end', async () => {
  const { orderId, poNumber } = await agree('B', { totalMilli: 900_000 });
  const [sent] = await sentAbout(orderId, 'blanket-order');
  expect(blanketOrder.parse(sent?.body)).toMatchObject({
    ...{ purpose: 'original', poNumber, contractNumber: 'K-7', startsOn: monday, endsOn: '2027-11-21' },
    lines: [
      { lineNumber: '1', gtin: gtinOf(1), totalMilli: 900_000, unit: 'EA', unitPriceMicros: 2_000_000 },
    ],
  });
  expect((await report(sent?.documentId ?? '', 'rejected')).status).toBeLessThan(300);
  const failed = await buyer().orders.get({ orderId });
  expect(failed).toMatchObject({ state: 'send-failed', allowedEvents: ['resend', 'hold'] });
  await buyer().orders.resend({ orderId });
  const again = (await sentAbout(orderId, 'blanket-order')).find(
    (one) => one.documentId !== sent?.documentId,
  );
  expect(blanketOrder.parse(again?.body)).toMatchObject({ purpose: 'original', poNumber });
  await report(again?.documentId ?? '', 'delivered');
  expect(await buyer().orders.get({ orderId })).toMatchObject({ state: 'sent' });
  await buyer().orders.blankets.close({
    ...{ orderId, openCallOffs: 'keep', reason: 'Another mill' },
    expectedVersion: (await get(orderId)).version,
  });
  const purposes = (await sentAbout(orderId, 'blanket-order')).map(
    ({ body }) => blanketOrder.parse(body).purpose,
  );
  expect(purposes.sort()).toEqual(['cancellation', 'original', 'original']);
});

test('a blanket order of the buyer’s own system is agreed once, with the days of the last one; another one under its number waits', async () => {
  const body: BlanketOrder = {
    ...{ documentType: 'blanket-order', purpose: 'original', poNumber: '56001', orderedOn: monday },
    ...{ currency: 'NOK', contractNumber: 'K-8', startsOn: monday, endsOn: '2027-06-30' as LocalDate },
    ...{ buyer: { name: 'Northern Grocers' }, supplier: { name: 'Valley Mill' }, shipTo: { code: 'S1' } },
    lines: [
      { lineNumber: '10', gtin: gtinOf(2), totalMilli: 70_000, unit: 'EA', unitPriceMicros: 3_000_000 },
      { lineNumber: '20', gtin: gtinOf(0), unit: 'EA', unitPriceMicros: 1_000_000 },
    ],
  };
  const send = (changed: Partial<BlanketOrder> = {}) =>
    post(world.buyerId, world.portalSupplierId, { ...body, ...changed });
  const found = async () => (await buyer().orders.list({ search: '56001', limit: 10 })).rows;
  const issues = async () =>
    (await buyer().orders.waiting.list({ poNumber: '56001' })).rows.map(({ issueCode }) => issueCode);
  expect((await send()).status).toBeLessThan(300);
  const [order] = await found();
  expect(await get(order?.orderId ?? '')).toMatchObject({
    ...{ startsOn: monday, endsOn: '2027-06-30', firmDays: 14, materialDays: 42, planningDays: 180 },
    items: [
      { itemLine: '10', itemNumber: 'C', totalMilli: 70_000, unitPriceMicros: 3_000_000 },
      { itemLine: '20', itemNumber: 'A', totalMilli: null },
    ],
  });
  await send();
  expect([await found(), await issues()]).toMatchObject([[{}], []]);
  await send({ endsOn: '2027-07-31' as LocalDate });
  expect(await issues()).toEqual(['order-number-used']);
  await send({ purpose: 'cancellation' });
  expect(await issues()).toContain('blanket-closes-by-hand');
});

test('releases of the buyer’s own system wait for their blanket order, and for a reason where they change what is firm', async () => {
  const head = (number: string, issuedOn: string) => ({
    ...{ purpose: 'original' as const, basis: 'delivery' as const, reference: number, releaseNumber: number },
    ...{ issuedOn: issuedOn as LocalDate, poNumber: '55001' },
    horizon: { startsOn: monday, endsBefore: addDays(monday, 28) },
  });
  const line = { buyerItemNumber: 'C', unit: 'EA' as const, progress: [] };
  const plain = ({ time: _time, ...bucket }: Bucket) => bucket;
  const schedule = (number: string, buckets: Buckets): BusinessDocument => ({
    ...{
      documentType: 'planning-schedule',
      kind: 'order',
      amounts: 'discrete',
      ...head(number, '2026-11-22'),
    },
    lines: [{ ...line, buckets: buckets.map(plain), authorisations: [] }],
  });
  const send = (body: BusinessDocument) => post(world.buyerId, world.portalSupplierId, body);
  const waitsFor = async () =>
    (await buyer().orders.waiting.list({ poNumber: '55001' })).rows.map(({ issueCode }) => issueCode);
  await send(schedule('101', [week(0, 50), week(1, 70)]));
  expect(await waitsFor()).toEqual(['order-unknown']);
  const { orderId } = await agree('C', { poNumber: '55001' });
  await settle();
  expect((await get(orderId)).releases).toMatchObject([{ releaseNumber: '101', isByDocument: true }]);

  await send({
    ...{ documentType: 'shipping-schedule', ...head('J-1', '2026-11-22') },
    horizon: { startsOn: monday, endsBefore: addDays(monday, 7) },
    lines: [{ ...line, releases: [plain(onDay(1, 20)), plain(onDay(2, 30))] }],
  });
  const living = async () =>
    (await get(orderId)).callOffs
      .filter(({ state }) => state !== 'cancelled')
      .map(({ startsOn, orderedMilli }) => [startsOn, orderedMilli]);
  expect(await living()).toEqual([
    ['2026-11-24', 20_000],
    ['2026-11-25', 30_000],
    ['2026-11-30', 70_000],
  ]);
  await send(schedule('102', [week(1, 10)]));
  expect(await waitsFor()).toEqual(['inside-firm-fence']);
  const { rows } = await buyer().orders.waiting.list({ poNumber: '55001' });
  const waiting = rows.find(({ state }) => state === 'waiting');
  await buyer().orders.waiting.repair({
    ...{
      waitingId: waiting?.waitingId ?? '',
      reason: 'The buyer called',
      expectedVersion: waiting?.version ?? 1,
    },
  });
  await settle();
  expect(await living()).toEqual([
    ['2026-11-24', 20_000],
    ['2026-11-25', 30_000],
    ['2026-11-30', 10_000],
  ]);
  expect((await get(orderId)).releases[0]).toMatchObject({
    releaseNumber: '102',
    reason: 'The buyer called',
  });
});

test('after its last day a blanket order is over, and it closes once nothing of it is open', async () => {
  const { orderId } = await agree('A', { endsOn: '2026-11-30' });
  await release(orderId, [week(0, 10)]);
  const empty = await agree('C', { endsOn: '2026-11-30' });
  world.clock.set('2026-12-02T06:00:00Z');
  const context = world.app.contextFor(world.app.actorOf(world.buyerId, 'buyer'));
  const run = () => endBlanketsJob.run(context as never, {} as never, new AbortController().signal);
  expect(await run()).toMatchObject({ endedCount: 2 });
  expect(await run()).toMatchObject({ endedCount: 0 });
  expect(await get(orderId)).toMatchObject({ state: 'over', mayRelease: false });
  expect(await get(empty.orderId)).toMatchObject({ state: 'closed', orderState: 'cancelled' });
  expect((await buyer().orders.blankets.list({ state: 'over' })).rows).toMatchObject([
    { orderId, behindCount: 1 },
  ]);
});
