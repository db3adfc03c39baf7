import type { ItemId } from '@coplan/kernel';
import { newId } from '@coplan/platform';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSeller, type TestSeller } from '../../fulfillment/test-seller.ts';
import type { AvailableLot } from '../lock-available-stock.ts';
import { chooseLots } from './place-transfer.ts';
import { type TransferEvent, transferLifecycle, transferStates } from './transfer.lifecycle.ts';

let seller: TestSeller;
beforeAll(async () => {
  seller = await openTestSeller();
  await seller.receive('LATE', 10, '2027-06-01');
  await seller.receive('SOON', 4, '2026-12-20');
  await seller.receive('SPOILT', 5, '2026-11-23');
});
afterAll(() => seller?.server.close());

const caller = () =>
  seller.server.app.createCaller(seller.server.actorOf(seller.sellerId, ['supplier-planner', 'clerk']));
const place = (pieces: number, changes: Record<string, unknown> = {}) =>
  caller().transfers.place({
    ...{ from: 'W1', to: 'W2', deliverOn: '2026-12-01' },
    lines: [{ item: 'OATS', quantityMilli: pieces * 1_000 }],
    ...changes,
  });
const at = async (locationId: string): Promise<Record<string, number>> => {
  const rows = await seller.server.app.database.asOwner<{ state: string; pieces: number }>(
    `select state, (sum(quantity_milli) / 1000)::float8 as pieces from stock_balances
     where org_id = $1 and location_id = $2 group by state having sum(quantity_milli) <> 0`,
    [seller.sellerId, locationId],
  );
  return Object.fromEntries(rows.map(({ state, pieces }) => [state, pieces]));
};
const coming = async (): Promise<{ kind: string; pieces: number }[]> =>
  seller.server.app.database.asOwner(
    `select kind, (sum(quantity_milli) / 1000)::float8 as pieces from scheduled_receipts
     where org_id = $1 and location_id = $2 and source_kind = 'transfer' group by kind`,
    [seller.sellerId, seller.secondWarehouseId],
  );

test('what is moved is set aside at once, the first to expire first, and the other place counts on it', async () => {
  const { transferId, transferNumber } = await place(6);
  expect(transferNumber).toBe('TR-000001');
  const transfer = await caller().transfers.get({ transferId });
  expect(transfer.lines).toMatchObject([
    { lotNumber: 'SOON', quantityMilli: 4_000 },
    { lotNumber: 'LATE', quantityMilli: 2_000 },
  ]);
  expect(await at(seller.warehouseId)).toEqual({ allocated: 6, available: 13 });
  expect(await coming()).toEqual([{ kind: 'on-order', pieces: 6 }]);
});

test('it leaves in part, arrives in parts with one damaged, and what never comes is written off with its reason', async () => {
  const { rows } = await caller().transfers.list({ state: 'placed' });
  const { transferId = '', version = 0 } = rows[0] ?? {};
  const [soon, late] = (await caller().transfers.get({ transferId })).lines.map(({ lineId }) => lineId);
  const left = [
    { lineId: soon ?? '', quantityMilli: 4_000 },
    { lineId: late ?? '', quantityMilli: 1_000 },
  ];
  const shipped = await caller().transfers.ship({ transferId, expectedVersion: version, lines: left });
  expect(await at(seller.warehouseId)).toEqual({ available: 14, 'in-transit': 5 });
  expect(await coming()).toEqual([{ kind: 'in-transit', pieces: 5 }]);
  const arrived = [{ lineId: soon ?? '', goodMilli: 2_000, damagedMilli: 1_000 }];
  const part = { transferId, expectedVersion: shipped.version, lines: arrived };
  const received = await caller().transfers.receive(part);
  expect(received.state).toBe('partly-received');
  const underWay = (await caller().transfers.get({ transferId })).lines.map((line) => line.underWayMilli);
  expect(underWay).toEqual([1_000, 1_000]);
  await expect(caller().transfers.receive(part)).rejects.toThrow(/changed this transfer meanwhile/);
  await expect(
    caller().transfers.cancel({ transferId, expectedVersion: received.version, reason: 'No' }),
  ).rejects.toThrow(/partly-received: cancel is not possible/);
  const closed = { transferId, expectedVersion: received.version, reason: 'Fell off the truck' };
  expect((await caller().transfers.close(closed)).state).toBe('closed-short');
  expect(await at(seller.secondWarehouseId)).toEqual({ available: 2, damaged: 1 });
  expect(await at(seller.warehouseId)).toEqual({ available: 14 });
  expect(await coming()).toEqual([]);
  const { lines, timeline } = await caller().transfers.get({ transferId });
  for (const line of lines)
    expect(line.receivedMilli + line.damagedMilli + line.lostMilli).toBe(line.shippedMilli);
  expect(timeline.map(({ type }) => type)).toEqual(['place', 'ship', 'receive-part', 'close']);
  expect(timeline.at(-1)?.text).toBe('2 lost on the way: Fell off the truck');
});

