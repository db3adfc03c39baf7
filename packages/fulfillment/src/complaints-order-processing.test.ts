/** What users of other systems complained of in public about order processing, and why it cannot happen here. */
import { localDate } from '@coplan/kernel';
import { expect, test } from 'vitest';
import { allocateStock } from './allocate-stock.ts';
import { allocationFaults } from './allocation-faults.ts';
import type { Allocation, AllocationInput, Demand, Lot } from './allocation-input.ts';
import { ledgerFaults, memoryLedger } from './ledger-in-memory.ts';
import { sourceOrder } from './source-order.ts';
import type { StockCommand } from './stock-ledger.ts';

const today = localDate('2026-11-23');
const lot = (lotId: string, locationId: string, units: number): Lot => ({
  ...{ lotId, locationId, itemId: 'tea', onHandMilli: units * 1_000, receivedOn: localDate('2026-11-01') },
});
const need = (lineId: string, units: number, changes: Partial<Demand> = {}): Demand => ({
  ...{ lineId, orderId: 'order', customerId: 'customer', itemId: 'tea', locationIds: ['north', 'south'] },
  ...{ orderedMilli: units * 1_000, multipleMilli: 1_000, priority: 1, requestedOn: today, enteredAtMs: 0 },
  lotRule: { rotation: 'FEFO', remainingDays: 0, isSingleLot: false },
  ...{ isShipComplete: false, substitutes: [] },
  ...changes,
});
const input = (changes: Partial<AllocationInput>): AllocationInput => ({
  ...{ today, lots: [], pools: [], demands: [], held: [], shipCompleteOrderIds: [], policy: 'priority' },
  ...changes,
});
const sumsByPlace = (parts: readonly { locationId: string; quantityMilli: number }[]) => {
  const sums: Record<string, number> = {};
  for (const { locationId, quantityMilli } of parts)
    sums[locationId] = (sums[locationId] ?? 0) + quantityMilli / 1_000;
  return sums;
};

test('vendure#3588, medusa#14987: an order is split over places, and only whole multiples leave each', () => {
  const demands = [need('line', 18, { multipleMilli: 6_000 })];
  const { allocations } = allocateStock(
    input({ lots: [lot('A', 'north', 10), lot('B', 'south', 14)], demands }),
  );
  expect(sumsByPlace(allocations)).toEqual({ north: 6, south: 12 });
  const place = (locationId: string, units: number) => ({
    ...{
      locationId,
      shipmentMinor: 100,
      perUnitMinor: 10,
      transitDays: 1,
      availableMilli: { tea: units * 1_000 },
    },
  });
  const { best } = sourceOrder({
    ...{ today, requestedOn: localDate('2026-11-30'), shipmentsMax: 2 },
    lines: [{ lineId: 'line', itemId: 'tea', quantityMilli: 18_000, multipleMilli: 6_000, mayBeSplit: true }],
    places: [place('north', 10), place('south', 14)],
    ...{ furtherShipmentMinor: 50, latePerUnitDayMinor: 100, shortPerUnitMinor: 10_000 },
  });
  expect(sumsByPlace(best.parts)).toEqual({ north: 6, south: 12 });
  expect(best.shortMilli).toBe(0);
});

const held = (lineId: string, lotId: string, locationId: string, units: number): Allocation => ({
  ...{ lineId, lotId, locationId, itemId: 'tea', quantityMilli: units * 1_000, coversMilli: units * 1_000 },
});
const stock = { itemId: 'tea', lotId: 'A', ownerId: 'us' };
const command = (
  commandId: string,
  move: StockCommand['moves'][number]['move'],
  locationId: string,
  units: number,
): StockCommand => ({ commandId, moves: [{ ...stock, move, locationId, quantityMilli: units * 1_000 }] });

/** Ten pieces in the north, all of them reserved for one order. */
function reserved() {
  const ledger = memoryLedger();
  ledger.post(command('receipt', 'receive', 'north', 10));
  ledger.post(command('reservation', 'allocate', 'north', 10));
  const there = (state: 'available' | 'allocated' | 'picked', locationId = 'north') =>
    ledger.balanceMilli({ state, locationId }, stock) / 1_000;
  return { ledger, there };
}

test('medusa#6500, #9821: what is reserved for an order is shipped to it, though nothing else is left', () => {
  const { ledger, there } = reserved();
  expect([there('available'), there('allocated')]).toEqual([0, 10]);
  ledger.post(command('pick', 'pick', 'north', 10));
  expect(there('picked')).toBe(10);
  const [line] = allocateStock(
    input({
      lots: [lot('A', 'north', 10)],
      demands: [need('line', 10)],
      held: [held('line', 'A', 'north', 10)],
    }),
  ).lines;
  expect(line).toMatchObject({ state: 'allocated', heldMilli: 10_000, backorderedMilli: 0 });
});

test('medusa#16338: goods are taken where they are reserved; at another place nothing changes', () => {
  const { ledger, there } = reserved();
  ledger.post(command('other receipt', 'receive', 'south', 10));
  expect(() => ledger.post(command('wrong pick', 'pick', 'south', 10))).toThrow(/where 0 are/);
  expect([there('allocated'), there('available', 'south'), there('picked', 'south')]).toEqual([10, 10, 0]);
  expect(ledgerFaults(ledger)).toEqual([]);
});

test('medusa#5198, vendure#4030, #1250, #2356: a reservation asked for twice is one, and one that is taken back is free', () => {
  const { ledger, there } = reserved();
  expect(ledger.post(command('reservation', 'allocate', 'north', 10)).kind).toBe('repeated');
  expect(() => ledger.post(command('second', 'allocate', 'north', 1))).toThrow(/where 0 are/);
  ledger.post({ commandId: 'cancelled', undoes: 'reservation' });
  expect(ledger.post({ commandId: 'cancelled', undoes: 'reservation' }).kind).toBe('repeated');
  expect([there('available'), there('allocated')]).toEqual([10, 0]);
  const asked = input({
    lots: [lot('A', 'north', 10)],
    demands: [need('line', 6), need('other', 6)],
    held: [held('line', 'A', 'north', 6)],
  });
  const { allocations } = allocateStock(asked);
  expect(allocations.map(({ lineId, quantityMilli }) => [lineId, quantityMilli])).toEqual([['other', 4_000]]);
  expect(allocationFaults(asked, allocations)).toEqual([]);
});

test('solidus#5669, #6320: splitting a line leaves what is backordered on backorder', () => {
  const lots = [lot('A', 'north', 6)];
  const whole = allocateStock(input({ lots, demands: [need('line', 10)] }));
  expect(whole.lines[0]).toMatchObject({ allocatedMilli: 6_000, backorderedMilli: 4_000 });
  const split = allocateStock(
    input({
      lots,
      demands: [need('shipped now', 6), need('rest', 4)],
      held: [held('shipped now', 'A', 'north', 6)],
    }),
  );
  expect(split.allocations).toEqual([]);
  expect(split.lines.find(({ lineId }) => lineId === 'rest')).toMatchObject({
    ...{ state: 'backordered', allocatedMilli: 0, backorderedMilli: 4_000 },
  });
});
