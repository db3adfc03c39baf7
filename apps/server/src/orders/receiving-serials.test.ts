import type { ItemId, LocalDate } from '@coplan/kernel';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { order850 } from './life/test-documents.ts';
import { openTrade, type Trade } from './test-trade.ts';

let trade: Trade;
let itemId: ItemId;
beforeAll(async () => {
  trade = await openTrade();
  const [item] = (await trade.buyer().catalog.items.list({ search: 'a' })).rows.filter(
    ({ itemNumber }) => itemNumber === 'A',
  );
  itemId = item?.itemId as ItemId;
  await trade.buyer().catalog.items.setSerialTracking({ itemId, isSerialTracked: true, expectedVersion: 1 });
});
afterAll(() => trade?.world.app.remove());

const orderOf = async (poNumber: string) => {
  const { rows } = await trade.buyer().orders.list({ search: poNumber });
  return trade.buyer().orders.get({ orderId: rows[0]?.orderId ?? '' });
};

type Count = {
  kept?: readonly string[];
  damaged?: readonly string[];
  keptMilli?: number;
  lotNumber?: string;
};

/** Receives units of line 1; the quantities are as many as there are serial numbers, unless they are said. */
async function receive(poNumber: string, { kept = [], damaged = [], keptMilli, lotNumber }: Count) {
  const { orderId, lines, version: expectedVersion } = await orderOf(poNumber);
  return trade.buyer().orders.receive({
    ...{ orderId, expectedVersion, receivedOn: '2026-12-01' },
    lines: [
      {
        ...{ orderLineId: lines[0]?.orderLineId ?? '', serialNumbers: [...kept] },
        receivedMilli: keptMilli ?? kept.length * 1_000,
        ...(lotNumber === undefined ? {} : { lotNumber }),
        deviations:
          damaged.length === 0
            ? []
            : [
                {
                  condition: 'damaged' as const,
                  quantityMilli: damaged.length * 1_000,
                  serialNumbers: [...damaged],
                },
              ],
      },
    ],
  });
}

async function takeBack(poNumber: string, receiptNumber: string) {
  const { orderId, version: expectedVersion } = await orderOf(poNumber);
  return trade.buyer().orders.reverseReceipt({ orderId, receiptNumber, expectedVersion });
}

/** Units by place, lot and state beside the quantities of the ledger there: what is not the same. */
const differences = () =>
  trade.world.app.database.asOwner(
    `select * from (
       select location_id, lot_id, case when state in ('available', 'allocated', 'blocked') then 'in-stock' else state end,
         sum(quantity_milli)::bigint from stock_balances where org_id = $1 and item_id = $2 group by 1, 2, 3
         having sum(quantity_milli) > 0
       except select location_id, lot_id, state, count(*) * 1000 from serial_units
         where org_id = $1 and item_id = $2 and state <> 'outside' group by 1, 2, 3) missing
     union all (
       select location_id, lot_id, state, count(*) * 1000 from serial_units
         where org_id = $1 and item_id = $2 and state <> 'outside' group by 1, 2, 3
       except select location_id, lot_id, case when state in ('available', 'allocated', 'blocked') then 'in-stock'
         else state end, sum(quantity_milli)::bigint from stock_balances where org_id = $1 and item_id = $2 group by 1, 2, 3)`,
    [trade.world.buyerId, itemId],
  );

const statesOf = async (): Promise<Record<string, string>> => {
  const rows = await trade.world.app.database.asOwner<{ serial: string; state: string }>(
    `select serial_number as serial, state from serial_units where org_id = $1 order by 1`,
    [trade.world.buyerId],
  );
  return Object.fromEntries(rows.map(({ serial, state }) => [serial, state]));
};

test('each unit is received with its serial number, good or damaged, and a receipt that is taken back takes them back', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'Z1' });
  const { receiptNumber } = await receive('Z1', { kept: ['S1', 'S2'], damaged: ['S3'], lotNumber: 'L7' });
  expect(await statesOf()).toEqual({ S1: 'in-stock', S2: 'in-stock', S3: 'damaged' });
  expect((await orderOf('Z1')).receipts[0]?.lines[0]?.serials).toEqual([
    { serialNumber: 'S1', condition: null },
    { serialNumber: 'S2', condition: null },
    { serialNumber: 'S3', condition: 'damaged' },
  ]);
  expect(await differences()).toEqual([]);
  await takeBack('Z1', receiptNumber);
  expect(await statesOf()).toEqual({ S1: 'outside', S2: 'outside', S3: 'outside' });
  expect(await differences()).toEqual([]);
  // What was taken back may be counted again, this time rightly.
  await receive('Z1', { kept: ['S1', 'S2', 'S3'], lotNumber: 'L7' });
  expect(await statesOf()).toEqual({ S1: 'in-stock', S2: 'in-stock', S3: 'in-stock' });
});

