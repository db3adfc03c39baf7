import { fraction, type LocalDate, localDate } from '@coplan/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocateStock } from './allocate-stock.ts';
import { allocationFaults } from './allocation-faults.ts';
import type { Allocation, AllocationInput, Demand, Lot } from './allocation-input.ts';
import { reSource } from './re-source.ts';
import { type SourcePlace, type SourcingInput, sourceOrder } from './source-order.ts';

const today = localDate('2026-11-23');
const lot = (lotId: string, onHandMilli: number, changes: Partial<Lot> = {}): Lot => ({
  lotId,
  itemId: 'tea',
  locationId: 'north',
  onHandMilli,
  receivedOn: localDate('2026-11-01'),
  ...changes,
});
const need = (lineId: string, orderedMilli: number, changes: Partial<Demand> = {}): Demand => ({
  lineId,
  orderId: `order of ${lineId}`,
  customerId: 'customer',
  itemId: 'tea',
  locationIds: ['north'],
  orderedMilli,
  multipleMilli: 1_000,
  priority: 1,
  requestedOn: today,
  enteredAtMs: 0,
  lotRule: { rotation: 'FEFO', remainingDays: 0, isSingleLot: false },
  isShipComplete: false,
  substitutes: [],
  ...changes,
});
const input = (changes: Partial<AllocationInput>): AllocationInput => ({
  today,
  lots: [lot('A', 100_000)],
  pools: [],
  demands: [],
  held: [],
  shipCompleteOrderIds: [],
  policy: 'priority',
  ...changes,
});
const given = (result: ReturnType<typeof allocateStock>): Record<string, number> =>
  Object.fromEntries(result.lines.map(({ lineId, allocatedMilli }) => [lineId, allocatedMilli / 1_000]));

const day = (offset: number): LocalDate => localDate(`2026-12-${String(offset).padStart(2, '0')}`);
const anyLots = fc
  .array(
    fc.record({
      place: fc.constantFrom('north', 'south'),
      item: fc.constantFrom('tea', 'chai'),
      milli: fc.integer({ min: 0, max: 60 }),
      expires: fc.option(fc.integer({ min: 1, max: 28 }), { nil: undefined }),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ place, item, milli, expires }, index) =>
      lot(`L${index}`, milli * 1_000, {
        locationId: place,
        itemId: item,
        ...(expires === undefined ? {} : { expiresOn: day(expires) }),
      }),
    ),
  );
