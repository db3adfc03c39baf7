/** What users of other systems complained of in public about purchase orders, and why it cannot happen here. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answer855, notice856, order850 } from './life/test-documents.ts';
import { openTrade, type Trade } from './test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

const each = (amount: number) => ({ amountMilli: amount * 1000, unit: 'EA' as const });

async function open(poNumber: string) {
  await trade.post('buyer', { ...order850, poNumber });
  const [row] = (await trade.supplier().orders.list({ search: poNumber })).rows;
  const orderId = row?.orderId ?? '';
  const asBuyer = () => trade.buyer().orders.get({ orderId });
  const asSupplier = () => trade.supplier().orders.get({ orderId });
  const about = async () => ({ orderId, expectedVersion: (await asBuyer()).version });
  return { orderId, asBuyer, asSupplier, about };
}

const dueOf = (poNumber: string) =>
  trade.world.app.database.asOwner<{ on: string; milli: number }>(
    `select due_on::text as on, quantity_milli::float8 as milli from scheduled_receipts
     where source_label = $1 order by due_on`,
    [`PO ${poNumber} line 1`],
  );

test('erpnext#54762, #46802: a line is delivered in parts, each planned with its own day and quantity', async () => {
  const order = await open('P1');
  await trade.post('supplier', {
    ...{ ...answer855, poNumber: 'P1' },
    lines: [
      {
        ...{ lineNumber: '1', outcome: 'changed' },
        schedule: [
          { quantity: each(60), deliverOn: '2026-12-01' as never },
          { quantity: each(40), deliverOn: '2026-12-08' as never },
        ],
      },
    ],
  });
  await trade.buyer().orders.decideChange({ ...(await order.about()), decision: 'accept', reason: 'Fine' });
  expect(await dueOf('P1')).toEqual([
    { on: '2026-12-01', milli: 60_000 },
    { on: '2026-12-08', milli: 40_000 },
  ]);
});

test('erpnext#8568: each line keeps the day asked for beside the day promised', async () => {
  const order = await open('P2');
  await trade.post('supplier', { ...answer855, poNumber: 'P2' });
  const days = (await order.asBuyer()).lines.map(({ schedule }) => [
    schedule[0]?.requestedOn,
    schedule[0]?.promises.at(-1)?.promisedOn,
  ]);
  expect(days).toEqual([
    ['2026-12-01', '2026-12-01'],
    ['2026-12-01', '2026-12-02'],
    ['2026-12-01', '2026-12-01'],
  ]);
});

test('erpnext#6732, #15197: the supplier sees its orders and what was received of them in the portal, and nobody else’s', async () => {
  const order = await open('P3');
  const [line] = (await order.asBuyer()).lines;
  await trade.buyer().orders.receive({
    ...{ ...(await order.about()), receivedOn: '2026-12-01' },
    lines: [{ orderLineId: line?.orderLineId ?? '', receivedMilli: 70_000 }],
  });
  const seen = await order.asSupplier();
  expect(seen.receipts).toMatchObject([{ lines: [{ lineNumber: '1', receivedMilli: 70_000 }] }]);
  const { world } = trade;
  const stranger = world.callerOf(world.person(world.ediSupplierId, 'Harbour', ['supplier-planner']));
  await expect(stranger.orders.get({ orderId: order.orderId })).rejects.toThrow(/no such order/);
});

test('odoo#158588: what was rejected is not accepted afterwards, and what was accepted is not rejected without a trace', async () => {
  const order = await open('P4');
  const answer = async (outcome: 'accepted' | 'rejected') =>
    trade.supplier().orders.confirm({
      ...(await order.about()),
      lines: (await order.asSupplier()).lines.map(({ orderLineId }) => ({ orderLineId, outcome })),
    });
  await answer('accepted');
  await answer('rejected');
  const { lines, state } = await order.asBuyer();
  expect(state).toBe('rejected');
  expect(lines[0]?.schedule[0]?.promises.map(({ outcome }) => outcome)).toEqual(['accepted', 'rejected']);
  await expect(answer('accepted')).rejects.toThrow(/not possible any more/);
});

test('p21-api#145: a receipt leaves every promise as it was made', async () => {
  const order = await open('P5');
  await trade.post('supplier', { ...answer855, poNumber: 'P5' });
  const promises = async () => (await order.asBuyer()).lines.map(({ schedule }) => schedule[0]?.promises);
  const before = await promises();
  const [, second] = (await order.asBuyer()).lines;
  await trade.buyer().orders.receive({
    ...{ ...(await order.about()), receivedOn: '2026-12-09' },
    lines: [{ orderLineId: second?.orderLineId ?? '', receivedMilli: 20_000 }],
  });
  expect(await promises()).toEqual(before);
  await expect(
    trade.world.app.database.asOwner(`update promises set promised_on = '2026-12-09'`),
  ).rejects.toThrow(/append-only/);
});

test('erpnext#1885, #9222: orders come and are answered by EDI; which messages, both ways, is tested at the gateway', async () => {
  const order = await open('P6');
  expect((await trade.post('supplier', { ...answer855, poNumber: 'P6' })).status).toBeLessThan(300);
  expect(await order.asBuyer()).toMatchObject({ state: 'changes-proposed' });
  expect((await order.asBuyer()).timeline.map(({ channel }) => channel)).toContain('edi');
});

test('carbon#1333: a message that comes again, under its id or another, has one effect', async () => {
  const order = await open('P7');
  const notice = {
    ...{ ...notice856, shipmentNumber: 'SH-P7' },
    orders: [
      {
        ...{ poNumber: 'P7', pallets: [], cartons: [] },
        lines: [{ gtin: order850.lines[0]?.gtin ?? '', shipped: each(30), ssccs: [] }],
      },
    ],
  };
  const documentId = '019a0000-0000-7000-8000-00000000d001';
  await trade.post('supplier', notice, documentId);
  const before = await order.asBuyer();
  await trade.post('supplier', notice, documentId);
  await trade.post('supplier', notice);
  const after = await order.asBuyer();
  expect(after.version).toBe(before.version);
  expect(after.timeline).toEqual(before.timeline);
  expect(after.shipments).toHaveLength(1);
});

test('metasfresh#2389: goods that were announced by EDI can be taken back out of stock, and everything stays on record', async () => {
  const order = await open('P8');
  await trade.post('supplier', {
    ...{ ...notice856, shipmentNumber: 'SH-P8' },
    orders: [
      {
        ...{ poNumber: 'P8', pallets: [], cartons: [] },
        lines: [{ gtin: order850.lines[0]?.gtin ?? '', shipped: each(100), ssccs: [] }],
      },
    ],
  });
  const [line] = (await order.asBuyer()).lines;
  const { receiptNumber } = await trade.buyer().orders.receive({
    ...{ ...(await order.about()), receivedOn: '2026-12-01', shipmentNumber: 'SH-P8' },
    lines: [{ orderLineId: line?.orderLineId ?? '', receivedMilli: 100_000 }],
  });
  await trade.buyer().orders.reverseReceipt({ ...(await order.about()), receiptNumber });
  const { receipts, lines } = await order.asBuyer();
  expect(receipts.map(({ purpose }) => purpose)).toEqual(['original', 'cancellation']);
  expect(lines[0]?.quantities).toMatchObject({ receivedMilli: 0, shippedMilli: 100_000 });
  const entries = await trade.world.app.database.asOwner<{ sum: number }>(
    `select sum(case when to_state = 'available' then quantity_milli else -quantity_milli end)::float8 as sum
     from stock_entries where source_kind = 'receipt' and 'available' in (from_state, to_state)
       and item_id = (select item_id from order_lines where order_id = $1 and line_number = '1')
       and source_id in (select id::text from receipts where order_id = $1)`,
    [order.orderId],
  );
  expect(entries[0]?.sum).toBe(0);
});
