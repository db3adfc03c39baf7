import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderDocument } from './life/judge-document.ts';
import { everyOrder, invoice810, numbered, order850, sixMessages } from './life/test-documents.ts';
import { openTrade, pictureOf as pictureIn, settle, type Trade } from './test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

const buyers = new Set(['purchase-order', 'purchase-order-change']);
const senderOf = ({ documentType }: OrderDocument) => (buyers.has(documentType) ? 'buyer' : 'supplier');

async function arrive(documents: readonly OrderDocument[]): Promise<void> {
  for (const document of documents) {
    const { status, text } = await trade.post(senderOf(document), document);
    expect({ status, text }).toMatchObject({ status: 200 });
  }
  await trade.world.app.runPending();
}

const settled = (): Promise<void> => settle(trade);
const pictureOf = (poNumber: string) => pictureIn(trade, poNumber);

/** Every 40th of the 720 orders of six messages; all of them with `ARRIVALS=720`, by hand. */
const arrivalCount = Number(process.env['ARRIVALS'] ?? 18);

test('six messages of one purchase order, whatever their order and however often, end in one state on the server', async () => {
  await arrive(numbered(sixMessages, 'P0'));
  await settled();
  const right = await pictureOf('P0');
  expect(right).toMatchObject({ state: 'shipped', waiting: [], shipments: 1 });
  const arrivals = everyOrder(sixMessages).filter((_, index) => index % Math.floor(720 / arrivalCount) === 0);
  const wrong: unknown[] = [];
  for (const [index, documents] of arrivals.entries()) {
    const own = numbered(documents, `P${1000 + index}`);
    await arrive(own.flatMap((document) => [document, document]));
    await settled();
    const picture = await pictureOf(`P${1000 + index}`);
    if (JSON.stringify(picture) !== JSON.stringify(right)) {
      wrong.push({ arrival: own.map(({ documentType }) => documentType), picture });
    }
  }
  expect(wrong).toEqual([]);
}, 1_800_000);

test('64 copies at once have one effect, and the same key with another body is a conflict', async () => {
  const [order, , , , notice] = numbered(sixMessages, 'P64') as [OrderDocument, ...OrderDocument[]];
  const key = '0190f7c2-0000-7000-8000-000000000064';
  const copies = await Promise.all(Array.from({ length: 64 }, () => trade.post('buyer', order, key)));
  expect(new Set(copies.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await trade.buyer().orders.list({ search: 'P64' })).rows).toHaveLength(1);
  const other = await trade.post('buyer', { ...order850, poNumber: 'P64', currency: 'EUR' }, key);
  expect(other).toMatchObject({
    status: 409,
    text: expect.stringContaining('platform.key-used-for-other-content'),
  });
  const many = await Promise.all(
    Array.from({ length: 64 }, () =>
      trade.post('supplier', {
        ...notice,
        orders: [
          {
            ...(notice as never as { orders: object[] }).orders[0],
            pallets: [],
            cartons: [],
            lines: [
              {
                lineNumber: '2',
                buyerItemNumber: 'B',
                shipped: { amountMilli: 5_000, unit: 'EA' },
                ssccs: [],
              },
            ],
          },
        ],
      } as never),
    ),
  );
  expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]));
  const picture = await pictureOf('P64');
  expect(picture.shipments).toBe(1);
  expect(picture.lines[1]?.quantities).toMatchObject({ openMilli: 45_000, shippedMilli: 5_000 });
});

test('an order under a used number with another content is an issue that a person sets aside', async () => {
  await arrive(
    numbered(
      [order850, { ...order850, orderedOn: '2026-11-21' as never, lines: order850.lines.slice(1) }],
      'P70',
    ),
  );
  const { rows } = await trade.supplier().orders.waiting.list({ poNumber: 'P70' });
  expect(rows).toMatchObject([{ issueCode: 'order-number-used', isOwn: false, resolvesItself: false }]);
  const [row] = rows;
  await trade
    .buyer()
    .orders.waiting.dismiss({ waitingId: row?.waitingId ?? '', reason: 'Sent twice', expectedVersion: 1 });
  expect((await trade.buyer().orders.waiting.list({ poNumber: 'P70' })).rows).toEqual([]);
});

test('a document with a wrong order number waits by name until a person says which order is meant', async () => {
  const { post, supplier, buyer } = trade;
  await arrive(numbered([order850], 'P80'));
  await post('supplier', { ...invoice810, poNumber: 'P8O', invoiceNumber: 'R-80' });
  const [row] = (await buyer().orders.waiting.list({ poNumber: 'P8O' })).rows;
  expect(row).toMatchObject({ issueCode: 'order-unknown', resolvesItself: true });
  await supplier().orders.waiting.repair({
    waitingId: row?.waitingId ?? '',
    poNumber: 'P80',
    expectedVersion: 1,
  });
  await settled();
  const picture = await pictureOf('P80');
  expect(picture.waiting).toEqual([]);
  expect(picture.invoices[0]?.variances.map(({ kind }) => kind)).toEqual(['quantity', 'not-ordered']);
});

test('an order of items that the catalog lacks waits, and is placed once they are there', async () => {
  const unknown = {
    ...order850,
    poNumber: 'P90',
    lines: order850.lines.map((line) => ({ ...line, gtin: '00012345678905' })),
  };
  await trade.post('buyer', unknown);
  const [row] = (await trade.buyer().orders.waiting.list({ poNumber: 'P90' })).rows;
  expect(row).toMatchObject({
    issueCode: 'item-unknown',
    issueText: expect.stringContaining('00012345678905'),
  });
  await trade.world.app.database.asOwner(
    `update items set gtin14 = '00012345678905' where org_id = $1 and item_number = 'D'`,
    [trade.world.buyerId],
  );
  await trade.buyer().orders.waiting.repair({ waitingId: row?.waitingId ?? '', expectedVersion: 1 });
  await settled();
  expect((await pictureOf('P90')).state).toBe('sent');
});