test('without a count everything arrives good; cancelled before it left, everything is free again', async () => {
  const one = await place(3);
  const { version } = await caller().transfers.ship({ transferId: one.transferId, expectedVersion: 1 });
  await expect(
    caller().transfers.receive({
      ...{ transferId: one.transferId, expectedVersion: version },
      lines: [{ lineId: newId(), goodMilli: 1_000 }],
    }),
  ).rejects.toThrow(/lines\[0\].lineId: TR-000002 has no such line/);
  const done = await caller().transfers.receive({ transferId: one.transferId, expectedVersion: version });
  expect(done.state).toBe('received');
  const other = await place(3);
  await caller().transfers.cancel({ transferId: other.transferId, expectedVersion: 1, reason: 'Not needed' });
  expect(await at(seller.warehouseId)).toEqual({ available: 11 });
  expect(await coming()).toEqual([]);
});

test.each([
  [{ to: 'W1' }, /to: the goods are there already/],
  [{ from: 'MOON' }, /from: you have no place MOON/],
  [{ deliverOn: '2001-01-01' }, /deliverOn: 2001-01-01 is over/],
  [{ lines: [{ item: 'SPELT', quantityMilli: 1 }] }, /lines\[0\].item: your catalog has no item SPELT/],
  [{ lines: [{ item: 'OATS', quantityMilli: 99_000 }] }, /W1 has [\d.]+ of OATS to give away/],
])('what cannot be moved is refused at its place, and nothing is set aside: %o', async (changes, why) => {
  await expect(place(1, changes)).rejects.toThrow(why);
  expect(await at(seller.warehouseId)).toEqual({ available: 11 });
});

test('forty at once of scarce stock: nothing is given away twice', async () => {
  const tried = await Promise.allSettled(
    Array.from({ length: 40 }, () => place(1, { deliverOn: '2026-12-25' })),
  );
  const placed = tried.filter(({ status }) => status === 'fulfilled').length;
  const { available = 0, allocated = 0 } = await at(seller.warehouseId);
  expect(allocated).toBe(placed);
  expect(available + allocated).toBe(11);
  expect(placed).toBe(6);
});

test('every state and event is in the table or refused', () => {
  const events: TransferEvent[] = ['ship', 'receive-part', 'receive-rest', 'close', 'cancel'];
  const allowed = transferStates.flatMap((state) =>
    events
      .filter((event) => transferLifecycle.table[state][event] !== undefined)
      .map((event) => `${state} ${event}`),
  );
  expect(allowed).toEqual([
    ...[
      'placed ship',
      'placed cancel',
      'in-transit receive-part',
      'in-transit receive-rest',
      'in-transit close',
    ],
    ...['partly-received receive-part', 'partly-received receive-rest', 'partly-received close'],
  ]);
});

test('lots that are spoilt on arrival stay, and lots without a day come last', () => {
  const item = { itemId: 'i' as unknown as ItemId, itemNumber: 'I', quantityMilli: 5 };
  const lot = (lotId: string, availableMilli: number, expiresOn: string | null) =>
    ({
      itemId: 'i',
      locationId: 'l',
      lotId,
      availableMilli,
      receivedOn: '2026-01-01',
      expiresOn,
    }) as AvailableLot;
  const lots = [lot('never', 9, null), lot('old', 9, '2026-01-02'), lot('soon', 2, '2026-02-02')];
  const { chosen, goodMilli } = chooseLots(item, lots, '2026-02-01');
  expect(chosen.map(({ lotId, quantityMilli }) => [lotId, quantityMilli])).toEqual([
    ['soon', 2],
    ['never', 3],
  ]);
  expect(goodMilli).toBe(11);
});
