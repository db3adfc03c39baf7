import { type BusinessDocument, type DocumentEnvelope, envelop } from '@coplan/documents';
import type { OrganisationId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OrderDocument } from './life/judge-document.ts';
import { numbered, sixMessages } from './life/test-documents.ts';
import { openTrade, pictureOf, settle, type Trade, withGtinsOfWorld } from './test-trade.ts';

let trade: Trade;
beforeAll(async () => {
  trade = await openTrade();
});
afterAll(() => trade?.world.app.remove());

type Result = { documentId: string | null; status: string; error?: { code: string } };

function wrap(from: 'buyer' | 'supplier', body: BusinessDocument, to?: OrganisationId): DocumentEnvelope {
  const { buyerId, portalSupplierId } = trade.world;
  const [sender, receiver] = from === 'buyer' ? [buyerId, portalSupplierId] : [portalSupplierId, buyerId];
  return envelop(body, {
    documentId: newId(),
    senderOrganisationId: sender,
    receiverOrganisationId: to ?? receiver,
    createdAt: '2026-11-22T10:00:00Z',
  });
}

async function postMany(
  from: 'buyer' | 'supplier',
  documents: readonly unknown[],
  keepsOrder = false,
): Promise<Result[]> {
  const response = await trade.world.app.hono.request('/api/v1/documents/bulk', {
    method: 'POST',
    headers: { authorization: `Bearer ${trade.keys[from]}`, 'content-type': 'application/json' },
    body: withGtinsOfWorld(JSON.stringify({ documents, keepsOrder })),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { results: Result[] }).results;
}

const buyers = new Set(['purchase-order', 'purchase-order-change']);
const countOf = async (table: 'orders' | 'promises' | 'ship_notices'): Promise<number> => {
  const rows = await trade.world.app.database.asOwner<{ count: number }>(
    {
      orders: 'select count(*)::int as count from orders',
      promises: 'select count(*)::int as count from promises',
      ship_notices: 'select count(*)::int as count from ship_notices',
    }[table],
  );
  return rows[0]?.count ?? 0;
};

test('orders that come many at a time go through the same life as one that comes alone', async () => {
  for (const document of numbered(sixMessages, 'ALONE')) {
    const from = buyers.has(document.documentType) ? 'buyer' : 'supplier';
    expect(await trade.post(from, document)).toMatchObject({ status: 200 });
  }
  const lives = ['M1', 'M2', 'M3', 'M4', 'M5'].map((poNumber) => numbered(sixMessages, poNumber));
  for (const [step, first] of (lives[0] as OrderDocument[]).entries()) {
    const from = buyers.has(first.documentType) ? 'buyer' : 'supplier';
    const results = await postMany(
      from,
      lives.map((life) => wrap(from, life[step] as OrderDocument)),
    );
    expect(results.map(({ status }) => status)).toEqual(lives.map(() => 'recorded'));
  }
  await settle(trade);
  const alone = await pictureOf(trade, 'ALONE');
  expect(alone).toMatchObject({ state: 'shipped', waiting: [] });
  for (const poNumber of ['M1', 'M3', 'M5']) expect(await pictureOf(trade, poNumber)).toEqual(alone);
});

test('of many documents each is taken or refused for itself, and the same request again changes nothing', async () => {
  const [first, second, third] = ['N1', 'N2', 'N3'].map(
    (poNumber) => numbered(sixMessages, poNumber)[0] as OrderDocument,
  ) as [OrderDocument, OrderDocument, OrderDocument];
  const unknownItem = JSON.parse(
    JSON.stringify(second).replace(/"gtin":"\d{14}"/, '"gtin":"09520000000004"'),
  );
  const repeated = wrap('buyer', third);
  const request = [
    wrap('buyer', first),
    wrap('buyer', unknownItem),
    { documentId: 'nothing of an order' },
    wrap('buyer', numbered(sixMessages, 'N4')[0] as OrderDocument, newId<OrganisationId>()),
    wrap('supplier', first),
    repeated,
    { ...repeated, createdAt: '2026-11-22T11:00:00Z' },
  ];
  const before = await countOf('orders');
  const results = await postMany('buyer', request);
  expect(results.map(({ status, error }) => error?.code ?? status)).toEqual([
    'recorded',
    'recorded',
    'platform.invalid-input',
    'orders.not-trading',
    'documents.other-sender',
    'recorded',
    'platform.key-used-for-other-content',
  ]);
  expect(await countOf('orders')).toBe(before + 2);
  const { rows: waiting } = await trade.buyer().orders.waiting.list({ poNumber: 'N2' });
  expect(waiting.map(({ issueCode }) => issueCode)).toEqual(['item-unknown']);
  expect(await postMany('buyer', request)).toEqual(results);
  expect(await countOf('orders')).toBe(before + 2);
});

test('a fault of ours refuses its document alone; where the order is kept it holds back those behind it', async () => {
  const { database } = trade.world.app;
  await database.asOwner(
    `create function break_f2() returns trigger language plpgsql as
     $$ begin if new.po_number like '%F2' then raise exception 'broken'; end if; return new; end $$`,
  );
  await database.asOwner(
    'create trigger f2 before insert on orders for each row execute function break_f2()',
  );
  const orders = (prefix: string) =>
    ['F1', 'F2', 'F3'].map((name) => wrap('buyer', numbered(sixMessages, prefix + name)[0] as OrderDocument));
  const told = (results: Result[]) => results.map(({ status, error }) => error?.code ?? status);
  expect(told(await postMany('buyer', orders('A')))).toEqual(['recorded', 'platform.fault', 'recorded']);
  const kept = orders('B');
  expect(told(await postMany('buyer', kept, true))).toEqual(['recorded', 'platform.fault', 'held-back']);
  await database.asOwner('drop trigger f2 on orders');
  expect(told(await postMany('buyer', kept, true))).toEqual(['recorded', 'recorded', 'recorded']);
});

test('what is said twice about one order within one request is heard in its order', async () => {
  const [order, confirmation] = numbered(sixMessages, 'T1') as [OrderDocument, OrderDocument];
  await postMany('buyer', [wrap('buyer', order)]);
  const before = await countOf('promises');
  const said = [wrap('supplier', confirmation), wrap('supplier', confirmation)];
  expect((await postMany('supplier', said)).map(({ status }) => status)).toEqual(['recorded', 'recorded']);
  const once = await countOf('promises');
  expect(once).toBeGreaterThan(before);
  await postMany('supplier', [wrap('supplier', confirmation)]);
  expect(await countOf('promises')).toBe(once);
});

test('the chain of the audit trail holds over entries that were written together', async () => {
  const { buyerId } = trade.world;
  const entries = await trade.world.app.database.asOwner<{ isChained: boolean }>(
    `select entry.hash = platform.audit_hash(entry, coalesce(lag(entry.hash) over (order by entry.entry_number), ''))
       as "isChained" from platform.audit_entries entry where entry.org_id = $1`,
    [buyerId],
  );
  expect(entries.length).toBeGreaterThan(10);
  expect(entries.every(({ isChained }) => isChained)).toBe(true);
});