test('a wrong serial number is refused by name and place, and nothing is written', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'Z2' });
  await expect(receive('Z2', { kept: ['T1', 'T2'], damaged: ['T1'] })).rejects.toThrow(
    /Serial number T1 is named twice, at Line 1, kept, serial number 1 and at Line 1, damaged, serial number 1/,
  );
  await expect(receive('Z2', { kept: ['T1', 'S2'] })).rejects.toThrow(
    /Line 1, kept, serial number 2: serial number S2 of A is in stock at .+ already: read it again/,
  );
  await expect(receive('Z2', { kept: ['T1', 'T2'], keptMilli: 3_000 })).rejects.toThrow(
    /Line 1, kept: 3 of A and 2 serial numbers/,
  );
  await expect(receive('Z2', { keptMilli: 1_500 })).rejects.toThrow(/1.5 of A and 0 serial numbers/);
  expect(Object.keys(await statesOf())).toEqual(['S1', 'S2', 'S3']);
  expect((await orderOf('Z2')).receipts).toEqual([]);
});

test('items without serial numbers take none, and tracking changes only while there is no stock', async () => {
  const { orderId, lines, version } = await orderOf('Z2');
  await expect(
    trade.buyer().orders.receive({
      ...{ orderId, expectedVersion: version, receivedOn: '2026-12-01' },
      lines: [
        {
          orderLineId: lines[1]?.orderLineId ?? '',
          receivedMilli: 1_000,
          serialNumbers: ['X'],
          deviations: [],
        },
      ],
    }),
  ).rejects.toThrow(/B is not tracked by serial number: leave the serial numbers out/);
  const item = await trade.buyer().catalog.items.get({ itemId });
  expect(item).toMatchObject({ isSerialTracked: true, isOwn: true });
  await expect(
    trade.buyer().catalog.items.setSerialTracking({
      ...{ itemId, isSerialTracked: false, expectedVersion: item.version },
    }),
  ).rejects.toThrow(/Of A there is stock/);
});

test('a receipt that comes as a document waits where serial numbers are due', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'Z3' });
  const [{ gtin } = {}] = order850.lines;
  const answer = await trade.post('buyer', {
    ...{ documentType: 'receiving-advice', purpose: 'original', receiptNumber: 'R-EDI' },
    ...{
      writtenOn: '2026-12-01' as LocalDate,
      receivedOn: '2026-12-01' as LocalDate,
      shipTo: { code: 'S1' },
    },
    lines: [{ poNumber: 'Z3', gtin, received: { amountMilli: 2_000, unit: 'EA' }, deviations: [] }],
  });
  expect(answer.status).toBeLessThan(300);
  const { rows } = await trade.buyer().orders.waiting.list({ poNumber: 'Z3' });
  expect(rows).toMatchObject([{ issueCode: 'serials-unread' }]);
});

test('whatever is counted and taken back: so many serial numbers as units, in every state, place and lot', async () => {
  await trade.post('buyer', { ...order850, poNumber: 'Z4' });
  const standing: string[] = [];
  let next = 0;
  const counting = fc.record({
    kept: fc.integer({ min: 0, max: 3 }),
    damaged: fc.integer({ min: 0, max: 2 }),
    lotNumber: fc.constantFrom('L7', 'L8'),
  });
  const commands = fc.array(fc.oneof(counting, fc.constant('take back' as const)), {
    minLength: 12,
    maxLength: 12,
  });
  for (const command of fc.sample(commands, { numRuns: 1, seed: 42 }).flat()) {
    if (command === 'take back') {
      const receiptNumber = standing.pop();
      if (receiptNumber !== undefined) await takeBack('Z4', receiptNumber);
    } else if (command.kept + command.damaged > 0) {
      const serials = (count: number) => Array.from({ length: count }, () => `R${next++}`);
      const counted = { kept: serials(command.kept), damaged: serials(command.damaged) };
      standing.push((await receive('Z4', { ...counted, lotNumber: command.lotNumber })).receiptNumber);
    }
    expect(await differences()).toEqual([]);
  }
  expect(next).toBeGreaterThan(5);
});

test('a unit never moves without its serial number, whoever writes into the ledger', async () => {
  const { app, buyerId } = trade.world;
  const context = app.contextFor(app.actorOf(buyerId, 'buyer'));
  const [place] = await context.db.read<{ id: string }>('select id from locations limit 1');
  await expect(
    context.db.transaction((tx) =>
      tx.query(
        `insert into stock_entries (id, org_id, item_id, from_state, to_state, to_location_id, quantity_milli, reason,
           source_kind, source_id, recorded_at)
         values ($1, $2, $3, 'outside', 'available', $4, 1000, 'count', 'test', '1', now())`,
        [context.newId(), buyerId, itemId, place?.id],
      ),
    ),
  ).rejects.toThrow(/a unit moved without its serial number/);
});