const anyDemands = fc
  .array(
    fc.record({
      milli: fc.integer({ min: 0, max: 50 }),
      multiple: fc.constantFrom(1, 5, 12),
      priority: fc.integer({ min: 1, max: 3 }),
      customer: fc.constantFrom('kept for', 'customer'),
      isShipComplete: fc.boolean(),
      isSingleLot: fc.boolean(),
      remainingDays: fc.constantFrom(0, 0, 5),
      hasSubstitute: fc.boolean(),
      order: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 7 },
  )
  .map((all) =>
    all.map((one, index) =>
      need(`line ${index}`, one.milli * 1_000, {
        multipleMilli: one.multiple * 1_000,
        priority: one.priority,
        customerId: one.customer,
        orderId: `order ${one.order}`,
        isShipComplete: one.isShipComplete,
        locationIds: index % 2 === 0 ? ['north', 'south'] : ['south'],
        lotRule: {
          rotation: index % 3 === 0 ? 'FIFO' : 'FEFO',
          remainingDays: one.remainingDays,
          isSingleLot: one.isSingleLot,
        },
        substitutes: one.hasSubstitute ? [{ itemId: 'chai', factor: fraction(2) }] : [],
      }),
    ),
  );
const anyInput = fc
  .record({
    lots: anyLots,
    demands: anyDemands,
    policy: fc.constantFrom('priority' as const, 'fair-share' as const),
    reserved: fc.integer({ min: 0, max: 80 }),
    whole: fc.boolean(),
  })
  .map(({ lots, demands, policy, reserved, whole }) =>
    input({
      lots,
      demands,
      policy,
      pools: [
        {
          poolId: 'pool',
          itemId: 'tea',
          locationId: 'north',
          reservedMilli: reserved * 1_000,
          customerIds: ['kept for'],
        },
      ],
      shipCompleteOrderIds: whole ? ['order 1'] : [],
    }),
  );

test('nothing is given twice, beyond what was asked, in broken multiples, from kept stock or against a lot rule', () => {
  fc.assert(
    fc.property(anyInput, (asked) => {
      expect(allocationFaults(asked, allocateStock(asked).allocations)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('the look at an answer finds what is wrong with it', () => {
  const demands = [need('a', 10_000, { multipleMilli: 5_000, isShipComplete: true })];
  const good: Allocation = {
    lineId: 'a',
    lotId: 'A',
    itemId: 'tea',
    locationId: 'north',
    quantityMilli: 10_000,
    coversMilli: 10_000,
  };
  const pools = [{ poolId: 'p', itemId: 'tea', locationId: 'north', reservedMilli: 95_000, customerIds: [] }];
  const faults = (changes: Partial<Allocation>, others: Partial<AllocationInput> = {}): string =>
    allocationFaults(input({ demands, ...others }), [{ ...good, ...changes }]).join(' ');
  expect(faults({})).toBe('');
  expect(faults({ quantityMilli: 200_000, coversMilli: 200_000 })).toMatch(
    /given of 100.*more is given|more is given.*given of 100|200 are given of 100/,
  );
  expect(faults({ locationId: 'south' })).toMatch(/elsewhere.*no place for this line/);
  expect(faults({ quantityMilli: 4_000, coversMilli: 4_000 })).toMatch(
    /no whole multiples.*must leave whole/,
  );
  expect(faults({ quantityMilli: 5_000 })).toMatch(/5 do not stand for 10/);
  expect(faults({}, { pools })).toMatch(/Pool p: others took 10 of 5/);
  expect(faults({}, { lots: [lot('A', 100_000, { expiresOn: localDate('2026-11-01') })] })).toMatch(
    /lot rule/,
  );
});

test('ordered = allocated + backordered for every line', () => {
  fc.assert(
    fc.property(anyInput, (asked) => {
      for (const { orderedMilli, allocatedMilli, backorderedMilli } of allocateStock(asked).lines) {
        expect(allocatedMilli + backorderedMilli).toBe(orderedMilli);
      }
    }),
  );
});

test('lots, lines and pools in another order give the same answer', () => {
  fc.assert(
    fc.property(anyInput, (asked) => {
      const turned = { ...asked, lots: [...asked.lots].reverse(), demands: [...asked.demands].reverse() };
      expect(allocateStock(turned)).toEqual(allocateStock(asked));
    }),
  );
});

const plain = fc
  .record({
    supply: fc.integer({ min: 0, max: 200 }),
    more: fc.integer({ min: 0, max: 50 }),
    needs: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 6 }),
    policy: fc.constantFrom('priority' as const, 'fair-share' as const),
  })
  .map(({ needs, ...rest }) => ({
    ...rest,
    demands: needs.map((milli, index) =>
      need(`line ${index}`, milli * 1_000, { multipleMilli: 4_000, priority: 1 + (index % 2) }),
    ),
  }));

test('where multiples are equal and parts may leave, more stock never takes anything away from anybody', () => {
  fc.assert(
    fc.property(plain, ({ supply, more, demands, policy }) => {
      const before = given(allocateStock(input({ lots: [lot('A', supply * 1_000)], demands, policy })));
      const after = given(
        allocateStock(input({ lots: [lot('A', (supply + more) * 1_000)], demands, policy })),
      );
      for (const [lineId, was] of Object.entries(before)) expect(after[lineId]).toBeGreaterThanOrEqual(was);
    }),
  );
});

test('in fair shares nobody gets less than the share rounded down to whole multiples', () => {
  fc.assert(
    fc.property(plain, ({ supply, demands }) => {
      const equal = demands.map((demand) => ({ ...demand, priority: 1 }));
      const total = equal.reduce((sum, { orderedMilli }) => sum + orderedMilli, 0);
      const got = given(
        allocateStock(input({ lots: [lot('A', supply * 1_000)], demands: equal, policy: 'fair-share' })),
      );
      for (const { lineId, orderedMilli } of equal) {
        const share = total === 0 ? 0 : Math.min(orderedMilli, (supply * 1_000 * orderedMilli) / total);
        expect(got[lineId]! * 1_000).toBeGreaterThanOrEqual(Math.floor(share / 4_000 + 1e-9) * 4_000 - 1e-6);
      }
    }),
  );
});

test('priority goes first; in fair shares equals get alike', () => {
  const demands = [need('a', 80_000, { priority: 2 }), need('b', 60_000), need('c', 40_000, { priority: 2 })];
  expect(given(allocateStock(input({ demands })))).toEqual({ b: 60, a: 40, c: 0 });
  expect(given(allocateStock(input({ demands, policy: 'fair-share' })))).toEqual({ b: 60, a: 27, c: 13 });
});

test('in fair shares plenty of one item does not favour the first of another, nor stock elsewhere the first of a place', () => {
  const lots = [
    lot('A', 10_000),
    lot('C', 900_000, { itemId: 'chai' }),
    lot('S', 900_000, { locationId: 'south' }),
  ];
  const demands = [
    need('first', 10_000),
    need('second', 10_000),
    need('chai', 50_000, { itemId: 'chai' }),
    need('elsewhere', 50_000, { locationIds: ['south'] }),
  ];
  const got = given(allocateStock(input({ lots, demands, policy: 'fair-share' })));
  expect(got).toEqual({ first: 5, second: 5, chai: 50, elsewhere: 50 });
});

test('in fair shares nobody’s own item goes as a substitute before it is shared', () => {
  const lots = [lot('C', 10_000, { itemId: 'chai' })];
  const demands = [
    need('a', 10_000, { substitutes: [{ itemId: 'chai', factor: fraction(1) }] }),
    need('b', 10_000, { itemId: 'chai' }),
  ];
  expect(given(allocateStock(input({ lots, demands, policy: 'fair-share' })))).toEqual({ a: 0, b: 10 });
});

test('only whole multiples are allocated, and a case never spans two lots', () => {
  const lots = [lot('A', 13_000, { expiresOn: day(5) }), lot('B', 13_000, { expiresOn: day(6) })];
  const result = allocateStock(input({ lots, demands: [need('a', 36_000, { multipleMilli: 12_000 })] }));
  expect(result.allocations.map(({ lotId, quantityMilli }) => [lotId, quantityMilli])).toEqual([
    ['A', 12_000],
    ['B', 12_000],
  ]);
  expect(result.lines[0]).toMatchObject({ state: 'part-allocated', backorderedMilli: 12_000 });
});

test('FEFO takes what expires first, FIFO what came first, and nothing that is not good long enough', () => {
  const lots = [
    lot('old, good long', 10_000, { expiresOn: day(28), receivedOn: localDate('2026-10-01') }),
    lot('new, expires soon', 10_000, { expiresOn: day(2), receivedOn: localDate('2026-11-20') }),
  ];
  const first = (lotRule: Demand['lotRule']) =>
    allocateStock(input({ lots, demands: [need('a', 10_000, { lotRule })] })).allocations[0]?.lotId;
  expect(first({ rotation: 'FEFO', remainingDays: 0, isSingleLot: false })).toBe('new, expires soon');
  expect(first({ rotation: 'FIFO', remainingDays: 0, isSingleLot: false })).toBe('old, good long');
  expect(first({ rotation: 'FEFO', remainingDays: 14, isSingleLot: false })).toBe('old, good long');
  expect(first({ rotation: 'FEFO', remainingDays: 40, isSingleLot: false })).toBeUndefined();
});

test('what is kept for some customers is theirs until it is released', () => {
  const pools = [
    {
      poolId: 'p',
      itemId: 'tea',
      locationId: 'north',
      reservedMilli: 70_000,
      customerIds: ['club'],
      releasesOn: localDate('2026-11-30'),
    },
  ];
  const demands = [need('anybody', 100_000), need('club', 50_000, { customerId: 'club', priority: 9 })];
  expect(given(allocateStock(input({ pools, demands })))).toEqual({ anybody: 30, club: 50 });
  expect(given(allocateStock(input({ pools, demands, today: localDate('2026-11-30') })))).toEqual({
    anybody: 100,
    club: 0,
  });
});

test('backorders are served again when goods come in; what was given stays given', () => {
  const demands = [need('a', 80_000), need('b', 60_000, { priority: 2 })];
  const first = allocateStock(input({ demands }));
  const again = allocateStock(
    input({ demands, held: first.allocations, lots: [lot('A', 100_000), lot('B', 30_000)] }),
  );
  expect(again.allocations).toEqual([
    expect.objectContaining({ lineId: 'b', lotId: 'B', quantityMilli: 30_000 }),
  ]);
  expect(again.lines).toMatchObject([
    { heldMilli: 80_000, backorderedMilli: 0 },
    { heldMilli: 20_000, allocatedMilli: 30_000, backorderedMilli: 10_000 },
  ]);
});

test('an order can be fulfilled from the stock that is reserved for that very order', () => {
  const demands = [need('a', 100_000)];
  const { allocations } = allocateStock(input({ demands }));
  const again = allocateStock(input({ demands, held: allocations }));
  expect(again.lines[0]).toMatchObject({ state: 'allocated', heldMilli: 100_000, backorderedMilli: 0 });
  expect(again.allocations).toEqual([]);
});

test('a reservation that names another place than its stock is refused, never corrected silently', () => {
  const held = [
    { lineId: 'a', lotId: 'A', itemId: 'tea', locationId: 'south', quantityMilli: 1_000, coversMilli: 1_000 },
  ];
  expect(() => allocateStock(input({ demands: [need('a', 1_000)], held }))).toThrow(
    /lot A at south, and they are not there/,
  );
});

test('stock reserved for one order is not reserved for another as well', () => {
  const { allocations } = allocateStock(input({ demands: [need('a', 70_000)] }));
  expect(given(allocateStock(input({ demands: [need('b', 70_000)], held: allocations })))).toEqual({ b: 30 });
});

test('splitting a line does not turn what waits into stock', () => {
  const halves = [need('a1', 60_000), need('a2', 60_000)];
  const whole = allocateStock(input({ demands: [need('a', 120_000)] }));
  const split = allocateStock(input({ demands: halves }));
  const waiting = (result: typeof whole) =>
    result.lines.reduce((sum, { backorderedMilli }) => sum + backorderedMilli, 0);
  expect(waiting(split)).toBe(waiting(whole));
});

test('a line that the customer does not want any more is cancelled and gets nothing', () => {
  const result = allocateStock(
    input({ demands: [need('a', 10_000, { cancelAfterOn: localDate('2026-11-22') })] }),
  );
  expect(result.lines[0]).toMatchObject({ state: 'cancelled', allocatedMilli: 0 });
});

test('an accepted substitute stands in for what is missing, at its factor', () => {
  const lots = [lot('A', 10_000), lot('C', 30_000, { itemId: 'chai' })];
  const demands = [
    need('a', 30_000, { multipleMilli: 5_000, substitutes: [{ itemId: 'chai', factor: fraction(3, 2) }] }),
  ];
  const { allocations } = allocateStock(input({ lots, demands }));
  expect(allocations).toMatchObject([
    { lotId: 'A', coversMilli: 10_000 },
    { lotId: 'C', quantityMilli: 30_000, coversMilli: 20_000 },
  ]);
  const uneven = [
    need('a', 30_000, { multipleMilli: 1, substitutes: [{ itemId: 'chai', factor: fraction(3, 2) }] }),
  ];
  expect(() => allocateStock(input({ lots, demands: uneven }))).toThrow(/correct its factor/);
});

test('a line moves to another place as a swap, or stays where it is', () => {
  const demands = [need('a', 40_000, { locationIds: ['north', 'south'] })];
  const lots = [lot('A', 40_000), lot('S', 40_000, { locationId: 'south' })];
  const { allocations: held } = allocateStock(input({ lots, demands }));
  const moved = reSource(input({ lots, demands, held }), 'a', ['south']);
  expect(moved).toMatchObject({
    isPossible: true,
    released: [{ lotId: 'A' }],
    allocations: [{ lotId: 'S', quantityMilli: 40_000 }],
  });
  expect(reSource(input({ lots: [lots[0]!], demands, held }), 'a', ['south'])).toMatchObject({
    isPossible: false,
  });
});

const place = (locationId: string, milli: number, changes: Partial<SourcePlace> = {}): SourcePlace => ({
  locationId,
  shipmentMinor: 1_000,
  perUnitMinor: 10,
  transitDays: 2,
  availableMilli: { tea: milli },
  ...changes,
});
const sourcing = (changes: Partial<SourcingInput>): SourcingInput => ({
  today,
  requestedOn: localDate('2026-11-26'),
  lines: [{ lineId: 'a', itemId: 'tea', quantityMilli: 100_000, multipleMilli: 10_000, mayBeSplit: true }],
  places: [],
  shipmentsMax: 3,
  furtherShipmentMinor: 500,
  latePerUnitDayMinor: 20,
  shortPerUnitMinor: 400,
  ...changes,
});

test('one shipment from the place that has all beats two cheaper ones, until the second is worth its freight', () => {
  const places = [place('near', 60_000, { perUnitMinor: 5 }), place('far', 100_000, { perUnitMinor: 12 })];
  expect(sourceOrder(sourcing({ places })).best).toMatchObject({
    locationIds: ['far'],
    cost: { totalMinor: 2_200 },
  });
  const dear = [places[0]!, place('far', 100_000, { perUnitMinor: 60 })];
  expect(sourceOrder(sourcing({ places: dear })).best).toMatchObject({
    locationIds: ['far', 'near'],
    shortMilli: 0,
  });
});

test('a split takes whole multiples from each place, and lateness is priced', () => {
  const places = [place('a', 55_000), place('b', 55_000)];
  const { best } = sourceOrder(sourcing({ places }));
  expect(best.parts.map(({ quantityMilli }) => quantityMilli)).toEqual([50_000, 50_000]);
  const slow = sourceOrder(
    sourcing({
      places: [place('slow', 100_000, { transitDays: 5 }), place('quick', 100_000, { perUnitMinor: 45 })],
    }),
  );
  expect(slow.best).toMatchObject({ locationIds: ['quick'], cost: { lateMinor: 0 } });
  expect(slow.alternatives[0]).toMatchObject({ locationIds: ['slow'], cost: { lateMinor: 4_000 } });
});

test('sourcing never takes more than is there, nor more shipments than allowed, and no dearer than any single place', () => {
  const anyPlaces = fc.array(
    fc.record({
      milli: fc.integer({ min: 0, max: 120 }),
      per: fc.integer({ min: 1, max: 60 }),
      transit: fc.integer({ min: 1, max: 6 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(anyPlaces, fc.integer({ min: 1, max: 3 }), (all, shipmentsMax) => {
      const places = all.map(({ milli, per, transit }, index) =>
        place(`p${index}`, milli * 1_000, { perUnitMinor: per, transitDays: transit }),
      );
      const { best } = sourceOrder(sourcing({ places, shipmentsMax }));
      expect(best.locationIds.length).toBeLessThanOrEqual(shipmentsMax);
      for (const { locationId, availableMilli } of places) {
        const taken = best.parts
          .filter((part) => part.locationId === locationId)
          .reduce((sum, { quantityMilli }) => sum + quantityMilli, 0);
        expect(taken).toBeLessThanOrEqual(availableMilli['tea']!);
      }
      for (const single of places) {
        expect(best.cost.totalMinor).toBeLessThanOrEqual(
          sourceOrder(sourcing({ places: [single], shipmentsMax: 1 })).best.cost.totalMinor,
        );
      }
    }),
  );
});
